import { describe, expect, it } from 'vitest'
import {
  contractedVersions,
  formatPicos,
  gpuSku,
  parsePicos,
  priceBook,
  priceChanges,
  type PriceOverride,
} from '../../../src/engine/index.ts'
import { at, price } from '../values.ts'

const sku = gpuSku('advanced', 'H100-SXM5-80GB')
const list = [
  price({ price: '2.69', validTo: at('2026-02-01T00:00:00Z') }),
  price({ price: '2.49', validFrom: at('2026-02-01T00:00:00Z') }),
  price({ price: '5.79', sku: gpuSku('advanced', 'B300-262GB') }),
  price({ price: '0.69', sku: gpuSku('legacy', 'RTX-A6000') }),
]
const override = (overrides: Partial<PriceOverride>): PriceOverride => ({
  sku,
  currency: 'USD',
  validFrom: at('2026-01-15T00:00:00Z'),
  validTo: at('2026-03-01T00:00:00Z'),
  terms: { kind: 'price', pricePicos: parsePicos('2'), unit: 'gpu_hour' },
  ...overrides,
})
const read = (overrides: PriceOverride[], of = sku) =>
  priceBook([...list, ...contractedVersions(list, overrides)])
    .pieces(of, 'USD', { startsAt: at('2026-01-01T00:00:00Z'), endsAt: at('2026-04-01T00:00:00Z') })
    .map(({ interval, version }) => [
      new Date(interval.startsAt).toISOString().slice(0, 10),
      version && formatPicos(version.pricePicos),
      version?.source,
    ])

describe('contractedVersions', () => {
  it('puts a fixed price before the list while it holds, also before later changes of the list', () => {
    expect(read([override({})])).toEqual([
      ['2026-01-01', '2.69', 'observed'],
      ['2026-01-15', '2', 'contracted'],
      ['2026-03-01', '2.49', 'observed'],
    ])
  })

  it('takes a discount off whatever the list says at the time', () => {
    expect(read([override({ terms: { kind: 'discount', basisPoints: 1250 } })])).toEqual([
      ['2026-01-01', '2.69', 'observed'],
      ['2026-01-15', '2.35375', 'contracted'],
      ['2026-02-01', '2.17875', 'contracted'],
      ['2026-03-01', '2.49', 'observed'],
    ])
  })

  it('gives a discount on all that begins alike, and on nothing else', () => {
    const tier = [override({ sku: 'gpu/advanced/*', terms: { kind: 'discount', basisPoints: 1000 }, validTo: null })]
    expect(read(tier, gpuSku('advanced', 'B300-262GB'))[1]).toEqual(['2026-01-15', '5.211', 'contracted'])
    expect(read(tier, gpuSku('legacy', 'RTX-A6000'))).toEqual([['2026-01-01', '0.69', 'observed']])
  })

  it('refuses what cannot be meant', () => {
    expect(() => contractedVersions(list, [override({ sku: 'gpu/*' })])).toThrow(/needs one sku/)
    expect(() => contractedVersions(list, [override({ terms: { kind: 'discount', basisPoints: 10_001 } })])).toThrow(
      /between 0 and 10000/,
    )
  })
})

describe('priceChanges', () => {
  it('tells each change with its day and size', () => {
    expect(
      priceChanges(priceBook(list), [
        { sku, currency: 'USD' },
        { sku: 'gpu/legacy/RTX-A6000', currency: 'USD' },
      ]),
    ).toEqual([
      {
        sku,
        currency: 'USD',
        at: at('2026-02-01T00:00:00Z'),
        fromPicos: parsePicos('2.69'),
        toPicos: parsePicos('2.49'),
        change: expect.closeTo(2.49 / 2.69 - 1, 12) as number,
        source: 'observed',
      },
    ])
  })
})
