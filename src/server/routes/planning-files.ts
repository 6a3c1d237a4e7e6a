import { Hono } from 'hono'
import { z } from 'zod'
import { DIMENSIONS } from '../../engine/index.ts'
import type { AppContext } from '../context.ts'
import { fileOperation, path, query } from '../openapi.ts'
import { listParameter } from '../parameters.ts'
import {
  capacityFile,
  hibernationFile,
  hibernationMadeFile,
  hibernationMonthFile,
  hibernationSumsFile,
  scheduleFile,
} from '../services/planning-files.ts'
import { capacityParameters } from './capacity.ts'
import { hibernationParameters, sleepMadeParameters } from './hibernation.ts'
import { sendFile } from './send-file.ts'

export const planningFilesRoute = (context: AppContext) =>
  new Hono()
    .get(
      '/exports/hibernation.csv',
      fileOperation(
        'exportHibernation',
        'The advice for each machine as CSV',
        'text/csv',
        'One row per machine; with columns of whose it is, one per share of it, with its share of the money.',
      ),
      query(hibernationParameters.extend({ with: listParameter(DIMENSIONS).optional() })),
      async (c) => sendFile(c, await hibernationFile(context, c.req.valid('query'))),
    )
    .get(
      '/exports/hibernation-sums.csv',
      fileOperation(
        'exportHibernationSums',
        'What sleep avoids and could avoid, summed, as CSV',
        'text/csv',
        'One row per wallet, region, model or both, and span: rest of the month, next month, the three months after.',
      ),
      query(hibernationParameters),
      async (c) => sendFile(c, await hibernationSumsFile(context, c.req.valid('query'))),
    )
    .get(
      '/exports/hibernation-month.csv',
      fileOperation(
        'exportHibernationMonth',
        'The month that runs with and without the schedules as CSV',
        'text/csv',
        'One row per wallet and case: without the approved schedules, with them, and with the advised ones too.',
      ),
      query(hibernationParameters),
      async (c) => sendFile(c, await hibernationMonthFile(context, c.req.valid('query'))),
    )
    .get(
      '/exports/hibernation-made.csv',
      fileOperation(
        'exportHibernationMade',
        'What hibernation avoided and what was paid while shut off as CSV',
        'text/csv',
        'One row per wallet and what it is told by; without `by` per day and machine.',
      ),
      query(sleepMadeParameters),
      async (c) => sendFile(c, await hibernationMadeFile(context, c.req.valid('query'))),
    )
    .get(
      '/exports/capacity.csv',
      fileOperation('exportCapacity', 'Stock and chances as CSV', 'text/csv', 'One row per region, model and size.'),
      query(capacityParameters),
      async (c) => sendFile(c, await capacityFile(context, c.req.valid('query'))),
    )
    .get(
      '/exports/schedules/:format',
      fileOperation(
        'exportSchedules',
        'Schedules as cron lines, as the script that they call, or as a calendar',
        'text/plain',
        'cron, sh or ics; of the approved plans, or with of=advice as advised; all machines or the one named.',
      ),
      path(z.strictObject({ format: z.enum(['cron', 'sh', 'ics']) })),
      query(
        hibernationParameters.extend({
          machine: z.string().min(1).optional(),
          of: z.enum(['plans', 'advice']).optional().meta({ description: 'Without it the approved plans' }),
        }),
      ),
      async (c) =>
        sendFile(
          c,
          await scheduleFile(context, c.req.valid('param').format, c.req.valid('query'), new URL(c.req.url).origin),
        ),
    )
