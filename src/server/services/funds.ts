import { deleteFund, findFunds, saveFunds, updateFund, type FundRow, type NewFund } from '../../db/fund-repository.ts'
import { dayWords } from '../../engine/clock-words.ts'
import { formatPicos, parsePicos, type DimensionFilter } from '../../engine/index.ts'
import { amountText } from '../alerts/words.ts'
import type { AppContext } from '../context.ts'
import type { FundBody, FundDto } from '../dto/budgets.ts'
import { invalidParameter, ProblemException } from '../problem.ts'
import { accountOf } from './account.ts'
import { fundsNow, type FundNow } from './fund-state.ts'
import { requireWallets } from './known-wallet.ts'
import { loadLedger } from './ledger.ts'
import { limitsOfParties } from './limits-of-parties.ts'

interface Query {
  readonly account?: string | undefined
}

export type FundsQuery = Query & DimensionFilter

/** Each fund with what it paid, what is left and whether it lasts; of those that are named only what is for them. */
export async function listFunds(context: AppContext, query: FundsQuery): Promise<{ rows: FundDto[] }> {
  const { ledger } = await loadLedger(context, query)
  const funds = await findFunds(context.store.db, ledger.account.accountId)
  const isTheirs = await limitsOfParties(context, ledger.account, query)
  const now = await fundsNow(context, ledger, funds)
  return {
    rows: funds
      .filter(({ drawnBy }) => isTheirs(drawnBy))
      .map((fund) => toDto(fund, now.get(fund.fundId)!, ledger.account.zone, context.clock())),
  }
}

export async function createFund(context: AppContext, body: FundBody, query: Query): Promise<FundDto> {
  // Before it is kept, as with budgets.
  const { account } = (await loadLedger(context, query)).ledger
  await requireWallets(context, account.accountId, [body])
  const others = await findFunds(context.store.db, account.accountId)
  if (others.some(({ name }) => name === body.name)) throw taken(body.name)
  const [fund] = await saveFunds(context.store.db, account.accountId, [fundOf(body)], context.clock())
  return standing(context, fund!.fundId, query)
}

export async function putFund(context: AppContext, fundId: number, body: FundBody, query: Query): Promise<FundDto> {
  const { account } = (await loadLedger(context, query)).ledger
  await requireWallets(context, account.accountId, [body])
  const others = await findFunds(context.store.db, account.accountId)
  if (others.some((other) => other.name === body.name && other.fundId !== fundId)) throw taken(body.name)
  if (!(await updateFund(context.store.db, account.accountId, fundId, fundOf(body), context.clock()))) missing(fundId)
  return standing(context, fundId, query)
}

export async function removeFund(context: AppContext, fundId: number, query: Query): Promise<{ fundId: number }> {
  const account = await accountOf(context, query.account)
  if (!(await deleteFund(context.store.db, account.accountId, fundId))) missing(fundId)
  return { fundId }
}

export const fundOf = ({ amount, projects, owners, costCenters, ...body }: FundBody): NewFund => ({
  ...body,
  amountPicos: parsePicos(amount),
  drawnBy: { project: projects, owner: owners, cost_center: costCenters },
})

async function standing(context: AppContext, fundId: number, query: Query): Promise<FundDto> {
  const { rows } = await listFunds(context, query)
  return rows.find((row) => row.fundId === fundId) ?? missing(fundId)
}

function toDto(fund: FundRow, now: FundNow, zone: string, at: number): FundDto {
  const { fundId, name, currency, amountPicos, firstDay, lastDay, drawnBy, note } = fund
  return {
    fundId,
    name,
    currency,
    amount: formatPicos(amountPicos),
    firstDay,
    lastDay,
    projects: [...drawnBy.project],
    owners: [...drawnBy.owner],
    costCenters: [...drawnBy.cost_center],
    note,
    now: {
      time: now.time,
      spent: formatPicos(now.spentPicos),
      planned: formatPicos(now.plannedPicos),
      left: formatPicos(now.leftPicos),
      pace: now.pace,
      asked: {
        p10: formatPicos(now.asked.p10Picos),
        p50: formatPicos(now.asked.p50Picos),
        p90: formatPicos(now.asked.p90Picos),
      },
      chance: now.chance,
      leftOver: formatPicos(now.leftOverPicos),
      usedUpOn: now.usedUpOn,
      early: now.early,
      sentence: fundSentence(fund, now, zone, at),
    },
  }
}

/** '20.00 USD of 100.00 USD paid; chance to last until Mon 30 Nov: 84 in 100; likely 20.00 USD left over'. */
export function fundSentence(
  { currency, lastDay, amountPicos }: FundRow,
  now: FundNow,
  zone: string,
  at: number,
): string {
  const amount = (picos: bigint) => amountText(picos, currency)
  const paid = `${amount(now.spentPicos)} of ${amount(amountPicos)} paid`
  if (now.time === 'past') return `${paid}, ${amount(now.leftPicos)} were left`
  const percent = Math.round(now.chance * 100)
  const chance = percent === 100 ? 'nearly certain' : percent === 0 ? 'none' : `${percent} in 100`
  const end = `chance to last until ${dayWords(lastDay, zone, at)}: ${chance}`
  return now.usedUpOn === null
    ? `${paid}; ${end}; likely ${amount(now.leftOverPicos)} left over`
    : `${paid}; ${end}; ${now.leftPicos > 0n ? 'likely ' : ''}used up on ${dayWords(now.usedUpOn, zone, at)}, ${amount(now.asked.p50Picos - amountPicos)} short`
}

function missing(fundId: number): never {
  throw new ProblemException('not-found', `There is no grant ${fundId}.`)
}

const taken = (name: string) => invalidParameter('name', `there is a grant called ${name} already`)
