/** A forecast of which what came is known. */
export interface JudgedForecast {
  readonly p10Picos: bigint
  readonly p50Picos: bigint
  readonly p90Picos: bigint
  readonly actualPicos: bigint
}

/** How good forecasts were. */
export interface ForecastAccuracy {
  readonly forecasts: number
  /** The middle of how far they were off, as a share of what came; null of none. */
  readonly medianOff: number | null
  /** In how many the 80 % interval held what came. */
  readonly held: number
  /** What was forecast on the whole against what came: 0.03 is 3 % too high; null where nothing came. */
  readonly bias: number | null
}

/**
 * Judges forecasts of one wallet and horizon.
 *
 * Example: 100 forecast and 110 came, 100 and 80: off by 9.1 and 25 %, so 17 % in the middle, and 200 / 190 - 1 = 5 % too
 * high on the whole.
 */
export function forecastAccuracy(forecasts: readonly JudgedForecast[]): ForecastAccuracy {
  const off = forecasts.map(offBy).sort((a, b) => a - b)
  let expected = 0n
  let came = 0n
  for (const { p50Picos, actualPicos } of forecasts) {
    expected += p50Picos
    came += actualPicos
  }
  return {
    forecasts: forecasts.length,
    medianOff: medianOf(off),
    held: forecasts.filter(hasHeld).length,
    bias: came === 0n ? null : Number(expected - came) / Number(came),
  }
}

/** How far a forecast was off, as a share of what came; all of it where nothing came. */
export function offBy({ p50Picos, actualPicos }: Pick<JudgedForecast, 'p50Picos' | 'actualPicos'>): number {
  const distance = Number(p50Picos > actualPicos ? p50Picos - actualPicos : actualPicos - p50Picos)
  if (distance === 0) return 0
  return actualPicos === 0n ? 1 : distance / Number(actualPicos)
}

export const hasHeld = ({ p10Picos, p90Picos, actualPicos }: JudgedForecast): boolean =>
  p10Picos <= actualPicos && actualPicos <= p90Picos

function medianOf(sorted: readonly number[]): number | null {
  if (sorted.length === 0) return null
  const half = sorted.length / 2
  return Number.isInteger(half) ? (sorted[half - 1]! + sorted[half]!) / 2 : sorted[Math.floor(half)]!
}
