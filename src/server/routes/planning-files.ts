import { Hono } from 'hono'
import { z } from 'zod'
import type { AppContext } from '../context.ts'
import { fileOperation, path, query } from '../openapi.ts'
import { capacityFile, hibernationFile, hibernationSumsFile, scheduleFile } from '../services/planning-files.ts'
import { capacityParameters } from './capacity.ts'
import { hibernationParameters } from './hibernation.ts'
import { sendFile } from './send-file.ts'

export const planningFilesRoute = (context: AppContext) =>
  new Hono()
    .get(
      '/exports/hibernation.csv',
      fileOperation('exportHibernation', 'The advice for each machine as CSV', 'text/csv', 'One row per machine.'),
      query(hibernationParameters),
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
