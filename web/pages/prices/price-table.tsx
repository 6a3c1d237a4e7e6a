import { DataTable, type Column } from '../../components/data-table.tsx'
import { momentText, NONE, plural, unitPrice } from '../../format.ts'
import { priceSourceText, skuText, unitText } from '../../price-words.ts'
import type { Price } from '../../prices-api.ts'

interface Props {
  readonly rows: readonly Price[]
  readonly zone: string
  readonly now: number
}

/** What is priced: the list, what was agreed on, and since when. */
export function PriceTable({ rows, zone, now }: Props) {
  const moment = (at: string) => momentText(Date.parse(at), zone, now)
  const shown = ({ list, yours, inferred }: Price) => yours ?? list ?? inferred
  const columns: Column<Price>[] = [
    {
      key: 'sku',
      label: 'What',
      sortBy: ({ sku }) => skuText(sku),
      cell: ({ sku, unit }) => (
        <>
          {skuText(sku)}
          <span class="under">{unitText(unit)}</span>
        </>
      ),
    },
    { key: 'wallet', label: 'Wallet', sortBy: ({ currency }) => currency, cell: ({ currency }) => currency },
    {
      key: 'list',
      label: 'List',
      isNumber: true,
      sortBy: ({ list, inferred }) => Number(list?.price ?? inferred?.price ?? 0),
      cell: ({ list, inferred, currency }) =>
        list ? (
          unitPrice(list.price, currency)
        ) : inferred ? (
          <span class="muted">about {unitPrice(inferred.price, currency)}</span>
        ) : (
          NONE
        ),
    },
    {
      key: 'yours',
      label: 'Yours',
      isNumber: true,
      sortBy: ({ yours }) => Number(yours?.price ?? 0),
      cell: ({ yours, currency }) => (yours ? unitPrice(yours.price, currency) : 'as listed'),
    },
    {
      key: 'since',
      label: 'In force since',
      sortBy: (row) => Date.parse(shown(row)?.since ?? ''),
      cell: (row) => {
        const price = shown(row)
        return price === null ? (
          <span class="muted">no price known today</span>
        ) : (
          <>
            {moment(price.since)}
            <span class="under">{priceSourceText(price.source)}</span>
          </>
        )
      },
    },
    {
      key: 'before',
      label: 'Before',
      cell: ({ history, currency }) => {
        const before = history.at(-2)
        return before ? (
          <>
            {unitPrice(before.price, currency)}
            <span class="under">{plural(history.length, 'price')} seen in all</span>
          </>
        ) : (
          NONE
        )
      },
    },
  ]
  return (
    <DataTable
      caption="Price lists"
      columns={columns}
      rows={rows}
      rowKey={({ sku, currency }) => `${sku} ${currency}`}
      empty="No price was ever read."
      shown={15}
    />
  )
}
