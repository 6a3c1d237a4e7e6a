import { useState } from 'preact/hooks'
import { ExceptionForm } from '../components/exception-form.tsx'
import { FileImport } from '../components/file-import.tsx'
import { Icon } from '../components/icon.tsx'
import { LazyDetails } from '../components/lazy-details.tsx'
import { PageHead } from '../components/page-head.tsx'
import { PartyChoice } from '../components/party-choice.tsx'
import { PersonInput, usePerson } from '../components/person-input.tsx'
import { PlanTable } from '../components/plan-table.tsx'
import { ProblemNote } from '../components/problem-note.tsx'
import type { Parties } from '../filters.ts'
import { plural } from '../format.ts'
import { useLoad } from '../load.ts'
import type { PageProps } from '../page.ts'
import { planApi, plansCsvUrl, type Plan } from '../plan-api.ts'
import { whatIfApi } from '../what-if-api.ts'
import { PlanForm } from './plans/plan-form.tsx'

const FILES = { name: 'CSV, or a calendar of holidays', accept: '.csv,.ics,text/csv,text/calendar' }

/** What is planned, who said so, and what waits to be approved. */
export function PlansPage({ meta, overview, filters: { parties } }: PageProps) {
  const [changes, setChanges] = useState(0)
  const [person, setPerson] = usePerson()
  const { zone } = meta.account
  const now = Date.parse(meta.now)
  const plans = useLoad(`plans ${JSON.stringify([changes, parties])}`, () => planApi.list(parties))
  const choices = useLoad(`choices ${overview.asOf}`, whatIfApi.choices)
  const changed = () => setChanges((before) => before + 1)
  const shared = { person, zone, now, onChanged: changed }
  const of = (state: Plan['state']) => plans.value?.rows.filter((plan) => plan.state === state) ?? []
  const machines = choices.value?.resources.flatMap(({ kind, name }) => (kind === 'instance' ? [name] : [])) ?? []
  return (
    <>
      <PageHead title="Plans" question="What is planned, and who said so?">
        <div class="filters">
          <PersonInput name={person} onName={setPerson} />
          <PartyChoice meta={meta} parties={parties} />
        </div>
      </PageHead>
      {plans.error && <ProblemNote error={plans.error} />}
      {plans.value && (
        <>
          <section class="card planning" aria-labelledby="waiting">
            <h2 id="waiting">Waiting to be approved</h2>
            <p class="muted">
              Schedules and deployments count only once somebody approves them; nothing is carried out before.
              {person === '' && ' Type your name above to approve or take back.'}
            </p>
            <PlanTable caption="Proposals" rows={of('proposed')} empty="Nothing waits to be approved." {...shared} />
          </section>
          <section class="card planning" aria-labelledby="in-force">
            <h2 id="in-force">In force</h2>
            <PlanTable
              caption="What is planned"
              rows={of('approved')}
              empty="Nothing is planned: everything goes on as it is."
              {...shared}
            />
            <ExceptionForm who={null} machines={machines} person={person} onPerson={setPerson} onChanged={changed} />
          </section>
          <section class="card planning" aria-labelledby="add">
            <h2 id="add">Plan something else</h2>
            {choices.error && <ProblemNote error={choices.error} />}
            {choices.value && (
              <PlanForm choices={choices.value} machines={machines} person={person} onChanged={changed} zone={zone} />
            )}
            <div class="actions">
              <FileImport
                label="Take plans from a file"
                kind={FILES}
                send={async (text) => {
                  const { taken, unchanged, leftOut } = await planApi.take(text, person || 'somebody')
                  const rest = leftOut.length === 0 ? '' : ` Left out: ${leftOut.join('; ')}.`
                  return `${plural(taken, 'plan')} taken, ${unchanged} stood already.${rest}`
                }}
                onTaken={changed}
              />
              <a class="button" href={plansCsvUrl(parties)} download>
                <Icon name="download" />
                Plans as CSV
              </a>
            </div>
          </section>
          <LazyDetails
            key={JSON.stringify([changes, parties])}
            summary="What is over or was taken back"
            load={() => past(parties)}
          >
            {(rows) => <PlanTable caption="Over or taken back" rows={rows} empty="Nothing yet." {...shared} />}
          </LazyDetails>
        </>
      )}
    </>
  )
}

async function past(parties: Parties): Promise<Plan[]> {
  const [over, withdrawn] = await Promise.all([
    planApi.list({ ...parties, state: 'over' }),
    planApi.list({ ...parties, state: 'withdrawn' }),
  ])
  return [...over.rows, ...withdrawn.rows]
}
