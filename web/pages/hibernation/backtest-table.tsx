import type { RestoreBacktest } from '../../api.ts'
import { DataTable } from '../../components/data-table.tsx'
import { count, dayText } from '../../format.ts'
import { dayAt } from '../../zone-time.ts'

type Tried = RestoreBacktest['total']['recommended']

/** 'Of 212 restores 3 (1 in 71) would have found no GPU; 4.1 were expected to'. */
function triedText({ restores, failed, expected }: Tried): string {
  if (restores === 0) return 'no restore in an hour of which stock was read'
  const share = failed > 0 ? ` (1 in ${count(Math.round(restores / failed))})` : ''
  const foreseen = expected === null ? '' : `; ${count(expected, 1)} were expected to`
  return `of ${count(restores)} restores ${count(failed)}${share} would have found no GPU${foreseen}`
}

/** The advice of past weeks against the stock that was read afterwards. */
export function BacktestTable({ backtest, zone }: { readonly backtest: RestoreBacktest; readonly zone: string }) {
  const { weeks, pools, total, mostFailures } = backtest
  if (weeks.length === 0)
    return <p class="muted">Not enough history of stock yet: it takes three weeks of readings to try one.</p>
  return (
    <>
      <p>
        In the last {weeks.length} weeks, as advised at the start of each: {triedText(total.recommended)}. Without a
        look at stock: {triedText(total.riskIgnored)}. You bear up to {Math.round(mostFailures * 100)} of 100.
      </p>
      <DataTable
        caption="Week by week"
        columns={[
          { key: 'week', label: 'Week from', cell: ({ from }) => dayText(dayAt(Date.parse(from), zone)) },
          { key: 'advised', label: 'As advised', cell: ({ recommended }) => triedText(recommended) },
          { key: 'ignored', label: 'Without a look at stock', cell: ({ riskIgnored }) => triedText(riskIgnored) },
        ]}
        rows={weeks}
        rowKey={({ from }) => from}
        empty=""
      />
      <DataTable
        caption="By region and GPU"
        columns={[
          { key: 'pool', label: 'Pool', cell: ({ region, gpuModel }) => `${gpuModel}, ${region}` },
          { key: 'advised', label: 'As advised', cell: ({ recommended }) => triedText(recommended) },
          { key: 'ignored', label: 'Without a look at stock', cell: ({ riskIgnored }) => triedText(riskIgnored) },
        ]}
        rows={pools}
        rowKey={({ region, gpuModel }) => `${region} ${gpuModel}`}
        empty="No machine with a schedule is in a pool of which stock is told."
        shown={8}
      />
    </>
  )
}
