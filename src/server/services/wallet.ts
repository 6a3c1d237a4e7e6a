import type { BalanceRow } from '../../db/overview-query-repository.ts'
import {
  formatPicos,
  freshness,
  parsePicos,
  runway,
  type CarriedOn,
  type ForecastTotal,
  type Instant,
  type RateBasis,
  type ResourceRate,
} from '../../engine/index.ts'
import type { WalletDto } from '../dto/overview.ts'
import { toIso } from '../iso.ts'
import type { BalanceOnly } from './balance-only.ts'
import { pathOf } from './forecast-of.ts'
import type { Ledger } from './ledger.ts'
import { toRunwayDto } from './runway-dto.ts'

export interface WalletInput {
  readonly currency: string
  readonly now: Instant
  readonly intervalMs: number
  readonly ledger: Ledger
  /** Since the first of the month, decimal. */
  readonly billed: string
  /** Of the month; null where nothing was ever billed in this wallet. */
  readonly forecast: ForecastTotal | null
  /** Of this wallet. */
  readonly rates: readonly ResourceRate[]
  readonly balance: BalanceRow | null
  /** Since the bills were read; null where they are of this minute or nothing runs. */
  readonly estimated: CarriedOn | null
  /** Where its balance is all that could ever be read. */
  readonly balanceOnly?: BalanceOnly | undefined
}

/** One wallet of the overview. */
export function toWalletDto(input: WalletInput): WalletDto {
  const { currency, forecast, rates, balance, estimated } = input
  if (input.balanceOnly && balance) return fromBalanceOnly(input, input.balanceOnly, balance)
  const billed = formatPicos(parsePicos(input.billed))
  return {
    currency,
    knownFrom: 'records',
    monthToDate: billed,
    estimated: estimated && {
      since: toIso(estimated.since),
      amount: formatPicos(estimated.picos),
      monthToDate: formatPicos(parsePicos(billed) + estimated.picos),
    },
    monthEnd: {
      p10: forecast ? formatPicos(forecast.p10Picos) : billed,
      p50: forecast ? formatPicos(forecast.p50Picos) : billed,
      p90: forecast ? formatPicos(forecast.p90Picos) : billed,
      early: forecast?.early ?? false,
    },
    runRatePerHour: formatPicos(sumOf(rates)),
    runRateBasis: basesOf(rates),
    disagreements: rates.filter(({ disagreement }) => disagreement !== null).length,
    balance: balance && formatPicos(parsePicos(balance.balance)),
    balanceReadAt: balance && toIso(balance.observedAt),
    runway: balance && runwayOf(input, balance),
    ...ageOf(input),
    notes: notesOf(input),
  }
}

function fromBalanceOnly(
  input: WalletInput,
  { burn, fellPicos, month, since }: BalanceOnly,
  { balance, observedAt }: BalanceRow,
): WalletDto {
  const perHour = formatPicos(burn.perHourPicos)
  const balancePicos = parsePicos(balance)
  return {
    currency: input.currency,
    knownFrom: 'balance only',
    monthToDate: formatPicos(fellPicos),
    estimated: null,
    monthEnd: {
      p10: formatPicos(month.p10Picos),
      p50: formatPicos(month.p50Picos),
      p90: formatPicos(month.p90Picos),
      early: burn.early,
    },
    runRatePerHour: perHour,
    runRateBasis: [{ basis: 'balance', perHour, resources: 0 }],
    disagreements: 0,
    balance: formatPicos(balancePicos),
    balanceReadAt: toIso(observedAt),
    runway: toRunwayDto(runway({ balancePicos, path: burn.path })),
    ...ageOf(input),
    notes: [
      `From balance only: neither machines nor bills could be read. What it fell by since ${toIso(since)}, over the time ` +
        'in which it did not rise; what was spent before that, and beside a top-up, is not known.',
    ],
  }
}

/** The balance is of the moment that it was read at, so the spending that empties it begins there. */
function runwayOf({ ledger, currency }: WalletInput, balance: BalanceRow): WalletDto['runway'] {
  const path = pathOf(ledger, currency, balance.observedAt)
  return toRunwayDto(runway({ balancePicos: parsePicos(balance.balance), path }))
}

/** The oldest of the readings that the figures rest on. */
function ageOf({ ledger, now, intervalMs, balance }: WalletInput): Pick<WalletDto, 'ageSeconds' | 'stale'> {
  const readAts = [ledger.asOf, ...(balance ? [balance.observedAt] : [])]
  const { ageMs, stale } = freshness({ readAt: Math.min(...readAts), asOf: now, intervalMs })
  return { ageSeconds: ageMs === null ? null : Math.floor(ageMs / 1000), stale }
}

const sumOf = (rates: readonly ResourceRate[]) => rates.reduce((sum, rate) => sum + (rate.perHourPicos ?? 0n), 0n)

function basesOf(rates: readonly ResourceRate[]): WalletDto['runRateBasis'] {
  const order: readonly RateBasis[] = ['billing record', 'instance price', 'list price', 'unpriced']
  return order.flatMap((basis) => {
    const some = rates.filter((rate) => rate.basis === basis)
    return some.length === 0 ? [] : [{ basis, perHour: formatPicos(sumOf(some)), resources: some.length }]
  })
}

function notesOf({ forecast, rates, balance }: WalletInput): string[] {
  const notes: string[] = []
  const count = (of: (rate: ResourceRate) => boolean) => rates.filter(of).length
  const say = (number: number, one: string, many: string) => {
    if (number > 0) notes.push(number === 1 ? `1 resource ${one}` : `${number} resources ${many}`)
  }
  if (forecast?.early) notes.push('Early estimate: too little history to measure how far off it may be.')
  if (balance === null) notes.push('The balance of this wallet was never read.')
  say(
    count(({ basis }) => basis === 'instance price' || basis === 'list price'),
    'has no open billing record yet: rated by its own price or the price list.',
    'have no open billing record yet: rated by their own price or the price list.',
  )
  say(
    count(({ basis }) => basis === 'unpriced'),
    'has no rate that any source tells, and is in no forecast.',
    'have no rate that any source tells, and are in no forecast.',
  )
  say(
    count(({ disagreement }) => disagreement !== null),
    'has sources that tell different rates; see what runs now.',
    'have sources that tell different rates; see what runs now.',
  )
  return notes
}
