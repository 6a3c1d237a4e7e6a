import { describe, expect, it } from 'vitest'
import { describeSpend } from '../../web/charts/describe-spend.ts'
import { groupColors, spendConfig, tickDays } from '../../web/charts/spend-config.ts'
import { GREY, SERIES } from '../../web/charts/palette.ts'
import { dayTotal, spendSeries, type SpendInput } from '../../web/charts/spend-series.ts'

const input: SpendInput = {
  currency: 'USD',
  from: '2026-11-01',
  to: '2026-11-05',
  today: '2026-11-03',
  billed: [
    { day: '2026-11-01', group: 'L40', cost: '10.000000000001' },
    { day: '2026-11-02', group: 'L40', cost: '12' },
    { day: '2026-11-02', group: null, cost: '1.5' },
    { day: '2026-11-03', group: 'H100', cost: '40' },
    { day: '2026-11-09', group: 'H100', cost: '99' },
  ],
  inferred: [],
  forecast: [
    { day: '2026-11-03', group: 'H100', p50: '100', billedSoFar: '40' },
    { day: '2026-11-04', group: 'H100', p50: '100', billedSoFar: '0' },
    // The part of a day that is billed can be above what was likely; nothing negative is still to come.
    { day: '2026-11-03', group: 'L40', p50: '3', billedSoFar: '4' },
  ],
  band: [
    { day: '2026-11-03', p10: '90', p50: '103', p90: '115' },
    { day: '2026-11-04', p10: '80', p50: '100', p90: '125' },
  ],
}
const series = spendSeries(input)
const look = {
  zone: 'Asia/Kolkata',
  theme: 'light',
  now: Date.parse('2026-11-03T08:00:00Z'),
  noneLabel: 'storage',
} as const

describe('series of daily spend', () => {
  it('has the dearest group first, what has no group last, and only the days of the period', () => {
    expect(series.groups.map(({ name }) => name)).toEqual(['H100', 'L40', null])
    expect(series.groups.map(({ billedTotal }) => billedTotal)).toEqual(['40', '22.000000000001', '1.5'])
    expect(series.groups.map(({ toComeTotal }) => toComeTotal)).toEqual(['160', '0', '0'])
  })

  it('tells billed from still to come on the day that runs', () => {
    expect(dayTotal(series, '2026-11-03')).toEqual({ billed: '40', toCome: '60' })
    expect(dayTotal(series, '2026-11-02')).toEqual({ billed: '13.5', toCome: '0' })
  })

  it('puts the small ones of many groups together without losing a cent', () => {
    const billed = Array.from({ length: 12 }, (_, index) => ({
      day: '2026-11-01',
      group: `m${index}`,
      cost: `${index + 1}.1`,
    }))
    const many = spendSeries({ ...input, billed, forecast: [], band: [] })
    expect(many.groups.map(({ name }) => name)).toEqual(['m11', 'm10', 'm9', 'm8', 'm7', 'm6', 'm5', '5 others'])
    expect(dayTotal(many, '2026-11-01').billed).toBe('79.2')
    expect(groupColors(many.groups, 'dark').at(-1)).toBe(GREY.dark.other)
  })
})

describe('colours of groups', () => {
  it('are those of the page, and differ within a chart where the page has too many', () => {
    const pageSlots = new Map([
      ['H100', 3],
      ['L40', 3],
    ])
    const [h100, l40, none] = groupColors(series.groups, 'light', pageSlots)
    expect(h100).toBe(SERIES.light[3])
    expect(l40).toBe(SERIES.light[4])
    expect(none).toBe(GREY.light.storage)
  })
})

describe('chart of daily spend', () => {
  const config = spendConfig(series, look)
  const { datasets } = config.data

  it('stacks all that is billed below all that is still to come, with the band of whole days', () => {
    expect(datasets.map(({ label }) => label)).toEqual([
      'H100',
      'L40',
      'storage',
      'H100, still to come',
      'L40, still to come',
      'as low as',
      'as high as',
    ])
    const endOf3 = Date.parse('2026-11-03T18:30:00Z')
    expect(datasets.at(-1)?.data).toEqual([
      { x: look.now, y: 115 },
      { x: endOf3, y: 115 },
      { x: endOf3, y: 125 },
      { x: endOf3 + 86_400_000, y: 125 },
    ])
  })

  it("stands each bar at the noon of its day in the account's zone", () => {
    expect(datasets[1]?.data).toEqual([
      { x: Date.parse('2026-11-01T06:30:00Z'), y: 10.000000000001 },
      { x: Date.parse('2026-11-02T06:30:00Z'), y: 12 },
    ])
    expect(config.options?.scales?.['x']).toMatchObject({
      min: Date.parse('2026-10-31T18:30:00Z'),
      max: Date.parse('2026-11-04T18:30:00Z'),
    })
  })

  it('draws the now line only beside a forecast', () => {
    expect(config.options?.plugins?.nowLine?.at).toBe(look.now)
    const past = spendConfig(spendSeries({ ...input, forecast: [], band: [] }), look)
    expect(past.options?.plugins?.nowLine?.at).toBeNaN()
  })

  it('labels evenly stepped days that have room', () => {
    const days = Array.from({ length: 30 }, (_, index) => `d${index}`)
    expect(tickDays(days, 8)).toEqual(['d0', 'd4', 'd8', 'd12', 'd16', 'd20', 'd24', 'd28'])
  })
})

describe('the chart in words', () => {
  it('says how much, when most, for what, and what is to come', () => {
    expect(describeSpend(series, 'storage')).toBe(
      'Spend per day in USD, 1 to 4 Nov. Billed 63.50 USD, most on 3 Nov (40.00 USD) and most for H100. Likely still to come: 160.00 USD.',
    )
  })

  it('says when there is nothing', () => {
    const none = spendSeries({ ...input, billed: [], forecast: [], band: [] })
    expect(describeSpend(none, 'storage')).toBe('Spend per day in USD, 1 to 4 Nov. Nothing was billed.')
  })
})
