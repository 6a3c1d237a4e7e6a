import { describe, expect, it } from 'vitest'
import {
  defaultRules,
  formatPicos,
  parsePicos,
  priceBook,
  type ChargeState,
  type RatingRules,
} from '../../../src/engine/index.ts'
import { chargeItem } from '../../../src/engine/rating/charge-item.ts'
import { expectation } from '../../../src/engine/rating/expectation.ts'
import type { Asset } from '../../../src/engine/usage/asset.ts'
import { at, price } from '../values.ts'

const day = { startsAt: at('2026-01-10T00:00:00Z'), endsAt: at('2026-01-11T00:00:00Z') }
const asset = (overrides: Partial<Asset>): Asset => ({
  kind: 'instance',
  tier: 'legacy',
  gpuModel: 'RTX-A6000',
  gpuCount: 2,
  sizeGb: null,
  volumeType: null,
  ...overrides,
})
const list = [
  price({ price: '0.69', sku: 'gpu/legacy/RTX-A6000' }),
  price({ price: '0.01', sku: 'hibernated', unit: 'machine_hour' }),
  price({ price: '0.10', sku: 'volume/legacy/SSD', unit: 'tb_hour' }),
  price({ price: '0.10', sku: 'snapshot/legacy', unit: 'snapshot_hour' }),
]
const extras = [
  price({ price: '0.10', sku: 'image/legacy', unit: 'tb_hour' }),
  price({ price: '0.007', sku: 'public_ip', unit: 'machine_hour' }),
]

/** What a day of it is expected to cost. */
function costOf(one: Asset, state: ChargeState, prices = list, rules: RatingRules = defaultRules): string | null {
  const expected = expectation(chargeItem(one, state, rules), 'USD', priceBook(prices))([day])
  return expected === null ? null : formatPicos(expected)
}

describe('a day of', () => {
  const disk = asset({ kind: 'volume', gpuModel: null, gpuCount: null, sizeGb: 500, volumeType: 'SSD' })
  const copy = asset({ kind: 'snapshot', gpuModel: null, gpuCount: null, sizeGb: 250 })
  const image = asset({ kind: 'image', gpuModel: null, gpuCount: null, sizeGb: 100 })
  const address = asset({ kind: 'public_ip', gpuModel: null, gpuCount: null })
  it.each<[string, Asset, ChargeState, string | null]>([
    ['a running machine', asset({}), 'active', '33.12'],
    ['a machine shut off', asset({}), 'shutoff', '33.12'],
    ['a machine nobody looked at', asset({}), 'unknown', '33.12'],
    ['a sleeping machine', asset({}), 'hibernated', '0.24'],
    ['a machine in transition', asset({}), 'transitional', '0'],
    ['a machine in error', asset({}), 'error', '0'],
    ['an unknown model in transition', asset({ gpuModel: 'GTX-9000' }), 'transitional', '0'],
    ['an unknown model', asset({ gpuModel: 'GTX-9000' }), 'active', null],
    ['an unknown number of GPUs', asset({ gpuCount: null }), 'active', null],
    ['a volume', disk, 'stored', '1.2'],
    ['a volume of unknown type', { ...disk, volumeType: null }, 'stored', null],
    ['a volume of unknown size', { ...disk, sizeGb: null }, 'stored', null],
    ['a snapshot', copy, 'stored', '6'],
    ['an image', image, 'stored', '0'],
    ['a public address', address, 'used', '0'],
  ])('%s', (_, one, state, cost) => {
    expect(costOf(one, state)).toBe(cost)
  })

  it('an image and a public address cost what a list or a contract names for them', () => {
    expect(costOf(image, 'stored', extras)).toBe('0.24')
    expect(costOf(address, 'used', extras)).toBe('0.168')
  })

  it('a snapshot follows the reading that is set', () => {
    expect(costOf(copy, 'stored', list, { snapshot: 'flat', gbPerTb: 1000 })).toBe('2.4')
    expect(costOf(copy, 'stored', list, { snapshot: 'per_tb', gbPerTb: 1000 })).toBe('0.6')
    expect(costOf(copy, 'stored', list, { snapshot: 'per_tb', gbPerTb: 1024 })).toBe('0.5859375')
  })

  it('something that is priced for another unit has no price', () => {
    const perMachine = [price({ price: '0.69', sku: 'gpu/legacy/RTX-A6000', unit: 'machine_hour' })]
    expect(costOf(asset({}), 'active', perMachine)).toBeNull()
  })

  it('a machine in two prices is each for its time', () => {
    const noon = at('2026-01-10T12:00:00Z')
    const two = [
      price({ price: '0.69', sku: 'gpu/legacy/RTX-A6000', validTo: noon }),
      price({ price: '0.79', sku: 'gpu/legacy/RTX-A6000', validFrom: noon }),
    ]
    expect(costOf(asset({}), 'active', two)).toBe(formatPicos(parsePicos('35.52')))
  })
})
