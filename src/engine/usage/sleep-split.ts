import { mulDiv } from '../money.ts'
import { MINUTE_MS, type Instant, type Interval } from '../time.ts'
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
  const pieces = sleepSteps(record, readings, ratePicos, flatPicos).flatMap((step) =>
    splitStep(step, ratePicos, flatPicos),
  )
  return joined(pieces).map(({ from, to, billedPicos, asleep }) => ({
    startsAt: Math.min(endsAt, startsAt + from * MINUTE_MS),
    endsAt: Math.min(endsAt, startsAt + to * MINUTE_MS),
    billedPicos,
    asleep,
  }))
}

/**
 * The spans between two readings in which the machine both ran and slept: how long it slept there is known, when is not.
 * The first one begins with the record, the last one ends with it, or with `readAt` where it is open.
 */
export function guessedSpans(
  record: BillingRecord,
  readings: readonly RecordReading[],
  ratePicos: bigint,
  flatPicos: bigint,
  readAt: Instant,
): Interval[] {
  return sleepSteps(record, readings, ratePicos, flatPicos)
    .filter(({ minutes, slept }) => slept > 0 && slept < minutes)
    .map(({ seenFrom, seenTo }) => ({ startsAt: seenFrom, endsAt: seenTo ?? record.endsAt ?? readAt }))
}

/** What was added between two readings. */
interface SleepStep {
  readonly minutes: number
  readonly billedPicos: bigint
  readonly slept: number
  readonly sleepsFirst: boolean
  readonly seenFrom: Instant
  /** Null for the value of the record itself. */
  readonly seenTo: Instant | null
}

function sleepSteps(
  record: BillingRecord,
  readings: readonly RecordReading[],
  ratePicos: bigint,
  flatPicos: bigint,
): SleepStep[] {
  const steps: SleepStep[] = []
  let minutes = 0
  let totalPicos = 0n
  let wasAsleep = false
  let seenFrom = record.startsAt
  for (const reading of [...readings.filter((one) => one.endsAt === null), record]) {
    const step = { minutes: reading.minutes - minutes, billedPicos: reading.totalPicos - totalPicos }
    if (step.minutes < 0 || (step.minutes === 0 && reading !== record)) continue
    const isAsleep = reading.status === 'hibernated'
    const slept = minutesAsleep(step, ratePicos, flatPicos) ?? (isAsleep && wasAsleep ? step.minutes : 0)
    const seenTo = 'seenAt' in reading ? reading.seenAt : null
    steps.push({ ...step, slept, sleepsFirst: wasAsleep && !isAsleep, seenFrom, seenTo })
    minutes = reading.minutes
    totalPicos = reading.totalPicos
    wasAsleep = isAsleep
    seenFrom = seenTo ?? seenFrom
  }
  return steps
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

function splitStep(step: SleepStep, ratePicos: bigint, flatPicos: bigint) {
  const { minutes, billedPicos, slept, sleepsFirst } = step
  const awake = minutes - slept
  if (slept === 0) return [{ minutes, billedPicos, asleep: false }]
  if (awake === 0) return [{ minutes, billedPicos, asleep: true }]
  // By what each part must have cost: the last unit goes to the running part.
  const weight = flatPicos * BigInt(slept) + ratePicos * BigInt(awake)
  const asleepPicos = mulDiv(billedPicos, flatPicos * BigInt(slept), weight)
  const parts = [
    { minutes: awake, billedPicos: billedPicos - asleepPicos, asleep: false },
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
