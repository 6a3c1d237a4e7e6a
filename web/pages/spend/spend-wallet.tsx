import { useMemo } from 'preact/hooks'
import type { ChargesRow } from '../../api.ts'
import type { SpendInput } from '../../charts/spend-series.ts'
import type { Column } from '../../components/data-table.tsx'
import { SpendPanel } from '../../components/spend-panel.tsx'
import { TreeTable } from '../../components/tree-table.tsx'
import { minus, rounded, sum } from '../../decimal.ts'
import { amount, count, daysText, NONE, plainAmount } from '../../format.ts'
import { upToToday } from '../../filters.ts'
import type { Day, Instant } from '../../zone-time.ts'
import { changeText, GROUPINGS, shareText, totalOf, type SpendTotal } from './spend-groups.ts'
import { spendTree, type SpendQuestion } from './spend-tree.ts'

interface Props {
  readonly input: SpendInput
  readonly rows: readonly ChargesRow[]
  /** The rows and days of the period before, when it is compared with. */
  readonly before: { readonly rows: readonly ChargesRow[]; readonly from: Day; readonly to: Day } | null
  readonly question: SpendQuestion
  readonly zone: string
  readonly now: Instant
  readonly slots: ReadonlyMap<string, number>
  readonly isLoading: boolean
}

/** Where the money of one wallet went: the figure, the days, and what it is made of. */
export function SpendWallet({ input, rows, before, question, zone, now, slots, isLoading }: Props) {
  const { currency } = input
  const { grouping } = question
  const total = totalOf(rows)
  const tree = useMemo(
    () => spendTree(rows, before && before.rows, currency, question),
    [rows, before, currency, question],
  )
  return (
    <SpendPanel
      input={input}
      zone={zone}
      now={now}
      noneLabel={GROUPINGS[grouping].none}
      slots={slots}
      isLoading={isLoading}
      parties={question.parties}
      figure={<Figure total={total} before={before} currency={currency} question={question} />}
    >
      {tree.length > 0 && (
        <TreeTable
          caption={`${currency} by ${GROUPINGS[grouping].by}, opens into resources and days`}
          nameLabel={GROUPINGS[grouping].label}
          columns={columnsOf(currency, total.billed, before !== null)}
          rows={tree}
        />
      )}
    </SpendPanel>
  )
}

interface FigureProps {
  readonly total: Pick<SpendTotal, 'billed' | 'expected' | 'gpuHours'>
  readonly before: Props['before']
  readonly currency: string
  readonly question: SpendQuestion
}

function Figure({ total, before, currency, question: { from, to, today } }: FigureProps) {
  const begun = upToToday({ from, to }, today)
  const billedBefore = before && sum(before.rows.map(({ billedCost }) => billedCost))
  return (
    <>
      <p class="figure">
        <span class="large">{amount(total.billed, currency)}</span>{' '}
        <span class="muted">billed {daysText(from, begun.to, today)}, split over days by minutes (our split)</span>
      </p>
      {before && billedBefore !== null && (
        <p>
          <strong>{changeText(billedBefore, total.billed)}</strong> than {amount(billedBefore, currency)} in the period
          before ({daysText(before.from, before.to, today)})
        </p>
      )}
      <p class="muted">
        {total.expected === null
          ? 'Recalculated from the price list: not possible, since no price is known for a part of it.'
          : `Recalculated from the price list: ${amount(total.expected, currency)}, ${differenceText(total.billed, total.expected, currency)}.`}
      </p>
    </>
  )
}

function differenceText(billed: string, expected: string, currency: string): string {
  const difference = minus(billed, expected)
  if (rounded(difference, 2) === '0') return 'as billed'
  return difference.startsWith('-')
    ? `billed is ${amount(difference.slice(1), currency)} less`
    : `billed is ${amount(difference, currency)} more`
}

function columnsOf(currency: string, whole: string, isCompared: boolean): readonly Column<SpendTotal>[] {
  const columns: Column<SpendTotal>[] = [
    { key: 'billed', label: 'Billed', cell: ({ billed }) => amount(billed, currency), isNumber: true },
    { key: 'share', label: 'Share', cell: ({ billed }) => shareText(billed, whole), isNumber: true },
    {
      key: 'expected',
      label: 'From the price list',
      cell: ({ expected }) => plainAmount(expected, currency),
      isNumber: true,
    },
    {
      key: 'gpuHours',
      label: 'GPU-hours',
      cell: ({ gpuHours }) => (gpuHours > 0 ? count(gpuHours, 1) : NONE),
      isNumber: true,
    },
    {
      key: 'perGpuHour',
      label: 'Per GPU-hour',
      cell: ({ billed, gpuHours }) =>
        gpuHours > 0 ? plainAmount((Number(billed) / gpuHours).toFixed(6), currency, 4) : NONE,
      isNumber: true,
    },
  ]
  if (!isCompared) return columns
  return [
    ...columns,
    { key: 'before', label: 'Period before', cell: ({ before }) => plainAmount(before, currency), isNumber: true },
    {
      key: 'change',
      label: 'Change',
      cell: ({ before, billed }) => (before === null ? NONE : changeText(before, billed)),
      isNumber: true,
    },
  ]
}
