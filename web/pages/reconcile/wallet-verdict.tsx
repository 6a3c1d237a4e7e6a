import { DataTable } from '../../components/data-table.tsx'
import { amount, count, plainAmount } from '../../format.ts'
import { causeText } from '../../price-words.ts'
import type { WalletVerdict } from '../../prices-api.ts'

/** How much of a wallet's bill could be checked, and what came of it. */
export function WalletVerdictCard({ wallet, isLoading }: { wallet: WalletVerdict; isLoading: boolean }) {
  const { currency, byCause } = wallet
  return (
    <section class={`card planning ${isLoading ? 'loading' : ''}`} aria-label={`${currency} bill`}>
      <h2>{currency} wallet</h2>
      <p>{wallet.sentence}</p>
      <dl class="planning-facts">
        <div>
          <dt>Billed, split over days by minutes</dt>
          <dd>{amount(wallet.billed, currency)}</dd>
        </div>
        <div>
          <dt>Recalculated from the price list</dt>
          <dd>
            {amount(wallet.recalculated, currency)}
            {wallet.unpriced !== '0' && <small>without {amount(wallet.unpriced, currency)} that have no price</small>}
          </dd>
        </div>
        <div>
          <dt>Billed less recalculated</dt>
          <dd>{amount(wallet.difference, currency)}</dd>
        </div>
        <div>
          <dt>Bills</dt>
          <dd>{count(wallet.records)}</dd>
        </div>
      </dl>
      <DataTable
        caption={`Why ${currency} bills differ`}
        isCaptionHidden
        columns={[
          { key: 'cause', label: 'Why', cell: ({ cause }) => causeText(cause) },
          { key: 'records', label: 'Bills', isNumber: true, cell: ({ records }) => count(records) },
          { key: 'billed', label: 'Billed', isNumber: true, cell: ({ billed }) => plainAmount(billed, currency) },
          {
            key: 'difference',
            label: 'Billed less recalculated',
            isNumber: true,
            cell: ({ difference }) => plainAmount(difference, currency),
          },
        ]}
        rows={byCause}
        rowKey={({ cause }) => cause}
        empty="Every bill agrees with the price list, within the rounding of its total."
      />
    </section>
  )
}
