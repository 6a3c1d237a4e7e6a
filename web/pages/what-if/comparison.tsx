import { useMemo } from 'preact/hooks'
import { planColor, plansConfig } from '../../charts/plans-config.ts'
import { waterfallConfig } from '../../charts/waterfall-config.ts'
import { Chart } from '../../components/chart.tsx'
import { DataTable, type Column } from '../../components/data-table.tsx'
import { compare, sum } from '../../decimal.ts'
import { daysText, momentText, NONE, plainAmount } from '../../format.ts'
import { theme } from '../../theme.ts'
import type { Outcome, OutcomeWallet, WhatIf } from '../../what-if-api.ts'
import { dayAt, type Day, type Instant } from '../../zone-time.ts'
import { differenceText, signed } from '../../difference-text.ts'
import { CAUSE_WORDS, CAUSES, causesSentence } from './difference-words.ts'

interface Props {
  readonly answer: WhatIf
  readonly currency: string
  /** The scenario whose difference is drawn; null while there is none. */
  readonly looked: Outcome | null
  readonly zone: string
  readonly now: Instant
  readonly isLoading: boolean
}

interface Row {
  readonly name: string
  readonly wallet: OutcomeWallet
  readonly isBaseline: boolean
}

/** One wallet: the plan and its scenarios beside each other, and how the one that is looked at differs. */
export function Comparison({ answer, currency, looked, zone, now, isLoading }: Props) {
  const rows = useMemo(
    () =>
      [answer.baseline, ...answer.scenarios].flatMap((outcome, i): Row[] => {
        const wallet = outcome.wallets.find((one) => one.currency === currency)
        return wallet ? [{ name: outcome.name, wallet, isBaseline: i === 0 }] : []
      }),
    [answer, currency],
  )
  const wallet = looked?.wallets.find((one) => one.currency === currency)
  if (rows.length === 0) return null
  return (
    <section class={`card${isLoading ? ' loading' : ''}`} aria-label={`${currency} wallet`}>
      <DataTable
        caption={`${currency} wallet, ${daysText(answer.from, answer.to, dayAt(now, zone))}`}
        columns={columnsOf(currency, rows, zone, now)}
        rows={rows}
        rowKey={({ name, isBaseline }) => `${isBaseline} ${name}`}
        empty="Nothing is spent in this wallet."
      />
      {rows[0]!.wallet.early && (
        <p class="muted">Early estimate: there is little history to measure the interval by.</p>
      )}
      {rows.length > 1 && <PlanLines rows={rows} currency={currency} zone={zone} now={now} />}
      {looked && wallet && <Difference name={looked.name} wallet={wallet} />}
      <details>
        <summary>By month</summary>
        <MonthTable rows={rows} currency={currency} today={dayAt(now, zone)} />
      </details>
    </section>
  )
}

type PlanLinesProps = Pick<Props, 'currency' | 'zone' | 'now'> & { readonly rows: readonly Row[] }

function PlanLines({ rows, currency, zone, now }: PlanLinesProps) {
  const config = useMemo(
    () =>
      plansConfig(
        rows.map(({ name, wallet }) => ({ name, days: wallet.days })),
        { currency, zone, now, theme: theme.value },
      ),
    [rows, currency, zone, now, theme.value],
  )
  const ends = rows.map(({ name, wallet }) => `${name} ${plainAmount(wallet.total.p50, currency)}`)
  return (
    <>
      <h3>Spent by the end of each day</h3>
      <Chart config={config} description={`Spent in ${currency} by the end: ${ends.join(', ')}.`} height={200} />
      <ul class="legend">
        {rows.map(({ name }, i) => (
          <li key={i}>
            <span class="swatch" style={{ background: planColor(i, theme.value) }} />
            {name}
          </li>
        ))}
      </ul>
    </>
  )
}

