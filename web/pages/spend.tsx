import { useMemo } from 'preact/hooks'
import { api, focusCsvUrl } from '../api.ts'
import { slotsOf } from '../charts/palette.ts'
import { groupNames } from '../charts/spend-series.ts'
import { FiltersBar } from '../components/filters-bar.tsx'
import { Icon } from '../components/icon.tsx'
import { PageHead } from '../components/page-head.tsx'
import { PartyNote } from '../components/party-note.tsx'
import { ProblemNote } from '../components/problem-note.tsx'
import { periodBefore, upToToday } from '../filters.ts'
import { useLoad } from '../load.ts'
import { inferredDays } from '../spend-data.ts'
import type { PageProps } from '../page.ts'
import { AnomalyTable } from './spend/anomaly-table.tsx'
import { address, setParams } from '../router.ts'
import { dayAt } from '../zone-time.ts'
import { groupName, GROUPINGS, parseGrouping, type SpendGroupKey } from './spend/spend-groups.ts'
import { SpendWallet } from './spend/spend-wallet.tsx'

export function SpendPage({ meta, overview, filters }: PageProps) {
  const { zone } = meta.account
  const asOf = Date.parse(overview.asOf)
  const today = dayAt(asOf, zone)
  const { from, to, region, currency, parties } = filters
  const grouping = parseGrouping(address.value.params['group'])
  const isCompared = address.value.params['compare'] === 'before'

  const question = useMemo(
    () => ({ from, to, today, region, parties, grouping }),
    [from, to, today, region, JSON.stringify(parties), grouping],
  )
  const filter = { currency, region, ...parties }
  const daily = useLoad(`daily ${JSON.stringify([question, filter, overview.asOf])}`, () =>
    api.charges({ ...filter, from, to, group: `day,${grouping}` }),
  )
  const whole = useLoad(`whole ${JSON.stringify([question, filter, overview.asOf])}`, () =>
    api.charges({ ...filter, from, to, group: `${grouping},resource` }),
  )
  const before = useLoad(`before ${JSON.stringify([question, filter, overview.asOf, isCompared])}`, async () => {
    if (!isCompared) return null
    const days = periodBefore({ from, to }, today)
    return { ...days, rows: await api.charges({ ...filter, ...days, group: `${grouping},resource` }) }
  })
  const error = daily.error ?? whole.error ?? before.error
  const wallets = meta.currencies.filter((each) => currency === null || each === currency)
  const panels = useMemo(() => {
    if (!daily.value || !whole.value) return []
    const [days, rows] = [daily.value, whole.value]
    return wallets.map((each) => {
      const isOurs = (row: { currency: string }) => row.currency === each
      const billed = days.filter(isOurs).map((row) => ({
        day: row.day!,
        group: row[grouping] ? groupName(grouping, row[grouping]) : null,
        cost: row.billedCost,
      }))
      const inferred = inferredDays(days.filter(isOurs))
      return {
        input: { currency: each, ...upToToday({ from, to }, today), today, billed, inferred, forecast: [], band: [] },
        rows: rows.filter(isOurs),
        before: before.value && { ...before.value, rows: before.value.rows.filter(isOurs) },
      }
    })
  }, [daily.value, whole.value, before.value, question, wallets.join()])
  const slots = useMemo(() => slotsOf(groupNames(panels.map(({ input }) => input))), [panels])

  return (
    <>
      <PageHead title="Spend" question="Where did the money go?">
        <FiltersBar meta={meta} filters={filters}>
          <label>
            <span>Taken apart by</span>
            <select value={grouping} onChange={({ currentTarget }) => setParams({ group: currentTarget.value })}>
              {(Object.keys(GROUPINGS) as SpendGroupKey[]).map((key) => (
                <option key={key} value={key}>
                  {GROUPINGS[key].label}
                </option>
              ))}
            </select>
          </label>
          <label class="check">
            <input
              type="checkbox"
              checked={isCompared}
              onChange={({ currentTarget }) => setParams({ compare: currentTarget.checked ? 'before' : null })}
            />
            <span>Compare with the period before</span>
          </label>
        </FiltersBar>
      </PageHead>
      <PartyNote parties={parties}>What was not to be expected is told whole.</PartyNote>
      {error && <ProblemNote error={error} />}
      {panels.map((panel) => (
        <SpendWallet
          key={panel.input.currency}
          {...panel}
          question={question}
          zone={zone}
          now={asOf}
          slots={slots}
          isLoading={daily.isLoading || whole.isLoading}
        />
      ))}
      <div class="actions">
        <a class="button" href={focusCsvUrl({ from, to, ...parties })} download>
          <Icon name="download" />
          All wallets in FOCUS, by UTC days
        </a>
      </div>
      <AnomalyTable days={{ from, to }} currency={currency} parties={parties} zone={zone} now={asOf} />
    </>
  )
}
