import { findBudgets } from '../../db/budget-repository.ts'
import { addDays, DIMENSIONS, formatPicos } from '../../engine/index.ts'
import { filterOf, type WatchScope } from '../../engine/alert/index.ts'
import type { BudgetScope } from '../../engine/budget/index.ts'
import { budgetNow, type BudgetNow } from '../services/budget-state.ts'
import { budgetSentence, scopeText } from '../services/budget-words.ts'
import type { Finder } from './finder.ts'
import type { AlertView } from './view.ts'
import { amountText } from './words.ts'

const BASIS = {
  actual: { of: (now: BudgetNow) => now.actualPicos, words: 'is billed' },
  p50: { of: (now: BudgetNow) => now.p50Picos, words: 'will likely be spent' },
  p90: { of: (now: BudgetNow) => now.p90Picos, words: 'could be spent' },
} as const
/** A forecast that was told is told until it has fallen so far under the share: it trembles. */
const HOLD = 0.95

/** Budgets of which more than a share is spent, or will be, in the period that runs; each share once a period. */
export const findBudgetsOver: Finder<'budget'> = async (view, { ruleId, watch }) => {
  const { context, account } = view
  const budgets = await findBudgets(context.store.db, account.accountId)
  const watched = budgets.filter(
    ({ budgetId, scope }) => (watch.budgetId === null || budgetId === watch.budgetId) && isWithin(scope, watch),
  )
  if (watched.length === 0) return []
  const { ledger } = await view.ledger()
  const today = ledger.calendar.dayOf(view.now)
  const basis = BASIS[watch.basis]
  const findings = []
  for (const budget of watched) {
    const now = await budgetNow(context, ledger, budget, today)
    if (now.time !== 'running' || now.amountPicos === 0n) continue
    const share = Number(basis.of(now)) / Number(now.amountPicos)
    const over = (factor: number) =>
      watch.percents.filter((percent) => share * 100 > percent * factor).map((percent) => `${percent} %`)
    const holds = over(watch.basis === 'actual' ? 1 : HOLD)
    if (holds.length === 0) continue
    // What is billed already is no forecast: the rule on what is billed tells it, nobody hears of it twice.
    const billed = (Number(now.actualPicos) / Number(now.amountPicos)) * 100
    const marks =
      watch.basis === 'actual' ? over(1) : over(1).filter((mark) => billed <= Number(mark.replace(' %', '')))
    const cause = `${budget.budgetId} ${now.days.from}`
    if (marks.length === 0 && view.toldOf(ruleId, cause).length === 0) continue
    const { name, currency } = budget
    findings.push({
      ruleId,
      kind: 'budget' as const,
      cause,
      marks,
      holds,
      subject: `Budget ${name}: ${Math.round(share * 100)} % ${basis.words}`,
      text: [
        `${budgetSentence(budget, now)}.`,
        `It is for ${scopeText(budget.scope)}, ${now.days.from} to ${addDays(now.days.to, -1)}; an even spend would be at ${amountText(now.plannedPicos, currency)} by now.`,
      ].join('\n'),
      path: '/budgets',
      parties: await aboutOf(view, budget.scope),
      facts: {
        budgetId: budget.budgetId,
        name,
        currency,
        ...now.days,
        amount: formatPicos(now.amountPicos),
        actual: formatPicos(now.actualPicos),
        planned: formatPicos(now.plannedPicos),
        p10: formatPicos(now.p10Picos),
        p50: formatPicos(now.p50Picos),
        p90: formatPicos(now.p90Picos),
      },
    })
  }
  return findings
}

/** Budgets that are narrowed to what the rule watches. */
function isWithin(scope: BudgetScope, watch: WatchScope): boolean {
  const wanted = filterOf(watch)
  return DIMENSIONS.every((dimension) => wanted[dimension] === undefined || scope[dimension] === wanted[dimension])
}

/** Whom a budget is for: what it is narrowed to, or whose its one resource is. */
async function aboutOf(view: AlertView, { project, owner, cost_center, resource }: BudgetScope): Promise<string[]> {
  const named = [project, owner, cost_center].filter((name) => name !== undefined)
  return resource === undefined ? named : [...new Set([...named, ...(await view.parties()).of([resource])])]
}
