import { useMemo, useState } from 'preact/hooks'
import { ApiError } from '../api.ts'
import { PageHead } from '../components/page-head.tsx'
import { ProblemNote } from '../components/problem-note.tsx'
import { useLoad } from '../load.ts'
import type { PageProps } from '../page.ts'
import { address, setParams } from '../router.ts'
import { fieldErrors, whatIfApi, type Change, type Scenario } from '../what-if-api.ts'
import { dayAt, startOfMonth, type Day } from '../zone-time.ts'
import { Comparison } from './what-if/comparison.tsx'
import { showScenarios } from './what-if/files.ts'
import { Optimiser } from './what-if/optimiser.tsx'
import { OutcomeDetail } from './what-if/outcome-detail.tsx'
import { freeName, MOST_SCENARIOS, scenariosOfParam, toParam, workOfParam } from './what-if/scenario-address.ts'
import { below, ScenarioCard } from './what-if/scenario-card.tsx'
import { Toolbar } from './what-if/toolbar.tsx'
import '../styles/what-if.css'

const SPANS = {
  month: { label: 'This month', months: 1 },
  quarter: { label: 'This month and two more', months: 3 },
  year: { label: 'This month and eleven more', months: 12 },
} as const
type Span = keyof typeof SPANS

const spanOf = (value: string | undefined): Span => (value === 'month' || value === 'year' ? value : 'quarter')

