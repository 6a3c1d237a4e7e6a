import type { ComponentChildren } from 'preact'
import { useMemo } from 'preact/hooks'
import { chargesCsvUrl } from '../api.ts'
import { describeSpend } from '../charts/describe-spend.ts'
import { groupColors, groupLabel, spendConfig } from '../charts/spend-config.ts'
import { dayTotal, spendSeries, type SpendInput, type SpendSeries } from '../charts/spend-series.ts'
import { ofWhom, type Parties } from '../filters.ts'
import { amount, dayText, daysText, NONE, plainAmount } from '../format.ts'
import { address, changedParams, hrefOf, navigate, type Address } from '../router.ts'
import { theme } from '../theme.ts'
import { addDays, type Day, type Instant } from '../zone-time.ts'
import { Chart } from './chart.tsx'
import { DataTable, type Column } from './data-table.tsx'
import { Icon } from './icon.tsx'

interface Props {
  readonly input: SpendInput
  readonly zone: string
  readonly now: Instant
  readonly noneLabel: string
  /** The colour slots of the whole page, so that a name has one colour in all of its charts. */
  readonly slots: ReadonlyMap<string, number>
  readonly isLoading: boolean
  /** Where the figures can be downloaded; the charges of the period unless told. */
  readonly csvUrl?: string
  readonly parties: Parties
  /** What the chart explains, above it. */
  readonly figure?: ComponentChildren
  /** What proves it, below it. */
  readonly children?: ComponentChildren
}

/** Daily spend of one wallet: the chart, its legend with totals, the same as a table, the file. */
export function SpendPanel(props: Props) {
  const { input, zone, now, noneLabel, slots, isLoading, csvUrl, parties, figure, children } = props
  const series = useMemo(() => spendSeries(input), [input])
  const colors = groupColors(series.groups, theme.value, slots)
  const config = useMemo(
    () =>
      spendConfig(series, { zone, now, noneLabel, slots, theme: theme.value, onDay: (day) => openDay(day, series) }),
    [series, zone, now, noneLabel, slots, theme.value],
  )
  const { currency } = series
  // Of what has not begun there is nothing billed to tell.
  const isAhead = input.from > input.today
  return (
    <section class={`card${isLoading ? ' loading' : ''}`} aria-busy={isLoading}>
      <div class="card-head">
        <h2>Spend per day, {currency}</h2>
        <a class="button quiet" href={csvUrl ?? chargesCsvUrl({ from: input.from, to: input.to, ...parties })} download>
          <Icon name="download" />
          CSV
        </a>
      </div>
      {series.groups.length > 0 && figure}
      {input.inferred.length > 0 && <InferredNote days={input.inferred} today={input.today} />}
      {series.groups.length === 0 ? (
        <p class="muted">
          Nothing{ofWhom(parties)} {isAhead ? 'is expected' : 'was billed'} in the {currency} wallet in this period.
        </p>
      ) : (
        <>
          <Chart config={config} description={describeSpend(series, noneLabel)} />
          <ul class="legend">
            {series.groups.map((group, index) => (
              <li key={group.name ?? ''}>
                <span class="swatch" style={{ background: colors[index] }} aria-hidden="true" />
                {groupLabel(group, noneLabel)}{' '}
                <span class="muted">
                  {isAhead ? `${amount(group.toComeTotal, currency)} likely` : amount(group.billedTotal, currency)}
                </span>
              </li>
            ))}
            {series.band.size > 0 && (
              <li class="muted">
                <span class="swatch hatched" aria-hidden="true" />
                hatched: still to come; band: the whole day, 8 times in 10
              </li>
            )}
          </ul>
          <details>
            <summary>View as table</summary>
            <SpendTable series={series} noneLabel={noneLabel} />
          </details>
        </>
      )}
      {children}
    </section>
  )
}

function InferredNote({ days, today }: { days: readonly Day[]; today: Day }) {
  return (
    <p class="muted">
      Inferred {daysText(days[0]!, addDays(days.at(-1)!, 1), today)}: it is known how long machines slept, not on which
      of these days. Their sum is as billed.
    </p>
  )
}

/** The address of a day of a wallet, taken apart; the other filters stay. */
function dayAddress(day: Day, currency: string): Address {
  const params = { ...address.peek().params, period: null, from: day, to: addDays(day, 1), currency }
  return { path: '/spend', params: changedParams({}, params) }
}

function openDay(day: Day, { today, days, currency }: SpendSeries): void {
  if (day <= today && days.includes(day)) navigate(dayAddress(day, currency))
}

function SpendTable({ series, noneLabel }: { series: SpendSeries; noneLabel: string }) {
  const { currency, today, band } = series
  const hasForecast = band.size > 0
  const value = (text: string | undefined) => (text === undefined ? NONE : plainAmount(text, currency))
  const columns: readonly Column<Day>[] = [
    {
      key: 'day',
      label: 'Day',
      cell: (day) => <DayCell day={day} today={today} currency={currency} />,
      sortBy: (day) => day,
    },
    ...series.groups.map((group, index) => ({
      key: `group-${index}`,
      label: `${groupLabel(group, noneLabel)}, billed`,
      cell: (day: Day) => value(group.billed.get(day)),
      isNumber: true,
    })),
    {
      key: 'billed',
      label: 'Billed',
      cell: (day) => value(dayTotal(series, day).billed),
      sortBy: (day) => Number(dayTotal(series, day).billed),
      isNumber: true,
    },
    ...(hasForecast
      ? [
          {
            key: 'toCome',
            label: 'Still to come',
            cell: (day: Day) => (band.has(day) ? value(dayTotal(series, day).toCome) : NONE),
            isNumber: true,
          },
          {
            key: 'interval',
            label: 'The whole day, 8 times in 10',
            cell: (day: Day) => {
              const interval = band.get(day)
              return interval ? `${value(interval.p10)} to ${value(interval.p90)}` : NONE
            },
            isNumber: true,
          },
        ]
      : []),
  ]
  return (
    <div class="table-scroll" tabIndex={0} role="region" aria-label={`Spend per day in ${currency}, table`}>
      <DataTable
        caption={`Spend per day in ${currency}; billed, split over days by minutes (our split)`}
        columns={columns}
        rows={series.days}
        rowKey={(day) => day}
        empty="No days."
      />
    </div>
  )
}

function DayCell({ day, today, currency }: { day: Day; today: Day; currency: string }) {
  const text = dayText(day, today)
  return day > today ? text : <a href={hrefOf(dayAddress(day, currency))}>{text}</a>
}
