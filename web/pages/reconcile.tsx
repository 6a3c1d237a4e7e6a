import { useState } from 'preact/hooks'
import { FiltersBar } from '../components/filters-bar.tsx'
import { Icon } from '../components/icon.tsx'
import { PageHead } from '../components/page-head.tsx'
import { PartyNote } from '../components/party-note.tsx'
import { ProblemNote } from '../components/problem-note.tsx'
import { useLoad } from '../load.ts'
import type { PageProps } from '../page.ts'
import { pricesApi, reportUrl } from '../prices-api.ts'
import { address } from '../router.ts'
import { dayAt } from '../zone-time.ts'
import { FactsPanel } from './reconcile/facts-panel.tsx'
import { ProofDetail } from './reconcile/proof-detail.tsx'
import { ReadingTable } from './reconcile/reading-table.tsx'
import { RecordTable } from './reconcile/record-table.tsx'
import { GapTable, SumsTable, UnratedTable } from './reconcile/sums-tables.tsx'
import { WalletVerdictCard } from './reconcile/wallet-verdict.tsx'
import '../styles/books.css'

/** Bills shown of those that do not agree. */
const MOST_RECORDS = '200'

const PARTIES = [
  { rows: 'projects', keyLabel: 'Project', summary: 'Projects' },
  { rows: 'owners', keyLabel: 'Owner', summary: 'Owners' },
  { rows: 'costCenters', keyLabel: 'Cost center', summary: 'Cost centers' },
] as const

/** Bills against the price list. */
export function ReconcilePage({ meta, overview, filters }: PageProps) {
  const { zone } = meta.account
  const { from, to, currency, region, parties } = filters
  const query = { from, to, currency, region, ...parties }
  const key = JSON.stringify([query, overview.asOf])
  const whole = useLoad(`reconciliation ${key}`, () => pricesApi.reconciliation(query))
  const records = useLoad(`differing ${key}`, () => pricesApi.records({ ...query, cause: 'any', limit: MOST_RECORDS }))
  const [changes, setChanges] = useState(0)
  const facts = useLoad(`typed facts ${overview.asOf} ${changes}`, pricesApi.typedFacts)
  const answer = whole.value
  const error = whole.error ?? records.error ?? facts.error
  const chosen = address.value.params['proof']
  const today = dayAt(Date.parse(overview.asOf), zone)

  return (
    <>
      <PageHead title="Reconcile" question="Is the bill right?">
        <FiltersBar meta={meta} filters={filters} />
      </PageHead>
      <PartyNote parties={parties}>
        Each bill that does not agree is shown whole; what Barrack does not tell and how its list is read are of the
        whole account.
      </PartyNote>
      {error && <ProblemNote error={error} />}
      {answer?.areChargesStale && (
        <p class="note watch">
          <Icon name="warning" />
          <span>Prices of the past have changed: its days are recalculated by the next ingest.</span>
        </p>
      )}
      {chosen && <ProofDetail key={chosen} resource={chosen} zone={zone} />}
      {answer && (
        <>
          {answer.wallets.map((wallet) => (
            <WalletVerdictCard key={wallet.currency} wallet={wallet} isLoading={whole.isLoading} />
          ))}
          <section class="card planning">
            <RecordTable rows={records.value ?? []} zone={zone} now={Date.parse(overview.asOf)} />
            <a
              class="button"
              href={reportUrl('reconciliation', { ...query, with: 'project,owner,cost_center' })}
              download
            >
              <Icon name="download" />
              All bills by day as CSV
            </a>
          </section>
          {answer.unrated.length > 0 && (
            <section class="card planning">
              <UnratedTable rows={answer.unrated} />
            </section>
          )}
          {answer.gaps.length > 0 && (
            <section class="card planning">
              <GapTable rows={answer.gaps} zone={zone} now={Date.parse(overview.asOf)} />
            </section>
          )}
          {facts.value && facts.value.rows.length > 0 && (
            <FactsPanel
              facts={facts.value}
              zone={zone}
              today={today}
              onChanged={() => setChanges((before) => before + 1)}
            />
          )}
          <section class="card planning">
            <ReadingTable rows={answer.rules} />
          </section>
          <section class="card planning">
            <h2>The same by resource, whose it is, month and day</h2>
            <details>
              <summary>Resources</summary>
              <SumsTable
                caption="By resource"
                keyLabel="Resource"
                rows={answer.resources}
                keyOf={({ name }) => name}
                idOf={({ resourceId }) => resourceId}
                today={today}
              />
            </details>
            {PARTIES.map(({ rows, keyLabel, summary }) =>
              answer[rows].length === 0 ? null : (
                <details key={rows}>
                  <summary>{summary}</summary>
                  <SumsTable
                    caption={`By ${keyLabel.toLowerCase()}`}
                    keyLabel={keyLabel}
                    rows={answer[rows]}
                    keyOf={({ name }) => name ?? 'Not assigned'}
                    today={today}
                  />
                </details>
              ),
            )}
            <details>
              <summary>Months</summary>
              <SumsTable
                caption="By month"
                keyLabel="Month"
                rows={answer.months}
                keyOf={({ month }) => month}
                today={today}
              />
            </details>
            <details>
              <summary>Days</summary>
              <SumsTable caption="By day" keyLabel="Day" rows={answer.days} keyOf={({ day }) => day} today={today} />
            </details>
          </section>
        </>
      )}
    </>
  )
}
