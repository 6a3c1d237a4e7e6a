import type { Estimate } from '../forecast-words.ts'

/** The edges of the bar in percent of its length: 100 is the high end of the forecast. */
export function forecastBarParts({ billedSoFar, p10, p50, p90 }: Omit<Estimate, 'currency'>) {
  const values = [billedSoFar, p10, p50, p90].map(Number)
  const whole = Math.max(...values)
  const share = (value: number) => (whole > 0 ? Math.min(100, Math.max(0, (value / whole) * 100)) : 0)
  const [soFar, low, likely, high] = values.map(share) as [number, number, number, number]
  return { soFar, low, likely: Math.max(likely, soFar), high }
}
