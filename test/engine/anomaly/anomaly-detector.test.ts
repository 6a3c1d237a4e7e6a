import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createAnomalyDetector, detectAnomalies } from '../../../src/engine/anomaly/anomaly-detector.ts'

const HOUR = 3_600_000
const START = Date.UTC(2026, 0, 5)

/** Repeatable noise between 0 and 1 by row. */
const noise = (i: number) => {
  const x = Math.sin(i * 12.9898) * 43758.5453
  return x - Math.floor(x)
}

const hourly = (hours: number, value: (hour: number) => number) =>
  Array.from({ length: hours }, (_, hour) => ({ at: START + hour * HOUR, value: value(hour) }))

const hourOf = ({ at }: { at: number }) => (at - START) / HOUR

const weekly = (hour: number) => {
  const working = hour % 168 < 120 && hour % 24 >= 8 && hour % 24 < 20
  return (working ? 100 : 20) + 4 * noise(hour)
}

describe('anomaly detector', () => {
  it('says nothing about a constant', () => {
    expect(detectAnomalies(hourly(1000, () => 5))).toEqual([])
    expect(detectAnomalies(hourly(1000, () => 0))).toEqual([])
  })

  it('reports the first row of a spike, once', () => {
    const anomalies = detectAnomalies(hourly(1000, (h) => (h >= 700 && h < 706 ? 400 : 50 + 5 * noise(h))))
    expect(anomalies.map(hourOf)).toEqual([700])
    expect(anomalies[0]).toMatchObject({ direction: 'high', value: 400 })
    expect(anomalies[0]!.expected).toBeGreaterThan(45)
    expect(anomalies[0]!.expected).toBeLessThan(60)
  })

  it('reports the first spend after nothing at all', () => {
    const [first, ...rest] = detectAnomalies(hourly(600, (h) => (h < 400 ? 0 : 80)))
    expect(hourOf(first!)).toBe(400)
    expect(rest).toEqual([])
  })

  it('reports a fall to nearly nothing, which is small on the plain scale', () => {
    const anomalies = detectAnomalies(hourly(1000, (h) => (h === 800 ? 0.05 : 30 + 40 * noise(h))))
    expect(anomalies.map(hourOf)).toEqual([800])
    expect(anomalies[0]!.direction).toBe('low')
  })

  it('reports a lasting step once and then takes it for the level', () => {
    const anomalies = detectAnomalies(hourly(2400, (h) => (h < 1200 ? 50 : 110) + 4 * noise(h)))
    expect(anomalies.map(hourOf)).toEqual([1200])
  })

  it('follows a trend', () => {
    expect(detectAnomalies(hourly(2400, (h) => 20 + 0.05 * h + 3 * noise(h)))).toEqual([])
  })

  it('learns a working week, and sees a weekend night at the level of a working day', () => {
    expect(detectAnomalies(hourly(168 * 10, weekly))).toEqual([])
    const sunday = 168 * 9 + 6 * 24 + 3
    const anomalies = detectAnomalies(hourly(168 * 10, (h) => (h >= sunday && h < sunday + 4 ? 100 : weekly(h))))
    expect(anomalies.map(hourOf)).toEqual([sunday])
  })

  it('takes a third excursion of the same size for a habit', () => {
    const nights = [500, 740, 980, 1220]
    const anomalies = detectAnomalies(hourly(1400, (h) => (nights.includes(h) ? 200 : 50 + 5 * noise(h))))
    expect(anomalies.map(hourOf)).toEqual([500, 740])
  })

  it('answers nothing in its first hundred rows', () => {
    expect(detectAnomalies(hourly(100, (h) => (h === 60 ? 1e6 : 1 + noise(h))))).toEqual([])
  })

  it('rejects what it cannot judge', () => {
    const detector = createAnomalyDetector()
    detector.observe(START, 1)
    expect(() => detector.observe(START + 1, Number.NaN)).toThrow('cannot be judged')
    expect(() => detector.observe(START - 1, 1)).toThrow('order of time')
  })

  it('law: a scale changes no answer', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 1000 }), { minLength: 150, maxLength: 300 }),
        fc.integer({ min: 1, max: 6 }),
        (values, power) => {
          const at = (factor: number) =>
            detectAnomalies(hourly(values.length, (h) => values[h]! * factor)).map((a) => [a.at, a.direction])
          expect(at(2 ** power)).toEqual(at(1))
          expect(at(1000)).toEqual(at(1))
        },
      ),
      { seed: 7, numRuns: 60 },
    )
  })

  it('law: later rows change no earlier answer', () => {
    const rows = hourly(900, (h) => (h % 211 === 0 ? 300 : weekly(h)))
    const all = detectAnomalies(rows)
    for (const cut of [200, 450, 800]) {
      const end = START + cut * HOUR
      expect(detectAnomalies(rows.slice(0, cut))).toEqual(all.filter(({ at }) => at < end))
    }
  })
})
