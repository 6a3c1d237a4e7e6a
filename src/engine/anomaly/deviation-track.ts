const HOUR = 3_600_000
const DAY = 24 * HOUR

/** Usual deviations from which on a row is an excursion. */
export const THRESHOLD = 3.5
/** Earlier excursions as large, to a twentieth, that make one known: what came twice is a habit, not an anomaly. */
const HABIT = 2
const AS_LARGE = 0.95
/** Rows beyond the threshold that are less than this apart belong to one excursion. */
export const EXCURSION_GAP = 12 * HOUR
/** How long level, deviation, profile and excursions are remembered. */
export const MEMORY = 28 * DAY
/** Days (weeks) after which the mean of an hour of the day (of the week) counts half. */
const PROFILE_PRIOR = 4
/** The profile is used when the variance around it is below this share of the variance around the level. */
const RHYTHM = 0.5

type Excursion = { direction: 1 | -1; deviation: number; lastAt: number; reported: number; reportedAt: number }

/** One row on one scale; `pace` is its weight in the running means, `leastUsual` the floor of the usual deviation. */
type TrackRow = { at: number; value: number; pace: number; warm: boolean; leastUsual: number }

/** Mean deviation from a base by phase, trusted the more the oftener the phase came round. */
function createProfile(phases: number) {
  const means = new Float64Array(phases)
  const rows = new Float64Array(phases)
  const rounds = new Float64Array(phases)
  let previous = -1
  // In UTC: only the regular return of a phase matters.
  const phaseOf = (at: number) => Math.floor(at / HOUR) % phases
  return {
    at(at: number): number {
      const phase = phaseOf(at)
      return (means[phase]! * rounds[phase]!) / (rounds[phase]! + PROFILE_PRIOR)
    },
    learn(at: number, deviation: number, pace: number): void {
      const phase = phaseOf(at)
      if (phase !== previous) rounds[phase]! += 1
      previous = phase
      rows[phase]! += 1
      means[phase]! += Math.max(1 / rows[phase]!, pace) * (deviation - means[phase]!)
    },
  }
}

/** Remembers excursions and says which rows beyond the threshold are news. */
function createExcursions() {
  const excursions: Excursion[] = []
  return (at: number, deviation: number): boolean => {
    const direction = deviation > 0 ? 1 : -1
    const amount = Math.abs(deviation)
    while (excursions.length > 0 && at - excursions[0]!.lastAt > MEMORY) excursions.shift()
    const same = excursions.filter((e) => e.direction === direction)
    let current = same.findLast((e) => at - e.lastAt <= EXCURSION_GAP)
    const known = same.filter((e) => e !== current && e.deviation >= AS_LARGE * amount).length >= HABIT
    if (!current) {
      current = { direction, deviation: 0, lastAt: at, reported: 0, reportedAt: -Infinity }
      excursions.push(current)
    }
    current.lastAt = at
    current.deviation = Math.max(current.deviation, amount)
    // A long excursion is news again only when it has grown.
    if (known || at - current.reportedAt < EXCURSION_GAP || AS_LARGE * amount <= current.reported) return false
    current.reported = amount
    current.reportedAt = at
    return true
  }
}

/** Level, profile, usual deviation and excursions of a series on one scale. */
export function createTrack() {
  const ofDay = createProfile(24)
  const ofWeek = createProfile(168)
  const isNews = createExcursions()
  let level = 0
  let flatVariance = 0
  let shapedVariance = 0
  return {
    /** What was expected, how many usual deviations the row is off, and whether to report it; then learns the row. */
    observe({ at, value, pace, warm, leastUsual }: TrackRow) {
      const base = level + ofDay.at(at)
      const shaped = base + ofWeek.at(at)
      const rhythmic = shapedVariance < RHYTHM * flatVariance
      const expected = rhythmic ? shaped : level
      const deviation = value - expected
      const usual = Math.max(leastUsual, Math.sqrt(rhythmic ? shapedVariance : flatVariance))
      const deviations = usual > 0 ? deviation / usual : 0
      const report = warm && Math.abs(deviations) > THRESHOLD && isNews(at, deviation)
      flatVariance += pace * ((value - level) ** 2 - flatVariance)
      shapedVariance += pace * ((value - shaped) ** 2 - shapedVariance)
      ofWeek.learn(at, value - base, pace)
      ofDay.learn(at, value - level, pace)
      level += pace * (value - level)
      return { expected, deviations, report }
    },
  }
}
