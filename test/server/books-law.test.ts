import fc from 'fast-check'
import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { saveCursor } from '../../src/db/cursor-repository.ts'
import { ensureMonths } from '../../src/db/partition-repository.ts'
import type { Store } from '../../src/db/store.ts'
import { isoOf } from '../../src/db/timestamp.ts'
import { createApp } from '../../src/server/app.ts'
import { STORES } from '../support/stores.ts'
import { agreedCharges } from './agreed-charges.ts'
import { addRecord, contextOf, fill, NOW, records, restate, type SeenRecord } from './fixture.ts'

const DAY = 86_400_000
const MINUTE = 60_000
const FIRST = Date.UTC(2026, 1, 20)
const MACHINES = ['i-1', 'i-2', 'x-3', 'x-4']

/** Bills of four machines in two wallets, across the ends of months, some still running. */
const bill = fc.record({
  machine: fc.constantFrom(...MACHINES),
  startsAfter: fc.integer({ min: 0, max: 48 * 1440 }),
  minutes: fc.integer({ min: 1, max: 20 * 1440 }),
  total: fc.integer({ min: 1, max: 9_999_999 }),
  currency: fc.constantFrom('USD', 'EUR'),
})

const history = fc.record({
  bills: fc.array(bill, { minLength: 8, maxLength: 16 }),
  /** Bills that come after March was closed. */
  late: fc.array(bill, { minLength: 1, maxLength: 3 }),
  shares: fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 4, maxLength: 4 }),
  restated: fc.array(fc.record({ of: fc.nat(), factor: fc.integer({ min: 10, max: 190 }) }), {
    minLength: 1,
    maxLength: 4,
  }),
  /** So many days after the first `x-3` bears another name, which another rule knows. */
  renamedAfter: fc.integer({ min: 0, max: 40 }),
  topUps: fc.array(fc.record({ day: fc.integer({ min: 1, max: 9 }), cents: fc.integer({ min: 1, max: 99_999 }) }), {
    maxLength: 3,
  }),
})

type Bill = typeof bill extends fc.Arbitrary<infer T> ? T : never

const endOf = ({ startsAfter, minutes }: Bill) => FIRST + (startsAfter + minutes) * MINUTE
/** Such a bill was still running when it was read last. */
const isRunning = (of: Bill) => endOf(of) > NOW - DAY

function recordOf(of: Bill, recordId: string, seenAt: number | null): SeenRecord {
  const startsAt = Math.min(FIRST + of.startsAfter * MINUTE, NOW - 2 * DAY)
  const endsAt = Math.max(Math.min(endOf(of), NOW - DAY), startsAt + MINUTE)
  const isOpen = seenAt === null && isRunning(of)
  const changedAt = seenAt ?? (isOpen ? NOW : NOW - MINUTE)
  return {
    record: {
      ...records[0]!.record,
      recordId,
      resourceId: of.machine,
      resourceName: of.machine,
      startsAt,
      endsAt: isOpen ? null : endsAt,
      minutes: ((isOpen ? NOW : endsAt) - startsAt) / MINUTE,
      totalPicos: BigInt(of.total) * 100_000_000n,
      currency: of.currency,
      status: isOpen ? 'active' : 'completed',
    },
    firstSeenAt: changedAt,
    changedAt,
    lastSeenAt: changedAt,
    versions: [],
  }
}

describe.each(STORES)('law: the books agree on $name', ({ open }) => {
  test(
    'statement, charges by project, bookings and FOCUS are the same to the cent over top-ups, renamed and shared machines, before and after a closed month is restated',
    { timeout: 120_000 },
    async () => {
      await fc.assert(
        fc.asyncProperty(history, async (of) => {
          const store = await open()
          try {
            await lived(store, of)
          } finally {
            await store.close()
          }
        }),
        { numRuns: 2, seed: 20261128, endOnFailure: true },
      )
    },
  )
})

async function lived(store: Store, of: typeof history extends fc.Arbitrary<infer T> ? T : never): Promise<void> {
  let now = NOW
  const app = createApp(contextOf(store, { clock: () => now }))
  const send = async (method: string, path: string, body?: unknown): Promise<Response> => {
    const answer = await app.request(`/api/v1/${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    })
    expect(answer.status, `${path} ${await answer.clone().text()}`).toBe(200)
    return answer
  }
  const charged = (month: string) => agreedCharges(send, month)

  await fill(store)
  await ensureMonths(store, 'charge_day', '2026-02-01', '2026-02-28')
  for (const [i, each] of of.bills.entries()) await addRecord(store, recordOf(each, `b-${i}`, null))
  const [a = 0, b = 0, c = 0, d = 0] = of.shares
  await send('POST', 'assignment-rules', { match: { name: 'x-*' }, parts: [{ project: 'all', cost_center: '1' }] })
  await send('POST', 'assignment-rules', { match: { name: 'new-*' }, parts: [{ project: 'new' }] })
  await addRenamed(store, 'x-3', 'new-3', FIRST + of.renamedAfter * DAY)
  await send('PUT', 'assignments', {
    resourceIds: ['i-1'],
    parts: [
      { project: 'lab', share: String(a + 1) },
      { project: 'shop', share: String(b) },
      { project: 'shed', share: String(c) },
    ],
  })
  for (const [i, { day, cents }] of of.topUps.entries()) {
    const net = `${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, '0')}`
    await send('POST', 'top-ups', { currency: 'USD', day: `2026-04-0${day}`, net, tax: '1.5', receipt: `R${i}` })
  }
  const before = { march: await charged('2026-03'), april: await charged('2026-04') }

  await send('POST', 'months/2026-03/close', { accept: true })
  expect(await charged('2026-03')).toEqual(before.march)
  expect(await charged('2026-04')).toEqual(before.april)
  const kept = await (await send('GET', 'exports/bookings.csv?month=2026-03&closed=true')).text()

  now = NOW + DAY
  for (const [i, each] of of.late.entries()) await addRecord(store, recordOf(each, `late-${i}`, now - MINUTE))
  const ended = of.bills.flatMap((each, i) => (isRunning(each) ? [] : [`b-${i}`]))
  for (const { of: nth, factor } of of.restated) {
    if (ended.length > 0) await restate(store, ended[nth % ended.length]!, (factor / 100).toFixed(2), now - MINUTE)
  }
  await saveCursor(store.db, 1, 'volume-billing', { readAt: now, cursor: { at: now } })
  await send('PUT', 'assignments', { resourceIds: ['i-2'], parts: [{ project: `p${d}` }] })
  expect(await charged('2026-03')).toEqual(before.march)
  await charged('2026-04')
  expect(await (await send('GET', 'exports/bookings.csv?month=2026-03&closed=true')).text()).toBe(kept)
}

/** A machine that Barrack tells of under one name, and from `at` on under another. */
async function addRenamed({ db }: Store, resourceId: string, name: string, at: number): Promise<void> {
  const facts = sql.raw('resource_type, currency, gpu_model, gpu_count, first_seen, last_seen')
  await sql`insert into resource (account_id, resource_id, name, ${facts})
    select account_id, ${resourceId}, ${name}, ${facts} from resource where resource_id = 'i-1'`.execute(db)
  for (const [knownAs, knownAt] of [
    [resourceId, FIRST - DAY],
    [name, at],
  ] as const) {
    await sql`insert into resource_version (account_id, resource_id, known_at, name, ${facts})
      select account_id, resource_id, ${isoOf(knownAt)}::timestamptz, ${knownAs}, ${facts} from resource
      where resource_id = ${resourceId}`.execute(db)
  }
}
