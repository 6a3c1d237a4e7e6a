import type { Wallet } from '../../api.ts'
import { times } from '../../decimal.ts'
import { forecastSentence } from '../../forecast-words.ts'
import { amount, dayText, durationText, momentText, NONE } from '../../format.ts'
import { dayAt, type Instant } from '../../zone-time.ts'

type RunwayOf = Pick<Wallet, 'currency' | 'balance' | 'runway'>

/** What happens when the wallet is empty, and when that is. Times in the account's zone, which is named. */
export function runwaySentence({ balance, runway }: RunwayOf, zone: string, now: Instant): string {
  if (balance === null || runway === null) return 'The balance of this wallet has not been read yet.'
  const early = runway.p10 === undefined ? null : momentText(Date.parse(runway.p10), zone, now)
  const horizon =
    runway.horizonAt === undefined ? null : dayText(dayAt(Date.parse(runway.horizonAt), zone), dayAt(now, zone))
  switch (runway.kind) {
    case 'ends': {
      const later = horizon === null ? '' : `, more likely after ${horizon}`
      if (runway.p50 === undefined) {
        return `Machines could go to sleep as early as ${early ?? NONE} (${zone})${later}; volumes keep charging.`
      }
      const likely = `Machines go to sleep ${momentText(Date.parse(runway.p50), zone, now)} (${zone})`
      return `${likely}${early === null ? '' : `; could be as early as ${early}`}; volumes keep charging.`
    }
    case 'beyond': {
      const until = horizon === null ? '' : `, looked at until ${horizon}`
      if (early === null) return `Does not run out as far as one can see${until}.`
      return `Likely does not run out${until}; machines could go to sleep as early as ${early} (${zone}).`
    }
    case 'empty':
      return 'Empty: machines go to sleep until it is topped up; volumes keep charging.'
  }
}

/** How near the end of a wallet is, for an icon and a word: a week ahead is to be watched, three days call for a top-up. */
export function runwayUrgency({ runway }: Pick<Wallet, 'runway'>, now: Instant): 'ok' | 'watch' | 'act' {
  if (runway === null) return 'ok'
  if (runway.kind === 'empty') return 'act'
  const end = runway.p10 ?? runway.p50
  if (end === undefined) return 'ok'
  const days = (Date.parse(end) - now) / 86_400_000
  return days < 3 ? 'act' : days < 7 ? 'watch' : 'ok'
}

/** '5.10 USD per hour, 122.40 USD per day' */
export function runRateSentence({ currency, runRatePerHour }: Pick<Wallet, 'currency' | 'runRatePerHour'>): string {
  return `${amount(runRatePerHour, currency)} per hour, ${amount(times(runRatePerHour, 24), currency)} per day`
}

/** Everything a card says, as one text for who listens. */
export function describeWallet(wallet: Wallet, zone: string, now: Instant): string {
  const balance = wallet.balance === null ? 'unknown' : amount(wallet.balance, wallet.currency)
  const stale = wallet.stale ? ` Old figures: read ${durationText(wallet.ageSeconds)} ago.` : ''
  return [
    `${wallet.currency} wallet: ${balance} left.${wallet.knownFrom === 'balance only' ? ' From balance only.' : ''}`,
    runwaySentence(wallet, zone, now),
    `This month ${forecastSentence({ currency: wallet.currency, billedSoFar: wallet.monthToDate, ...wallet.monthEnd })}.`,
    `Run rate ${runRateSentence(wallet)}.${stale}`,
  ].join(' ')
}
