import { Hono } from 'hono'
import { z } from 'zod'
import type { AppContext } from '../context.ts'
import { accountParameter, currency } from '../dto/common.ts'
import { gpuEconomicsDto, importedThroughputDto } from '../dto/gpu-economics.ts'
import { fileBody } from '../dto/prices.ts'
import { body, operation, query } from '../openapi.ts'
import { dayParameter } from '../parameters.ts'
import { gpuEconomics, importThroughputFile } from '../services/gpu-economics.ts'

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
      query(
        z.strictObject({
          from: dayParameter.optional().meta({ description: 'Of real use; without it the last 30 days' }),
          to: dayParameter.optional().meta({ description: 'Exclusive' }),
          currency: currency.optional(),
          account: accountParameter,
        }),
      ),
      async (c) => c.json(await gpuEconomics(context, c.req.valid('query'))),
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
      query(z.strictObject({ account: accountParameter })),
      body(fileBody),
      async (c) => c.json(await importThroughputFile(context, c.req.valid('json'), c.req.valid('query'))),
    )
