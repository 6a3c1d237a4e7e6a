import { mulDiv } from '../money.ts'
import { MINUTE_MS, type Interval } from '../time.ts'
import type { BillingRecord } from './billing-record.ts'
import type { RecordReading } from './record-reading.ts'
import { coveredInterval } from './state-ledger.ts'

/** A stretch of a record with what was billed in it; `asleep` where it was billed at the flat rate of hibernation. */
export interface BilledStretch extends Interval {
  readonly billedPicos: bigint
  readonly asleep: boolean
}

/**
 * Splits a record that goes on through hibernation (one record, its rate changes) by its successive values: what was
 * added between two readings says how many of the minutes between them were slept. Within such a step a machine is taken
 * to have gone on as it was and changed once: a step that ends asleep was running first.
 *
 * 60 minutes at 2.40 an hour, then a reading 60 minutes later with 1.21 more: 30 minutes running, 30 at 0.01.
 * `ratePicos` is what the machine costs per hour running, `flatPicos` asleep. Stretches add up to the total and have no
 * gaps; a step that fits no split is left as it is, running or asleep by its status.
 */
export function splitBySleep(
  record: BillingRecord,
  readings: readonly RecordReading[],
  ratePicos: bigint,
  flatPicos: bigint,
): BilledStretch[] {
  const { startsAt, endsAt } = coveredInterval(record, Infinity)
  const pieces: { minutes: number; billedPicos: bigint; asleep: boolean }[] = []
  let minutes = 0
  let totalPicos = 0n
  let wasAsleep = false
  for (const reading of [...readings.filter((one) => one.endsAt === null), record]) {
    const step = { minutes: reading.minutes - minutes, billedPicos: reading.totalPicos - totalPicos }
    if (step.minutes < 0 || (step.minutes === 0 && reading !== record)) continue
    const isAsleep = reading.status === 'hibernated'
    const slept = minutesAsleep(step, ratePicos, flatPicos) ?? (isAsleep && wasAsleep ? step.minutes : 0)
    pieces.push(...splitStep(step, slept, wasAsleep && !isAsleep, ratePicos, flatPicos))
    minutes = reading.minutes
    totalPicos = reading.totalPicos
    wasAsleep = isAsleep
  }
  return joined(pieces).map(({ from, to, billedPicos, asleep }) => ({
    startsAt: Math.min(endsAt, startsAt + from * MINUTE_MS),
    endsAt: Math.min(endsAt, startsAt + to * MINUTE_MS),
    billedPicos,
    asleep,
  }))
}

/** Whole minutes at the flat rate that give what a step billed, to a minute's rounding; null where none do. */
function minutesAsleep(
  { minutes, billedPicos }: { minutes: number; billedPicos: bigint },
  ratePicos: bigint,
  flatPicos: bigint,
): number | null {
  if (minutes === 0 || ratePicos <= flatPicos) return null
  const missing = ratePicos * BigInt(minutes) - billedPicos * 60n
  const slept = Number(mulDiv(missing, 1n, ratePicos - flatPicos))
  return slept >= 0 && slept <= minutes ? slept : null
}

function splitStep(
  step: { minutes: number; billedPicos: bigint },
  slept: number,
  sleepsFirst: boolean,
  ratePicos: bigint,
  flatPicos: bigint,
) {
  const awake = step.minutes - slept
  if (slept === 0) return [{ ...step, asleep: false }]
  if (awake === 0) return [{ ...step, asleep: true }]
  // By what each part must have cost: the last unit goes to the running part.
  const weight = flatPicos * BigInt(slept) + ratePicos * BigInt(awake)
  const asleepPicos = mulDiv(step.billedPicos, flatPicos * BigInt(slept), weight)
  const parts = [
    { minutes: awake, billedPicos: step.billedPicos - asleepPicos, asleep: false },
    { minutes: slept, billedPicos: asleepPicos, asleep: true },
  ]
  return sleepsFirst ? parts.reverse() : parts
}

/** Neighbours in the same state become one, by their minutes from the start of the record. */
function joined(pieces: readonly { minutes: number; billedPicos: bigint; asleep: boolean }[]) {
  const stretches: { from: number; to: number; billedPicos: bigint; asleep: boolean }[] = []
  let from = 0
  for (const { minutes, billedPicos, asleep } of pieces) {
    const last = stretches.at(-1)
    if (last?.asleep === asleep) {
      last.to += minutes
      last.billedPicos += billedPicos
    } else stretches.push({ from, to: from + minutes, billedPicos, asleep })
    from += minutes
  }
  return stretches
}
