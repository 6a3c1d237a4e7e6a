import { Hono } from 'hono'
import { z } from 'zod'
import { DIMENSIONS } from '../../engine/index.ts'
import type { AppContext } from '../context.ts'
import { accountParameter, asOfParameter } from '../dto/common.ts'
import { CAUSES, reconciledRecordsDto, reconciliationDto } from '../dto/reconciliation.ts'
import { fileOperation, operation, query } from '../openapi.ts'
import { listParameter, partyParameters, periodInOrder, periodParameters } from '../parameters.ts'
import { fileKnownAt, knownAt } from '../services/known-at.ts'
import { reconciliationFile } from '../services/reconciliation-csv.ts'
import { reconciledRecords } from '../services/reconciled-records.ts'
import { reconciliation } from '../services/reconciliation.ts'
import { sendFile } from './send-file.ts'

const parameters = {
  ...periodParameters,
  currency: z.string().min(1).optional().meta({ description: 'Only this wallet' }),
  region: z.string().min(1).optional().meta({ description: 'Only what is in this region' }),
  ...partyParameters,
  account: accountParameter,
  asOf: asOfParameter,
}
const recordParameters = {
  ...parameters,
  cause: z
    .enum(['any', ...CAUSES])
    .optional()
    .meta({ description: 'Only records that differ for this reason; any = that agree with no list' }),
  resource: z.string().min(1).optional().meta({ description: 'Only this resource (id)' }),
  limit: z.coerce.number().int().min(1).max(10_000).optional(),
  next: z.string().optional().meta({ description: 'The `next` of the page before' }),
}

export const reconciliationRoute = (context: AppContext) =>
  new Hono()
    .get(
      '/reconciliation',
      operation({
        id: 'getReconciliation',
        summary: 'Bills against the price list: how much money could be checked, what differs, and why',
        answer: reconciliationDto,
        problems: ['invalid-request', 'not-ready'],
      }),
      query(z.strictObject(parameters).superRefine(periodInOrder)),
      async (c) => c.json(await knownAt(context, c.req.valid('query'), 'all', reconciliation)),
    )
    .get(
      '/reconciliation/records',
      operation({
        id: 'listReconciledRecords',
        summary:
          'The billing records of a period, each recalculated as a whole (also of a shared resource), the largest difference first',
        answer: reconciledRecordsDto,
        problems: ['invalid-request', 'not-ready'],
      }),
      query(z.strictObject(recordParameters).superRefine(periodInOrder)),
      async (c) => c.json(await knownAt(context, c.req.valid('query'), 'all', reconciledRecords)),
    )
    .get(
      '/exports/reconciliation.csv',
      fileOperation(
        'exportReconciliation',
        'The comparison by day and record as CSV',
        'text/csv',
        'checked_cost, assumed_cost and not_checkable_cost add up to billed_cost; expected_cost and difference are ' +
          'empty where no price is known. With a project, owner or cost center, as filter or column, a row is the share of it.',
      ),
      query(z.strictObject({ ...parameters, with: listParameter(DIMENSIONS).optional() }).superRefine(periodInOrder)),
      async (c) => sendFile(c, await fileKnownAt(context, c.req.valid('query'), 'all', reconciliationFile)),
    )
