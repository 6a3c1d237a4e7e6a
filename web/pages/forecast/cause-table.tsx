import type { Forecast, WalletChange } from '../../api.ts'
import { DataTable, type Column } from '../../components/data-table.tsx'
import { compare } from '../../decimal.ts'
import { DRIVER_WORDS, DRIVERS } from '../../driver-words.ts'
import { momentText, NONE, plainAmount } from '../../format.ts'
import type { Instant } from '../../zone-time.ts'

interface Props {
  readonly total: Forecast['totals'][number]
  /** Against an earlier forecast of the same days; null where there is none. */
  readonly change: WalletChange | null
  readonly zone: string
  readonly now: Instant
}

interface Row {
  readonly key: string
  readonly label: string
  readonly amount: string
  readonly change: string | null
}

/** What a forecast is made of, and what of that is other than in the last one: both columns add up to their last row. */
export function CauseTable({ total, change, zone, now }: Props) {
  const { currency, billedSoFar, drivers, p50 } = total
  const rows: Row[] = [
    { key: 'billed', label: 'Billed so far', amount: billedSoFar, change: change?.change.billed ?? null },
    ...DRIVERS.map((key) => ({
      key,
      label: DRIVER_WORDS[key],
      amount: drivers[key],
      change: change?.change[key] ?? null,
    })).filter((row) => isShown(row.amount) || isShown(row.change)),
    { key: 'total', label: 'Likely together', amount: p50, change: change?.change.total ?? null },
  ]
  const columns: Column<Row>[] = [
    { key: 'label', label: 'Cause', cell: (row) => row.label },
    { key: 'amount', label: currency, cell: (row) => plainAmount(row.amount, currency), isNumber: true },
  ]
  const madeAt = change && momentText(Date.parse(change.madeAt), zone, now)
  if (change)
    columns.push({
      key: 'change',
      label: `Against ${madeAt!}`,
      cell: (row) => (row.change === null ? NONE : signed(row.change, currency)),
      isNumber: true,
    })
  return (
    <>
      <DataTable caption="Why: what it is made of" columns={columns} rows={rows} rowKey={({ key }) => key} empty="" />
      {change && (
        <p class="muted">
          Against the forecast of {madeAt} ({zone}): of what is billed, what is beyond that forecast's own for the time
          since; of the causes, what is now expected of the rest beyond what was.
        </p>
      )}
    </>
  )
}

const isShown = (value: string | null) => value !== null && compare(value, '0') !== 0

/** '+12.40', '-3.00', '0.00' */
const signed = (value: string, currency: string) =>
  `${compare(value, '0') > 0 ? '+' : ''}${plainAmount(value, currency)}`
