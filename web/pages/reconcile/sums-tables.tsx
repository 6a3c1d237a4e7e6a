import { DataTable } from '../../components/data-table.tsx'
import { amount, count, dayText, durationText, momentText, NONE } from '../../format.ts'
import { causeText, skuText } from '../../price-words.ts'
import type { Reconciliation } from '../../prices-api.ts'

type Sums = Omit<Reconciliation['days'][number], 'day'>

interface SumsProps<Row extends Sums> {
  readonly caption: string
  readonly keyLabel: string
  readonly rows: readonly Row[]
  readonly keyOf: (row: Row) => string
  readonly idOf?: (row: Row) => string
  readonly today: string
}

/** Billed against recalculated by any key. */
export function SumsTable<Row extends Sums>({ caption, keyLabel, rows, keyOf, idOf, today }: SumsProps<Row>) {
  const shownKey = (key: string) => (/^\d{4}-\d\d-\d\d$/.test(key) ? dayText(key, today) : key)
  return (
    <DataTable
      caption={caption}
      isCaptionHidden
      columns={[
        { key: 'key', label: keyLabel, sortBy: keyOf, cell: (row) => shownKey(keyOf(row)) },
        {
          key: 'billed',
          label: 'Billed',
          isNumber: true,
          sortBy: ({ billed }) => Number(billed),
          cell: ({ billed, currency }) => amount(billed, currency),
        },
        {
          key: 'recalculated',
          label: 'Recalculated',
          isNumber: true,
          sortBy: ({ recalculated }) => Number(recalculated),
          cell: ({ recalculated, currency }) => amount(recalculated, currency),
        },
        {
          key: 'difference',
          label: 'Difference',
          isNumber: true,
          sortBy: ({ difference }) => Math.abs(Number(difference)),
          cell: ({ difference, currency }) => amount(difference, currency),
        },
        {
          key: 'unpriced',
          label: 'Without a price',
          isNumber: true,
          sortBy: ({ unpriced }) => Number(unpriced),
          cell: ({ unpriced, currency }) => (unpriced === '0' ? NONE : amount(unpriced, currency)),
        },
        { key: 'causes', label: 'Why', cell: ({ causes }) => causes.map(causeText).join('; ') || causeText(null) },
      ]}
      rows={rows}
      rowKey={(row) => `${(idOf ?? keyOf)(row)} ${row.currency}`}
      empty="Nothing was billed in this period."
      shown={31}
    />
  )
}

/** What was billed without a price that is known. */
export function UnratedTable({ rows }: { rows: Reconciliation['unrated'] }) {
  return (
    <DataTable
      caption="Unrated: billed on days without a price"
      columns={[
        { key: 'sku', label: 'What', cell: ({ sku }) => skuText(sku) },
        {
          key: 'billed',
          label: 'Billed',
          isNumber: true,
          sortBy: ({ billed }) => Number(billed),
          cell: ({ billed, currency }) => amount(billed, currency),
        },
        { key: 'records', label: 'Bills', isNumber: true, cell: ({ records }) => count(records) },
        { key: 'causes', label: 'Why', cell: ({ causes }) => causes.map(causeText).join('; ') },
      ]}
      rows={rows}
      rowKey={({ sku, currency }) => `${sku} ${currency}`}
      empty="Every day that was billed has a price."
      shown={12}
    />
  )
}

interface GapProps {
  readonly rows: Reconciliation['gaps']
  readonly zone: string
  readonly now: number
}

/** Time that must have been billed and was not. */
export function GapTable({ rows, zone, now }: GapProps) {
  return (
    <DataTable
      caption="Time without a bill, between two bills of the same resource"
      columns={[
        { key: 'name', label: 'Resource', cell: ({ name }) => name },
        { key: 'from', label: 'From', cell: ({ startsAt }) => momentText(Date.parse(startsAt), zone, now) },
        {
          key: 'length',
          label: 'Length',
          cell: ({ startsAt, endsAt }) => durationText((Date.parse(endsAt) - Date.parse(startsAt)) / 1000),
        },
        { key: 'before', label: 'Before bill', cell: ({ beforeRecordId }) => beforeRecordId },
      ]}
      rows={rows}
      rowKey={({ resourceId, startsAt }) => `${resourceId} ${startsAt}`}
      empty="There is none."
      shown={12}
    />
  )
}
