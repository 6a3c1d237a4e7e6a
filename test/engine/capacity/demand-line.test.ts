import { describe, expect, it } from 'vitest'
import { parseDemand } from '../../../src/engine/capacity/demand-line.ts'
import { plannedStock } from '../../../src/engine/capacity/planned-stock.ts'
import { HOUR_MS } from '../../../src/engine/index.ts'
import { at } from '../values.ts'
import { stock } from './planted-pools.ts'

/** A Monday, 11:30 in Oslo. */
const now = at('2026-11-23T10:30:00Z')
const read = (line: string, zone = 'Europe/Oslo') => parseDemand(line, zone, now)

describe('a demand in one line', () => {
  const cases: [string, { gpus: number; model: string; from: string; to: string }][] = [
    ['8 H100, Tuesday 09:00, 5 days', { gpus: 8, model: 'H100', from: '2026-11-24T08:00Z', to: '2026-11-29T08:00Z' }],
    ['8x L40, tomorrow 14:00, 12 hours', { gpus: 8, model: 'L40', from: '2026-11-24T13:00Z', to: '2026-11-25T01:00Z' }],
    ['2 A100-PCIe-80GB', { gpus: 2, model: 'A100-PCIe-80GB', from: '2026-11-23T10:30Z', to: '2026-11-24T10:30Z' }],
    [
      '4 RTX A6000, mon 09:00, 1 week',
      { gpus: 4, model: 'RTX A6000', from: '2026-11-30T08:00Z', to: '2026-12-07T08:00Z' },
    ],
    ['1 H100, 3 Jan, 2 d', { gpus: 1, model: 'H100', from: '2027-01-03T08:00Z', to: '2027-01-05T08:00Z' }],
    ['1 H100, 2026-12-24 00:00, 1 day', { gpus: 1, model: 'H100', from: '2026-12-23T23:00Z', to: '2026-12-24T23:00Z' }],
  ]
  it.each(cases)('%s', (line, { gpus, model, from, to }) => {
    expect(read(line)).toEqual({
      kind: 'understood',
      demand: { gpus, model, startsAt: Date.parse(from), endsAt: Date.parse(to) },
    })
  })

  it('takes a period, whose last day belongs to it', () => {
    expect(read('8 H100, 1 Dec to 14 Dec')).toEqual({
      kind: 'understood',
      demand: {
        gpus: 8,
        model: 'H100',
        startsAt: Date.parse('2026-11-30T23:00Z'),
        endsAt: Date.parse('2026-12-14T23:00Z'),
      },
    })
    expect(read('8 H100, today to Fri 18:00')).toMatchObject({
      demand: { startsAt: now, endsAt: Date.parse('2026-11-27T17:00Z') },
    })
  })

  it('takes work by a deadline', () => {
    const work = { gpuHours: 4000, model: 'H100', startsAt: now, deadlineAt: Date.parse('2026-12-12T23:00Z') }
    for (const line of [
      '4000 GPU-hours of H100 by 12 Dec',
      '4000 gpu hours H100, by 12 Dec',
      '4000 gpuh h100 by 12 dec',
    ])
      expect(read(line)).toMatchObject({
        kind: 'work',
        work: { ...work, model: expect.stringMatching(/^h100$/i) as string },
      })
  })

  const unclear: [string, string][] = [
    ['4000 GPU-hours of H100 by someday', 'someday'],
    ['0 GPU-hours of H100 by 12 Dec', '0'],
    ['8 H100, 14 Dec to someday', 'someday'],
    ['8 H100, 1 Dec to 14 Dec, 3 days', '3 days'],
    ['H100, Tuesday', 'H100'],
    ['0 H100', '0 H100'],
    ['8 H100, someday', 'someday'],
    ['8 H100, 2026-02-30', '2026-02-30'],
    ['8 H100, yesterday 09:00', 'yesterday 09:00'],
    ['8 H100, tuesday 25:00', 'tuesday 25:00'],
    ['8 H100, tuesday, for ever', 'for ever'],
    ['8 H100, tuesday, 5 days, please', 'please'],
  ]
  it.each(unclear)('says what is unclear in %s', (line, part) => {
    expect(read(line)).toMatchObject({ kind: 'unclear', part })
  })
})

describe('planned stock', () => {
  const start = at('2026-01-05T00:00:00Z')
  const hours = (free: (hour: number) => number, planned: (hour: number) => string | null) =>
    Array.from({ length: 24 * 14 }, (_, hour) => ({
      ...stock(start + hour * HOUR_MS, free(hour)),
      planned7: planned(hour),
    }))
  const announced = (hour: number) => (hour >= 48 && hour < 200 ? '8' : null)

  it('has arrived where there is more afterwards', () => {
    expect(plannedStock(hours((hour) => (hour > 200 ? 14 : 6), announced))).toEqual({
      announced: 1,
      arrived: 1,
      notSeen: 0,
      open: 0,
    })
  })
  it('was not seen where there is not', () => {
    expect(plannedStock(hours(() => 6, announced))).toMatchObject({ arrived: 0, notSeen: 1 })
  })
  it('is open while its time has not passed', () => {
    expect(
      plannedStock(
        hours(
          () => 6,
          (hour) => (hour > 250 ? '8+' : null),
        ),
      ),
    ).toMatchObject({ announced: 1, open: 1 })
  })
  it('was not announced anew by what stood in the first reading, nor by a text without a number', () => {
    expect(
      plannedStock(
        hours(
          () => 6,
          () => '8',
        ),
      ),
    ).toMatchObject({ announced: 0 })
    expect(
      plannedStock(
        hours(
          () => 6,
          (hour) => (hour > 50 ? 'soon' : null),
        ),
      ),
    ).toMatchObject({ announced: 0 })
  })
})
