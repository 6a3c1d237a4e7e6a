import { burnHistory } from '../src/engine/forecast/burn-history.ts'
import { documentedPrices, forecastSpan, priceBook } from '../src/engine/index.ts'
import { tenantsOf } from '../test/bench/tenants.ts'

/**
 * How the 80 % bands of window totals fare on generated tenants of seeds 1 to 30, and how they would if they were
 * narrower or wider: what the usual errors in src/engine/forecast/spend/prior-error.ts were set by. The benches judge
 * them on other seeds. Takes some minutes: `node bin/run.js scripts/spend-prior.ts`.
 */
const HOUR = 3_600_000
const DAY = 24 * HOUR
const SEEDS = 30
const HORIZONS = [24, 168, 336, 720]
/** Days before the account's present, and the hour. */
const ORIGINS = [
  [31, 3],
  [38, 15],
  [45, 9],
  [52, 21],
  [59, 0],
] as const
const FACTORS = [0.9, 1, 1.05, 1.1, 1.15, 1.2]
const LEAST_ORIGINS = 21

const prices = priceBook(documentedPrices)
const errors = new Map<number, number[]>(HORIZONS.map((hours) => [hours, []]))
for (let seed = 1; seed <= SEEDS; seed++) {
  const now = Date.UTC(2026, 10, 28, 12) + (seed % 7) * DAY
  for (const { records, resources, currency } of tenantsOf(seed, now)) {
    const history = burnHistory(records, now)
    for (const [daysBefore, hour] of ORIGINS) {
      const asOf = Math.floor(now / DAY) * DAY - daysBefore * DAY + hour * HOUR
      for (const hours of HORIZONS) {
        const span = { startsAt: asOf, endsAt: asOf + hours * HOUR }
        const forecasts = forecastSpan({ records, resources, prices, asOf }, span)
        const forecast = forecasts.find((one) => one.currency === currency)
        if (!forecast || forecast.origins < LEAST_ORIGINS) continue
        const half = Number(forecast.p90Picos - forecast.p50Picos) / 1e12
        const error = history.spent(span.startsAt, span.endsAt) - Number(forecast.p50Picos) / 1e12
        errors.get(hours)!.push(error / half)
      }
    }
  }
}
for (const [hours, all] of errors) {
  const within = (factor: number) => all.filter((error) => Math.abs(error) <= factor).length / all.length
  const shares = FACTORS.map((factor) => `${factor}: ${within(factor).toFixed(3)}`)
  console.log(`${hours} h, ${all.length} windows, held by the band times ${shares.join(', ')}`)
}
