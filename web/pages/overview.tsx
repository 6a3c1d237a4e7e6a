import { useMemo } from 'preact/hooks'
import { api } from '../api.ts'
import { budgetsApi } from '../budgets-api.ts'
import { slotsOf } from '../charts/palette.ts'
import { groupNames } from '../charts/spend-series.ts'
import { FiltersBar } from '../components/filters-bar.tsx'
import { PageHead } from '../components/page-head.tsx'
import { PartyNote } from '../components/party-note.tsx'
import { ProblemNote } from '../components/problem-note.tsx'
import { SpendPanel } from '../components/spend-panel.tsx'
import { chartDays } from '../filters.ts'
import { useLoad } from '../load.ts'
import type { PageProps } from '../page.ts'
import { loadSpend, spendInput } from '../spend-data.ts'
import { dayAt } from '../zone-time.ts'
import { ChangesCard } from './overview/changes-card.tsx'
import { IngestState } from './overview/ingest-state.tsx'
import { OpenAlerts } from './overview/open-alerts.tsx'
import { RunningTable } from './overview/running-table.tsx'
import { factDays, walletFacts } from './overview/wallet-facts.ts'
import { WalletCard } from './overview/wallet-card.tsx'
import { WorthDoingCard } from './overview/worth-doing-card.tsx'

const NO_GPU = 'storage, no GPU'

export function OverviewPage({ meta, overview, filters, onIngested }: PageProps) {
  const { zone } = meta.account
  const now = Date.parse(meta.now)
  const asOf = Date.parse(overview.asOf)
  const today = dayAt(asOf, zone)
  const { currency, region, parties } = filters
  const { from, to } = chartDays(filters, today)
  const wallets = overview.wallets.filter((wallet) => currency === null || wallet.currency === currency)

  const question = useMemo(
    () => ({ from, to, today, currency, region, parties, stack: 'gpu_model' as const }),
    [from, to, today, currency, region, JSON.stringify(parties)],
  )
  const spend = useLoad(`spend ${JSON.stringify(question)} ${overview.asOf}`, () => loadSpend(question))
  const factsOf = factDays(overview.month, today)
  const states = useLoad(`states ${JSON.stringify(factsOf)} ${overview.asOf}`, () =>
    api.charges({ ...factsOf, group: 'day,state' }),
  )
  const running = useLoad(`running ${JSON.stringify([currency, region, parties])} ${overview.asOf}`, () =>
    api.running({ currency, region, ...parties }),
  )
  const budgets = useLoad(`budgets ${JSON.stringify(parties)} ${overview.asOf}`, () => budgetsApi.budgets(parties))
  const inputs = useMemo(
    () => (spend.value ? wallets.map((wallet) => spendInput(spend.value!, question, wallet.currency)) : []),
    [spend.value, question, wallets.map((wallet) => wallet.currency).join()],
  )
  const slots = useMemo(() => slotsOf(groupNames(inputs)), [inputs])

  return (
    <>
      <PageHead title="Overview" question="What is happening to our money?">
        <FiltersBar meta={meta} filters={filters} />
      </PageHead>
      {region !== null && (
        <p class="muted">Balances, runways and months are of whole wallets; the charts and tables are of {region}.</p>
      )}
      <PartyNote parties={parties}>
        Alerts, balances, runways and months are of whole wallets: a wallet has no project.
      </PartyNote>
      <OpenAlerts version={overview.asOf} />
      <div class="cards">
        {wallets.map((wallet) => (
          <WalletCard
            key={wallet.currency}
            wallet={wallet}
            month={overview.month}
            zone={zone}
            now={now}
            budgets={budgets.value ?? []}
            facts={states.value && walletFacts(states.value, wallet.currency, overview.month, today)}
          />
        ))}
      </div>
      {wallets.length === 0 && (
        <p class="muted">
          {overview.ingest.status === 'failed' && overview.wallets.length === 0
            ? 'Nothing has been read from your account yet, so there is nothing to show.'
            : 'No wallet has held or spent anything yet.'}
        </p>
      )}
      {spend.error && <ProblemNote error={spend.error} />}
      <div class="charts">
        {inputs.map((input) => (
          <SpendPanel
            key={input.currency}
            input={input}
            zone={zone}
            now={asOf}
            noneLabel={NO_GPU}
            slots={slots}
            isLoading={spend.isLoading}
            parties={parties}
          />
        ))}
      </div>
      <div class="charts">
        <WorthDoingCard version={overview.asOf} currency={currency} parties={parties} />
        <ChangesCard version={overview.asOf} currency={currency} parties={parties} zone={zone} now={now} />
      </div>
      {running.error && <ProblemNote error={running.error} />}
      {running.value &&
        wallets.map((wallet) => (
          <section key={wallet.currency} class="card" aria-busy={running.isLoading}>
            <RunningTable
              currency={wallet.currency}
              rows={running.value!.rows.filter((row) => row.currency === wallet.currency)}
              parties={parties}
              now={now}
            />
          </section>
        ))}
      <IngestState overview={overview} zone={zone} now={now} onIngested={onIngested} />
    </>
  )
}
