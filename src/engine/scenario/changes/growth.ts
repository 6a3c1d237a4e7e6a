import { parsePicos } from '../../money.ts'
import type { Interval } from '../../time.ts'
import type { Growth } from '../change.ts'
import { changeLines, periodOf, type ChangeContext, type Draft } from '../draft.ts'
import type { Ratio } from '../line.ts'
import { refuse } from '../problem.ts'
import { parsedOr } from './prices.ts'

/** As many more each calendar month: (1 + g)^k in the k-th month after the one that it begins in. */
export function growth(draft: Draft, change: Growth, context: ChangeContext): Draft {
  const percent = parsedOr('percentPerMonth', change.percentPerMonth)
  if (percent < parsePicos('-100')) {
    refuse('percentPerMonth', `nothing shrinks by more than 100 %; ${change.percentPerMonth} asked`)
  }
  if (percent > parsePicos('1000')) {
    refuse('percentPerMonth', `at most 1000 % a month can be planned; ${change.percentPerMonth} asked`)
  }
  const { calendar } = context.baseline.clock
  const period = periodOf(change, context)
  const chosen = { field: 'resources', selector: change.resources, machinesOnly: false }
  const monthly = shortened(parsePicos('100') + percent, parsePicos('100'))
  const months: (Interval & Ratio)[] = []
  for (let startsAt = period.startsAt; startsAt < period.endsAt; startsAt = months.at(-1)!.endsAt) {
    const endsAt = Math.min(period.endsAt, calendar.monthInterval(startsAt).endsAt)
    const k = BigInt(months.length)
    months.push({ startsAt, endsAt, num: monthly.num ** k, den: monthly.den ** k })
  }
  return changeLines(draft, chosen, period, context.index, (span) =>
    months.flatMap(({ num, den, ...month }) => {
      const startsAt = Math.max(span.startsAt, month.startsAt)
      const endsAt = Math.min(span.endsAt, month.endsAt)
      const grown = { num: span.growth.num * num, den: span.growth.den * den }
      return startsAt < endsAt ? [{ ...span, startsAt, endsAt, growth: grown }] : []
    }),
  )
}

/** Without the tens that both have: a year of powers is long enough as it is. */
function shortened(num: bigint, den: bigint): Ratio {
  return num % 10n === 0n && den % 10n === 0n ? shortened(num / 10n, den / 10n) : { num, den }
}
