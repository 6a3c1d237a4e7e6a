import { parsePicos, type Currency } from '../money.ts'
import type { Instant } from '../time.ts'
import type { Driver, DriverAmounts } from './driver.ts'
import type { LeafOutlook } from './leaf-outlook.ts'
import type { LeafSpend } from './leaf-spend.ts'
import type { WindowBands } from './window-error.ts'

/** Bounds at a level in per cent. */
export interface Bounds {
  readonly level: 50 | 80 | 95
  readonly lowerPicos: bigint
  readonly upperPicos: bigint
}

export interface Estimate {
  readonly group: string
  readonly currency: Currency
  /** Of the 80 % interval. */
  readonly p10Picos: bigint
  readonly p50Picos: bigint
  readonly p90Picos: bigint
  readonly billedSoFarPicos: bigint
  /** What is still to come, by its causes: with what is billed they add up to p50. */
  readonly drivers: DriverAmounts
  /** At 50, 80 and 95 %, each within the next. */
  readonly bounds: readonly Bounds[]
}

/** What is billed and still to come of something. */
export interface BilledAndToCome {
  readonly billed: bigint
  readonly drivers: DriverAmounts
}

/** The middle with its bounds, of which none lies below what is billed. */
export function estimate(
  { halves }: WindowBands,
  { billed, drivers }: BilledAndToCome,
): Omit<Estimate, 'group' | 'currency'> {
  let restPicos = 0n
  for (const picos of Object.values(drivers)) restPicos += picos
  const p50Picos = billed + restPicos
  const bounds = halves.map(({ level, half }): Bounds => {
    const picos = half === 0 ? 0n : parsePicos(half.toFixed(12))
    return {
      level,
      // What is still to come may be a refund; the bound stays on its side of the middle.
      lowerPicos: picos > restPicos ? min(billed, p50Picos) : p50Picos - picos,
      upperPicos: p50Picos + picos,
    }
  })
  const { lowerPicos: p10Picos, upperPicos: p90Picos } = bounds.find(({ level }) => level === 80)!
  return { p10Picos, p50Picos, p90Picos, billedSoFarPicos: billed, drivers, bounds }
}

/** A millionth of the currency: what floats leave of an amount that a plan takes away altogether. */
const DUST = 1_000_000n

/** What a plan changes; one that takes all takes it to the last unit, so that nothing is forecast below nought. */
function withoutDust(plannedPicos: bigint, wholePicos: bigint): bigint {
  const restPicos = wholePicos + plannedPicos
  return plannedPicos < 0n && restPicos < DUST && restPicos > -DUST ? -wholePicos : plannedPicos
}

/** A leaf's cost between two moments by its causes. */
export function driversOf(outlook: LeafOutlook, startsAt: Instant, endsAt: Instant): DriverAmounts {
  const { base, planned, priceChange, keepsRunning, driver } = outlook
  const between = (spend: LeafSpend) => spend(endsAt) - spend(startsAt)
  const whole = between(base)
  const amounts: Partial<Record<Driver, bigint>> = {}
  if (driver === 'storage' || driver === 'ai') amounts[driver] = whole
  else {
    amounts.keepsRunning = between(keepsRunning)
    amounts[driver] = whole - amounts.keepsRunning
  }
  if (planned) amounts.planned = withoutDust(between(planned), whole)
  if (priceChange) amounts.priceChange = between(priceChange)
  return amounts
}

const min = (a: bigint, b: bigint) => (a < b ? a : b)