export function WhatIfPage({ meta, overview, filters }: PageProps) {
  const { zone } = meta.account
  const { currency } = filters
  const { params } = address.value
  const now = Date.parse(overview.asOf)
  const span = spanOf(params['span'])
  const scenarios = useMemo(() => scenariosOfParam(params['plan']), [params['plan']])
  const work = useMemo(() => workOfParam(params['work']), [params['work']])
  const asked = useMemo(() => ({ window: windowOf(dayAt(now, zone), span), scenarios }), [now, zone, span, scenarios])
  const [changed, setChanged] = useState(0)
  const [said, setSaid] = useState('')
  const [failure, setFailure] = useState<ApiError | null>(null)

  const choices = useLoad(`what-if choices ${overview.asOf}`, whatIfApi.choices)
  const kept = useLoad(`scenarios ${changed}`, whatIfApi.kept)
  const compared = useLoad(`what-if ${JSON.stringify([asked, overview.asOf])}`, () => whatIfApi.compare(asked))
  const answer = compared.value
  const errors = useMemo(() => fieldErrors(compared.error), [compared.error])
  const names = scenarios.map(({ name }) => name)
  const look = Math.min(Number(params['look'] ?? '0') || 0, Math.max(0, scenarios.length - 1))
  const looked = answer?.scenarios[look] ?? null
  const wallets = meta.currencies.filter((each) => currency === null || each === currency)

  const setScenario = (place: number, scenario: Scenario) =>
    showScenarios(
      scenarios.map((each, i) => (i === place ? scenario : each)),
      place,
    )
  const add = (more: readonly Scenario[]) => {
    const added = more.length === 0 ? [{ name: freeName(names), changes: [] }] : more
    const named = added.reduce<Scenario[]>(
      (all, each) => [...all, { ...each, name: freeName([...names, ...all.map(({ name }) => name)], each.name) }],
      [],
    )
    const all = [...scenarios, ...named].slice(0, MOST_SCENARIOS)
    showScenarios(all, all.length - 1)
  }
  const inStore = (action: Promise<unknown>, done: string) => {
    action.then(
      () => {
        setSaid(done)
        setFailure(null)
        setChanged(changed + 1)
      },
      (cause: unknown) => setFailure(cause instanceof ApiError ? cause : new ApiError(String(cause))),
    )
  }
  const keepScenario = (scenario: Scenario) => {
    const over = kept.value?.find(({ name }) => name === scenario.name)?.scenarioId ?? null
    inStore(
      whatIfApi.keep(scenario, over),
      `${scenario.name} is kept${over === null ? '' : ' in the place of what had its name'}.`,
    )
  }
  const take = (change: Change) => add([{ name: freeName(names, 'Job'), changes: [change] }])

  return (
    <>
      <PageHead title="What-if" question="What if we did it otherwise?">
        <form class="filters" aria-label="Filters" onSubmit={(event) => event.preventDefault()}>
          <label>
            <span>Wallet</span>
            <select
              value={currency ?? ''}
              onChange={({ currentTarget }) => setParams({ currency: currentTarget.value })}
            >
              <option value="">All wallets</option>
              {meta.currencies.map((each) => (
                <option key={each} value={each}>
                  {each}
                </option>
              ))}
            </select>
          </label>
          <label>
            <span>How far</span>
            <select value={span} onChange={({ currentTarget }) => setParams({ span: currentTarget.value })}>
              {(Object.keys(SPANS) as Span[]).map((key) => (
                <option key={key} value={key}>
                  {SPANS[key].label}
                </option>
              ))}
            </select>
          </label>
        </form>
      </PageHead>
      <Toolbar
        asked={asked}
        isDemo={meta.demo}
        kept={kept.value ?? []}
        onAdd={add}
        said={said}
        onSay={setSaid}
        onForget={({ scenarioId, name }) => inStore(whatIfApi.forget(scenarioId), `${name} is forgotten.`)}
      />
      {failure && <ProblemNote error={failure} />}
      {compared.error && errors.size === 0 && <ProblemNote error={compared.error} />}
      {errors.size > 0 && (
        <p class="note watch" role="alert">
          A change cannot be made as it is written: see the marked fields. The figures below are from before it.
        </p>
      )}
      {scenarios.length === 0 && (
        <p class="card">
          A scenario is a list of changes to the plan as it stands: another GPU, other hours, more or fewer machines,
          other prices, a piece of work. Add one to see what it would cost, cause by cause, beside the plan.
        </p>
      )}
      {choices.value && (
        <div class="scenarios">
          {scenarios.map((scenario, place) => (
            <ScenarioCard
              key={place}
              scenario={scenario}
              sentences={answer?.scenarios[place]?.sentences ?? []}
              choices={choices.value!}
              errors={below(errors, `/scenarios/${place}`)}
              onChange={(next) => setScenario(place, next)}
              onCopy={() => add([scenario])}
              onRemove={() =>
                showScenarios(
                  scenarios.filter((_, i) => i !== place),
                  0,
                )
              }
              onKeep={() => keepScenario(scenario)}
            />
          ))}
        </div>
      )}
      {scenarios.length > 1 && (
        <div class="look" role="group" aria-label="Scenario that is looked at">
          {names.map((name, place) => (
            <button
              key={place}
              type="button"
              class="button quiet"
              aria-pressed={place === look}
              onClick={() => setParams({ look: String(place) })}
            >
              {name}
            </button>
          ))}
        </div>
      )}
      {answer && (
        <div class="comparisons">
          {wallets.map((each) => (
            <Comparison
              key={each}
              answer={answer}
              currency={each}
              looked={looked}
              zone={zone}
              now={now}
              isLoading={compared.isLoading || compared.error !== null}
            />
          ))}
        </div>
      )}
      {looked && <OutcomeDetail outcome={looked} currency={currency} zone={zone} now={now} />}
      {choices.value && (
        <Optimiser
          key={params['work'] ?? ''}
          asked={work}
          choices={choices.value}
          currency={currency}
          zone={zone}
          now={now}
          version={overview.asOf}
          onAsk={(next) => setParams({ work: toParam(next) })}
          onTake={take}
        />
      )}
    </>
  )
}

function windowOf(today: Day, span: Span): { from: Day; to: Day } {
  return { from: startOfMonth(today), to: startOfMonth(today, SPANS[span].months) }
}
