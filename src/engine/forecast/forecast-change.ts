import { DRIVERS, type Driver, type DriverAmounts } from './driver.ts'

/** A forecast of a window as far as its causes go. */
export interface CausedForecast {
  readonly billedPicos: bigint
  /** What was still to come, by its causes. */
  readonly drivers: DriverAmounts
}

/** Why a forecast is another than the one before it, of the same window. */
export interface ForecastChange {
  readonly totalPicos: bigint
  /** What was billed since then beyond what had been expected of that time. */
  readonly billedPicos: bigint
  /** What is expected of the rest of the window beyond what had been expected of it, by its causes. */
  readonly drivers: Readonly<Record<Driver, bigint>>
}

/**
 * Explains a forecast against an earlier one of the same window. `expected` is what the earlier one held for the time
 * between them, by its causes. What was billed and the causes add up to the difference exactly, whatever `expected` is.
 *
 * Example: 100 billed and 50 to come became 130 billed and 45 to come, and 20 had been expected meanwhile: 25 dearer, of
 * which 30 - 20 = 10 were billed beyond what was expected, and 45 - (50 - 20) = 15 more are to come.
 */
export function forecastChange(before: CausedForecast, now: CausedForecast, expected: DriverAmounts): ForecastChange {
  let expectedPicos = 0n
  let totalPicos = now.billedPicos - before.billedPicos
  const drivers = {} as Record<Driver, bigint>
  for (const driver of DRIVERS) {
    const of = (amounts: DriverAmounts) => amounts[driver] ?? 0n
    expectedPicos += of(expected)
    drivers[driver] = of(now.drivers) - (of(before.drivers) - of(expected))
    totalPicos += of(now.drivers) - of(before.drivers)
  }
  return { totalPicos, billedPicos: now.billedPicos - before.billedPicos - expectedPicos, drivers }
}
