import { booksApi } from '../../books-api.ts'
import { DataTable } from '../../components/data-table.tsx'
import { plainAmount } from '../../format.ts'
import { useLoad } from '../../load.ts'
import { monthText } from './months.ts'

/** How the account's month leads to the month of UTC that the FOCUS file holds. */
export function BridgeNote({
  month,
  zone,
  version,
}: {
  readonly month: string
  readonly zone: string
  readonly version: string
}) {
  const { value } = useLoad(`bridge ${month} ${version}`, () => booksApi.bridge(month))
  if (zone === 'UTC')
    return <p class="muted">The days are those of UTC: the FOCUS file of the month holds the same charges.</p>
  if (value === null) return null
  const money = (key: 'charged' | 'ahead' | 'before' | 'behind' | 'after' | 'utcMonth', label: string) => ({
    key,
    label,
    isNumber: true,
    cell: (wallet: (typeof value.wallets)[number]) => plainAmount(wallet[key], wallet.currency),
  })
  return (
    <DataTable
      caption={`From ${monthText(month)} in ${zone} to that of UTC, as the FOCUS file has it`}
      columns={[
        { key: 'currency', label: 'Wallet', cell: ({ currency }) => currency },
        money('charged', 'Charged'),
        money('ahead', 'Less: UTC month before'),
        money('behind', 'Less: UTC month after'),
        money('before', 'More: own month before'),
        money('after', 'More: own month after'),
        money('utcMonth', 'FOCUS, UTC month'),
      ]}
      rows={value.wallets}
      rowKey={({ currency }) => currency}
      empty="Nothing was charged in it."
    />
  )
}
