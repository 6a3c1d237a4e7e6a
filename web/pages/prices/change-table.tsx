import { DataTable } from '../../components/data-table.tsx'
import { momentText, unitPrice } from '../../format.ts'
import { changeText, priceSourceText, skuText } from '../../price-words.ts'
import type { PriceChange } from '../../prices-api.ts'

interface Props {
  readonly rows: readonly PriceChange[]
  readonly zone: string
  readonly now: number
}

/** List prices that became others, the newest first. */
export function ChangeTable({ rows, zone, now }: Props) {
  return (
    <DataTable
      caption="Price changes"
      columns={[
        {
          key: 'sku',
          label: 'What',
          sortBy: ({ sku }) => skuText(sku),
          cell: ({ sku, currency }) => `${skuText(sku)}, ${currency}`,
        },
        {
          key: 'at',
          label: 'Seen',
          sortBy: ({ at }) => Date.parse(at),
          cell: ({ at, source }) => (
            <>
              {momentText(Date.parse(at), zone, now)}
              <span class="under">{priceSourceText(source)}</span>
            </>
          ),
        },
        {
          key: 'before',
          label: 'Before',
          isNumber: true,
          cell: ({ before, currency }) => unitPrice(before, currency),
        },
        { key: 'after', label: 'After', isNumber: true, cell: ({ after, currency }) => unitPrice(after, currency) },
        {
          key: 'change',
          label: 'Change',
          isNumber: true,
          sortBy: ({ change }) => change ?? 0,
          cell: ({ change }) => changeText(change),
        },
      ]}
      rows={rows}
      rowKey={({ sku, currency, at }) => `${sku} ${currency} ${at}`}
      empty="No price has changed since the list was first read."
      shown={10}
    />
  )
}
