import { sumCharges } from '../../db/charge-query-repository.ts'
import type { FundRow } from '../../db/fund-repository.ts'
import {
  covers,
  fundDays,
  fundOutlook,
  narrowedBy,
  type FundOutlook,
  type PartyDay,
  type ToCome,
} from '../../engine/budget/index.ts'
import {
  addDays,
  DIMENSIONS,
  NOT_ASSIGNED,
  parsePicos,
  type Day,
  type DayRange,
  type Dimension,
  type DimensionValues,
} from '../../engine/index.ts'
import type { AppContext } from '../context.ts'
import { assignedOf, assignmentsOf } from './assigned.ts'
import { forecastOf, groupValues } from './forecast-of.ts'
import type { Ledger } from './ledger.ts'

const MOST_ROWS = 1_000_000

export interface FundNow extends FundOutlook {
  readonly time: 'to come' | 'running' | 'past'
  readonly early: boolean
}

/** How each fund of an account stands: funds of one wallet pay by turns, so they are told together. */
export async function fundsNow(
  context: AppContext,
  ledger: Ledger,
  funds: readonly FundRow[],
): Promise<Map<number, FundNow>> {
  const today = ledger.calendar.dayOf(context.clock())
  const all = new Map<number, FundNow>()
  for (const [currency, own] of Map.groupBy(funds, (fund) => fund.currency)) {
    const from = own.map(({ firstDay }) => firstDay).sort()[0]!
    const to = own
      .map((fund) => fundDays(fund).to)
      .sort()
      .at(-1)!
    // Only by what tells somebody of them apart.
    const keys = DIMENSIONS.filter((dimension) => own.some(({ drawnBy }) => drawnBy[dimension].length > 0))
    const asked = { currency, keys }
    const spent = await spentBy(context, ledger, asked, { from, to: earlier(to, addDays(today, 1)) })
    const { toCome, rangeOf } = await toComeBy(context, ledger, asked, { from: today, to })
    for (const fund of own) {
      const { range, early } = rangeOf(fund)
      const outlook = fundOutlook({ fund, funds: own, spent, toCome, range, today })
      const time = today < fund.firstDay ? 'to come' : today > fund.lastDay ? 'past' : 'running'
      all.set(fund.fundId, { ...outlook, time, early })
    }
  }
  return all
}

interface Asked {
  readonly currency: string
  readonly keys: readonly Dimension[]
}

const valuesOf = (keys: readonly Dimension[], names: readonly (string | null | undefined)[]): DimensionValues => ({
  ...NOT_ASSIGNED,
  ...Object.fromEntries(keys.map((key, i) => [key, names[i] ?? null])),
})

async function spentBy(
  context: AppContext,
  { account }: Ledger,
  { currency, keys }: Asked,
  days: DayRange,
): Promise<PartyDay[]> {
  if (days.from >= days.to) return []
  const rows = await sumCharges(context.store.db, {
    ...days,
    keys: ['day', 'currency', ...keys],
    accountId: account.accountId,
    filters: { currency },
    assignments: await assignmentsOf(context.store, [account]),
    after: null,
    limit: MOST_ROWS,
  })
  return rows.map(({ keyValues: [day, , ...names], billed }) => ({
    day: day!,
    values: valuesOf(keys, names),
    picos: parsePicos(billed),
  }))
}

/** What is likely still to come by day and drawer, and how much that could be for a fund. */
async function toComeBy(context: AppContext, ledger: Ledger, { currency, keys: all }: Asked, days: DayRange) {
  const nothing = { range: { p10Picos: 0n, p50Picos: 0n, p90Picos: 0n }, early: false }
  if (days.from >= days.to) return { toCome: [] as PartyDay[], rangeOf: () => nothing }
  const owned = await assignedOf(context.store, ledger.account)
  const { rows } = forecastOf(ledger, { window: days, group: all, owned })
  const toCome = rows
    .filter((row) => row.currency === currency)
    .map((row): PartyDay => {
      const picos = row.p50Picos - row.billedSoFarPicos
      return { day: row.day, values: valuesOf(all, groupValues(row.group)), picos: picos > 0n ? picos : 0n }
    })
  const rangeOf = (fund: FundRow): { range: ToCome; early: boolean } => {
    const window = { from: later(days.from, fund.firstDay), to: fundDays(fund).to }
    if (window.from >= window.to) return nothing
    // A fund of the whole wallet has the wallet's own range; of several projects or owners the sum of theirs, which is wide.
    const keys = narrowedBy(fund.drawnBy)
    const { totals } = forecastOf(ledger, {
      window,
      group: keys,
      owned: keys.length === 0 ? undefined : owned,
    })
    const parts = totals.filter(
      (total) => total.currency === currency && covers(fund, window.from, valuesOf(keys, groupValues(total.group))),
    )
    const sum = (of: (part: (typeof parts)[number]) => bigint) =>
      parts.reduce((total, part) => total + of(part) - part.billedSoFarPicos, 0n)
    return {
      range: {
        p10Picos: sum(({ p10Picos }) => p10Picos),
        p50Picos: sum(({ p50Picos }) => p50Picos),
        p90Picos: sum(({ p90Picos }) => p90Picos),
      },
      early: parts.some(({ early }) => early),
    }
  }
  return { toCome, rangeOf }
}

const earlier = (a: Day, b: Day): Day => (a < b ? a : b)
const later = (a: Day, b: Day): Day => (a > b ? a : b)
