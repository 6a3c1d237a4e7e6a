import { findFunds } from '../../db/fund-repository.ts'
import { DIMENSIONS, formatPicos } from '../../engine/index.ts'
import { fundsNow } from '../services/fund-state.ts'
import { fundSentence } from '../services/funds.ts'
import type { Finder } from './finder.ts'

/** A chance that was told as too small is so until it is ten points above: it trembles. */
const HOLD_POINTS = 10

/** Grants that may not last: the chance is under what the rule says. */
export const findFundsShort: Finder<'fund'> = async (view, { ruleId, watch }) => {
  const { context, account } = view
  const funds = await findFunds(context.store.db, account.accountId)
  if (funds.length === 0) return []
  const { ledger } = await view.ledger()
  const all = await fundsNow(context, ledger, funds)
  return funds.flatMap((fund) => {
    const now = all.get(fund.fundId)!
    const percent = now.chance * 100
    const isWatched =
      (watch.fundId === null || watch.fundId === fund.fundId) &&
      DIMENSIONS.every((dimension) => !watch[dimension] || fund.drawnBy[dimension].includes(watch[dimension]))
    if (!isWatched || now.time === 'past' || percent >= watch.underPercent + HOLD_POINTS) return []
    return [
      {
        ruleId,
        kind: 'fund' as const,
        cause: String(fund.fundId),
        marks: percent < watch.underPercent ? ['short'] : [],
        holds: ['short'],
        subject: `Grant ${fund.name} may not last`,
        text: `${fundSentence(fund, now, account.zone, view.now)}.`,
        path: '/budgets',
        parties: DIMENSIONS.flatMap((dimension) => fund.drawnBy[dimension]),
        facts: {
          fundId: fund.fundId,
          name: fund.name,
          currency: fund.currency,
          spent: formatPicos(now.spentPicos),
          left: formatPicos(now.leftPicos),
          chance: now.chance,
          usedUpOn: now.usedUpOn,
        },
      },
    ]
  })
}
