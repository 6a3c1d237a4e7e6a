import type { RunningRow } from '../../api.ts'
import { DataTable, type Column } from '../../components/data-table.tsx'
import { ofWhom, type Parties } from '../../filters.ts'
import { amount, count, durationText, NONE, plainAmount, unitPrice } from '../../format.ts'
import type { Instant } from '../../zone-time.ts'
import { gpuText, stateText } from '../../words.ts'

interface Props {
  readonly currency: string
  readonly rows: readonly RunningRow[]
  readonly parties: Parties
  readonly now: Instant
}

/** What costs money at this moment, dearest first. */
export function RunningTable({ currency, rows, parties, now }: Props) {
  const columns: readonly Column<RunningRow>[] = [
    { key: 'name', label: 'Name', cell: NameCell, sortBy: (row) => row.name },
    { key: 'gpu', label: 'What', cell: whatText, sortBy: whatText },
    { key: 'region', label: 'Region', cell: (row) => row.region, sortBy: (row) => row.region },
    { key: 'state', label: 'State', cell: (row) => stateText(row.state), sortBy: (row) => row.state },
    {
      key: 'since',
      label: 'In this state',
      cell: (row) => <SinceCell row={row} now={now} />,
      sortBy: (row) => (row.since === null ? 0 : now - Date.parse(row.since)),
      isNumber: true,
    },
    { key: 'perHour', label: 'Per hour', cell: RateCell, sortBy: (row) => Number(row.perHour), isNumber: true },
    {
      key: 'monthToDate',
      label: 'This month so far',
      cell: (row) => amount(row.monthToDate, currency),
      sortBy: (row) => Number(row.monthToDate),
      isNumber: true,
    },
    {
      key: 'monthForecast',
      label: 'Likely by month’s end',
      cell: ForecastCell,
      sortBy: (row) => Number(row.monthForecast.p50),
      isNumber: true,
    },
  ]
  return (
    <DataTable
      caption={`Running now in the ${currency} wallet, dearest first`}
      columns={columns}
      rows={rows}
      rowKey={(row) => row.resourceId}
      empty={`Nothing${ofWhom(parties)} costs money in the ${currency} wallet now.`}
      shown={8}
    />
  )
}

/** With how much of it is theirs, where a part is: what is told of it is of all of it. */
function NameCell({ name, share }: RunningRow) {
  return (
    <>
      {name}
      {share !== undefined && share < 1 && <small class="under">{count(share * 100, 1)} % theirs, told whole</small>}
    </>
  )
}

/** How long it has been so; where that was not seen to begin, how long it has been on as well. */
function SinceCell({ row: { since, atLeast, onSince }, now }: { row: RunningRow; now: Instant }) {
  const ago = (at: string) => durationText((now - Date.parse(at)) / 1000)
  if (since === null) return <>{onSince === null ? NONE : <>on {ago(onSince)}</>}</>
  if (!atLeast) return <>{ago(since)}</>
  return (
    <>
      {onSince === null ? `at least ${ago(since)}` : `on ${ago(onSince)}`}
      {onSince !== null && <small class="under">first looked at {ago(since)} ago</small>}
    </>
  )
}

function RateCell(row: RunningRow) {
  const unit = row.gpuCount !== null && row.gpuCount > 1 ? `per machine-hour (${row.gpuCount} GPUs)` : null
  return (
    <>
      {unitPrice(row.perHour, row.currency)}
      {unit && <small class="under">{unit}</small>}
      {row.disagreement && (
        <small class="under watch">
          by {row.basis};{' '}
          {row.disagreement.map((other) => `${other.basis} says ${unitPrice(other.perHour, row.currency)}`).join(', ')}
        </small>
      )}
    </>
  )
}

function ForecastCell({ currency, monthForecast: { p10, p50, p90 } }: RunningRow) {
  return (
    <>
      <span class="forecast">{amount(p50, currency)}</span>
      <small class="under">
        {plainAmount(p10, currency)} to {plainAmount(p90, currency)}
      </small>
    </>
  )
}

function whatText(row: RunningRow): string {
  return gpuText(row.gpuModel, row.gpuCount) ?? row.resourceType.replace('_', ' ')
}
