import { burnHistory, type BurnHistory } from '../../src/engine/forecast/burn-history.ts'
import { documentedPrices, parsePicos, priceBook, runway, spendPath } from '../../src/engine/index.ts'
import { draw } from '../../src/sandbox/random.ts'
import { rounded, type Bench } from './bench.ts'
import { serviceNames } from './team-kinds.ts'
import { tenantsOf, type Tenant } from './tenants.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR
/** Nothing was tuned on these. */
const SEEDS = Array.from({ length: 45 }, (_, i) => 301 + i)
const ORIGINS = [
  { daysBefore: 46, hour: 3 },
  { daysBefore: 53, hour: 15 },
  { daysBefore: 60, hour: 9 },
] as const
/** Balances are this many days of what a day cost in the four weeks before. */
const BALANCE_DAYS = { from: 1, to: 25 }
const FOUR_WEEKS = 28 * DAY
const FAR_DAYS = 14
/** Share of what is open that must be services and storage for a wallet to count as one that mostly runs on. */
const RUNS_ON = 0.8
const BAR = { from: 0.78, to: 0.84, medianDays: 1 }

/**
 * When prepaid credit ends: wallets of generated tenants, each with two balances drawn from one to 25 days of its usual
 * spend and one of fourteen days, against the moment at which what was really billed used them up. By the path of spend
 * and the crossing that every page and alert uses.
 */
export const depletion: Bench = () => {
  const prices = priceBook(documentedPrices)
  const score = { cases: 0, held: 0, early: 0, late: 0, unknown: 0 }
  const shares: number[] = []
  const far: number[] = []
  for (const seed of SEEDS) {
    const now = Date.UTC(2026, 10, 28, 12) + (seed % 7) * DAY
    for (const tenant of tenantsOf(seed, now)) {
      const { records, resources, currency, name } = tenant
      const history = burnHistory(records, now)
      for (const { daysBefore, hour } of ORIGINS) {
        const asOf = Math.floor(now / DAY) * DAY - daysBefore * DAY + hour * HOUR
        const aDay = history.spent(asOf - FOUR_WEEKS, asOf) / 28
        if (aDay <= 0) continue
        const { path } = spendPath({ records, resources, prices, asOf, currency, readAt: asOf, horizonDays: 90 })
        const endsOf = (balance: number) => runway({ balancePicos: parsePicos(balance.toFixed(12)), path })
        for (const which of [1, 2]) {
          const drawn = draw(seed, 'balance of', `${name} ${daysBefore} ${which}`)
          const days = BALANCE_DAYS.from * (BALANCE_DAYS.to / BALANCE_DAYS.from) ** drawn
          const cameAt = emptyAt(history, asOf, aDay * days, now)
          if (cameAt === null) {
            score.unknown++
            continue
          }
          const ends = endsOf(aDay * days)
          score.cases++
          const [earliest, latest] =
            ends.kind === 'ends' ? [ends.p10At, ends.p90At ?? Infinity] : [earlyOf(ends), Infinity]
          if (cameAt < earliest) score.early++
          else if (cameAt > latest) score.late++
          else score.held++
          if (ends.kind === 'ends') shares.push(Math.abs(ends.p50At - cameAt) / (cameAt - asOf))
        }
        const ends = endsOf(aDay * FAR_DAYS)
        const cameAt = emptyAt(history, asOf, aDay * FAR_DAYS, now)
        if (cameAt !== null && ends.kind === 'ends' && runsOn(tenant, asOf))
          far.push(Math.abs(ends.p50At - cameAt) / DAY)
      }
    }
  }
  const covered = score.held / score.cases
  const medianFar = median(far)
  return {
    n: score.cases,
    figures: {
      cov80: rounded(covered),
      earlierThanP10: rounded(score.early / score.cases),
      laterThanP90: rounded(score.late / score.cases),
      medianErrorShare: rounded(median(shares)),
      medianDaysAt14: rounded(medianFar, 2),
      casesAt14: far.length,
      notReached: score.unknown,
    },
    anchor: { nominal: 0.8 },
    pass: score.cases >= 1000 && covered >= BAR.from && covered <= BAR.to && medianFar < BAR.medianDays,
  }
}

const earlyOf = (ends: ReturnType<typeof runway>) => (ends.kind === 'beyond' ? (ends.p10At ?? Infinity) : 0)

/** The first hour's end by which the balance was used up; null where it is not within what was billed. */
function emptyAt(history: BurnHistory, from: number, balance: number, now: number): number | null {
  let [low, high] = [from, now]
  if (history.spent(from, now) < balance) return null
  while (high - low > 60_000) {
    const middle = (low + high) / 2
    if (history.spent(from, middle) < balance) low = middle
    else high = middle
  }
  return high
}

/** Whether most of what is open at a moment, by its rate, is services and storage. */
function runsOn({ records }: Tenant, at: number): boolean {
  const open = records.filter(({ startsAt, endsAt }) => startsAt < at && (endsAt === null || endsAt > at))
  const rateOf = (some: typeof open) => burnHistory(some, at).rateAt(at - 1)
  const lasting = open.filter(
    ({ kind, resourceName }) => kind !== 'instance' || serviceNames.has(resourceName.split('-')[0]!),
  )
  return rateOf(lasting) >= RUNS_ON * rateOf(open)
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? NaN
}
