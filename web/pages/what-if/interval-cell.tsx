import { minus } from '../../decimal.ts'
import { plainAmount } from '../../format.ts'
import { hrefOf } from '../../router.ts'
import type { OutcomeWallet } from '../../what-if-api.ts'

/** Between which amounts a plan ends 8 times in 10, and what makes it so wide. */
export function IntervalCell({ wallet: { total, currency } }: { wallet: OutcomeWallet }) {
  const { billedSoFar, p10, p50, p90 } = total
  const money = (value: string) => plainAmount(value, currency)
  return (
    <details class="pieces">
      <summary>
        {money(p10)} and {money(p90)}
      </summary>
      <ul>
        <li>billed so far {money(billedSoFar)}, which is certain</li>
        <li>
          still to come {money(minus(p50, billedSoFar))}, {money(minus(p50, p10))} less or {money(minus(p90, p50))} more
        </li>
        <li>
          as wide a share of it as{' '}
          <a href={hrefOf({ path: '/forecast', params: { currency } })}>earlier forecasts were off</a>
        </li>
      </ul>
    </details>
  )
}
