import { createdAt, deletedAt } from './ledger.ts'
import { meter, type MeterRules, spentAt } from './meter.ts'
import { PICOS_PER_UNIT } from './money.ts'
import type { AnyResource, Currency, TopUp } from './resource.ts'
import { DAY, HOUR } from './time.ts'

export interface TopUpHabit {
  currency: Currency
  /** Bought when the account is opened. */
  firstUnits: bigint
  /** Bought in multiples of this, at least one. */
  stepUnits: bigint
  /** Buys when the wallet lasts for fewer days than this, ... */
  whenDaysLeft: bigint
  /** ... so much that it lasts for about so many. */
  forDays: bigint
}

const LOOK_BACK_DAYS = 7
/** Time of day at which somebody looks at the wallet, in UTC. */
const LOOK_AT = 9 * HOUR

/**
 * The credits that the account's owner buys: each morning the wallet is held against the spend of the last week.
 * With `whenDaysLeft` 14 and `forDays` 28 a wallet always lasts for two to four weeks.
 */
export function topUpsOf(
  resources: readonly AnyResource[],
  rules: MeterRules,
  habits: readonly TopUpHabit[],
  { firstAt, until }: { firstAt: number; until: number },
): TopUp[] {
  return habits.flatMap((habit) => {
    const own = resources
      .filter(({ currency }) => currency === habit.currency)
      .map((resource) => ({ resource, metered: meter(resource, rules) }))
    const spent = spendByDay(own, firstAt, until)
    const topUps: TopUp[] = [{ at: firstAt, currency: habit.currency, picos: habit.firstUnits * PICOS_PER_UNIT }]
    let bought = habit.firstUnits * PICOS_PER_UNIT
    for (let day = 1; day < spent.length; day++) {
      const back = Math.min(day, LOOK_BACK_DAYS)
      const perDay = (spent[day]! - spent[day - back]!) / BigInt(back)
      const left = bought - spent[day]!
      if (left > perDay * habit.whenDaysLeft) continue
      const step = habit.stepUnits * PICOS_PER_UNIT
      const wanted = perDay * habit.forDays - left
      const picos = wanted > step ? ((wanted + step / 2n) / step) * step : step
      bought += picos
      topUps.push({ at: firstAt + day * DAY + LOOK_AT, currency: habit.currency, picos })
    }
    return topUps
  })
}

/** Spend from the start up to the look of each day, for the days before `until`. */
function spendByDay(
  own: readonly { resource: AnyResource; metered: ReturnType<typeof meter> }[],
  firstAt: number,
  until: number,
): bigint[] {
  const days = Math.max(1, Math.ceil((until - firstAt) / DAY))
  const spent = Array.from({ length: days }, () => 0n)
  for (const { resource, metered } of own) {
    const { ledger } = resource
    for (let day = Math.max(0, Math.floor((createdAt(ledger) - firstAt) / DAY)); day < days; day++) {
      const at = firstAt + day * DAY + LOOK_AT
      spent[day]! += spentAt(metered, at)
      if (at < deletedAt(ledger)) continue
      // Gone: its total stays what it is.
      const total = spentAt(metered, deletedAt(ledger))
      for (let later = day + 1; later < days; later++) spent[later]! += total
      break
    }
  }
  return spent
}
