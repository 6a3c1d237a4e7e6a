import { useMemo } from 'preact/hooks'
import { planColor, plansConfig } from '../../charts/plans-config.ts'
import { Chart } from '../../components/chart.tsx'
import { DataTable, type Column } from '../../components/data-table.tsx'
import { compare } from '../../decimal.ts'
import { daysText, NONE, plainAmount } from '../../format.ts'
import { theme } from '../../theme.ts'
import type { Compared, Outcome, OutcomeWallet, PiecesOf } from '../../what-if-api.ts'
import { dayAt, type Instant } from '../../zone-time.ts'
import { Difference } from './difference.tsx'
import { IntervalCell } from './interval-cell.tsx'
import { differenceText } from './difference-words.ts'
import { LikelyCell } from './likely-cell.tsx'
import { LineAmounts } from './line-amounts.tsx'
import { RunwayCell } from './runway-cell.tsx'
import { SpendBy } from './spend-by.tsx'

interface Props {
  readonly answer: Compared
  readonly currency: string
  /** What is left in the wallet, as last read; null before that. */
  readonly balance: string | null
  /** The scenario whose difference is drawn; null while there is none. */
  readonly looked: Outcome | null
  readonly zone: string
  readonly now: Instant
  readonly isLoading: boolean
  /** Looks at the scenario of this place. */
  readonly onLook: (place: number) => void
}

interface Row {
  readonly name: string
  readonly outcome: Outcome
  readonly wallet: OutcomeWallet
  /** Among the scenarios; null: the plan as it stands. */
  readonly place: number | null
}

/** One wallet: the plan and its scenarios beside each other, and how the one that is looked at differs. */
export function Comparison({ answer, currency, balance, looked, zone, now, isLoading, onLook }: Props) {
  const rows = useMemo(
    () =>
      [answer.baseline, ...answer.scenarios].flatMap((outcome, i): Row[] => {
        const wallet = outcome.wallets.find((one) => one.currency === currency)
        return wallet ? [{ name: outcome.name, outcome, wallet, place: i === 0 ? null : i - 1 }] : []
      }),
    [answer, currency],
  )
  const wallet = looked?.wallets.find((one) => one.currency === currency)
  if (rows.length === 0) return null
  const today = dayAt(now, zone)
  return (
    <section class={`card${isLoading ? ' loading' : ''}`} aria-label={`${currency} wallet`}>
      <DataTable
        caption={`${currency} wallet, ${daysText(answer.from, answer.to, today)}`}
        columns={columnsOf({ answer, currency, balance, rows, zone, now, onLook })}
        rows={rows}
        rowKey={({ place }) => String(place)}
        empty="Nothing is spent in this wallet."
      />
      {rows[0]!.wallet.early && (
        <p class="muted">Early estimate: there is little history to measure the interval by.</p>
      )}
      {rows.length > 1 && <PlanLines rows={rows} currency={currency} zone={zone} now={now} />}
      {looked && wallet && <Difference outcome={looked} wallet={wallet} piecesOf={answer.piecesOf} zone={zone} />}
      <details>
        <summary>By month</summary>
        <SpendBy by="month" plans={rows} currency={currency} today={today} />
      </details>
      <details>
        <summary>By day</summary>
        <SpendBy by="day" plans={rows} currency={currency} today={today} />
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

interface ColumnsProps extends PlanLinesProps {
  readonly answer: Compared
  readonly balance: string | null
  readonly onLook: (place: number) => void
}

function columnsOf({ answer, currency, balance, rows, zone, now, onLook }: ColumnsProps): readonly Column<Row>[] {
  const baseline = rows[0]!.wallet
  const hasTax = rows.some(({ wallet }) => compare(wallet.total.tax, '0') !== 0)
  const hasSleep = rows.some(({ wallet }) => compare(wallet.avoidedByHibernation, '0') !== 0)
  return [
    { key: 'name', label: 'Plan', cell: ({ name }) => name },
    {
      key: 'likely',
      label: 'Likely',
      cell: ({ wallet, place }) => (
        <LikelyCell
          wallet={wallet}
          baseline={place === null ? null : baseline}
          from={answer.from}
          today={dayAt(now, zone)}
          onLook={() => onLook(place ?? 0)}
        />
      ),
      isNumber: true,
    },
    {
      key: 'interval',
      label: '8 times in 10 between',
      cell: ({ wallet }) => <IntervalCell wallet={wallet} />,
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
      cell: ({ wallet, place }) => (place === null ? NONE : differenceText(wallet.difference.total, currency)),
      isNumber: true,
    },
    {
      key: 'runway',
      label: 'Machines go to sleep',
      cell: ({ wallet }) => <RunwayCell {...{ wallet, balance, zone, now }} />,
    },
    ...(hasSleep
      ? [
          {
            key: 'avoided',
            label: 'Avoided by hibernation',
            cell: ({ outcome, wallet }: Row) => (
              <AvoidedCell {...{ outcome, wallet, zone }} piecesOf={answer.piecesOf} />
            ),
            isNumber: true,
          },
        ]
      : []),
  ]
}

interface AvoidedProps {
  readonly outcome: Outcome
  readonly wallet: OutcomeWallet
  readonly piecesOf: PiecesOf
  readonly zone: string
}

function AvoidedCell({ outcome, wallet, piecesOf, zone }: AvoidedProps) {
  const { currency, avoidedByHibernation } = wallet
  if (compare(avoidedByHibernation, '0') === 0) return <>{NONE}</>
  return (
    <details class="pieces">
      <summary>{plainAmount(avoidedByHibernation, currency)}</summary>
      <LineAmounts {...{ outcome, currency, piecesOf, zone }} amountOf={({ avoided }) => avoided} />
    </details>
  )
}
