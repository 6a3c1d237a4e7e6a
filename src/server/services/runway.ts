import { findCurrencies, latestBalances, type BalanceRow } from '../../db/overview-query-repository.ts'
import {
  asleepRate,
  creditRules,
  formatPicos,
  parsePicos,
  runway,
  spentUntopped,
  withTax,
  type Currency,
  type ResourceRate,
  type TopUpPlan,
} from '../../engine/index.ts'
import type { AppContext } from '../context.ts'
import type { RunwaysDto, WalletRunwayDto } from '../dto/runway.ts'
import { toIso, toIsoOrNull } from '../iso.ts'
import { balanceOnly, type BalanceOnly } from './balance-only.ts'
import { forecastOf, pathOf, ratesOf } from './forecast-of.ts'
import { loadForeseen } from './foresee.ts'
import type { Ledger } from './ledger.ts'
import { toRunwayDto } from './runway-dto.ts'

export interface RunwayQuery {
  readonly currency?: string | undefined
  readonly account?: string | undefined
}

/** When each wallet ends, what the month costs then and otherwise, and what goes on to be charged. */
export async function runways(context: AppContext, query: RunwayQuery): Promise<RunwaysDto> {
  const { ledger } = await loadForeseen(context, query)
  const balances = await balancesOf(context, ledger, query.currency)
  const rates = ratesOf(ledger)
  const burns = await balanceOnly(context, ledger)
  return {
    asOf: toIso(ledger.asOf),
    account: ledger.account.slug,
    wallets: balances.map((balance) =>
      walletRunway(
        ledger,
        balance,
        rates.filter(({ currency }) => currency === balance.currency),
        burns.get(balance.currency),
      ),
    ),
  }
}

/** Of wallets that ever held or spent anything. */
export async function balancesOf({ store }: AppContext, { account }: Ledger, wanted: string | undefined) {
  const [balances, used] = await Promise.all([
    latestBalances(store.db, account.accountId),
    findCurrencies(store.db, account.accountId),
  ])
  return balances
    .filter(({ currency }) => used.includes(currency) && (wanted ?? currency) === currency)
    .sort((a, b) => (a.currency < b.currency ? -1 : 1))
}

/** What a wallet comes to in the present month. */
export function monthTotal(ledger: Ledger, currency: Currency) {
  const { totals } = forecastOf(ledger, { window: ledger.calendar.monthOf(ledger.asOf) })
  return totals.find((total) => total.currency === currency)
}

function walletRunway(
  ledger: Ledger,
  balance: BalanceRow,
  rates: readonly ResourceRate[],
  only: BalanceOnly | undefined,
): WalletRunwayDto {
  const { currency, observedAt } = balance
  const { calendar, prices, rules, asOf } = ledger
  const balancePicos = parsePicos(balance.balance)
  const path = only?.burn.path ?? pathOf(ledger, currency, observedAt)
  const ends = runway({ balancePicos, path })
  const window = calendar.monthOf(asOf)
  const month = monthTotal(ledger, currency)
  const machines = rates.filter(({ resourceType }) => resourceType === 'instance')
  const asleepPerHour = asleepRate(currency, prices, rules, asOf) * BigInt(machines.length)
  const storagePerHour = sumOf(rates.filter(({ resourceType }) => resourceType !== 'instance'))
  const monthEnd = calendar.startOf(window.to)
  const afterwards = asleepPerHour + storagePerHour
  // Both branches are alike until the wallet is empty; only what follows differs.
  const topped = spentUntopped(path, { kind: 'beyond', horizonAt: monthEnd, p10At: null }, 0n, monthEnd)
  const untopped = spentUntopped(path, ends, afterwards, monthEnd)
  const ifToppedUp = only?.month.p50Picos ?? month?.p50Picos ?? 0n
  return {
    currency,
    knownFrom: only ? 'balance only' : 'records',
    balance: formatPicos(balancePicos),
    balanceReadAt: toIso(observedAt),
    runRatePerHour: formatPicos(only?.burn.perHourPicos ?? sumOf(rates)),
    early: only?.burn.early ?? month?.early ?? false,
    runway: toRunwayDto(ends),
    rules: rulesDto(currency),
    month: {
      ...window,
      ifToppedUp: formatPicos(ifToppedUp),
      ifNotToppedUp: formatPicos(ifToppedUp - (topped - untopped)),
    },
    afterwards: {
      machines: machines.length,
      asleepPerHour: formatPicos(asleepPerHour),
      storagePerHour: formatPicos(storagePerHour),
      perDay: formatPicos(afterwards * 24n),
    },
  }
}

export function rulesDto(currency: Currency): WalletRunwayDto['rules'] {
  const { minimumBalancePicos, minimumPurchasePicos } = creditRules(currency)
  return {
    minimumBalance: formatPicos(minimumBalancePicos),
    minimumPurchase: formatPicos(minimumPurchasePicos),
    taxPercent: Number(withTax(10_000n, currency) - 10_000n) / 100,
  }
}

export function topUpDto({ purchase, buyBy }: TopUpPlan) {
  const { creditPicos, taxPicos } = purchase ?? { creditPicos: 0n, taxPicos: 0n }
  return {
    credit: formatPicos(creditPicos),
    tax: formatPicos(taxPicos),
    pay: formatPicos(creditPicos + taxPicos),
    buyBy: toIsoOrNull(buyBy),
  }
}

const sumOf = (rates: readonly ResourceRate[]) => rates.reduce((sum, rate) => sum + (rate.perHourPicos ?? 0n), 0n)
