import {
  forecastCsvUrl,
  type Forecast,
  type HorizonAccuracy,
  type Wallet,
  type WalletChange,
  type WalletRunway,
} from '../../api.ts'
import type { SpendInput } from '../../charts/spend-series.ts'
import { DataTable, type Column } from '../../components/data-table.tsx'
import { ForecastEquation } from '../../components/forecast-equation.tsx'
import { SpendPanel } from '../../components/spend-panel.tsx'
import { minus } from '../../decimal.ts'
import { ofWhom, type Parties } from '../../filters.ts'
import { amount, daysText, plainAmount } from '../../format.ts'
import type { Instant } from '../../zone-time.ts'
import { runwaySentence } from '../overview/describe-wallet.ts'
import { monthText } from '../books/months.ts'
import { groupName, GROUPINGS, type SpendGroupKey } from '../spend/spend-groups.ts'
import { AccuracyTable } from './accuracy-table.tsx'
import { CauseTable } from './cause-table.tsx'
import { LastUntilPanel } from './last-until.tsx'
import { WaysTable } from './ways-table.tsx'

type Total = Forecast['totals'][number]

interface Props {
  readonly input: SpendInput
  /** Of the whole wallet or region; null where nothing is spent and nothing comes. */
  readonly total: Total | null
  readonly totals: readonly Total[]
  readonly wallet: Wallet | null
  /** Null while its balance was never read. */
  readonly runway: WalletRunway | null
  readonly horizons: readonly HorizonAccuracy[]
  readonly isJudging: boolean
  /** Against an earlier forecast of the same days; null where there is none or a part is looked at. */
  readonly change: WalletChange | null
  /** Months for which somebody gave an own figure. */
  readonly overrides: Forecast['overrides']
  readonly grouping: SpendGroupKey
  readonly isEarly: boolean
  readonly region: string | null
  readonly zone: string
  readonly now: Instant
  readonly slots: ReadonlyMap<string, number>
  readonly isLoading: boolean
  readonly parties: Parties
}

/** What a period of one wallet will cost: the sum with its interval, the days, and what it is made of. */
export function ForecastWallet(props: Props) {
  const { input, total, totals, wallet, runway, horizons, isJudging, change, overrides, grouping } = props
  const { isEarly, region, zone, now, slots, isLoading, parties } = props
  const { currency, from, to, today } = input
  return (
    <SpendPanel
      input={input}
      zone={zone}
      now={now}
      noneLabel={GROUPINGS[grouping].none}
      slots={slots}
      isLoading={isLoading}
      csvUrl={forecastCsvUrl({ from, to, currency, region, ...parties, group: grouping })}
      parties={parties}
      figure={
        total && (
          <>
            <h3>{daysText(from, to, today)}</h3>
            <ForecastEquation estimate={total} />
            {isEarly && <p class="muted">Early estimate: there is little history to measure it by.</p>}
            <p class="muted">
              Machines go on by their weekly rhythm and their age, and new work comes as it did before. The interval is
              how far this very forecast was off on the history of this account.
            </p>
            {overrides.map(({ month, who, amount: own, reason, by }) => (
              <p key={`${month} ${who}`} class="note">
                Own figure for {monthText(month.slice(0, 7))}, {who}: {amount(own, currency)}, by {by}, because:{' '}
                {reason}. The forecast above is not changed by it.
              </p>
            ))}
            {wallet && <p>{runwaySentence(wallet, zone, now)}</p>}
          </>
        )
      }
    >
      <DataTable
        caption={`${currency} by ${GROUPINGS[grouping].by}`}
        columns={columnsOf(currency, grouping)}
        rows={totals}
        rowKey={(row) => row[grouping] ?? ''}
        empty={`Nothing${ofWhom(parties)} is billed or to come in the ${currency} wallet.`}
      />
      {total && <CauseTable total={total} change={change} zone={zone} now={now} />}
      {runway && <LastUntilPanel wallet={runway} parties={parties} zone={zone} now={now} />}
      <AccuracyTable horizons={horizons} currency={currency} zone={zone} now={now} isLoading={isJudging} />
      <WaysTable currency={currency} asOf={String(now)} />
    </SpendPanel>
  )
}

function columnsOf(currency: string, grouping: Props['grouping']): readonly Column<Total>[] {
  const money = (key: string, label: string, value: (row: Total) => string) => ({
    key,
    label,
    cell: (row: Total) => plainAmount(value(row), currency),
    sortBy: (row: Total) => Number(value(row)),
    isNumber: true,
  })
  return [
    {
      key: 'name',
      label: GROUPINGS[grouping].label,
      cell: (row) => groupName(grouping, row[grouping]),
      sortBy: (row) => groupName(grouping, row[grouping]),
    },
    money('billed', 'So far', (row) => row.billedSoFar),
    money('toCome', 'Still to come', (row) => minus(row.p50, row.billedSoFar)),
    money('likely', 'Likely together', (row) => row.p50),
    {
      key: 'interval',
      label: '8 times in 10 between',
      cell: (row) => `${plainAmount(row.p10, currency)} and ${plainAmount(row.p90, currency)}`,
      isNumber: true,
    },
  ]
}
