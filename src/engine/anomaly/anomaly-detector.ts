import { createTrack, EXCURSION_GAP, MEMORY } from './deviation-track.ts'

/** A row that was not to be expected. */
export type Anomaly = {
  /** Epoch milliseconds of the row. */
  at: number
  value: number
  /** What the detector would have expected at that moment, in the unit of the value. */
  expected: number
  direction: 'high' | 'low'
  /** How many usual deviations it is off, on the scale (plain or logarithmic) that shows it more. */
  deviations: number
}

/** A detector that is fed one row after another, in the order of time. */
export type AnomalyDetector = {
  /** Takes the next row and says whether it is an anomaly; one answer per excursion, not one per row of it. */
  observe: (at: number, value: number) => Anomaly | null
}

/** Rows before the first answer. */
const WARM_UP = 100
/** Share of the mean that is added before the logarithm, so that nought has one. */
const NEAR_NOUGHT = 0.01
/** The usual deviation is never taken for less than this share of the mean: a steady series may move by 7 %. */
const LEAST_USUAL = 0.02

/**
 * A detector of rows that do not fit what came before: hourly spend, a run rate, any measured series at any pace.
 *
 * Expected is a slowly moving level plus, where the series has a rhythm, what the hour of the day and of the week add to
 * it. A row is compared as it is and as a logarithm: a fall to nearly nothing is small on the one and large on the
 * other. It is an excursion when it is more than 3.5 usual deviations off, and an anomaly unless two excursions as large
 * to the same side are in memory. So a trend moves the level, a weekly rhythm becomes the profile, and a nightly peak is
 * a habit after two nights.
 *
 * No scale enters: values times 1,000 give the same anomalies. Deterministic, with a bounded cost per row. Throws a
 * RangeError for a value that is not finite and for a row older than the one before.
 */
export function createAnomalyDetector(): AnomalyDetector {
  const plain = createTrack()
  const logarithmic = createTrack()
  const lastReportAt = { high: -Infinity, low: -Infinity }
  let size = 0
  let rows = 0
  let previousAt: number | undefined
  return {
    observe(at, value) {
      if (!Number.isFinite(value)) throw new RangeError(`A row of ${String(value)} cannot be judged`)
      if (previousAt !== undefined && at < previousAt) throw new RangeError('Rows come in the order of time')
      const elapsed = previousAt === undefined ? 0 : at - previousAt
      previousAt = at
      rows++
      const pace = Math.max(1 / rows, 1 - Math.exp(-elapsed / MEMORY))
      size += pace * (Math.abs(value) - size)
      const logarithm = size === 0 ? 0 : Math.log(Math.max(value, 0) / size + NEAR_NOUGHT)
      const warm = rows > WARM_UP
      const onPlain = plain.observe({ at, value, pace, warm, leastUsual: LEAST_USUAL * size })
      const onLogarithm = logarithmic.observe({ at, value: logarithm, pace, warm, leastUsual: LEAST_USUAL })
      const [worse] = [onPlain, onLogarithm]
        .filter(({ report }) => report)
        .sort((a, b) => Math.abs(b.deviations) - Math.abs(a.deviations))
      if (!worse) return null
      const direction = worse.deviations > 0 ? 'high' : 'low'
      // The other scale may notice the same excursion a little later.
      if (at - lastReportAt[direction] < EXCURSION_GAP) return null
      lastReportAt[direction] = at
      return { at, value, expected: onPlain.expected, direction, deviations: Math.abs(worse.deviations) }
    },
  }
}

/** The anomalies among rows that are already there, in the order of time: the detector fed with each. */
export function detectAnomalies(rows: Iterable<{ at: number; value: number }>): Anomaly[] {
  const detector = createAnomalyDetector()
  const anomalies: Anomaly[] = []
  for (const { at, value } of rows) {
    const anomaly = detector.observe(at, value)
    if (anomaly) anomalies.push(anomaly)
  }
  return anomalies
}
