import { Hono } from 'hono'
import { z } from 'zod'
import type { AppContext } from '../context.ts'
import { accountParameter } from '../dto/common.ts'
import { hibernationDto, restoreBacktestDto, sleepRuleBody, sleepRuleDto } from '../dto/hibernation.ts'
import { deedBody, planDto } from '../dto/plan.ts'
import { MADE_KEYS, sleepMadeRowsDto } from '../dto/sleep-made.ts'
import { sleepCheckDto } from '../dto/sleep-check.ts'
import { body, operation, path, query } from '../openapi.ts'
import { dayParameter, holderParameters, listParameter, partyParameters } from '../parameters.ts'
import { adoptSchedule } from '../services/adopt-schedule.ts'
import { hibernation } from '../services/hibernation.ts'
import { restoreBacktest } from '../services/restore-backtest.ts'
import { sleepCheck } from '../services/sleep-check.ts'
import { sleepMade } from '../services/sleep-made.ts'
import { getSleepRule, putSleepRule } from '../services/sleep-rules.ts'

/** What the page, the CSV and the schedule files are asked. */
export const hibernationParameters = z.strictObject({
  from: dayParameter.optional().meta({ description: 'Savings made from this day on; without it the last 30 days' }),
  to: dayParameter.optional().meta({ description: 'Exclusive' }),
  currency: z.string().min(1).optional(),
  region: z.string().min(1).optional(),
  ...partyParameters,
  caution: z.coerce
    .number()
    .int()
    .min(0)
    .max(4)
    .optional()
    .meta({ description: '0 saves more, 4 misses fewer needed hours; without it 1' }),
  risk: z.coerce.number().min(0).max(100).optional().meta({
    description:
      'A schedule holds no restore of which it is not sure, 19 times in 20, that it fails no more often, of 100; without it 10',
  }),
  account: accountParameter,
})

export const sleepMadeParameters = hibernationParameters.omit({ caution: true, risk: true }).extend({
  by: listParameter(MADE_KEYS).optional(),
})

export const hibernationRoute = (context: AppContext) =>
  new Hono()
    .get(
      '/hibernation',
      operation({
        id: 'getHibernation',
        summary: 'What sleep avoided, what shut off cost, and which machines should sleep when',
        answer: hibernationDto,
        problems: ['invalid-request', 'not-ready'],
      }),
      query(hibernationParameters),
      async (c) => c.json(await hibernation(context, c.req.valid('query'))),
    )
    .get(
      '/hibernation/made',
      operation({
        id: 'getSleepMade',
        summary:
          'What hibernation avoided and what was paid while shut off, per wallet and day, machine, region, model, project, owner or cost center',
        answer: sleepMadeRowsDto,
        problems: ['invalid-request', 'not-ready'],
      }),
      query(sleepMadeParameters),
      async (c) => c.json(await sleepMade(context, c.req.valid('query'))),
    )
    .get(
      '/hibernation/backtest',
      operation({
        id: 'getRestoreBacktest',
        summary: 'The advice as of each of the last weeks: which of its restores would have found no GPU',
        answer: restoreBacktestDto,
        problems: ['invalid-request', 'not-ready'],
      }),
      query(hibernationParameters.pick({ caution: true, risk: true, account: true }).extend(holderParameters)),
      async (c) => c.json(await restoreBacktest(context, c.req.valid('query'))),
    )
    .get(
      '/hibernation/machines/:id/sleep-check',
      operation({
        id: 'checkSleep',
        summary:
          'Whether a machine may be put to sleep, or woken, right now; it may be busy, kept on, or needed always',
        answer: sleepCheckDto,
        problems: ['invalid-request', 'not-found', 'not-ready'],
      }),
      path(z.strictObject({ id: z.string().min(1) })),
      query(
        z.strictObject({
          action: z.enum(['hibernate', 'restore']).default('hibernate'),
          planned: z
            .enum(['true', 'false'])
            .transform((text) => text === 'true')
            .optional()
            .meta({ description: 'true: put to sleep only where a plan in force has it asleep now' }),
          account: accountParameter,
        }),
      ),
      async (c) => c.json(await sleepCheck(context, { machine: c.req.valid('param').id, ...c.req.valid('query') })),
    )
    .post(
      '/hibernation/machines/:id/plan',
      operation({
        id: 'adoptSchedule',
        summary: 'Proposes the advised schedule of a machine as a plan',
        answer: planDto,
        problems: ['invalid-request', 'foreign-origin', 'not-found', 'not-ready'],
      }),
      path(z.strictObject({ id: z.string().min(1) })),
      query(hibernationParameters.pick({ caution: true, risk: true, account: true })),
      body(deedBody),
      async (c) =>
        c.json(await adoptSchedule(context, c.req.valid('param').id, c.req.valid('json').by, c.req.valid('query'))),
    )
    .get(
      '/hibernation/machines/:id/rule',
      operation({
        id: 'getSleepRule',
        summary: 'What the owner of a machine said about its sleep; a machine by its id or its name',
        answer: sleepRuleDto,
        problems: ['invalid-request', 'not-ready'],
      }),
      path(z.strictObject({ id: z.string().min(1) })),
      query(z.strictObject({ account: accountParameter })),
      async (c) => c.json(await getSleepRule(context, c.req.valid('param').id, c.req.valid('query'))),
    )
    .put(
      '/hibernation/machines/:id/rule',
      operation({
        id: 'putSleepRule',
        summary: 'Keeps what the owner of a machine says about its sleep',
        answer: sleepRuleDto,
        problems: ['invalid-request', 'foreign-origin', 'not-found', 'not-ready'],
      }),
      path(z.strictObject({ id: z.string().min(1) })),
      query(z.strictObject({ account: accountParameter })),
      body(sleepRuleBody),
      async (c) =>
        c.json(await putSleepRule(context, c.req.valid('param').id, c.req.valid('json'), c.req.valid('query'))),
    )
