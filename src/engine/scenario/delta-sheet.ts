import type { DayClass, PlanClock } from './plan-clock.ts'

/** What can make a scenario dearer or cheaper than the baseline, before tax. */
export const CAUSES = ['price', 'hours', 'count', 'state', 'storage'] as const
export type CostCause = (typeof CAUSES)[number]

/** An amount of picos for each cause, in the order of CAUSES. */
export type ByCause = readonly [price: bigint, hours: bigint, count: bigint, state: bigint, storage: bigint]

/**
 * What a scenario changes in one wallet, by day and cause. Days that are alike are told once: a machine's year is a
 * handful of steps, not 365 sums.
 */
export interface DeltaSheet {
  addDay(day: number, amounts: ByCause): void
  /** The same for each day of the class in [from, to). */
  addRun(dayClass: DayClass, from: number, to: number, amounts: ByCause): void
  /** By cause, then by day. */
  days(): bigint[][]
}

export function deltaSheet({ days }: PlanClock): DeltaSheet {
  const zeros = () => CAUSES.map(() => new Array<bigint>(days.length + 1).fill(0n))
  const single = zeros()
  const steps = new Map<DayClass, bigint[][]>()
  return {
    addDay: (day, amounts) => {
      for (let cause = 0; cause < amounts.length; cause++) {
        if (amounts[cause] !== 0n) single[cause]![day]! += amounts[cause]!
      }
    },
    addRun: (dayClass, from, to, amounts) => {
      if (amounts.every((amount) => amount === 0n)) return
      let step = steps.get(dayClass)
      if (!step) steps.set(dayClass, (step = zeros()))
      for (let cause = 0; cause < amounts.length; cause++) {
        const amount = amounts[cause]!
        if (amount === 0n) continue
        step[cause]![from]! += amount
        step[cause]![to]! -= amount
      }
    },
    days: () =>
      CAUSES.map((_, cause) => {
        const sums = single[cause]!.slice(0, days.length)
        for (const [{ before }, step] of steps) {
          let level = 0n
          for (let day = 0; day < sums.length; day++) {
            level += step[cause]![day]!
            if (before[day + 1]! > before[day]!) sums[day]! += level
          }
        }
        return sums
      }),
  }
}
