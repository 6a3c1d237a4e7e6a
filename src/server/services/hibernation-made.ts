import { findLooks } from '../../db/look-query-repository.ts'
import { findStatusChanges } from '../../db/ledger-query-repository.ts'
import { addDays, changesByBills, priceBook, type DayRange, type StatusChange } from '../../engine/index.ts'
import { avoidedByHibernation, paidWhileShutoff } from '../../engine/hibernation/index.ts'
import type { AppContext } from '../context.ts'
import { loadLedger, type Ledger } from './ledger.ts'

/** What hibernation avoided for one machine on one day, and what was paid for it then while it was shut off. */
export interface MadeDay {
  readonly currency: string
  readonly day: string
  readonly resourceId: string
  readonly name: string
  readonly region: string
  readonly gpuModel: string | null
  readonly asleepSeconds: number
  /** Of these, those for which no full rate is known: they are in no amount. */
  readonly unpricedSeconds: number
  readonly avoidedPicos: bigint
  readonly shutoffLowPicos: bigint
  readonly shutoffHighPicos: bigint
}

export interface Made {
  readonly days: readonly MadeDay[]
  /** Nothing is claimed as shut off before it. */
  readonly firstLook: number | null
  readonly statuses: ReadonlyMap<string, readonly StatusChange[]>
}

interface PeriodQuery {
  readonly from?: string | undefined
  readonly to?: string | undefined
  readonly account?: string | undefined
}

/** The days asked for, without more said the last 30, with a ledger that reaches back to them. */
export async function ledgerOver(
  context: AppContext,
  query: PeriodQuery,
): Promise<{ ledger: Ledger; wide: Ledger; period: DayRange }> {
  const { ledger } = await loadLedger(context, query)
  const { calendar } = ledger
  const today = calendar.dayOf(context.clock())
  const period: DayRange = { from: query.from ?? addDays(today, -29), to: query.to ?? addDays(today, 1) }
  const wide =
    period.from < calendar.dayOf(ledger.since)
      ? (await loadLedger(context, { ...query, from: period.from })).ledger
      : ledger
  return { ledger, wide, period }
}

/** What hibernation avoided and what was paid while shut off, by machine and day, within the days asked for. */
export async function madeIn(context: AppContext, ledger: Ledger, { from, to }: DayRange): Promise<Made> {
  const { db } = context.store
  const { accountId } = ledger.account
  const records = ledger.records.filter(({ kind }) => kind === 'instance')
  const ids = [...new Set(records.map(({ resourceId }) => resourceId))]
  const [looksAt, changes] = await Promise.all([findLooks(db, accountId), findStatusChanges(db, accountId, ids)])
  const statuses = Map.groupBy(changes, ({ resourceId }) => resourceId)
  const resources = new Map(ledger.resources.map((resource) => [resource.resourceId, resource]))
  const names = new Map(records.map(({ resourceId, resourceName }) => [resourceId, resourceName]))
  const prices = priceBook(changesByBills(ledger.versions, records, resources, ledger.rules))
  const input = { ...ledger, prices, records, resources, statuses, looksAt, readAt: ledger.asOf }
  const within = ({ day }: { day: string }) => day >= from && day < to

  const days = new Map<string, MadeDay>()
  const add = (
    { currency, day, resourceId }: Pick<MadeDay, 'currency' | 'day' | 'resourceId'>,
    of: Partial<MadeDay>,
  ) => {
    const key = `${day} ${currency} ${resourceId}`
    const resource = resources.get(resourceId)
    const known = days.get(key) ?? {
      currency,
      day,
      resourceId,
      name: resource?.name ?? names.get(resourceId) ?? resourceId,
      region: resource?.region ?? 'unknown',
      gpuModel: resource?.gpuModel ?? null,
      asleepSeconds: 0,
      unpricedSeconds: 0,
      avoidedPicos: 0n,
      shutoffLowPicos: 0n,
      shutoffHighPicos: 0n,
    }
    days.set(key, { ...known, ...of })
  }
  for (const row of avoidedByHibernation(input).filter(within)) {
    const { seconds: asleepSeconds, avoidedPicos } = row
    add(row, {
      asleepSeconds,
      unpricedSeconds: avoidedPicos === null ? asleepSeconds : 0,
      avoidedPicos: avoidedPicos ?? 0n,
    })
  }
  for (const row of paidWhileShutoff(input).filter(within))
    add(row, { shutoffLowPicos: row.lowPicos, shutoffHighPicos: row.highPicos })
  return { days: [...days.values()], firstLook: looksAt[0] ?? null, statuses }
}
