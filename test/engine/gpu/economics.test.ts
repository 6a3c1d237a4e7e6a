import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  effectivePrices,
  formatPicos,
  gpuCost,
  parsePicos,
  type ChargeState,
  type DayCharge,
} from '../../../src/engine/index.ts'
import { LAW } from '../values.ts'

const charge = (state: ChargeState, hours: number, billed: string, overrides: Partial<DayCharge> = {}): DayCharge => ({
  day: '2026-01-10',
  recordId: 'R',
  resourceId: 'M',
  resourceType: 'instance',
  currency: 'USD',
  sku: 'gpu/legacy/RTX-A6000',
  tier: 'legacy',
  gpuModel: 'RTX-A6000',
  gpuCount: 1,
  state,
  quantityPicos: 0n,
  unit: 'Hours',
  seconds: hours * 3600,
  billedPicos: parsePicos(billed),
  expectedPicos: null,
  ...overrides,
})

describe('gpuCost', () => {
  it('divides the price by what the card can do, dense', () => {
    const cost = gpuCost('H100-SXM5-80GB', parsePicos('2.49'), [
      { model: 'H100-SXM5-80GB', gpuCount: 4, unit: 'tokens', perSecond: 8000 },
      { model: 'L40', gpuCount: 1, unit: 'tokens', perSecond: 900 },
    ])
    expect(Number(formatPicos(cost.perBf16PflopHour!))).toBeCloseTo(2.49 / 0.9894, 9)
    expect(Number(formatPicos(cost.perFp8PflopHour!))).toBeCloseTo(2.49 / 1.9789, 9)
    expect(formatPicos(cost.perGbMemoryHour!)).toBe('0.031125')
    expect(Number(formatPicos(cost.perTbPerSecondHour!))).toBeCloseTo(2.49 / 3.35, 9)
    expect(cost.perMillion.map(({ picos }) => formatPicos(picos))).toEqual(['0.345833333333'])
  })

  it('has no figure where the hardware has none, or the model is not in the table', () => {
    expect(gpuCost('A40', parsePicos('0.69'), []).perFp8PflopHour).toBeNull()
    expect(gpuCost('GTX-9000', parsePicos('0.69'), [])).toEqual({
      perGpuHour: parsePicos('0.69'),
      perBf16PflopHour: null,
      perFp8PflopHour: null,
      perGbMemoryHour: null,
      perTbPerSecondHour: null,
      perMillion: [],
    })
  })
})

describe('effectivePrices', () => {
  const read = (charges: DayCharge[]) =>
    effectivePrices(charges).map((one) => [
      one.model,
      one.currency,
      one.effectivePicos === null ? null : formatPicos(one.effectivePicos),
      one.withoutShutoffPicos === null ? null : formatPicos(one.withoutShutoffPicos),
      formatPicos(one.unknownGpuHours),
    ])

  it('puts all that was billed on the active hours', () => {
    const charges = [charge('active', 10, '6.9'), charge('shutoff', 10, '6.9'), charge('hibernated', 100, '1')]
    expect(read(charges)).toEqual([['RTX-A6000', 'USD', '1.48', '0.79', '0']])
  })

  it('has no price of use where nothing was used, and tells what nobody looked at', () => {
    expect(read([charge('unknown', 5, '3.45')])).toEqual([['RTX-A6000', 'USD', null, null, '5']])
  })

  it('keeps wallets and models apart and leaves out what is no machine', () => {
    const charges = [
      charge('active', 1, '0.69'),
      charge('active', 1, '0.75', { currency: 'EUR' }),
      charge('active', 1, '9.96', { gpuModel: 'L40', gpuCount: 4 }),
      charge('stored', 1, '5', { resourceType: 'volume', gpuModel: null }),
    ]
    expect(read(charges).map((row) => row.slice(0, 3))).toEqual([
      ['RTX-A6000', 'USD', '0.69'],
      ['RTX-A6000', 'EUR', '0.75'],
      ['L40', 'USD', '2.49'],
    ])
  })

  it('law: shutting off never makes use cheaper', () => {
    const hours = fc.integer({ min: 1, max: 1000 })
    fc.assert(
      fc.property(hours, hours, fc.integer({ min: 0, max: 10_000 }), (active, shutoff, cents) => {
        const used = charge('active', active, `${active}`)
        const [alone] = effectivePrices([used])
        const [both] = effectivePrices([used, charge('shutoff', shutoff, `${cents}e-2`)])
        expect(both!.effectivePicos! >= alone!.effectivePicos!).toBe(true)
        expect(both!.withoutShutoffPicos).toBe(alone!.effectivePicos)
      }),
      LAW,
    )
  })
})
