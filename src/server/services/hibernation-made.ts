import { findLooks } from '../../db/look-query-repository.ts'
import { findStatusChanges } from '../../db/ledger-query-repository.ts'
import { changesByBills, formatPicos, priceBook, type DayRange, type StatusChange } from '../../engine/index.ts'
import { avoidedByHibernation, paidWhileShutoff } from '../../engine/hibernation/index.ts'
import type { AppContext } from '../context.ts'
import type { HibernationDto } from '../dto/hibernation.ts'
import type { Ledger } from './ledger.ts'

type Made = HibernationDto['made']
type Row = Made['machines'][number]

interface Tally {
  readonly row: Omit<Row, 'asleepHours' | 'avoided' | 'shutoffLow' | 'shutoffHigh'>
  seconds: number
  avoided: bigint | null
  low: bigint
  high: bigint
}

/** What hibernation avoided and what was paid while shut off, by machine, within the days asked for. */
export async function madeIn(
  context: AppContext,
  ledger: Ledger,
  { from, to }: DayRange,
): Promise<{ made: Made; firstLook: number | null; statuses: Map<string, StatusChange[]> }> {
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

  const tallies = new Map<string, Tally>()
  const tallyOf = (resourceId: string, currency: string): Tally => {
    const key = `${currency} ${resourceId}`
    let tally = tallies.get(key)
    if (!tally) {
      const resource = resources.get(resourceId)
      const row = {
        currency,
        resourceId,
        name: resource?.name ?? names.get(resourceId) ?? resourceId,
        region: resource?.region ?? 'unknown',
        gpuModel: resource?.gpuModel ?? null,
      }
      tally = { row, seconds: 0, avoided: 0n, low: 0n, high: 0n }
      tallies.set(key, tally)
    }
    return tally
  }
  for (const row of avoidedByHibernation(input).filter(within)) {
    const tally = tallyOf(row.resourceId, row.currency)
    tally.seconds += row.seconds
    tally.avoided = tally.avoided === null || row.avoidedPicos === null ? null : tally.avoided + row.avoidedPicos
  }
  for (const row of paidWhileShutoff(input).filter(within)) {
    const tally = tallyOf(row.resourceId, row.currency)
    tally.low += row.lowPicos
    tally.high += row.highPicos
  }
  const sorted = [...tallies.values()].sort((a, b) => descending(a.avoided ?? 0n, b.avoided ?? 0n))
  return { made: { wallets: byWallet(sorted), machines: sorted.map(toRow) }, firstLook: looksAt[0] ?? null, statuses }
}

function toRow({ row, seconds, avoided, low, high }: Tally): Row {
  return {
    ...row,
    asleepHours: Math.round(seconds / 36) / 100,
    avoided: avoided === null ? null : formatPicos(avoided),
    shutoffLow: formatPicos(low),
    shutoffHigh: formatPicos(high),
  }
}

function byWallet(tallies: readonly Tally[]): Made['wallets'] {
  const wallets = Map.groupBy(tallies, ({ row }) => row.currency)
  return [...wallets]
    .map(([currency, rows]) => ({
      currency,
      avoided: formatPicos(rows.reduce((sum, row) => sum + (row.avoided ?? 0n), 0n)),
      shutoffLow: formatPicos(rows.reduce((sum, row) => sum + row.low, 0n)),
      shutoffHigh: formatPicos(rows.reduce((sum, row) => sum + row.high, 0n)),
    }))
    .sort((a, b) => (a.currency < b.currency ? -1 : 1))
}

function descending(a: bigint, b: bigint): number {
  return a < b ? 1 : a > b ? -1 : 0
}
