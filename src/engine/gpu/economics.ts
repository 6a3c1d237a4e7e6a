import { mulDiv, PICOS, type Currency } from '../money.ts'
import type { DayCharge } from '../rating/charge.ts'
import { performanceOf, type Figure } from './performance-table.ts'

/** What the user's own work gets out of a model: tokens or samples a second on so many of its GPUs. */
export interface Throughput {
  readonly model: string
  readonly gpuCount: number
  readonly unit: 'tokens' | 'samples'
  readonly perSecond: number
}

/** What a GPU-hour at a price buys, all in picos of the wallet; null where the figure is not known. */
export interface GpuCost {
  readonly perGpuHour: bigint
  /** For 1e15 floating-point operations a second over an hour, dense. */
  readonly perBf16PflopHour: bigint | null
  readonly perFp8PflopHour: bigint | null
  readonly perGbMemoryHour: bigint | null
  readonly perTbPerSecondHour: bigint | null
  /** For a million tokens or samples, by each throughput that was given for the model. */
  readonly perMillion: readonly { readonly throughput: Throughput; readonly picos: bigint }[]
}

/**
 * Cost per unit of a model at a price per GPU-hour. 2.49 for a card of 989.4 dense BF16 TFLOPS is 2.5167 per PFLOP-hour;
 * 4 GPUs that write 8,000 tokens a second at 2.49 each cost 0.3458 per million.
 */
export function gpuCost(model: string, pricePicos: bigint, throughputs: readonly Throughput[]): GpuCost {
  const row = performanceOf(model)
  return {
    perGpuHour: pricePicos,
    perBf16PflopHour: perUnit(pricePicos, row?.bf16Tflops ?? null, 1000),
    perFp8PflopHour: perUnit(pricePicos, row?.fp8Tflops ?? null, 1000),
    perGbMemoryHour: perUnit(pricePicos, row?.memoryGb ?? null, 1),
    perTbPerSecondHour: perUnit(pricePicos, row?.memoryTbPerSecond ?? null, 1),
    perMillion: throughputs
      .filter((one) => one.model === model && one.perSecond > 0)
      .map((throughput) => ({ throughput, picos: perMillion(pricePicos, throughput) })),
  }
}

/** Figures have at most four places. */
const PLACES = 10_000

function perUnit(pricePicos: bigint, figure: Figure | null, unit: number): bigint | null {
  if (figure === null) return null
  return mulDiv(pricePicos, BigInt(unit * PLACES), BigInt(Math.round(figure.value * PLACES)))
}

function perMillion(pricePicos: bigint, { gpuCount, perSecond }: Throughput): bigint {
  const perHour = BigInt(Math.round(perSecond * PLACES)) * 3600n
  return mulDiv(pricePicos * BigInt(gpuCount), 1_000_000n * BigInt(PLACES), perHour)
}

/** What a GPU-hour of real use cost, in one wallet. */
export interface EffectivePrice {
  readonly model: string
  readonly currency: Currency
  readonly billedPicos: bigint
  /** GPU-hours in which the machine was active; picos. */
  readonly activeGpuHours: bigint
  /** GPU-hours in which it was shut off and paid in full. */
  readonly shutoffGpuHours: bigint
  /** GPU-hours nobody looked at: they may have been either. */
  readonly unknownGpuHours: bigint
  /** All that was billed for the machines, over their active GPU-hours; null where there were none. */
  readonly effectivePicos: bigint | null
  /** The same if every unknown hour was one of use: it cost at least this much; null where no hour can have been. */
  readonly leastPicos: bigint | null
  /** The same without what was paid while they were shut off; what shutting off costs is the difference. */
  readonly withoutShutoffPicos: bigint | null
}

/**
 * The effective price per model and wallet: all billed hours of its machines (active, shut off, asleep, unknown) over the
 * hours in which they were active. Give it days of one period; where hours are unknown it lies between two bounds.
 * 10 active and 10 shut-off hours at 0.69 are 1.38 per GPU-hour of use.
 */
export function effectivePrices(charges: readonly DayCharge[]): EffectivePrice[] {
  const tallies = new Map<
    string,
    {
      model: string
      currency: Currency
      billed: bigint
      shutoff: bigint
      hours: Record<'active' | 'shutoff' | 'unknown', bigint>
    }
  >()
  for (const charge of charges) {
    const { resourceType, gpuModel: model, gpuCount, currency, state } = charge
    if (resourceType !== 'instance' || model === null || gpuCount === null) continue
    const key = `${currency} ${model}`
    const tally = tallies.get(key) ?? {
      model,
      currency,
      billed: 0n,
      shutoff: 0n,
      hours: { active: 0n, shutoff: 0n, unknown: 0n },
    }
    tallies.set(key, tally)
    tally.billed += charge.billedPicos
    if (state === 'shutoff') tally.shutoff += charge.billedPicos
    if (state === 'active' || state === 'shutoff' || state === 'unknown') {
      tally.hours[state] += BigInt(charge.seconds) * BigInt(gpuCount)
    }
  }
  const gpuHours = (seconds: bigint) => mulDiv(seconds, PICOS, 3600n)
  return [...tallies.values()].map(({ model, currency, billed, shutoff, hours }) => {
    const over = (picos: bigint, seconds: bigint) => (seconds === 0n ? null : mulDiv(picos, 3600n, seconds))
    return {
      model,
      currency,
      billedPicos: billed,
      activeGpuHours: gpuHours(hours.active),
      shutoffGpuHours: gpuHours(hours.shutoff),
      unknownGpuHours: gpuHours(hours.unknown),
      effectivePicos: over(billed, hours.active),
      leastPicos: over(billed, hours.active + hours.unknown),
      withoutShutoffPicos: over(billed - shutoff, hours.active),
    }
  })
}
