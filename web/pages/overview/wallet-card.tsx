import type { Overview, Wallet } from '../../api.ts'
import type { Budget } from '../../budgets-api.ts'
import { ForecastEquation } from '../../components/forecast-equation.tsx'
import { Icon } from '../../components/icon.tsx'
import { times } from '../../decimal.ts'
import { ageText, amount, daysText, durationText, momentText, plural } from '../../format.ts'
import { hrefOf } from '../../router.ts'
import type { Instant } from '../../zone-time.ts'
import { changeText } from '../spend/spend-groups.ts'
import { BudgetLines } from './budget-lines.tsx'
import type { WalletFacts } from './wallet-facts.ts'
import { describeWallet, runwaySentence, runwayUrgency } from './describe-wallet.ts'

interface Props {
  readonly wallet: Wallet
  readonly month: Overview['month']
  readonly zone: string
  readonly now: Instant
  readonly budgets: readonly Budget[]
  /** Null while they are on their way. */
  readonly facts: WalletFacts | null
}

/** One wallet: what is left and until when, what the month costs, what an hour costs. Never added to another. */
export function WalletCard({ wallet, month, zone, now, budgets, facts }: Props) {
  const { currency } = wallet
  const urgency = runwayUrgency(wallet, now)
  const balanceAge = wallet.balanceReadAt === null ? null : (now - Date.parse(wallet.balanceReadAt)) / 1000
  return (
    <section class={`card wallet${wallet.stale ? ' stale' : ''}`} aria-label={describeWallet(wallet, zone, now)}>
      <h2>{currency} wallet</h2>
      {wallet.stale && (
        <p class="note watch">
          <Icon name="warning" />
          <span>Old figures, read {durationText(wallet.ageSeconds)} ago: this is not the present.</span>
        </p>
      )}
      {wallet.knownFrom === 'balance only' && (
        <p class="note watch">
          <Icon name="warning" />
          <span>
            From balance only: machines and bills could not be read yet.{' '}
            <a href={hrefOf({ path: '/set-up', params: {} })}>See Set-up</a>
          </span>
        </p>
      )}
      <p class="figure">
        <span class="large">{amount(wallet.balance, currency)}</span>{' '}
        <span class="muted">
          left
          {wallet.balanceReadAt &&
            `, read ${momentText(Date.parse(wallet.balanceReadAt), zone, now)} (${ageText(balanceAge)})`}
        </span>
      </p>
      <p class={`runway ${urgency}`}>
        {urgency !== 'ok' && <Icon name="warning" />}
        <span>
          {urgency === 'act' && <strong>Top up now. </strong>}
          {urgency === 'watch' && <strong>Top up within the week. </strong>}
          {runwaySentence(wallet, zone, now)}{' '}
          {wallet.runway !== null && wallet.runway.kind !== 'beyond' && wallet.knownFrom === 'records' && (
            <a href={hrefOf({ path: '/forecast', params: { currency } })}>What makes it last longer</a>
          )}
        </span>
      </p>
      <h3>
        This month <span class="muted">{daysText(month.from, month.to)}</span>
      </h3>
      <ForecastEquation estimate={{ currency, billedSoFar: wallet.monthToDate, ...wallet.monthEnd }} />
      {wallet.estimated && <Estimated wallet={wallet} estimated={wallet.estimated} zone={zone} now={now} />}
      {wallet.monthEnd.early && <p class="muted">Early estimate: there is little history to measure it by.</p>}
      <dl class="pairs">
        <div>
          <dt>Run rate per hour</dt>
          <dd>{amount(wallet.runRatePerHour, currency)}</dd>
        </div>
        <div>
          <dt>Run rate per day</dt>
          <dd>{amount(times(wallet.runRatePerHour, 24), currency)}</dd>
        </div>
        {facts && <Facts facts={facts} currency={currency} />}
      </dl>
      <BudgetLines budgets={budgets} currency={currency} />
      <WalletNotes wallet={wallet} />
    </section>
  )
}

interface EstimatedProps {
  readonly wallet: Wallet
  readonly estimated: NonNullable<Wallet['estimated']>
  readonly zone: string
  readonly now: Instant
}

/** What has come on top since the bills were read, by what runs. */
function Estimated({ wallet: { currency }, estimated, zone, now }: EstimatedProps) {
  const { since, amount: more, monthToDate } = estimated
  return (
    <p class="muted">
      {amount(more, currency)} more estimated since {momentText(Date.parse(since), zone, now)}, by what runs:{' '}
      {amount(monthToDate, currency)} until now.
    </p>
  )
}

function Facts({ facts, currency }: { facts: WalletFacts; currency: string }) {
  const { yesterday, usual, shutOff, isShutOffAtLeast } = facts
  const params = { currency, group: 'state', period: 'this-month' }
  return (
    <>
      <div>
        <dt>Yesterday</dt>
        <dd>
          {amount(yesterday, currency)}
          {usual !== null && (
            <small class="under">{changeText(usual, yesterday)} than the mean of the week before</small>
          )}
        </dd>
      </div>
      <div>
        <dt>Paid while shut off, this month</dt>
        <dd>
          {isShutOffAtLeast && <span class="muted">at least </span>}
          {amount(shutOff, currency)}
          {/[1-9]/.test(shutOff) && (
            <small class="under">
              <a href={hrefOf({ path: '/spend', params })}>GPUs held for you: see which</a>
            </small>
          )}
        </dd>
      </div>
    </>
  )
}

function WalletNotes({ wallet }: { wallet: Wallet }) {
  const bases = wallet.runRateBasis
    .filter(({ resources }) => resources > 0)
    .map(({ basis, resources }) => `${plural(resources, 'resource')} by ${basis}`)
  const hasDisagreement = wallet.disagreements > 0
  return (
    <details class="notes">
      <summary>
        Where the run rate comes from
        {hasDisagreement &&
          `; ${plural(wallet.disagreements, 'source')} disagree${wallet.disagreements === 1 ? 's' : ''}`}
      </summary>
      <ul>
        {bases.map((basis) => (
          <li key={basis}>{basis}</li>
        ))}
        {wallet.notes.map((note) => (
          <li key={note}>{note}</li>
        ))}
      </ul>
    </details>
  )
}
