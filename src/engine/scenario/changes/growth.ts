import { parsePicos } from '../../money.ts'
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
  let grown = draft
  let startsAt = period.startsAt
  for (let month = 0; startsAt < period.endsAt; month++) {
    const endsAt = Math.min(period.endsAt, calendar.monthInterval(startsAt).endsAt)
    const factor = { num: monthly.num ** BigInt(month), den: monthly.den ** BigInt(month) }
    grown = changeLines(grown, chosen, { startsAt, endsAt }, context.index, (span) => ({
      ...span,
      growth: { num: span.growth.num * factor.num, den: span.growth.den * factor.den },
    }))
    startsAt = endsAt
  }
  return grown
}

/** Without the tens that both have: a year of powers is long enough as it is. */
function shortened(num: bigint, den: bigint): Ratio {
  return num % 10n === 0n && den % 10n === 0n ? shortened(num / 10n, den / 10n) : { num, den }
}
