import { Hono } from 'hono'
import { z } from 'zod'
import { DIMENSIONS } from '../../engine/index.ts'
import type { AppContext } from '../context.ts'
import { accountParameter, asOfParameter } from '../dto/common.ts'
import { machinesDto } from '../dto/machines.ts'
import { fileOperation, operation, query } from '../openapi.ts'
import { holderParameters, listParameter } from '../parameters.ts'
import { fileKnownAt, knownAt } from '../services/known-at.ts'
import { machines, machinesFile } from '../services/machines.ts'
import { sendFile } from './send-file.ts'

const asked = { ...holderParameters, account: accountParameter, asOf: asOfParameter }
const parameters = query(z.strictObject(asked))

const fileParameters = query(z.strictObject({ ...asked, with: listParameter(DIMENSIONS).optional() }))

export const machinesRoute = (context: AppContext) =>
  new Hono()
    .get(
      '/machines',
      operation({
        id: 'listMachines',
        summary: 'Every machine with what it told of itself: image, size, addresses, volumes, security rules',
        answer: machinesDto,
        problems: ['invalid-request', 'not-ready'],
      }),
      parameters,
      async (c) => c.json(await knownAt(context, c.req.valid('query'), 'month', machines)),
    )
    .get(
      '/exports/machines.csv',
      fileOperation(
        'exportMachines',
        'The same as CSV',
        'text/csv',
        'A line per machine; with columns of whose it is, one per share of it.',
      ),
      fileParameters,
      async (c) => sendFile(c, await fileKnownAt(context, c.req.valid('query'), 'month', machinesFile)),
    )
