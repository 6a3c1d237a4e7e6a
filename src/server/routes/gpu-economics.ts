import { Hono } from 'hono'
import { z } from 'zod'
import type { AppContext } from '../context.ts'
import { accountParameter, currency, deletedDto } from '../dto/common.ts'
import { gpuEconomicsDto, importedThroughputDto, throughputBody, throughputKey } from '../dto/gpu-economics.ts'
import { fileBody } from '../dto/prices.ts'
import { gpuPricesCsv, gpuUseCsv } from '../export/gpu-csv.ts'
import { body, fileOperation, operation, query } from '../openapi.ts'
import { dayParameter, partyParameters } from '../parameters.ts'
import { gpuEconomics, importThroughputFile, putThroughput, removeThroughput } from '../services/gpu-economics.ts'
import { reportFile } from '../services/report-file.ts'
import { sendFile } from './send-file.ts'

const parameters = z.strictObject({
  from: dayParameter.optional().meta({ description: 'Of real use; without it the last 30 days' }),
  to: dayParameter.optional().meta({ description: 'Exclusive' }),
  currency: currency.optional(),
  ...partyParameters,
  account: accountParameter,
})
const ofAccount = query(z.strictObject({ account: accountParameter }))

export const gpuEconomicsRoute = (context: AppContext) =>
  new Hono()
    .get(
      '/gpu-economics',
      operation({
        id: 'getGpuEconomics',
        summary: 'What a GPU-hour buys by model, and what one of real use cost',
        answer: gpuEconomicsDto,
        problems: ['invalid-request', 'not-ready'],
      }),
      query(parameters),
      async (c) => c.json(await gpuEconomics(context, c.req.valid('query'))),
    )
    .get(
      '/exports/gpu-prices.csv',
      fileOperation(
        'exportGpuPrices',
        'What a GPU-hour buys by model as CSV',
        'text/csv',
        'Dense figures; a row per model, wallet and piece of the own work.',
      ),
      query(parameters.omit({ project: true, owner: true, cost_center: true })),
      async (c) => {
        const economics = await gpuEconomics(context, c.req.valid('query'))
        return sendFile(c, await reportFile(context, c.req.valid('query'), 'gpu-prices.csv', gpuPricesCsv(economics)))
      },
    )
    .get(
      '/exports/gpu-use.csv',
      fileOperation(
        'exportGpuUse',
        'What a GPU-hour of real use cost by model as CSV',
        'text/csv',
        '`is_bound`: hours that nobody looked at may have been of use; it cost between `at_least` and `per_active_gpu_hour`.',
      ),
      query(parameters),
      async (c) => {
        const economics = await gpuEconomics(context, c.req.valid('query'))
        return sendFile(c, await reportFile(context, c.req.valid('query'), 'gpu-use.csv', gpuUseCsv(economics)))
      },
    )
    .post(
      '/gpu-economics/throughput',
      operation({
        id: 'importThroughput',
        summary: 'Takes a CSV of what the own work gets out of GPUs',
        description: 'Columns workload, gpu_model, gpu_count, unit (tokens or samples), per_second.',
        answer: importedThroughputDto,
        problems: ['invalid-request', 'foreign-origin', 'not-ready'],
      }),
      ofAccount,
      body(fileBody),
      async (c) => c.json(await importThroughputFile(context, c.req.valid('json'), c.req.valid('query'))),
    )
    .put(
      '/gpu-economics/throughput',
      operation({
        id: 'putThroughput',
        summary: 'Keeps what a piece of the own work gets out of so many GPUs; the last word counts',
        answer: throughputBody,
        problems: ['invalid-request', 'foreign-origin', 'not-ready'],
      }),
      ofAccount,
      body(throughputBody),
      async (c) => c.json(await putThroughput(context, c.req.valid('json'), c.req.valid('query'))),
    )
    .delete(
      '/gpu-economics/throughput',
      operation({
        id: 'deleteThroughput',
        summary: 'Takes such a figure away',
        answer: deletedDto,
        problems: ['invalid-request', 'foreign-origin', 'not-ready'],
      }),
      query(throughputKey.extend({ account: accountParameter })),
      async (c) => c.json(await removeThroughput(context, c.req.valid('query'))),
    )
