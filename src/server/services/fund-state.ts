import { sumCharges } from '../../db/charge-query-repository.ts'
import type { FundRow } from '../../db/fund-repository.ts'
import {
  covers,
  fundDays,
  fundOutlook,
  type FundOutlook,
  type ProjectDay,
  type ToCome,
} from '../../engine/budget/index.ts'
import { addDays, parsePicos, type Day, type DayRange } from '../../engine/index.ts'
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
    const spent = await spentByProject(context, ledger, currency, { from, to: earlier(to, addDays(today, 1)) })
    const { toCome, rangeOf } = await toComeByProject(context, ledger, currency, { from: today, to })
    for (const fund of own) {
      const { range, early } = rangeOf(fund)
      const outlook = fundOutlook({ fund, funds: own, spent, toCome, range, today })
      const time = today < fund.firstDay ? 'to come' : today > fund.lastDay ? 'past' : 'running'
      all.set(fund.fundId, { ...outlook, time, early })
    }
  }
  return all
}

async function spentByProject(
  context: AppContext,
  { account }: Ledger,
  currency: string,
  days: DayRange,
): Promise<ProjectDay[]> {
  if (days.from >= days.to) return []
  const rows = await sumCharges(context.store.db, {
    ...days,
    keys: ['day', 'currency', 'project'],
    accountId: account.accountId,
    filters: { currency },
    assignments: await assignmentsOf(context.store, [account]),
    after: null,
    limit: MOST_ROWS,
  })
  return rows.map(({ keyValues: [day, , project], billed }) => ({
    day: day!,
    project: project ?? null,
    picos: parsePicos(billed),
  }))
}

/** What is likely still to come by day and project, and how much that could be for a fund. */
async function toComeByProject(context: AppContext, ledger: Ledger, currency: string, days: DayRange) {
  const nothing = { range: { p10Picos: 0n, p50Picos: 0n, p90Picos: 0n }, early: false }
  if (days.from >= days.to) return { toCome: [] as ProjectDay[], rangeOf: () => nothing }
  const owned = await assignedOf(context.store, ledger.account)
  const { rows } = forecastOf(ledger, { window: days, group: ['project'], owned })
  const toCome = rows
    .filter((row) => row.currency === currency)
    .map((row): ProjectDay => {
      const picos = row.p50Picos - row.billedSoFarPicos
      return { day: row.day, project: groupValues(row.group)[0] ?? null, picos: picos > 0n ? picos : 0n }
    })
  const rangeOf = (fund: FundRow): { range: ToCome; early: boolean } => {
    const window = { from: later(days.from, fund.firstDay), to: fundDays(fund).to }
    if (window.from >= window.to) return nothing
    // A fund of the whole wallet has the wallet's own range; of several projects the sum of theirs, which is wide.
    const keys = fund.projects.length === 0 ? [] : (['project'] as const)
    const { totals } = forecastOf(ledger, {
      window,
      group: keys,
      owned: fund.projects.length === 0 ? undefined : owned,
    })
    const parts = totals.filter(
      (total) =>
        total.currency === currency &&
        covers(fund, window.from, keys.length === 0 ? null : (groupValues(total.group)[0] ?? null)),
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
