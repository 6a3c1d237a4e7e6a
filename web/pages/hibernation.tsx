import { useState } from 'preact/hooks'
import { api, hibernationCsvUrl, hibernationMonthUrl, hibernationSumsUrl, scheduleUrl } from '../api.ts'
import { FiltersBar } from '../components/filters-bar.tsx'
import { Icon } from '../components/icon.tsx'
import { LazyDetails } from '../components/lazy-details.tsx'
import { PageHead } from '../components/page-head.tsx'
import { PartyNote } from '../components/party-note.tsx'
import { ProblemNote } from '../components/problem-note.tsx'
import { daysText, momentText } from '../format.ts'
import { useLoad } from '../load.ts'
import type { PageProps } from '../page.ts'
import { personName } from '../person.ts'
import { planApi } from '../plan-api.ts'
import { address, setParams } from '../router.ts'
import { dayAt } from '../zone-time.ts'
import { BacktestTable } from './hibernation/backtest-table.tsx'
import { CarryOut } from './hibernation/carry-out.tsx'
import { CautionSlider } from './hibernation/caution-slider.tsx'
import { MachineDetail } from './hibernation/machine-detail.tsx'
import { SettingsForm } from './hibernation/settings-form.tsx'
import { SleepWallet } from './hibernation/sleep-wallet.tsx'
import { TokenPanel } from './hibernation/token-panel.tsx'

const RISKS = [1, 5, 10, 20, 50]
const DEFAULT_RISK = '10'
const DEFAULT_CAUTION = '1'

export function HibernationPage({ meta, overview, filters }: PageProps) {
  const { zone } = meta.account
  const { from, to, currency, region, parties } = filters
  const { params } = address.value
  const [saved, setSaved] = useState(0)
  const caution = params['caution'] ?? DEFAULT_CAUTION
  const risk = params['risk'] ?? DEFAULT_RISK
  const question = { from, to, currency, region, ...parties, caution, risk }
  const loaded = useLoad(`hibernation ${JSON.stringify([question, overview.asOf, saved])}`, () =>
    api.hibernation(question),
  )
  const answer = loaded.value
  const wallets = meta.currencies.filter((each) => currency === null || each === currency)
  const chosen = answer?.machines.find(({ resourceId }) => resourceId === params['machine'])
  const hasApproved = answer?.machines.some(({ plans }) =>
    plans.some(({ what, state, week }) => what.kind === 'sleep' && state === 'approved' && week !== null),
  )
  const today = dayAt(Date.parse(overview.asOf), zone)

  return (
    <>
      <PageHead title="Hibernation" question="What should sleep, what does it save, and will it wake?">
        <FiltersBar meta={meta} filters={filters}>
          <label>
            <span>Restores may fail</span>
            <select value={risk} onChange={({ currentTarget }) => setParams({ risk: currentTarget.value })}>
              {RISKS.map((each) => (
                <option key={each} value={String(each)}>
                  up to {each} in 100
                </option>
              ))}
            </select>
          </label>
          <CautionSlider step={Number(caution)} onStep={(step) => setParams({ caution: String(step) })} />
        </FiltersBar>
      </PageHead>
      <PartyNote parties={parties}>
        A machine sleeps as a whole: in lists it is shown whole, and so is what is carried out.
      </PartyNote>
      {loaded.error && <ProblemNote error={loaded.error} />}
      {answer && (
        <>
          <p class="muted">
            A schedule is advised only where each of its wakings surely (19 times in 20) finds no GPU in at most{' '}
            {Math.round(answer.mostFailures * 100)} of 100 weeks, by how often none was free at that hour and the next,
            and by how many were.
          </p>
          {answer.stockReadAt === null && (
            <p class="note watch">
              <Icon name="warning" />
              <span>
                This account is not told GPU stock: the chance that a machine does not wake is that of the deploys and
                restores that were seen, where there were enough; elsewhere it is not known and no advice counts it.
              </span>
            </p>
          )}
          {chosen && (
            <MachineDetail
              key={chosen.resourceId}
              machine={chosen}
              zone={zone}
              now={Date.parse(meta.now)}
              onSaved={() => setSaved((before) => before + 1)}
            />
          )}
          {wallets.map((each) => (
            <SleepWallet
              key={each}
              currency={each}
              answer={answer}
              question={{ from, to, region, ...parties }}
              days={daysText(from, to, today)}
              isLoading={loaded.isLoading}
            />
          ))}
          <CarryOut
            zone={zone}
            now={Date.parse(meta.now)}
            from={from}
            to={to}
            parties={parties}
            asOf={answer.asOf}
            days={daysText(from, to, today)}
          />
          <section class="card" aria-labelledby="files">
            <h2 id="files">Take the schedules along</h2>
            <p class="muted">
              Nothing here changes a machine. The script looks first: it puts to sleep only what runs, is not busy and
              is not kept on. Times are those of {answer.zone}.{' '}
              {hasApproved
                ? 'These are the approved schedules.'
                : 'No schedule is approved yet: these are the advised ones.'}
            </p>
            <div class="actions">
              {(['cron', 'sh', 'ics'] as const).map((format) => (
                <a
                  key={format}
                  class="button"
                  href={scheduleUrl(format, hasApproved ? { ...parties } : { ...question, of: 'advice' })}
                  download
                >
                  <Icon name="download" />
                  {{ cron: 'Cron lines', sh: 'Script that they call', ics: 'Calendar (8 weeks)' }[format]}
                </a>
              ))}
              <a class="button" href={hibernationCsvUrl(question)} download>
                <Icon name="download" />
                Advice as CSV
              </a>
              <a class="button" href={hibernationSumsUrl(question)} download>
                <Icon name="download" />
                Sums as CSV
              </a>
              <a class="button" href={hibernationMonthUrl(question)} download>
                <Icon name="download" />
                The month with and without them as CSV
              </a>
            </div>
            <p class="muted">
              {answer.firstLook === null
                ? 'No machine list was read yet: nothing is claimed as shut off.'
                : `Machines are looked at since ${momentText(Date.parse(answer.firstLook), zone, Date.parse(answer.asOf))}. Bills do not tell shut off from running, so nothing is claimed as shut off before that.`}
            </p>
          </section>
          <section class="card planning" aria-labelledby="evidence">
            <h2 id="evidence">What the advice rests on</h2>
            <LazyDetails summary="Whose owner is asked, how short a sleep may be" load={planApi.settings}>
              {(settings) => <SettingsForm settings={settings} onSaved={() => setSaved((before) => before + 1)} />}
            </LazyDetails>
            <LazyDetails
              key={JSON.stringify([caution, risk, parties])}
              summary="Would the restores of past weeks have found GPUs?"
              load={() => api.restoreBacktest({ caution, risk, ...parties })}
            >
              {(backtest) => <BacktestTable backtest={backtest} zone={zone} />}
            </LazyDetails>
            <details>
              <summary>Measure the use of GPUs without Prometheus</summary>
              <TokenPanel person={personName()} zone={zone} now={Date.parse(meta.now)} />
            </details>
          </section>
        </>
      )}
    </>
  )
}
