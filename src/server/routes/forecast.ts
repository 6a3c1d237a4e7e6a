import { Hono } from 'hono'
import { z } from 'zod'
import type { AppContext } from '../context.ts'
import { accountParameter, asOfParameter } from '../dto/common.ts'
import { FORECAST_GROUP_KEYS, forecastDto } from '../dto/forecast.ts'
import { daysBetween, FORECAST_STEPS, HORIZONS, type Horizon } from '../../engine/index.ts'
import { fileOperation, operation, query } from '../openapi.ts'
import { sendFile } from './send-file.ts'
import { dayParameter, listParameter } from '../parameters.ts'
import { forecastFile } from '../services/forecast-file.ts'
import { forecast } from '../services/forecast.ts'
import { fileKnownAt, knownAt } from '../services/known-at.ts'

const ownedBy = (what: string) =>
  z
    .string()
    .min(1)
    .optional()
    .meta({ description: `Only this ${what}; 'not assigned' = of none` })

/** Eleven years. */
const MOST_DAYS = 4000
const MOST_HOURLY_DAYS = 45
const SHORT: readonly Horizon[] = ['day', 'week', 'month', 'next-month', '30-days']
const isLong = (from: string | undefined, to: string | undefined) =>
  from !== undefined && to !== undefined && from < to && daysBetween(from, to).length > MOST_HOURLY_DAYS

export const forecastQuery = z
  .strictObject({
    from: dayParameter.optional(),
    to: dayParameter.optional().meta({ description: 'Exclusive' }),
    horizon: z
      .enum(HORIZONS)
      .optional()
      .meta({
        description:
          'In place of from and to: the day, month, quarter or year that runs, the month or quarter after it, or days or ' +
          'months from today on. Without any the month',
      }),
    step: z.enum(FORECAST_STEPS).optional().meta({ description: 'What a row is of; the day unless told' }),
    currency: z.string().min(1).optional(),
    region: z.string().min(1).optional(),
    project: ownedBy('project'),
    owner: ownedBy('owner'),
    cost_center: ownedBy('cost center'),
    group: listParameter(FORECAST_GROUP_KEYS).optional(),
    account: accountParameter,
    asOf: asOfParameter,
  })
  .superRefine(({ from, to, horizon, step }, context) => {
    const issue = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message })
    if (horizon !== undefined && (from ?? to) !== undefined) issue('horizon', 'stands in place of from and to')
    if (step === 'hour' && (horizon === undefined ? isLong(from, to) : !SHORT.includes(horizon)))
      issue('step', `hours are told of ${MOST_HOURLY_DAYS} days at most`)
    if ((from === undefined) !== (to === undefined)) {
      issue(from === undefined ? 'from' : 'to', 'from and to go together; without both the month that runs')
    } else if (from !== undefined && to !== undefined && from >= to) {
      issue('to', 'must be after from; it is not part of the period')
    } else if (from !== undefined && to !== undefined && daysBetween(from, to).length > MOST_DAYS) {
      issue('to', `a forecast is of ${MOST_DAYS} days at most`)
    }
  })

export const forecastRoute = (context: AppContext) =>
  new Hono()
    .get(
      '/forecast',
      operation({
        id: 'getForecast',
        summary: 'What is billed and what is still to come, by day and group, with its interval and its causes',
        answer: forecastDto,
        problems: ['invalid-request', 'not-ready'],
      }),
      query(forecastQuery),
      async (c) => c.json(await knownAt(context, c.req.valid('query'), 'month', forecast)),
    )
    .get(
      '/exports/forecast.csv',
      fileOperation(
        'exportForecast',
        'The same as CSV',
        'text/csv',
        'One row per day and group: p10, p50, p90, billed_so_far, and drivers as name=amount; CRLF, UTF-8 without BOM.',
      ),
      query(forecastQuery),
      async (c) => sendFile(c, await fileKnownAt(context, c.req.valid('query'), 'month', forecastFile)),
    )
