import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import {
  allocate,
  calendarOf,
  defaultRules,
  documentedPrices,
  gpuSku,
  MINUTE_MS,
  priceBook,
  rateRecord,
  snapshotSku,
  volumeSku,
  type BillingRecord,
  type DayCharge,
} from '../../../src/engine/index.ts'
import { at, billingRecord, LAW, price, resource, sum } from '../values.ts'
import { chance } from './reconcile/planted.ts'

const RESOURCES = 10_000
const DAY_MS = 1440 * MINUTE_MS
const START = at('2026-01-01T00:00:00Z')
const CHANGE = at('2026-06-30T17:23:11Z')
const CENT = 10_000_000_000n
const CURRENCIES = ['USD', 'EUR', 'INR']
const MODELS = ['RTX-A6000', 'L40', 'H100-PCIe-NVLink-80GB']

const prices = priceBook([
  ...documentedPrices,
  ...CURRENCIES.flatMap((currency) => [
    ...MODELS.flatMap((model, i) => [
      price({ sku: gpuSku('legacy', model), currency, price: `0.${6 + i}9`, validTo: CHANGE }),
      price({ sku: gpuSku('legacy', model), currency, price: `0.${7 + i}1`, validFrom: CHANGE }),
    ]),
    price({ sku: volumeSku('legacy', 'SSD'), currency, price: '0.1', unit: 'tb_hour' }),
    price({ sku: snapshotSku('legacy'), currency, price: '0.1', unit: 'snapshot_hour' }),
  ]),
])

/** Some of every kind, from a minute to the whole year, with totals that neither days nor cents divide. */
function recordOf(n: number, random: () => number): BillingRecord {
  const kind = (['instance', 'instance', 'volume', 'snapshot'] as const)[n % 4]!
  const isMachine = kind === 'instance'
  const longest = n % 500 === 0 ? 365 : n % 20 === 0 ? 30 : 2
  const startsAt = START + Math.floor(random() * (366 - longest) * DAY_MS)
  const minutes = 1 + Math.floor(random() * longest * 1440)
  return billingRecord({
    recordId: `B${n}`,
    resourceId: `R${n}`,
    kind,
    startsAt,
    endsAt: startsAt + minutes * MINUTE_MS,
    minutes,
    totalPicos: BigInt(Math.floor(random() * 1e9)) * 1_000_003n,
    currency: CURRENCIES[n % 3]!,
    status: isMachine && n % 5 === 0 ? 'hibernated' : 'completed',
    tier: 'legacy',
    gpuModel: isMachine ? MODELS[n % MODELS.length]! : null,
    gpuCount: isMachine ? 1 + (n % 8) : null,
    sizeGb: isMachine ? null : 10 + (n % 990),
  })
}

describe('a year of ten thousand resources', () => {
  const records: BillingRecord[] = []
  const charges: DayCharge[] = []
  const expectedOf = new Map(CURRENCIES.map((currency) => [currency, 0n]))
  beforeAll(() => {
    const random = chance(7)
    const calendar = calendarOf('Europe/Oslo')
    for (let n = 0; n < RESOURCES; n++) {
      const record = recordOf(n, random)
      records.push(record)
      const { resourceId, kind: type, sizeGb } = record
      const volumeType = type === 'volume' ? 'SSD' : null
      const known = resource({ resourceId, type, tier: 'legacy', sizeGb, volumeType })
      const input = { record, resource: known, statuses: [], prices, calendar, rules: defaultRules }
      const readAt = Date.UTC(2027, 1)
      charges.push(...rateRecord({ ...input, readAt }))
      // The days of another zone are other parts of the same whole.
      const abroad = rateRecord({ ...input, readAt, calendar: calendarOf('Asia/Kolkata') })
      const expected = sum(abroad.map((charge) => charge.expectedPicos!))
      expectedOf.set(record.currency, expectedOf.get(record.currency)! + expected)
    }
  })

  const KEYS: Record<string, (charge: DayCharge) => string | number | null> = {
    day: ({ day }) => day,
    month: ({ day }) => day.slice(0, 7),
    resource: ({ resourceId }) => resourceId,
    type: ({ resourceType }) => resourceType,
    sku: ({ sku }) => sku,
    model: ({ gpuModel }) => gpuModel,
    count: ({ gpuCount }) => gpuCount,
    state: ({ state }) => state,
  }

  it('law: whatever it is grouped by, each wallet sums to its bills, and its cents to the cents of the whole', () => {
    expect(new Set(charges.map(({ resourceId }) => resourceId)).size).toBe(RESOURCES)
    expect(charges.filter(({ expectedPicos }) => expectedPicos === null)).toEqual([])
    const keys = fc.uniqueArray(fc.constantFrom(...Object.keys(KEYS)), { maxLength: 3 })
    fc.assert(
      fc.property(fc.constantFrom(...CURRENCIES), keys, (currency, names) => {
        const groups = new Map<string, { billed: bigint; expected: bigint }>()
        for (const charge of charges) {
          if (charge.currency !== currency) continue
          const key = names.map((name) => KEYS[name]!(charge)).join(' ')
          const group = groups.get(key) ?? { billed: 0n, expected: 0n }
          groups.set(key, group)
          group.billed += charge.billedPicos
          group.expected += charge.expectedPicos!
        }
        const own = [...groups.values()]
        const billed = sum(records.filter((one) => one.currency === currency).map((one) => one.totalPicos))
        expect(sum(own.map((group) => group.billed))).toBe(billed)
        expect(sum(own.map((group) => group.expected))).toBe(expectedOf.get(currency))
        const cents = allocate(
          billed / CENT,
          own.map((group) => group.billed),
        )
        expect(sum(cents)).toBe(billed / CENT)
        for (const [i, cent] of cents.entries()) {
          const off = cent * CENT - own[i]!.billed
          expect(off > -CENT - 1n && off < CENT + 1n).toBe(true)
        }
      }),
      { ...LAW, numRuns: 12 },
    )
  })
})
