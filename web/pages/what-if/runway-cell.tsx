import { compare, minus } from '../../decimal.ts'
import { daysText, momentText, plainAmount } from '../../format.ts'
import type { OutcomeWallet } from '../../what-if-api.ts'
import { dayAt, type Instant } from '../../zone-time.ts'

interface Props {
  readonly wallet: OutcomeWallet
  /** What is left in it, as last read; null: not told. */
  readonly balance?: string | null
  readonly zone: string
  readonly now: Instant
}

/** When the credits of a plan are gone; opens into what is left and what is spent of it, month by month. */
export function RunwayCell({ wallet, balance = null, zone, now }: Props) {
  const { runway, currency, months } = wallet
  if (!runway) return <>balance never read</>
  if (runway.kind === 'empty') return <>empty already</>
  const moment = (at: string) => momentText(Date.parse(at), zone, now)
  const early = runway.p10 && <span class="under">could be as early as {moment(runway.p10)}</span>
  const likely = runway.kind === 'beyond' || !runway.p50 ? null : runway.p50
  const text = likely === null ? 'not within a year' : moment(likely)
  if (balance === null) {
    return (
      <>
        {text} {early}
      </>
    )
  }
  const last = likely === null ? null : dayAt(Date.parse(likely), zone)
  const spent = months
    .map(({ from, to, p50, billedSoFar }) => ({ from, to, toCome: minus(p50, billedSoFar) }))
    .filter(({ from, toCome }) => compare(toCome, '0') !== 0 && (last === null || from <= last))
  return (
    <>
      <details class="pieces">
        <summary>{text}</summary>
        <ul>
          <li>
            left, as read {plainAmount(balance, currency)} {currency}
          </li>
          {spent.map(({ from, to, toCome }) => (
            <li key={from}>
              {daysText(from, to, dayAt(now, zone))}: {plainAmount(toCome, currency)} to come
            </li>
          ))}
          {runway.p90 && <li>empty at the latest {moment(runway.p90)}, 9 times in 10</li>}
        </ul>
      </details>
      {early}
    </>
  )
}
