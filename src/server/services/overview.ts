import { billedByCurrency } from '../../db/charge-query-repository.ts'
import { latestSourceOutcomes } from '../../db/ingest-run-repository.ts'
import { findOpenJob } from '../../db/job-repository.ts'
import { latestBalances } from '../../db/overview-query-repository.ts'
import { countQuarantine } from '../../db/quarantine-query-repository.ts'
import type { AppContext } from '../context.ts'
import type { OverviewDto } from '../dto/overview.ts'
import { toIso } from '../iso.ts'
import { toAccountDto } from './account.ts'
import { balanceOnly } from './balance-only.ts'
import { estimatedSince } from './estimated-since.ts'
import { extentOf } from './extent.ts'
import { forecastOf, ratesOf } from './forecast-of.ts'
import { loadForeseen } from './foresee.ts'
import { toWalletDto, type WalletInput } from './wallet.ts'

/** What is happening to the money: per wallet spent, still to come, run rate, balance and runway. */
export async function overview(context: AppContext, query: { account?: string | undefined }): Promise<OverviewDto> {
  const { db } = context.store
  const now = context.clock()
  const { ledger, run } = await loadForeseen(context, query)
  const { account } = ledger
  const month = ledger.calendar.monthOf(now)
  const [{ currencies }, billed, balances, quarantined, job, outcomes, burns] = await Promise.all([
    extentOf(context, account),
    billedByCurrency(db, account.accountId, month.from, month.to),
    latestBalances(db, account.accountId),
    countQuarantine(db, account.accountId),
    findOpenJob(db, account.accountId, 'ingest'),
    latestSourceOutcomes(db, account.accountId),
    balanceOnly(context, ledger),
  ])
  // Not of the last run alone: most runs read but what moves by the minute, and would hide that bills cannot be read.
  const problems = outcomes.flatMap(({ source, error, finishedAt }) =>
    error === null || error === 'not offered' ? [] : [{ source, detail: error, at: toIso(finishedAt) }],
  )
  const { totals } = forecastOf(ledger, { window: month })
  const rates = ratesOf(ledger)
  const estimates = await estimatedSince(context, ledger)
  const walletInput = (currency: string): WalletInput => ({
    currency,
    now,
    intervalMs: context.config.ingestIntervalMs,
    ledger,
    billed: billed.get(currency) ?? '0',
    forecast: totals.find((total) => total.currency === currency) ?? null,
    rates: rates.filter((rate) => rate.currency === currency),
    balance: balances.find((row) => row.currency === currency) ?? null,
    balanceOnly: burns.get(currency),
    estimated: estimates.find((estimate) => estimate.currency === currency) ?? null,
  })
  return {
    asOf: toIso(ledger.asOf),
    account: toAccountDto(account),
    month,
    wallets: walletsOf(currencies, totals).map((currency) => toWalletDto(walletInput(currency))),
    ingest: {
      status: run.status === 'failed' ? 'failed' : problems.length > 0 ? 'partial' : 'ok',
      finishedAt: toIso(run.finishedAt),
      problems,
      quarantined,
      running: job?.status === 'running',
    },
  }
}

/** The wallets that ever held or spent anything, or are about to, by their code. */
const walletsOf = (currencies: readonly string[], totals: readonly { currency: string }[]): string[] =>
  [...new Set([...currencies, ...totals.map(({ currency }) => currency)])].sort()
