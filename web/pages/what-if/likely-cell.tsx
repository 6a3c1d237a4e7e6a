import { minus } from '../../decimal.ts'
import { plainAmount } from '../../format.ts'
import { hrefOf } from '../../router.ts'
import type { OutcomeWallet } from '../../what-if-api.ts'
import { addDays, type Day } from '../../zone-time.ts'
import { signed } from './difference-words.ts'

interface Props {
  readonly wallet: OutcomeWallet
  /** Of the same wallet in the plan as it stands; null: it is that. */
  readonly baseline: OutcomeWallet | null
  readonly from: Day
  readonly today: Day
  readonly onLook: () => void
}

/** What a plan is likely to cost: what was billed, what is still to come as it stands, what the scenario makes of that. */
export function LikelyCell({ wallet, baseline, from, today, onLook }: Props) {
  const { currency, total, difference } = wallet
  const { billedSoFar, p50 } = (baseline ?? wallet).total
  const charges = { currency, from, to: addDays(today, 1), group: 'resource' }
  return (
    <details class="pieces">
      <summary>
        <b class="forecast">{plainAmount(total.p50, currency)}</b>
      </summary>
      <ul>
        {from <= today && (
          <li>
            billed so far <a href={hrefOf({ path: '/spend', params: charges })}>{plainAmount(billedSoFar, currency)}</a>
          </li>
        )}
        <li>
          still to come as it stands{' '}
          <a href={hrefOf({ path: '/forecast', params: { currency, group: 'resource', horizon: 'quarter' } })}>
            {plainAmount(minus(p50, billedSoFar), currency)}
          </a>
        </li>
        {baseline && (
          <li>
            changed by the scenario{' '}
            <button type="button" class="link" onClick={onLook}>
              {signed(minus(difference.total, difference.tax), currency)}
            </button>
          </li>
        )}
      </ul>
    </details>
  )
}
