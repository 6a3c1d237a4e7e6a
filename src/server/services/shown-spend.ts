import type { Account } from '../../db/account-repository.ts'
import { sumCharges } from '../../db/charge-query-repository.ts'
import { findExchangeRates, findTypedRates } from '../../db/exchange-rate-repository.ts'
import {
  addDays,
  dealShown,
  DIMENSIONS,
  formatPicos,
  isAnyone,
  isOf,
  parsePicos,
  showAmount,
  type CurrencyMode,
  type Day,
  type DimensionFilter,
  type DimensionValues,
  type NamedRate,
} from '../../engine/index.ts'
import type { AppContext } from '../context.ts'
import type { ShownSpendDto } from '../dto/fx.ts'
import { invalidParameter } from '../problem.ts'
import { assignmentsOf } from './assigned.ts'
import { requireFirstIngest } from './first-ingest.ts'
import { rateDto } from './fx.ts'

export interface ShownSpendQuery extends DimensionFilter {
  readonly account?: string | undefined
  readonly from: string
  readonly to: string
  readonly mode: 'wallet' | 'month-fixed' | 'as-of'
  readonly in?: string | undefined
  readonly choice: 'mean' | 'last' | 'typed'
}

/** Rates up to so many days before a period may count in it. */
const DAYS_BEFORE = 10
const MOST_ROWS = 1_000_000

/** What was billed in a period, in one of three modes; a mode that converts says every rate, and which days have none. */
export async function shownSpend(context: AppContext, query: ShownSpendQuery): Promise<ShownSpendDto> {
  const { account } = await requireFirstIngest(context, query.account)
  const { db } = context.store
  const mode = await modeOf(context, account.accountId, query)
  const to = mode.kind === 'wallet' ? null : mode.to
  const days = await walletDays(context, account, query)
  const currencies = [...new Set(days.map(({ currency }) => currency))]
  // A month's rate is of the whole month, however little of it is asked for.
  const published = {
    from: addDays(`${query.from.slice(0, 7)}-01`, -DAYS_BEFORE),
    to: addDays(`${query.to.slice(0, 7)}-01`, 32),
  }
  const rates = to === null ? new Map() : await findExchangeRates(db, [...currencies, to], published)
  const missing: ShownSpendDto['missing'] = []
  const wallets = currencies.map((currency) => {
    const used = new Map<string, NamedRate>()
    let [billed, converted] = [0n, 0n]
    let isWhole = to !== null
    for (const { day, picos, parts, isTheirs } of days.filter((each) => each.currency === currency)) {
      const theirs = (all: readonly bigint[]) => all.reduce((sum, each, i) => (isTheirs[i] ? sum + each : sum), 0n)
      billed += theirs(parts)
      const shown = showAmount({ day, currency, picos }, mode, rates)
      if (shown.kind === 'no rate') {
        isWhole = false
        missing.push({ day: shown.day, currency, last: shown.last })
      } else {
        converted += theirs(dealShown(shown.picos, parts))
        if (shown.rate) used.set(`${shown.rate.kind} ${shown.rate.picos} ${shown.rate.days.join()}`, shown.rate)
      }
    }
    return { currency, billed, converted: isWhole ? converted : null, rates: [...used.values()].map(rateDto) }
  })
  const isWhole = to !== null && wallets.every(({ converted }) => converted !== null)
  return {
    from: query.from,
    to: query.to,
    mode: query.mode,
    inCurrency: to,
    wallets: wallets.map(({ billed, converted, ...wallet }) => ({
      ...wallet,
      billed: formatPicos(billed),
      converted: converted === null ? null : formatPicos(converted),
    })),
    total: isWhole ? formatPicos(wallets.reduce((sum, { converted }) => sum + converted!, 0n)) : null,
    missing,
  }
}

interface WalletDay {
  readonly currency: string
  readonly day: Day
  /** Of everybody. */
  readonly picos: bigint
  readonly parts: readonly bigint[]
  /** Of each part whether it is of those that are looked at. */
  readonly isTheirs: readonly boolean[]
}

/** What each wallet was billed by day, with the part of each party; days on which nothing is theirs are left out. */
async function walletDays({ store }: AppContext, account: Account, query: ShownSpendQuery): Promise<WalletDay[]> {
  const isAll = isAnyone(query)
  const rows = await sumCharges(store.db, {
    from: query.from,
    to: query.to,
    keys: ['currency', 'day', ...(isAll ? [] : DIMENSIONS)],
    accountId: account.accountId,
    filters: {},
    assignments: isAll ? null : await assignmentsOf(store, [account]),
    after: null,
    limit: MOST_ROWS,
  })
  const days = Map.groupBy(rows, ({ keyValues: [currency, day] }) => `${currency} ${day}`)
  return [...days.values()].flatMap((ofDay) => {
    const [currency, day] = ofDay[0]!.keyValues
    const parts = ofDay.map(({ billed }) => parsePicos(billed))
    const isTheirs = ofDay.map(({ keyValues: [, , ...names] }) => isAll || isOf(valuesOf(names), query))
    if (!isTheirs.includes(true)) return []
    const picos = parts.reduce((sum, part) => sum + part, 0n)
    return [{ currency: currency!, day: day!, picos, parts, isTheirs }]
  })
}

const valuesOf = ([project = null, owner = null, cost_center = null]: readonly (string | null)[]): DimensionValues => ({
  project,
  owner,
  cost_center,
})

async function modeOf({ store }: AppContext, accountId: number, query: ShownSpendQuery): Promise<CurrencyMode> {
  if (query.mode === 'wallet') return { kind: 'wallet' }
  if (query.in === undefined) throw invalidParameter('in', `mode ${query.mode} needs a currency to show amounts in`)
  if (query.mode === 'as-of') return { kind: 'as-of', to: query.in }
  const typed = await findTypedRates(store.db, accountId)
  const ours = typed.filter(({ to }) => to === query.in)
  const byMonth = new Map(ours.map(({ month, from, picos }) => [`${month} ${from}`, picos]))
  return { kind: 'month-fixed', to: query.in, choice: query.choice, typed: byMonth }
}
