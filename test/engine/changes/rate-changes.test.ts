import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { rateChanges, type RateChangesInput } from '../../../src/engine/changes/index.ts'
import { recordsAt } from '../../../src/engine/changes/rate-then.ts'
import {
  documentedPrices,
  formatPicos,
  parsePicos,
  priceBook,
  runRates,
  type BillingRecord,
  type Resource,
  type StatusChange,
} from '../../../src/engine/index.ts'
import { at, billingRecord, LAW, price, resource, status, sum } from '../values.ts'

const since = at('2026-01-10T12:00:00Z')
const asOf = at('2026-01-11T12:00:00Z')
const listed = [...documentedPrices, price({ price: '2.49' })]

interface Told {
  readonly records: readonly BillingRecord[]
  readonly resources?: readonly Resource[]
  readonly statuses?: readonly StatusChange[]
  readonly prices?: RateChangesInput['prices']
}

function changes({ records, resources = [resource()], statuses = [], prices = priceBook(listed) }: Told) {
  const openRecords = records.filter(({ endsAt }) => endsAt === null)
  const now = runRates({ resources, openRecords, prices, asOf })
  return rateChanges({ records, resources, statuses, now, prices, between: { startsAt: since, endsAt: asOf } })
}

const shown = (told: Told) =>
  changes(told).flatMap(({ changes: own }) =>
    own.map(({ kind, at: moment, perHourPicos }) => [
      kind,
      moment === null ? null : new Date(moment).toISOString().slice(5, 16),
      formatPicos(perHourPicos),
    ]),
  )

const ran = (overrides: Partial<BillingRecord> = {}) =>
  billingRecord({ startsAt: at('2026-01-10T08:00:00Z'), endsAt: at('2026-01-10T20:00:00Z'), ...of(720), ...overrides })
const runs = (overrides: Partial<BillingRecord> = {}) =>
  billingRecord({
    recordId: 'BRK-000002DB',
    startsAt: at('2026-01-10T20:00:00Z'),
    endsAt: null,
    status: 'active',
    ...of(960),
    ...overrides,
  })
const of = (minutes: number) => ({ minutes, totalPicos: (parsePicos('9.96') * BigInt(minutes)) / 60n })
const sleeps = (overrides: Partial<BillingRecord> = {}) =>
  runs({ status: 'hibernated', minutes: 960, totalPicos: parsePicos('0.16'), perMinutePicos: null, ...overrides })

