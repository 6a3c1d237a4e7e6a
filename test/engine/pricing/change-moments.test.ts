import { describe, expect, it } from 'vitest'
import { changesByBills } from '../../../src/engine/pricing/change-moments.ts'
import { defaultRules, parsePicos } from '../../../src/engine/index.ts'
import { at, billingRecord, price, resource } from '../values.ts'

const nine = at('2026-11-20T09:00:00Z')
const read = nine + 7 * 60_000
const l40 = { tier: 'legacy', gpuModel: 'L40', gpuCount: 2 }
const versions = [
  price({
    sku: 'gpu/legacy/L40',
    price: '1.19',
    validFrom: at('2026-11-01T00:00:00Z'),
    validTo: read,
    source: 'observed',
  }),
  price({ sku: 'gpu/legacy/L40', price: '1.29', validFrom: read, source: 'observed' }),
]
const record = (startsAt: number, endsAt: number | null, minutes: number, perGpuHour: string) =>
  billingRecord({
    ...l40,
    recordId: `r${startsAt}`,
    resourceId: 'M1',
    startsAt,
    endsAt,
    minutes,
    totalPicos: (parsePicos(perGpuHour) * 2n * BigInt(minutes)) / 60n,
  })
const resources = new Map([['M1', resource({ resourceId: 'M1', ...l40 })]])
const sharpened = (...records: ReturnType<typeof record>[]) =>
  changesByBills(versions, records, resources, defaultRules).map(({ validFrom, validTo }) => [validFrom, validTo])

describe('price changes by bills', () => {
  it('begin where a bill at the old price ended and one at the new price began', () => {
    expect(sharpened(record(nine - 600 * 60_000, nine, 600, '1.19'), record(nine, null, 90, '1.29'))).toEqual([
      [at('2026-11-01T00:00:00Z'), nine],
      [nine, null],
    ])
  })

  it('are as read where no bill tells: a pause between, another price, or nothing at all', () => {
    const asRead = versions.map(({ validFrom, validTo }) => [validFrom, validTo])
    expect(sharpened()).toEqual(asRead)
    expect(sharpened(record(nine - 36e6, nine - 6e6, 500, '1.19'), record(nine, null, 90, '1.29'))).toEqual(asRead)
    expect(sharpened(record(nine - 36e6, nine, 600, '1.19'), record(nine, null, 90, '1.19'))).toEqual(asRead)
  })
})
