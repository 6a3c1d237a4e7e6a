import { describe, expect, test } from 'vitest'
import { balanceBurn, fallWithin, parsePicos, runway, type BalanceReading } from '../../../src/engine/index.ts'

const START = Date.parse('2026-03-01T10:00:00Z')
const HOUR = 3_600_000
const reading = (hours: number, balance: string): BalanceReading => ({
  at: START + hours * HOUR,
  balancePicos: parsePicos(balance),
})

describe('the burn of a wallet, from its balance only', () => {
  test('what it fell by over the time in which it did not rise', () => {
    const burn = balanceBurn([reading(0, '100'), reading(1, '98'), reading(2, '196'), reading(3, '194')], 30)!
    expect(burn).toMatchObject({ perHourPicos: parsePicos('2'), watchedMs: 2 * HOUR, since: START, early: true })
    const left = runway({ balancePicos: parsePicos('194'), path: burn.path })
    // 97 hours at 2 an hour; between 3 and 1 an hour while so little was watched.
    expect(left).toMatchObject({ kind: 'ends', p50At: START + 100 * HOUR })
    expect(left.kind === 'ends' && left.p10At).toBe(START + 3 * HOUR + (194 / 3) * HOUR)
    expect(left.kind === 'ends' && left.p90At).toBe(START + 197 * HOUR)
  })

  test('the steadier it fell the narrower is the band', () => {
    const falling = (rates: readonly number[]) => {
      let balance = 1000
      return [reading(0, '1000'), ...rates.map((rate, i) => reading(i + 1, String((balance -= rate))))]
    }
    const width = (readings: readonly BalanceReading[]) => {
      const { p10Picos, p90Picos } = balanceBurn(readings, 1)!.path.at(-1)!
      return p90Picos - p10Picos
    }
    expect(width(falling([2, 2, 2, 2, 2, 2, 2, 2]))).toBe(0n)
    expect(width(falling([1, 3, 1, 3, 1, 3, 1, 3]))).toBeGreaterThan(0n)
    expect(width(falling([0, 4, 0, 4, 0, 4, 0, 4]))).toBeGreaterThan(width(falling([1, 3, 1, 3, 1, 3, 1, 3])))
  })

  test('a path never falls, and nothing is told of a wallet that nobody watched', () => {
    const { path } = balanceBurn(
      [0, 1, 2, 3, 4, 5].map((hour) => reading(hour, String(100 - hour ** 2))),
      60,
    )!
    for (const [i, point] of path.entries()) {
      const before = path[i - 1] ?? point
      expect(point.p10Picos >= before.p10Picos && point.p90Picos >= before.p90Picos).toBe(true)
      expect(point.p10Picos <= point.p50Picos && point.p50Picos <= point.p90Picos).toBe(true)
    }
    expect(balanceBurn([], 30)).toBeNull()
    expect(balanceBurn([reading(0, '5')], 30)).toBeNull()
    expect(balanceBurn([reading(0, '5'), reading(1, '9')], 30)).toBeNull()
    expect(balanceBurn([reading(0, '5'), reading(0.1, '4')], 30)).toBeNull()
  })

  test('what it fell by within a month, without its top-ups', () => {
    const readings = [reading(0, '100'), reading(5, '90'), reading(6, '190'), reading(9, '187')]
    expect(fallWithin(readings, { startsAt: START, endsAt: START + 10 * HOUR })).toBe(parsePicos('13'))
    expect(fallWithin(readings, { startsAt: START + HOUR, endsAt: START + 10 * HOUR })).toBe(parsePicos('3'))
  })
})
