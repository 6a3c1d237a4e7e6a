import { getAccountCalendar } from '../../db/account-calendar-repository.ts'
import type { Account } from '../../db/account-repository.ts'
import { sumCharges } from '../../db/charge-query-repository.ts'
import {
  calendarOf,
  DIMENSIONS,
  formatPicos,
  isOf,
  parsePicos,
  type Dimension,
  type DimensionFilter,
} from '../../engine/index.ts'
import type { AppContext } from '../context.ts'
import type { ChargebackDto, ChargebackLineDto } from '../dto/chargeback.ts'
import { monthDays } from '../months.ts'
import { assignedOf, partsOn } from './assigned.ts'
import { booksOf } from './books.ts'
import { limitsBy } from './chargeback-limits.ts'
import { sentBy } from './chargeback-sent.ts'
import { closedBooksOf } from './closed-books.ts'
import { requireFirstIngest } from './first-ingest.ts'
import { forecast } from './forecast.ts'
import { hibernation } from './hibernation.ts'
import { onlyOf } from './machine-shares.ts'

export interface ChargebackQuery extends DimensionFilter {
  readonly month: string
  readonly by: Dimension
  readonly name?: string | undefined
  readonly account?: string | undefined
}

const MOST_ROWS = 1_000_000

interface Party {
  readonly name: string | null
  readonly currency: string
}

const keyOf = ({ name, currency }: Party) => JSON.stringify([currency, name])

type Range = ChargebackLineDto['couldBeAvoided']

/**
 * What each project, owner or cost center is charged for a month, what it will come to and what could be avoided; of whom
 * is named what is theirs of each: the owners of one project.
 */
export async function chargeback(context: AppContext, query: ChargebackQuery): Promise<ChargebackDto> {
  const { month, by } = query
  const { account } = await requireFirstIngest(context, query.account)
  const { store, clock } = context
  const days = monthDays(month)
  const today = calendarOf(account.zone).dayOf(clock())
  const isOpen = days.to > today
  const [{ entity }, { months }, charged] = await Promise.all([
    getAccountCalendar(store.db, account.accountId),
    closedBooksOf(store, account),
    chargedBy(context, account, query),
  ])
  const totals = isOpen ? await totalsOf(context, account, query) : null
  const avoidable = isOpen && days.from <= today ? await avoidableBy(context, account, query) : null
  // A budget for anna is for all that is hers: what she has of one project cannot be held against it.
  const isWhole = DIMENSIONS.every((dimension) => dimension === by || query[dimension] === undefined)
  const limitsOf = isWhole ? await limitsBy(context, account, by, days) : () => []
  const sentOf = await sentBy(context, account, { month, by })
  const parties = new Map([...charged.keys(), ...(totals?.keys() ?? [])].map((key) => [key, partyOf(key)]))
  const lines = [...parties]
    .map(([key, party]) => {
      const { picos = 0n, resources = [] } = charged.get(key) ?? {}
      return {
        ...party,
        picos,
        soFar: formatPicos(picos),
        forecast: totals && forecastLine(picos, totals.get(key)),
        couldBeAvoided: avoidable?.get(key) ?? null,
        against: limitsOf(party),
        sent: sentOf(party.name),
        resources,
      }
    })
    .filter(({ name }) => query.name === undefined || name === query.name)
    .sort((a, b) => (a.currency === b.currency ? Number(b.picos - a.picos) : a.currency < b.currency ? -1 : 1))
  return {
    account: account.slug,
    entity: entity ?? account.name,
    month,
    ...days,
    zone: account.zone,
    by,
    isOpen,
    isClosed: months.some((each) => each.month === month),
    lines: lines.map(({ picos: _, ...line }) => line),
  }
}

function partyOf(key: string): Party {
  const [currency, name] = JSON.parse(key) as [string, string | null]
  return { currency, name }
}

interface Charged {
  picos: bigint
  readonly resources: { resourceId: string; name: string; amount: string }[]
}

async function chargedBy({ store }: AppContext, account: Account, { month, by, ...only }: ChargebackQuery) {
  const rows = await sumCharges(store.db, {
    ...monthDays(month),
    accountId: account.accountId,
    keys: ['currency', by, 'resource'],
    filters: Object.fromEntries(Object.entries(onlyOf(only)).filter(([, value]) => value !== undefined)),
    assignments: null,
    books: await booksOf(store, account),
    after: null,
    limit: MOST_ROWS,
  })
  const charged = new Map<string, Charged>()
  for (const { keyValues, billed, resourceName } of rows) {
    const [currency, name, resourceId] = keyValues as [string, string | null, string]
    const key = keyOf({ currency, name })
    const own = charged.get(key) ?? { picos: 0n, resources: [] }
    charged.set(key, own)
    own.picos += parsePicos(billed)
    own.resources.push({ resourceId, name: resourceName ?? resourceId, amount: billed })
  }
  for (const { resources } of charged.values()) {
    resources.sort((a, b) => Number(b.amount) - Number(a.amount))
  }
  return charged
}

type Total = Awaited<ReturnType<typeof forecast>>['totals'][number]

async function totalsOf(context: AppContext, account: Account, { month, by, ...only }: ChargebackQuery) {
  const { totals } = await forecast(context, {
    ...monthDays(month),
    ...onlyOf(only),
    group: by,
    account: account.slug,
  })
  return new Map(totals.map((total) => [keyOf({ currency: total.currency, name: total[by] ?? null }), total]))
}

/** What is charged with what is still to come: corrections are in the one, what Barrack bills from now on in the other. */
function forecastLine(soFar: bigint, total: Total | undefined): ChargebackLineDto['forecast'] {
  const withToCome = (of: string) => {
    const toCome = parsePicos(of) - parsePicos(total!.billedSoFar)
    return formatPicos(soFar + (toCome > 0n ? toCome : 0n))
  }
  if (!total) return { p10: formatPicos(soFar), p50: formatPicos(soFar), p90: formatPicos(soFar) }
  return { p10: withToCome(total.p10), p50: withToCome(total.p50), p90: withToCome(total.p90) }
}

/** What advised sleep could still avoid each month, by whose the machines are today. */
async function avoidableBy(
  context: AppContext,
  account: Account,
  { by, ...only }: ChargebackQuery,
): Promise<Map<string, Range>> {
  const { assignments } = await assignedOf(context.store, account)
  const today = calendarOf(account.zone).dayOf(context.clock())
  const { machines } = await hibernation(context, { account: account.slug })
  const sums = new Map<string, { p10: number; p50: number; p90: number }>()
  for (const { resourceId, currency, figures } of machines) {
    if (figures === null || Number(figures.beyondNow.p50) <= 0) continue
    const parts = partsOn(assignments, { resourceType: 'instance', resourceId, currency }, today)
    const whole = parts.reduce((sum, { weight }) => sum + weight, 0n)
    for (const { values, weight } of parts) {
      if (!isOf(values, only)) continue
      const key = keyOf({ currency, name: values[by] })
      const share = Number(weight) / Number(whole)
      const sum = sums.get(key) ?? { p10: 0, p50: 0, p90: 0 }
      sums.set(key, {
        p10: sum.p10 + share * Number(figures.beyondNow.p10),
        p50: sum.p50 + share * Number(figures.beyondNow.p50),
        p90: sum.p90 + share * Number(figures.beyondNow.p90),
      })
    }
  }
  return new Map(
    [...sums].map(([key, { p10, p50, p90 }]) => [
      key,
      { p10: p10.toFixed(2), p50: p50.toFixed(2), p90: p90.toFixed(2) },
    ]),
  )
}