function columnsOf(currency: string, rows: readonly Row[], zone: string, now: Instant): readonly Column<Row>[] {
  const hasTax = rows.some(({ wallet }) => compare(wallet.total.tax, '0') !== 0)
  const hasSleep = rows.some(({ wallet }) => compare(wallet.avoidedByHibernation, '0') !== 0)
  return [
    { key: 'name', label: 'Plan', cell: ({ name }) => name },
    {
      key: 'likely',
      label: 'Likely',
      cell: ({ wallet }) => <b class="forecast">{plainAmount(wallet.total.p50, currency)}</b>,
      isNumber: true,
    },
    {
      key: 'interval',
      label: '8 times in 10 between',
      cell: ({ wallet: { total } }) => `${plainAmount(total.p10, currency)} and ${plainAmount(total.p90, currency)}`,
      isNumber: true,
    },
    ...(hasTax
      ? [
          {
            key: 'tax',
            label: 'Tax on topping up',
            cell: ({ wallet }: Row) => plainAmount(wallet.total.tax, currency),
            isNumber: true,
          },
        ]
      : []),
    {
      key: 'difference',
      label: 'Against the baseline',
      cell: ({ wallet, isBaseline }) => (isBaseline ? NONE : differenceText(wallet.difference.total, currency)),
      isNumber: true,
    },
    { key: 'runway', label: 'Machines go to sleep', cell: ({ wallet }) => <RunwayCell {...{ wallet, zone, now }} /> },
    ...(hasSleep
      ? [
          {
            key: 'avoided',
            label: 'Avoided by hibernation',
            cell: ({ wallet }: Row) => plainAmount(wallet.avoidedByHibernation, currency),
            isNumber: true,
          },
        ]
      : []),
  ]
}

export function RunwayCell({ wallet: { runway }, zone, now }: { wallet: OutcomeWallet; zone: string; now: Instant }) {
  if (!runway) return <>balance never read</>
  if (runway.kind === 'empty') return <>empty already</>
  const early = runway.p10 && (
    <span class="under">could be as early as {momentText(Date.parse(runway.p10), zone, now)}</span>
  )
  if (runway.kind === 'beyond' || !runway.p50) return <>not within a year {early}</>
  return (
    <>
      {momentText(Date.parse(runway.p50), zone, now)} {early}
    </>
  )
}

function Difference({ name, wallet }: { name: string; wallet: OutcomeWallet }) {
  const { currency, difference } = wallet
  const steps = useMemo(() => CAUSES.map((cause) => ({ label: cause, value: difference[cause] })), [difference])
  const config = useMemo(
    () => waterfallConfig(steps, difference.total, currency, theme.value),
    [steps, difference.total, currency, theme.value],
  )
  const said = steps.filter(({ value }) => compare(value, '0') !== 0)
  if (said.length === 0) return <p class="muted">{name} changes nothing in this wallet.</p>
  return (
    <>
      <h3>How {name} differs</h3>
      <Chart config={config} description={`${name}: ${causesSentence(wallet)}`} height={200} />
      <details>
        <summary>View as table</summary>
        <table class="data-table">
          <caption class="visually-hidden">Difference of {name} by cause</caption>
          <tbody>
            {said.map(({ label, value }) => (
              <tr key={label}>
                <th scope="row">
                  {label} <span class="under">{CAUSE_WORDS[label]}</span>
                </th>
                <td class="number">{signed(value, currency)}</td>
              </tr>
            ))}
            <tr>
              <th scope="row">together</th>
              <td class="number">
                <b>{signed(sum(said.map(({ value }) => value)), currency)}</b>
              </td>
            </tr>
          </tbody>
        </table>
      </details>
    </>
  )
}

function MonthTable({ rows, currency, today }: { rows: readonly Row[]; currency: string; today: Day }) {
  type Month = OutcomeWallet['months'][number]
  const months = rows[0]!.wallet.months
  const columns: readonly Column<Month>[] = [
    { key: 'month', label: 'Days', cell: ({ from, to }) => daysText(from, to, today) },
    ...rows.map(({ name, wallet }, i) => ({
      key: String(i),
      label: name,
      cell: ({ from }: Month) => {
        const own = wallet.months.find((month) => month.from === from)
        if (!own) return NONE
        return (
          <>
            {plainAmount(own.p50, currency)}
            <span class="under">
              {plainAmount(own.p10, currency)} to {plainAmount(own.p90, currency)}
            </span>
          </>
        )
      },
      isNumber: true,
    })),
  ]
  return (
    <DataTable
      caption={`Likely by month in ${currency}, and 8 times in 10 between`}
      columns={columns}
      rows={months}
      rowKey={({ from }) => from}
      empty="No month."
    />
  )
}
