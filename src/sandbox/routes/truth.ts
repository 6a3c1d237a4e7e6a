import { Hono } from 'hono'
import { z } from 'zod'
import { ApiError } from '../api-error.ts'
import { ledgerByDay } from '../ledger-by-day.ts'
import { type Bill, costAt, type Planted, trueCostAt } from '../meter.ts'
import { numberOf, picosOf } from '../money.ts'
import { type AnyResource, nameAt } from '../resource.ts'
import { renameResource } from '../rules/renaming.ts'
import { nameSchema } from '../rules/names.ts'
import { restateBill } from '../rules/restatement.ts'
import type { Sandbox } from '../sandbox.ts'
import { DAY, isoOf, startOfUtcDay, utcDayOf } from '../time.ts'
import { body, query } from '../validation.ts'
import { billView } from '../views/bill-view.ts'
import { isZone } from '../zone-days.ts'

const moment = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text))
const calendarDay = z.string().refine((day) => startOfUtcDay(day) !== null, 'is not a day of the form YYYY-MM-DD')

const clockBody = z
  .strictObject({
    now: moment.optional(),
    advanceSeconds: z.number().int().min(-1e10).max(1e10).optional(),
    speed: z.number().positive().max(1e6).optional(),
    mode: z.literal('real').optional(),
  })
  .refine((asked) => Object.keys(asked).length > 0, 'one of now, advanceSeconds, speed or mode: "real" is needed')
  .refine((asked) => asked.mode === undefined || Object.keys(asked).length === 1, 'mode "real" stands alone')
  .refine((asked) => asked.now === undefined || asked.advanceSeconds === undefined, 'now or advanceSeconds, not both')

const renameBody = z.strictObject({ id: z.string().max(40), name: nameSchema })
const restateBody = z.strictObject({
  billing_id: z.string().max(40),
  total_cost: z.string().regex(/^\d{1,9}(\.\d{1,4})?$/, 'is not an amount such as "12.5", of at most 4 decimals'),
})

const ledgerQuery = z.object({
  by: z.literal('day').optional(),
  /** Only these resources, by commas. */
  ids: z
    .string()
    .transform((text) => text.split(','))
    .optional(),
  from: calendarDay.optional(),
  to: calendarDay.optional(),
  zone: z.string().max(60).refine(isZone, 'is not an IANA time zone').default('UTC'),
})

/** What a test or a demo needs and no customer has: the clock and the truth. No key is asked for. */
export function truthRoutes(sandbox: Sandbox) {
  const { account, clock } = sandbox
  const clockView = () => ({ now: isoOf(clock.now()), nowMs: clock.now(), mode: clock.mode, speed: clock.speed })
  return new Hono()
    .get('/clock', (c) => c.json(clockView()))
    .post('/clock', body(clockBody), (c) => {
      const { now, advanceSeconds, speed, mode } = c.req.valid('json')
      if (mode === 'real') clock.release()
      if (now !== undefined) clock.set(now)
      if (advanceSeconds !== undefined) clock.set(clock.now() + advanceSeconds * 1000)
      if (speed !== undefined) clock.run(speed)
      return c.json(clockView())
    })
    .get('/account', (c) =>
      c.json({
        kind: sandbox.trace ? 'trace' : 'demo',
        seed: sandbox.seed,
        firstDay: utcDayOf(account.firstAt),
        now: isoOf(clock.now()),
      }),
    )
    .get('/ledger', query(ledgerQuery), (c) => {
      const now = clock.now()
      const { by, from, to, zone, ids } = c.req.valid('query')
      if (by === undefined) {
        const wanted = account.everKnown(now).filter(({ id }) => ids === undefined || ids.includes(id))
        return c.json({ now: isoOf(now), resources: wanted.map((one) => ledgerView(one, now)) })
      }
      const days = { from: from ?? utcDayOf(account.firstAt - DAY), to: to ?? utcDayOf(now + 2 * DAY), zone }
      return c.json({ now: isoOf(now), ...days, days: ledgerByDay(account, now, days) })
    })
    .get('/bill-errors', (c) => {
      const now = clock.now()
      const planted = (['instance', 'volume', 'snapshot'] as const)
        .flatMap((kind) => account.bills(kind, now))
        .flatMap((bill) =>
          bill.planted && bill.planted.since < Infinity ? [plantedView(bill, bill.planted, now)] : [],
        )
      return c.json({ now: isoOf(now), errors: planted })
    })
    .post('/rename', body(renameBody), (c) => {
      const { id, name } = c.req.valid('json')
      return c.json(ledgerView(renameResource(sandbox, id, name), clock.now()))
    })
    .post('/restate', body(restateBody), (c) => {
      const { billing_id, total_cost } = c.req.valid('json')
      return c.json(billView(restateBill(sandbox, billing_id, picosOf(total_cost)), clock.now()))
    })
    .get('/trace', (c) => {
      if (!sandbox.trace) throw new ApiError('not_found', 'This sandbox serves the demo account, not a trace')
      const { startsAt, endsAt, ...counts } = sandbox.trace
      return c.json({ ...counts, startsAt: isoOf(startsAt), endsAt: isoOf(endsAt) })
    })
}

function plantedView(bill: Bill, { cause, since, until }: Planted, now: number) {
  return {
    billing_id: bill.id,
    resource_id: bill.resource.id,
    cause,
    /** Moment from which the mistake shows; null = always. */
    since: since === -Infinity ? null : isoOf(since),
    /** Moment at which it is put right; null = never. */
    until: until === Infinity ? null : isoOf(until),
    true_cost: numberOf(trueCostAt(bill, now)),
    billed_cost: numberOf(costAt(bill, now)),
  }
}

/** The states of a resource so far; the one it is in has no end. */
function ledgerView(resource: AnyResource, now: number) {
  const { kind, id, region, tier, currency, ledger } = resource
  const intervals = ledger
    .filter((stretch) => stretch.from <= now)
    .map(({ state, from, to, gb, attachedTo }) => ({
      state,
      from: isoOf(from),
      to: now < to ? null : isoOf(to),
      ...(gb === undefined ? {} : { gb }),
      ...(attachedTo === undefined ? {} : { attachedTo }),
    }))
  return { kind, id, name: nameAt(resource, now), region, tier, currency, intervals }
}