describe('what became of a machine since noon of the day before', () => {
  it.each<[string, Told, (string | null)[][]]>([
    ['nothing: it runs on', { records: [runs({ startsAt: at('2026-01-09T00:00:00Z'), ...of(3600) })] }, []],
    ['nothing: one record followed another', { records: [ran(), runs()] }, []],
    [
      'nothing but the cent that a bill is rounded by',
      { records: [ran({ totalPicos: parsePicos('119.521') }), runs()] },
      [],
    ],
    ['it began', { records: [runs()] }, [['began', '01-10T20:00', '9.96']]],
    ['it ended', { records: [ran()], resources: [] }, [['ended', '01-10T20:00', '-9.96']]],
    [
      'it went to sleep',
      { records: [ran(), sleeps()], resources: [resource({ status: 'HIBERNATED' })] },
      [['hibernated', '01-10T20:00', '-9.95']],
    ],
    [
      'it woke',
      {
        records: [
          sleeps({ ...ran(), status: 'completed', minutes: 720, totalPicos: parsePicos('0.12'), perMinutePicos: null }),
          runs(),
        ],
      },
      [['woke', '01-10T20:00', '9.95']],
    ],
    [
      'it was shut off, and costs what it cost',
      {
        records: [runs({ startsAt: at('2026-01-09T00:00:00Z'), ...of(3600) })],
        resources: [resource({ status: 'SHUTOFF' })],
        statuses: [status('2026-01-09T00:00:00Z', 'ACTIVE'), status('2026-01-11T03:00:00Z', 'SHUTOFF')],
      },
      [['shut off', '01-11T03:00', '0']],
    ],
    [
      'nothing: it sleeps since the week before, and no bill was read for that',
      {
        records: [],
        resources: [resource({ status: 'HIBERNATED' })],
        statuses: [status('2026-01-05T00:00:00Z', 'HIBERNATED')],
      },
      [],
    ],
    [
      'it was seen first since, and its bill was not read yet',
      {
        records: [],
        resources: [resource({ pricePerHourPicos: parsePicos('9.96'), firstSeenAt: at('2026-01-11T02:00:00Z') })],
      },
      [['began', null, '9.96']],
    ],
    [
      'it is being restored, which costs nothing',
      {
        records: [ran()],
        resources: [resource({ status: 'RESTORING' })],
        statuses: [status('2026-01-11T11:50:00Z', 'RESTORING')],
      },
      [['changing', '01-11T11:50', '-9.96']],
    ],
    ['it is in error', { records: [ran()], resources: [resource({ status: 'ERROR' })] }, [['in error', null, '-9.96']]],
    [
      'it has fewer GPUs',
      { records: [ran(), runs({ gpuCount: 2, totalPicos: parsePicos('79.68'), perMinutePicos: parsePicos('0.083') })] },
      [['resized', '01-10T20:00', '-4.98']],
    ],
    [
      'it runs on at a price that rose in between',
      {
        records: [runs({ startsAt: at('2026-01-09T00:00:00Z'), ...of(3600), perMinutePicos: parsePicos('0.166') })],
        prices: priceBook([
          price({ price: '2.00', validTo: at('2026-01-11T00:00:00Z') }),
          price({ price: '2.49', validFrom: at('2026-01-11T00:00:00Z') }),
        ]),
      },
      [['price changed', null, '1.96']],
    ],
  ])('%s', (_, told, expected) => {
    expect(shown(told)).toEqual(expected)
  })

  it('counts what came and went by itself, each resource once', () => {
    const [wallet] = changes({
      records: [
        runs({ startsAt: at('2026-01-09T00:00:00Z'), ...of(3600) }),
        ran({ resourceId: 'job', startsAt: at('2026-01-10T13:00:00Z'), endsAt: at('2026-01-10T14:00:00Z'), ...of(60) }),
        ran({ resourceId: 'job', startsAt: at('2026-01-10T15:00:00Z'), endsAt: at('2026-01-10T16:00:00Z'), ...of(60) }),
      ],
    })
    expect(wallet!.passed).toEqual({ count: 1, billedPicos: parsePicos('19.92') })
    expect([wallet!.beforePicos, wallet!.afterPicos]).toEqual([parsePicos('9.96'), parsePicos('9.96')])
  })
})

it('law: the changes of a wallet add up to the difference of its two rates, and those are of what ran then and runs now', () => {
  const stretch = fc
    .record({
      id: fc.constantFrom('a', 'b', 'c', 'd'),
      currency: fc.constantFrom('USD' as const, 'EUR' as const),
      from: fc.integer({ min: 1, max: 47 }),
      hours: fc.option(fc.integer({ min: 1, max: 30 })),
      cents: fc.integer({ min: 10, max: 5000 }),
    })
    .map(({ id, currency, from, hours, cents }) => {
      const startsAt = asOf - from * 3_600_000
      const endsAt = hours === null || startsAt + hours * 3_600_000 >= asOf ? null : startsAt + hours * 3_600_000
      const minutes = ((endsAt ?? asOf) - startsAt) / 60_000
      return billingRecord({
        resourceId: `${currency} ${id}`,
        recordId: `${currency} ${id} ${from}`,
        currency,
        startsAt,
        endsAt,
        minutes,
        perMinutePicos: null,
        totalPicos: (parsePicos(String(cents)) / 100n) * BigInt(minutes),
        status: endsAt === null ? 'active' : 'completed',
      })
    })
  fc.assert(
    fc.property(fc.uniqueArray(stretch, { maxLength: 12, selector: ({ recordId }) => recordId }), (records) => {
      const wallets = changes({ records, resources: [] })
      for (const { beforePicos, afterPicos, changes: own, currency } of wallets) {
        expect(beforePicos + sum(own.map(({ perHourPicos }) => perHourPicos))).toBe(afterPicos)
        const then = recordsAt(
          records.filter((one) => one.currency === currency),
          since,
        )
        const billed = sum([...then.values()].map(({ totalPicos, minutes }) => (totalPicos * 60n) / BigInt(minutes)))
        // To the cent that a bill is rounded by, for each resource.
        expect(Number(beforePicos - billed)).toBeLessThanOrEqual(then.size * 2e10)
        expect(Number(billed - beforePicos)).toBeLessThanOrEqual(then.size * 2e10)
      }
    }),
    LAW,
  )
})
