import { useState } from 'preact/hooks'
import type { HibernationAnswer } from '../../api.ts'
import { DataTable, type Column } from '../../components/data-table.tsx'
import { amount, count, NONE, plural } from '../../format.ts'
import { rangeText } from '../../planning-words.ts'

type Sum = HibernationAnswer['sums'][number]
type By = Sum['by']
type Span = 'restOfMonth' | 'nextMonth' | 'nextQuarter'

interface Props {
  readonly currency: string
  readonly answer: HibernationAnswer
}

const BY: Readonly<Record<By, string>> = {
  wallet: 'all together',
  region: 'region',
  gpu_model: 'GPU',
  region_and_gpu_model: 'region and GPU',
  project: 'project',
  owner: 'owner',
  cost_center: 'cost center',
}

const SPANS: Readonly<Record<Span, string>> = {
  restOfMonth: 'Rest of this month',
  nextMonth: 'Next month',
  nextQuarter: 'The three months after this one',
}

/** What the advised schedules avoid and could avoid, per wallet, region, model and whose they are, over three spans. */
export function SumsTable({ currency, answer }: Props) {
  const [by, setBy] = useState<By>('region_and_gpu_model')
  const rows = answer.sums.filter((sum) => sum.currency === currency && (sum.by === by || sum.by === 'wallet'))
  const columns: readonly Column<Sum>[] = [
    { key: 'part', label: 'Of', cell: partText, sortBy: partText },
    { key: 'machines', label: 'Machines', cell: ({ machines }) => count(machines), isNumber: true },
    ...(Object.keys(SPANS) as Span[]).map((span) => ({
      key: span,
      label: SPANS[span],
      cell: (row: Sum) => <SpanCell sum={row[span]} machines={row.machines} currency={currency} />,
      sortBy: (row: Sum) => Number(row[span].possible.p50),
      isNumber: true,
    })),
  ]
  return (
    <>
      <label>
        <span>Could still be avoided, by</span>
        <select value={by} onChange={({ currentTarget }) => setBy(currentTarget.value as By)}>
          {(Object.keys(BY) as By[]).map((each) => (
            <option key={each} value={each}>
              {BY[each]}
            </option>
          ))}
        </select>
      </label>
      <DataTable
        caption="Could still be avoided; intervals do not add up, so each sum has its own"
        columns={columns}
        rows={rows}
        rowKey={(row) => `${row.by} ${partText(row)}`}
        empty="No schedule is advised in this wallet."
        shown={12}
      />
    </>
  )
}

/** 'NORWAY-1, L40', 'all together'. */
function partText(sum: Sum): string {
  const { by, region, gpuModel } = sum
  if (by === 'wallet') return BY.wallet
  if (by === 'region') return region ?? NONE
  if (by === 'project' || by === 'owner' || by === 'cost_center') return sum[by] ?? 'Not assigned'
  if (by === 'gpu_model') return gpuModel ?? 'no GPU'
  return `${region ?? NONE}, ${gpuModel ?? 'no GPU'}`
}

function SpanCell({
  sum: { possible, avoided, restoreLoss, lossUnknown },
  machines,
  currency,
}: {
  readonly sum: Sum[Span]
  readonly machines: number
  readonly currency: string
}) {
  return (
    <>
      {Number(possible.p90) < 0.005 ? 'nothing left' : <span class="forecast">{rangeText(possible, currency)}</span>}
      <small class="under">{amount(avoided.p50, currency)} against staying on</small>
      <small class="under">
        {restoreLoss === null
          ? 'loss from failed restores not known'
          : `${amount(restoreLoss, currency)} expected loss from failed restores${
              lossUnknown > 0 ? `, not known of ${plural(lossUnknown, 'machine')} of ${count(machines)}` : ''
            }`}
      </small>
    </>
  )
}
