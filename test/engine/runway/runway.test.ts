import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { HOUR_MS, parsePicos, runway, type SpendPoint } from '../../../src/engine/index.ts'
import { at, LAW } from '../values.ts'

const noon = at('2026-01-10T12:00:00Z')
const hourly = (hours: number, low: string, middle: string, high: string): SpendPoint[] =>
  Array.from({ length: hours + 1 }, (_, i) => ({
    at: noon + i * HOUR_MS,
    p10Picos: parsePicos(low) * BigInt(i),
    p50Picos: parsePicos(middle) * BigInt(i),
    p90Picos: parsePicos(high) * BigInt(i),
  }))

describe('runway', () => {
  it.each([
    ['at 2 an hour 10 last five hours', '10', hourly(24, '2', '2', '2'), 5, 5, 5],
    ['between two points', '5', hourly(24, '2', '2', '2'), 2.5, 2.5, 2.5],
    ['dear and cheap', '8', hourly(24, '1', '2', '4'), 2, 4, 8],
    ['not within the horizon when cheap', '30', hourly(24, '1', '2', '4'), 7.5, 15, null],
  ])('%s', (_, balance, path, early, likely, late) => {
    const hours = (n: number) => noon + n * HOUR_MS
    expect(runway({ balancePicos: parsePicos(balance), path })).toEqual({
      kind: 'ends',
      p10At: hours(early),
      p50At: hours(likely),
      p90At: late === null ? null : hours(late),
    })
  })

  it('says that the horizon is not reached, and whether it could be', () => {
    const horizonAt = noon + 24 * HOUR_MS
    const path = hourly(24, '1', '2', '4')
    expect(runway({ balancePicos: parsePicos('96'), path })).toEqual({ kind: 'beyond', horizonAt, p10At: horizonAt })
    expect(runway({ balancePicos: parsePicos('97'), path })).toEqual({ kind: 'beyond', horizonAt, p10At: null })
    expect(runway({ balancePicos: 1n, path: hourly(24, '0', '0', '0') })).toEqual({
      kind: 'beyond',
      horizonAt,
      p10At: null,
    })
  })

  it.each(['0', '-3.5'])('is empty at %s', (balance) => {
    expect(runway({ balancePicos: parsePicos(balance), path: hourly(1, '1', '1', '1') })).toEqual({ kind: 'empty' })
  })

  it('refuses a path without points', () => {
    expect(() => runway({ balancePicos: 1n, path: [] })).toThrow(/needs a point/)
  })

  it('law: it is the first instant at which the path has spent the balance', () => {
    const steps = fc.array(fc.bigInt({ min: 0n, max: 10n ** 13n }), { minLength: 1, maxLength: 40 })
    fc.assert(
      fc.property(steps, fc.bigInt({ min: 1n, max: 10n ** 14n }), (costs, balancePicos) => {
        let total = 0n
        const path = [0n, ...costs].map((cost, i) => {
          total += cost
          return { at: noon + i * HOUR_MS, p10Picos: total, p50Picos: total, p90Picos: total }
        })
        const spentBy = (moment: number) => {
          const i = Math.min(path.length - 2, Math.floor((moment - noon) / HOUR_MS))
          const [before, after] = [path[i]!, path[i + 1]!]
          return before.p50Picos * BigInt(HOUR_MS) + (after.p50Picos - before.p50Picos) * BigInt(moment - before.at)
        }
        const end = runway({ balancePicos, path })
        if (end.kind !== 'ends') {
          expect(total < balancePicos).toBe(true)
          return
        }
        expect(spentBy(end.p50At) >= balancePicos * BigInt(HOUR_MS)).toBe(true)
        expect(spentBy(end.p50At - 1) < balancePicos * BigInt(HOUR_MS)).toBe(true)
      }),
      LAW,
    )
  })
})
