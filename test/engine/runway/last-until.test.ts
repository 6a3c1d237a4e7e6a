import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  chanceOfLasting,
  formatPicos,
  HOUR_MS,
  lastUntil,
  parsePicos,
  purchaseOf,
  spentAt,
  spentUntopped,
  spentWith,
  topUpPlan,
  type Measure,
  type SpendPoint,
} from '../../../src/engine/index.ts'
import { at, LAW } from '../values.ts'

const readAt = at('2026-01-10T00:00:00Z')
const DAY_MS = 24 * HOUR_MS
const onDay = (days: number) => readAt + days * DAY_MS
/** So much a day, a fifth more nine times in ten at most. */
const daily = (days: number, perDay: string): SpendPoint[] =>
  Array.from({ length: days + 1 }, (_, i) => {
    const p50Picos = parsePicos(perDay) * BigInt(i)
    return { at: onDay(i), p10Picos: (p50Picos * 4n) / 5n, p50Picos, p90Picos: (p50Picos * 6n) / 5n }
  })
const question = {
  currency: 'USD',
  balancePicos: parsePicos('100'),
  path: daily(60, '10'),
  until: onDay(15),
  certainty: 0.9,
  leadMs: 0,
}

describe('how sure a wallet lasts', () => {
  it('is even on the likely day, and nine in ten on the early one', () => {
    const path = daily(60, '10')
    expect(chanceOfLasting(path, parsePicos('100'), onDay(10))).toBeCloseTo(0.5, 6)
    expect(chanceOfLasting(path, parsePicos('120'), onDay(10))).toBeCloseTo(0.9, 5)
    expect(chanceOfLasting(path, parsePicos('80'), onDay(10))).toBeCloseTo(0.1, 5)
    expect(Number(spentWith(spentAt(path, onDay(10)), 0.95)) / 1e12).toBeCloseTo(125.67, 1)
  })

  it('is certain where nothing is uncertain', () => {
    const sure = daily(20, '10').map((point) => ({ ...point, p10Picos: point.p50Picos, p90Picos: point.p50Picos }))
    expect(chanceOfLasting(sure, parsePicos('100'), onDay(10))).toBe(1)
    expect(chanceOfLasting(sure, parsePicos('99.99'), onDay(10))).toBe(0)
  })

  it('law: what is not exceeded with a certainty lasts with it, and never falls with it', () => {
    fc.assert(
      fc.property(fc.integer({ min: 50, max: 99 }), fc.integer({ min: 1, max: 59 }), (percent, day) => {
        const path = daily(60, '7')
        const needed = spentWith(spentAt(path, onDay(day)), percent / 100)
        expect(chanceOfLasting(path, needed, onDay(day))).toBeCloseTo(percent / 100, 4)
        expect(needed).toBeGreaterThanOrEqual(spentWith(spentAt(path, onDay(day)), (percent - 1) / 100))
      }),
      LAW,
    )
  })
})

describe('purchaseOf', () => {
  it.each([
    ['INR', '84.501', '100', '18'],
    ['INR', '100.001', '100.01', '18.0018'],
    ['USD', '0.01', '5', '0'],
    ['EUR', '7.0000001', '7.01', '0'],
  ])('of %s, %s missing: %s and tax of %s', (currency, missing, credit, tax) => {
    const { creditPicos, taxPicos } = purchaseOf(parsePicos(missing), currency)!
    expect([formatPicos(creditPicos), formatPicos(taxPicos)]).toEqual([credit, tax])
  })

  it('of nothing missing is none', () => {
    expect(purchaseOf(0n, 'USD')).toBeNull()
  })
})

describe('topUpPlan', () => {
  it('reaches the date as surely as wanted, and leaves what a machine needs to be made', () => {
    const { purchase, buyBy } = topUpPlan(question)
    // 150 likely, 180 nine times in ten, 1 left, 100 there.
    expect(Number(purchase!.creditPicos) / 1e12).toBeCloseTo(81, 1)
    // At 12 a day 99 are gone after 8.25 days.
    expect((buyBy! - readAt) / DAY_MS).toBeCloseTo(8.25, 3)
    const later = topUpPlan({ ...question, leadMs: DAY_MS })
    expect(buyBy! - later.buyBy!).toBe(DAY_MS)
  })

  it('buys nothing where enough is there', () => {
    expect(topUpPlan({ ...question, until: onDay(5) })).toEqual({ purchase: null, buyBy: null })
  })

  it('of an empty wallet is for now', () => {
    expect(topUpPlan({ ...question, balancePicos: 0n }).buyBy).toBe(readAt)
  })
})

describe('lastUntil', () => {
  const saving = (resourceId: string, perDay: string): Measure => ({
    kind: 'hibernate',
    resourceId,
    savedBy: (moment) => (parsePicos(perDay) * BigInt(moment - readAt)) / BigInt(DAY_MS),
  })

  it('tells what may be spent a day and which steps reach the date, in the given order', () => {
    const measures = [saving('a', '1'), saving('b', '4.5'), saving('c', '2')]
    const answer = lastUntil({ ...question, measures })
    expect(formatPicos(answer.allowedPerDayPicos)).toBe('6.666666666667')
    expect(formatPicos(answer.likelyPerDayPicos)).toBe('10')
    expect(answer.chance).toBeLessThan(0.05)
    expect(answer.steps.map(({ measure }) => measure.resourceId)).toEqual(['a', 'b', 'c'])
    // After a and b 4.5 a day are likely, but the width is still that of 10.
    expect(answer.steps.map(({ ends }) => (ends.kind === 'ends' ? (ends.p50At - readAt) / DAY_MS : null))).toEqual([
      100 / 9,
      expect.closeTo(100 / 4.5, 6),
      expect.closeTo(40, 6),
    ])
    expect(answer.reachedWith).toBe(1)
    expect(formatPicos(answer.steps[1]!.savesPicos)).toBe('67.5')
  })

  it('needs none where it lasts anyway, and says so where none is enough', () => {
    expect(lastUntil({ ...question, until: onDay(2), measures: [] }).reachedWith).toBe(-1)
    expect(lastUntil({ ...question, measures: [saving('a', '0.1')] }).reachedWith).toBeNull()
  })

  it('law: each step makes it last no shorter', () => {
    const rates = fc.array(fc.integer({ min: 0, max: 300 }), { maxLength: 6 })
    fc.assert(
      fc.property(rates, (cents) => {
        const measures = cents.map((cent, i) => saving(String(i), String(cent / 100)))
        const { chance, steps } = lastUntil({ ...question, measures })
        let before = chance
        for (const step of steps) {
          expect(step.chance).toBeGreaterThanOrEqual(before)
          before = step.chance
        }
      }),
      LAW,
    )
  })
})

describe('spentUntopped', () => {
  it('goes on with what sleeps once the wallet is empty', () => {
    const ends = { kind: 'ends', p10At: onDay(8), p50At: onDay(10), p90At: onDay(12) } as const
    const spent = (days: number) => formatPicos(spentUntopped(question.path, ends, parsePicos('0.1'), onDay(days)))
    expect([spent(5), spent(10), spent(20)]).toEqual(['50', '100', '124'])
    const beyond = { kind: 'beyond', horizonAt: onDay(60), p10At: null } as const
    expect(formatPicos(spentUntopped(question.path, beyond, parsePicos('0.1'), onDay(20)))).toBe('200')
  })
})
