import { useMemo } from 'preact/hooks'
import { api } from '../api.ts'
import { compare } from '../decimal.ts'
import { slotsOf } from '../charts/palette.ts'
import { groupNames } from '../charts/spend-series.ts'
import { FiltersBar } from '../components/filters-bar.tsx'
import { PageHead } from '../components/page-head.tsx'
import { PartyNote } from '../components/party-note.tsx'
import { ProblemNote } from '../components/problem-note.tsx'
import { isEverybody } from '../filters.ts'
import { useLoad } from '../load.ts'
import type { PageProps } from '../page.ts'
import { address, setParams } from '../router.ts'
import { loadSpend, spendInput } from '../spend-data.ts'
import { dayAt } from '../zone-time.ts'
import { needsBacktest } from './forecast/accuracy.ts'
import { ForecastWallet } from './forecast/forecast-wallet.tsx'
import { HORIZONS, parseHorizon, type Horizon } from './forecast/horizon.ts'
import { GROUPINGS, parseGrouping } from './spend/spend-groups.ts'

const STACKS = ['gpu_model', 'region', 'tier', 'resource_type', 'state', 'project', 'owner', 'cost_center'] as const

export function ForecastPage({ meta, overview, filters }: PageProps) {
  const { zone } = meta.account
  const asOf = Date.parse(overview.asOf)
  const today = dayAt(asOf, zone)
  const { currency, region, parties } = filters
  const horizon = parseHorizon(address.value.params['horizon'])
  const stack = parseGrouping(address.value.params['group'])

  const question = useMemo(
    () => ({
      ...HORIZONS[horizon].days(today, meta.fiscalYearStart),
      today,
      currency,
      region,
      parties,
      stack,
      isWhole: true,
    }),
    [horizon, today, meta.fiscalYearStart, currency, region, JSON.stringify(parties), stack],
  )
  const loaded = useLoad(`forecast ${JSON.stringify([question, overview.asOf])}`, () => loadSpend(question))
  const past = useLoad(`accuracy ${overview.asOf}`, () => api.forecastAccuracy('past'))
  const isFew = past.value !== null && needsBacktest(past.value)
  const again = useLoad(`backtest ${isFew} ${overview.asOf}`, () =>
    isFew ? api.forecastAccuracy('backtest') : Promise.resolve([]),
  )
  const compared = horizon === 'month' || horizon === 'quarter' ? horizon : null
  const isWhole = region === null && isEverybody(parties)
  const changes = useLoad(`change ${compared} ${isWhole} ${overview.asOf}`, () =>
    compared && isWhole ? api.forecastChange(compared) : Promise.resolve([]),
  )
  const runways = useLoad(`runways ${overview.asOf}`, api.runways)
  const horizons = [...(past.value ?? []), ...(again.value ?? [])]
  const error = loaded.error ?? past.error ?? again.error ?? changes.error ?? runways.error
  const wallets = meta.currencies.filter((each) => currency === null || each === currency)
  const panels = useMemo(() => {
    const data = loaded.value
    if (!data) return []
    return wallets.map((each) => ({
      input: spendInput(data, question, each),
      total: data.band?.totals.find((row) => row.currency === each) ?? null,
      totals: (data.forecast?.totals ?? [])
        .filter((row) => row.currency === each)
        .toSorted((a, b) => compare(b.p50, a.p50)),
    }))
  }, [loaded.value, question, wallets.join()])
  const slots = useMemo(() => slotsOf(groupNames(panels.map(({ input }) => input))), [panels])

  return (
    <>
      <PageHead title="Forecast" question="What will it cost, and how sure is that?">
        <FiltersBar meta={meta} filters={filters} hasPeriod={false}>
          <label>
            <span>How far</span>
            <select value={horizon} onChange={({ currentTarget }) => setParams({ horizon: currentTarget.value })}>
              {(Object.keys(HORIZONS) as Horizon[]).map((key) => (
                <option key={key} value={key}>
                  {HORIZONS[key].label}
                </option>
              ))}
            </select>
          </label>
          <label>
            <span>Taken apart by</span>
            <select value={stack} onChange={({ currentTarget }) => setParams({ group: currentTarget.value })}>
              {STACKS.map((key) => (
                <option key={key} value={key}>
                  {GROUPINGS[key].label}
                </option>
              ))}
            </select>
          </label>
        </FiltersBar>
      </PageHead>
      <PartyNote parties={parties}>
        Balance, runway and how far past forecasts were off are of whole wallets; of the machines that could stop, those
        shown are theirs.
      </PartyNote>
      {error && <ProblemNote error={error} />}
      {panels.map((panel) => (
        <ForecastWallet
          key={panel.input.currency}
          {...panel}
          wallet={overview.wallets.find((wallet) => wallet.currency === panel.input.currency) ?? null}
          grouping={stack}
          runway={runways.value?.find((one) => one.currency === panel.input.currency) ?? null}
          horizons={horizons.filter((one) => one.currency === panel.input.currency)}
          isJudging={past.isLoading || again.isLoading}
          change={(compared && changes.value?.find((one) => one.currency === panel.input.currency)) ?? null}
          overrides={(loaded.value?.band?.overrides ?? []).filter((one) => one.currency === panel.input.currency)}
          region={region}
          isEarly={loaded.value?.band?.early ?? false}
          zone={zone}
          now={asOf}
          slots={slots}
          isLoading={loaded.isLoading}
          parties={parties}
        />
      ))}
    </>
  )
}
