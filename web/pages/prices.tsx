import { useState } from 'preact/hooks'
import { Icon } from '../components/icon.tsx'
import { PageHead } from '../components/page-head.tsx'
import { PartyChoice } from '../components/party-choice.tsx'
import { PartyNote } from '../components/party-note.tsx'
import { ProblemNote } from '../components/problem-note.tsx'
import { ageText } from '../format.ts'
import { useLoad } from '../load.ts'
import type { PageProps } from '../page.ts'
import { pricesApi, reportUrl } from '../prices-api.ts'
import { setParams } from '../router.ts'
import { ChangeTable } from './prices/change-table.tsx'
import { EconomicsPanel } from './prices/economics-panel.tsx'
import { FileImport } from '../components/file-import.tsx'
import { ParityPanel } from './prices/parity-panel.tsx'
import { PriceTable } from './prices/price-table.tsx'
import { ShownSpendPanel } from './prices/shown-spend-panel.tsx'
import { TermsPanel } from './prices/terms-panel.tsx'

/** A list that was read longer ago may have changed since. */
const OLD_SECONDS = 26 * 3600

/** What is priced, by whom, since when, and what that buys. */
export function PricesPage({ meta, overview, filters }: PageProps) {
  const { currency, from, to, parties } = filters
  const [taken, setTaken] = useState(0)
  const key = JSON.stringify([currency, overview.asOf, taken])
  const list = useLoad(`prices ${key}`, () => pricesApi.prices({ currency }))
  const changes = useLoad(`changes ${key}`, () => pricesApi.changes({ currency }))
  const now = Date.parse(meta.now)
  const { zone } = meta.account
  const age = list.value?.readAt ? (now - Date.parse(list.value.readAt)) / 1000 : null
  const error = list.error ?? changes.error
  const onTaken = () => setTaken((before) => before + 1)

  return (
    <>
      <PageHead title="Prices" question="What does an hour cost, and since when?">
        <form class="filters" aria-label="Filters" onSubmit={(event) => event.preventDefault()}>
          <label>
            <span>Wallet</span>
            <select
              value={currency ?? ''}
              onChange={({ currentTarget }) => setParams({ currency: currentTarget.value })}
            >
              <option value="">All price lists</option>
              {meta.currencies.map((each) => (
                <option key={each} value={each}>
                  {each}
                </option>
              ))}
            </select>
          </label>
          <PartyChoice meta={meta} parties={parties} />
        </form>
      </PageHead>
      <PartyNote parties={parties}>Prices are nobody’s: only what was used and billed is narrowed.</PartyNote>
      {error && <ProblemNote error={error} />}
      {age !== null && age > OLD_SECONDS && (
        <p class="note watch">
          <Icon name="warning" />
          <span>Prices were last read {ageText(age)}.</span>
        </p>
      )}
      {list.value && (
        <section class="card planning">
          <PriceTable rows={list.value.rows} zone={zone} now={now} />
          <p class="muted">
            {age === null ? 'The price list was never read.' : `The price list was read ${ageText(age)}.`} Nothing is
            assumed of the time before a price was first seen.
          </p>
          <div class="actions">
            <a class="button" href={reportUrl('prices', { currency })} download>
              <Icon name="download" />
              Every price that held as CSV
            </a>
            <FileImport
              label="Take a dated list or a contract"
              send={async (csv) => (await pricesApi.importPrices(csv)).note}
              onTaken={onTaken}
            />
          </div>
        </section>
      )}
      {list.value && <TermsPanel prices={list.value} zone={zone} now={now} onTaken={onTaken} />}
      {changes.value && (
        <section class="card planning">
          <ChangeTable rows={changes.value} zone={zone} now={now} />
        </section>
      )}
      <EconomicsPanel currency={currency} parties={parties} period={{ from, to }} version={key} onTaken={onTaken} />
      <ParityPanel version={key} onTaken={onTaken} />
      <ShownSpendPanel
        currencies={meta.currencies}
        parties={parties}
        period={{ from, to }}
        version={key}
        onTaken={onTaken}
      />
    </>
  )
}
