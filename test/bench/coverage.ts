import { burnHistory } from '../../src/engine/forecast/burn-history.ts'
import { documentedPrices, forecastSpan, priceBook, type SpanForecast } from '../../src/engine/index.ts'
import { rounded, type Bench } from './bench.ts'
import { tenantsOf, type Tenant } from './tenants.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR
const HORIZONS = [24, 168, 720] as const
/** Nothing was tuned on these. */
const SEEDS = Array.from({ length: 51 }, (_, i) => 201 + i)
/** Days before the account's present at which forecasts are made, and at which hour. */
const ORIGINS = [
  { daysBefore: 31, hour: 3 },
  { daysBefore: 38, hour: 15 },
  { daysBefore: 45, hour: 9 },
  { daysBefore: 52, hour: 21 },
  { daysBefore: 59, hour: 0 },
] as const
/** Windows with fewer past ones to learn from are not judged. */
const LEAST_ORIGINS = 21
const BAR = { from: 0.77, to: 0.87 }

interface Score {
  windows: number
  readonly tenants: Set<string>
  readonly held: Record<50 | 80 | 95, number>
  below: number
  above: number
  width: number
}

/**
 * How often the bands of window totals hold what comes: tenants unlike each other, each forecast five times, for a day, a
 * week and thirty days, by the function that the product keeps its forecasts with.
 */
export const coverage: Bench = () => {
  const prices = priceBook(documentedPrices)
  const scores = HORIZONS.map((): Score => ({
    windows: 0,
    tenants: new Set(),
    held: { 50: 0, 80: 0, 95: 0 },
    below: 0,
    above: 0,
    width: 0,
  }))
  for (const seed of SEEDS) {
    const now = Date.UTC(2026, 10, 28, 12) + (seed % 7) * DAY
    for (const tenant of tenantsOf(seed, now)) {
      const { records, resources, currency } = tenant
      const history = burnHistory(records, now)
      for (const { daysBefore, hour } of ORIGINS) {
        const asOf = Math.floor(now / DAY) * DAY - daysBefore * DAY + hour * HOUR
        HORIZONS.forEach((hours, i) => {
          const span = { startsAt: asOf, endsAt: asOf + hours * HOUR }
          const forecast = forecastSpan({ records, resources, prices, asOf }, span).find(
            (one) => one.currency === currency,
          )
          if (!forecast || forecast.origins < LEAST_ORIGINS) return
          judge(scores[i]!, tenant, forecast, history.spent(span.startsAt, span.endsAt))
        })
      }
    }
  }
  const shares = scores.map(({ held, windows }) => held[80] / windows)
  const of = (name: string, value: (score: Score) => number) =>
    Object.fromEntries(HORIZONS.map((hours, i) => [`${name}${hours}`, rounded(value(scores[i]!))]))
  return {
    n: Math.min(...scores.map(({ windows }) => windows)),
    figures: {
      ...of('cov80At', ({ held, windows }) => held[80] / windows),
      ...of('cov50At', ({ held, windows }) => held[50] / windows),
      ...of('cov95At', ({ held, windows }) => held[95] / windows),
      ...of('below', ({ below, windows }) => below / windows),
      ...of('above', ({ above, windows }) => above / windows),
      ...of('width', ({ width, windows }) => width / windows),
      ...of('windows', ({ windows }) => windows),
      tenants: Math.min(...scores.map(({ tenants }) => tenants.size)),
    },
    anchor: { nominal: 0.8 },
    pass:
      shares.every((share) => share >= BAR.from && share <= BAR.to) &&
      scores.every(({ windows, tenants }) => windows >= 1000 && tenants.size >= 200),
  }
}

function judge(score: Score, { name }: Tenant, forecast: SpanForecast, actual: number): void {
  score.windows++
  score.tenants.add(name)
  for (const { level, lowerPicos, upperPicos } of forecast.bounds) {
    const [lower, upper] = [Number(lowerPicos) / 1e12, Number(upperPicos) / 1e12]
    if (actual >= lower && actual <= upper) score.held[level]++
    if (level !== 80) continue
    if (actual < lower) score.below++
    if (actual > upper) score.above++
    score.width += (upper - lower) / Math.max(actual, lower, 1e-9)
  }
}
