import {
  deleteBudget,
  findBudgets,
  saveBudgets,
  updateBudget,
  type BudgetRow,
  type NewBudget,
} from '../../db/budget-repository.ts'
import { plannedFor, type BudgetScope, type NamedParties } from '../../engine/budget/index.ts'
import {
  addDays,
  daysBetween,
  DIMENSIONS,
  formatPicos,
  parsePicos,
  type Day,
  type DimensionFilter,
} from '../../engine/index.ts'
import type { AppContext } from '../context.ts'
import type { BudgetBody, BudgetDaysDto, BudgetDto } from '../dto/budgets.ts'
import { invalidParameter, ProblemException } from '../problem.ts'
import { accountOf } from './account.ts'
import { billedDays, expected } from './budget-spend.ts'
import { budgetNow, periodNear, type BudgetNow } from './budget-state.ts'
import { budgetSentence } from './budget-words.ts'
import { requireWallets } from './known-wallet.ts'
import { loadLedger, type Ledger } from './ledger.ts'
import { limitsOfParties } from './limits-of-parties.ts'

interface Query {
  readonly account?: string | undefined
}

export interface BudgetsQuery extends Query, DimensionFilter {
  readonly on?: Day | undefined
}

/** Each budget with how it stands, in the period of a day or of today; of those that are named only what is for them. */
export async function listBudgets(context: AppContext, query: BudgetsQuery): Promise<{ rows: BudgetDto[] }> {
  const { ledger } = await loadLedger(context, query)
  const on = query.on ?? ledger.calendar.dayOf(context.clock())
  const rows: BudgetDto[] = []
  const isTheirs = await limitsOfParties(context, ledger.account, query)
  for (const budget of await findBudgets(context.store.db, ledger.account.accountId)) {
    if (!isTheirs(namedIn(budget.scope))) continue
    rows.push(toDto(budget, await budgetNow(context, ledger, budget, on)))
  }
  return { rows }
}

const namedIn = (scope: BudgetScope): NamedParties => {
  const names = DIMENSIONS.map((dimension) => [dimension, scope[dimension] === undefined ? [] : [scope[dimension]]])
  return Object.fromEntries(names) as NamedParties
}

/** A budget's days: planned, billed, likely, each as the sum from the period's beginning on. */
export async function budgetDays(
  context: AppContext,
  budgetId: number,
  query: Query & { on?: Day | undefined },
): Promise<BudgetDaysDto> {
  const { ledger } = await loadLedger(context, query)
  const { calendar, account } = ledger
  const budget = await existing(context, account.accountId, budgetId)
  const today = calendar.dayOf(context.clock())
  const days = periodNear(budget, query.on ?? today)
  const { currency, scope } = budget
  const billed = await billedDays(context, account, currency, scope, days)
  const forecast = today < days.to ? await expected(context, ledger, currency, scope, days) : null
  const [toPlanned, toActual, toLikely] = [runningSum(), runningSum(), runningSum()]
  const rows = daysBetween(days.from, days.to).map((day) => {
    const actual = billed.get(day) ?? 0n
    const row = forecast?.byDay.get(day)
    const toCome = row && day >= today ? row.p50Picos - row.billedSoFarPicos : 0n
    const likely = toLikely(actual + (toCome > 0n ? toCome : 0n))
    return {
      day,
      planned: toPlanned(plannedFor(budget, { from: day, to: addDays(day, 1) })),
      actual: day <= today ? toActual(actual) : null,
      likely: day >= today ? likely : null,
    }
  })
  return { currency, rows }
}

export async function createBudget(context: AppContext, body: BudgetBody, query: Query): Promise<BudgetDto> {
  // Before it is kept: where nothing was read yet nothing is to be told of it, and a second try would find it there.
  const { account } = (await loadLedger(context, query)).ledger
  await requireWallets(context, account.accountId, [body])
  const others = await findBudgets(context.store.db, account.accountId)
  if (others.some(({ name }) => name === body.name)) throw taken(body.name)
  const [budget] = await saveBudgets(context.store.db, account.accountId, [budgetOf(body)], context.clock())
  return standing(context, budget!, query)
}

export async function putBudget(
  context: AppContext,
  budgetId: number,
  body: BudgetBody,
  query: Query,
): Promise<BudgetDto> {
  const { account } = (await loadLedger(context, query)).ledger
  await requireWallets(context, account.accountId, [body])
  const others = await findBudgets(context.store.db, account.accountId)
  if (others.some((other) => other.name === body.name && other.budgetId !== budgetId)) throw taken(body.name)
  const budget = await updateBudget(context.store.db, account.accountId, budgetId, budgetOf(body), context.clock())
  return standing(context, budget ?? missing(budgetId), query)
}

export async function removeBudget(context: AppContext, budgetId: number, query: Query): Promise<{ budgetId: number }> {
  const account = await accountOf(context, query.account)
  if (!(await deleteBudget(context.store.db, account.accountId, budgetId))) missing(budgetId)
  return { budgetId }
}

/** As it is kept: amounts in the order of their days. */
export const budgetOf = ({ amounts, scope, ...body }: BudgetBody): NewBudget => ({
  ...body,
  amounts: amounts
    .map(({ from, amount }) => ({ from, picos: parsePicos(amount) }))
    .sort((a, b) => (a.from < b.from ? -1 : 1)),
  scope: Object.fromEntries(Object.entries(scope).filter(([, value]) => value !== undefined)),
})

async function standing(context: AppContext, budget: BudgetRow, query: Query): Promise<BudgetDto> {
  const { ledger }: { ledger: Ledger } = await loadLedger(context, query)
  return toDto(budget, await budgetNow(context, ledger, budget, ledger.calendar.dayOf(context.clock())))
}

async function existing(context: AppContext, accountId: number, budgetId: number): Promise<BudgetRow> {
  const budgets = await findBudgets(context.store.db, accountId)
  return budgets.find((budget) => budget.budgetId === budgetId) ?? missing(budgetId)
}

function toDto(budget: BudgetRow, now: BudgetNow): BudgetDto {
  const { budgetId, name, currency, period, firstDay, lastDay, amounts, scope, note } = budget
  return {
    budgetId,
    name,
    currency,
    period,
    firstDay,
    lastDay,
    amounts: amounts.map(({ from, picos }) => ({ from, amount: formatPicos(picos) })),
    scope: { ...scope },
    note,
    now: {
      ...now.days,
      time: now.time,
      amount: formatPicos(now.amountPicos),
      actual: formatPicos(now.actualPicos),
      planned: formatPicos(now.plannedPicos),
      pace: now.plannedPicos > 0n ? Number(now.actualPicos) / Number(now.plannedPicos) : null,
      p10: formatPicos(now.p10Picos),
      p50: formatPicos(now.p50Picos),
      p90: formatPicos(now.p90Picos),
      early: now.early,
      state: now.state,
      sentence: budgetSentence(budget, now),
    },
  }
}

function runningSum(): (picos: bigint) => string {
  let sum = 0n
  return (picos) => formatPicos((sum += picos))
}

function missing(budgetId: number): never {
  throw new ProblemException('not-found', `There is no budget ${budgetId}.`)
}

const taken = (name: string) => invalidParameter('name', `there is a budget called ${name} already`)
