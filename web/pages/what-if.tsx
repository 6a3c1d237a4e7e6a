import { useMemo, useState } from 'preact/hooks'
import { ApiError } from '../api.ts'
import { AddressChoice } from '../components/address-choice.tsx'
import { PageHead } from '../components/page-head.tsx'
import { PartyChoice } from '../components/party-choice.tsx'
import { ProblemNote } from '../components/problem-note.tsx'
import { isEverybody } from '../filters.ts'
import { useLoad } from '../load.ts'
import type { PageProps } from '../page.ts'
import { daysText } from '../format.ts'
import { address, setParams } from '../router.ts'
import { fieldErrors, whatIfApi, type Change, type Scenario } from '../what-if-api.ts'
import { dayAt } from '../zone-time.ts'
import { Comparison } from './what-if/comparison.tsx'
import { showScenarios } from './what-if/files.ts'
import { Optimiser } from './what-if/optimiser.tsx'
import { OutcomeDetail } from './what-if/outcome-detail.tsx'
import { PartyTable } from './what-if/party-table.tsx'
import { freeName, MOST_SCENARIOS, scenariosOfParam, toParam, workOfParam } from './what-if/scenario-address.ts'
import { below, ScenarioCard } from './what-if/scenario-card.tsx'
import { SavedScenarios } from './what-if/saved-scenarios.tsx'
import { Toolbar } from './what-if/toolbar.tsx'
import { daysOfParam, SPANS, spanOf, spanWindow, type Span } from './what-if/window.ts'
import { WorkTable } from './what-if/work-table.tsx'
import '../styles/what-if.css'

export function WhatIfPage({ meta, overview, filters }: PageProps) {
  const { zone } = meta.account
  const { currency } = filters
  const { params } = address.value
  const now = Date.parse(overview.asOf)
  const span = spanOf(params['span'])
  const scenarios = useMemo(() => scenariosOfParam(params['plan']), [params['plan']])
  const work = useMemo(() => workOfParam(params['work']), [params['work']])
  const today = dayAt(now, zone)
  const days = useMemo(() => daysOfParam(params['days']), [params['days']])
  const asked = useMemo(() => ({ window: days ?? spanWindow(today, span), scenarios }), [days, today, span, scenarios])
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
    const all = [...scenarios, ...named]
    const leftOut = all.slice(MOST_SCENARIOS).map(({ name }) => name)
    setSaid(leftOut.length === 0 ? '' : `${MOST_SCENARIOS} are compared at most; left out: ${leftOut.join(', ')}.`)
    showScenarios(all.slice(0, MOST_SCENARIOS), Math.min(all.length, MOST_SCENARIOS) - 1)
  }
  const save = (scenario: Scenario) => {
    const over = kept.value?.find(({ name }) => name === scenario.name)?.scenarioId ?? null
    whatIfApi.keep(scenario, over).then(
      () => {
        setSaid(`${scenario.name} is saved${over === null ? '' : ' over what had its name'}.`)
        setFailure(null)
        setChanged(changed + 1)
      },
      (cause: unknown) => setFailure(cause instanceof ApiError ? cause : new ApiError(String(cause))),
    )
  }
  const lookAt = (place: number) => {
    setParams({ look: place === 0 ? null : String(place) })
    document.querySelector('#what-makes-it')?.scrollIntoView()
  }
  const take = (change: Change) => add([{ name: freeName(names, 'Job'), changes: [change] }])

  return (
    <>
      <PageHead title="What-if" question="What if we did it otherwise?">
        <form class="filters" aria-label="Filters" onSubmit={(event) => event.preventDefault()}>
          <AddressChoice name="currency" label="Wallet" all="All wallets" value={currency} options={meta.currencies} />
          <label>
            <span>How far</span>
            <select
              value={days ? 'days' : span}
              onChange={({ currentTarget }) => setParams({ span: currentTarget.value, days: null })}
            >
              {days && <option value="days">{daysText(days.from, days.to, today)}</option>}
              {(Object.keys(SPANS) as Span[]).map((key) => (
                <option key={key} value={key}>
                  {SPANS[key].label}
                </option>
              ))}
            </select>
          </label>
          <PartyChoice meta={meta} parties={filters.parties} />
        </form>
      </PageHead>
      {!isEverybody(filters.parties) && (
        <p class="muted">
          What a scenario costs is of the whole account. Each change can be narrowed: choose its machines by project,
          owner or cost center.
        </p>
      )}
      <Toolbar asked={asked} isDemo={meta.demo} said={said} onSay={setSaid} onAdd={add} />
      <SavedScenarios
        saved={kept.value ?? []}
        isFull={scenarios.length >= MOST_SCENARIOS}
        onOpen={add}
        onChanged={() => setChanged(changed + 1)}
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
              isFull={scenarios.length >= MOST_SCENARIOS}
              onChange={(next) => setScenario(place, next)}
              onCopy={() => add([scenario])}
              onRemove={() =>
                showScenarios(
                  scenarios.filter((_, i) => i !== place),
                  0,
                )
              }
              onSave={() => save(scenario)}
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
              balance={overview.wallets.find((wallet) => wallet.currency === each)?.balance ?? null}
              looked={looked}
              zone={zone}
              now={now}
              isLoading={compared.isLoading || compared.error !== null}
              onLook={lookAt}
            />
          ))}
        </div>
      )}
      {answer && <WorkTable outcomes={answer.scenarios} piecesOf={answer.piecesOf} {...{ currency, zone, now }} />}
      {answer && looked && (
        <OutcomeDetail
          outcome={looked}
          piecesOf={answer.piecesOf}
          {...{ currency, zone, now }}
          parties={<PartyTable asked={asked} look={look} currency={currency} version={overview.asOf} />}
        />
      )}
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
