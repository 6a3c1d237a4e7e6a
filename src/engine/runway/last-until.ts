import { mulDiv } from '../money.ts'
import { HOUR_MS, type Instant } from '../time.ts'
import { chanceOfLasting, spentAt } from './certainty.ts'
import { runway, type Runway, type SpendPoint } from './runway.ts'
import { topUpPlan, type TopUpPlan, type TopUpQuestion } from './top-up-plan.ts'

const DAY_MS = BigInt(24 * HOUR_MS)

/** Something that would make a wallet last longer, and what it keeps from being spent by a moment. */
export interface Measure {
  readonly kind: 'hibernate' | 'end' | 'smaller'
  readonly resourceId: string
  readonly savedBy: (at: Instant) => bigint
}

/** A measure after those before it. */
export interface Step<M extends Measure> {
  readonly measure: M
  /** What it alone keeps from being spent until the date. */
  readonly savesPicos: bigint
  /** When the wallet ends with this one and all before it. */
  readonly ends: Runway
  readonly chance: number
  /** What would still have to be bought with this one and all before it. */
  readonly topUp: TopUpPlan
}

export interface LastUntil<M extends Measure> {
  readonly ends: Runway
  readonly chance: number
  /** What may be spent a day for the balance to reach the date, and what is likely to be. */
  readonly allowedPerDayPicos: bigint
  readonly likelyPerDayPicos: bigint
  /** Without any measure. */
  readonly topUp: TopUpPlan
  readonly steps: readonly Step<M>[]
  /** The place of the first step with which the date is reached as surely as wanted; null where none of them does, -1 where none is needed. */
  readonly reachedWith: number | null
}

/**
 * Whether a wallet lasts until a date, and what makes it: measures in the order in which they are given, least important
 * machine first, each with the date that it and all before it reach. The width of what may come is not made less.
 *
 * Example: 100 left, 10 a day, and 15 days to go: 6.66 a day are allowed; a machine of 4 a day asleep reaches them.
 */
export function lastUntil<M extends Measure>(
  question: TopUpQuestion & { readonly measures: readonly M[] },
): LastUntil<M> {
  const { path, balancePicos, until, certainty, measures } = question
  const span = BigInt(Math.max(HOUR_MS, until - path[0]!.at))
  const perDay = (picos: bigint) => mulDiv(picos, DAY_MS, span)
  const chance = chanceOfLasting(path, balancePicos, until)
  const steps: Step<M>[] = []
  let left = path
  let reachedWith: number | null = chance >= certainty ? -1 : null
  for (const measure of measures) {
    left = without(left, measure)
    const after = chanceOfLasting(left, balancePicos, until)
    steps.push({
      measure,
      savesPicos: measure.savedBy(until),
      ends: runway({ balancePicos, path: left }),
      chance: after,
      topUp: topUpPlan({ ...question, path: left }),
    })
    if (reachedWith === null && after >= certainty) reachedWith = steps.length - 1
  }
  return {
    ends: runway({ balancePicos, path }),
    chance,
    allowedPerDayPicos: perDay(balancePicos > 0n ? balancePicos : 0n),
    likelyPerDayPicos: perDay(spentAt(path, until).p50Picos),
    topUp: topUpPlan(question),
    steps,
    reachedWith,
  }
}

/** A path less what a measure saves; it never falls. */
function without(path: readonly SpendPoint[], { savedBy }: Measure): SpendPoint[] {
  let [low, middle, high] = [0n, 0n, 0n]
  return path.map(({ at, p10Picos, p50Picos, p90Picos }) => {
    const saved = savedBy(at)
    low = larger(low, p10Picos - saved)
    middle = larger(middle, p50Picos - saved)
    high = larger(high, p90Picos - saved)
    return { at, p10Picos: low, p50Picos: middle, p90Picos: high }
  })
}

const larger = (a: bigint, b: bigint) => (a > b ? a : b)
