import { findResources } from '../../db/ledger-query-repository.ts'
import { dropUtilisationBefore, upsertUtilisation } from '../../db/utilisation-repository.ts'
import { HOUR_MS, type Instant } from '../../engine/index.ts'
import type { AppContext } from '../context.ts'
import type { UtilisationDto, UtilisationRowsDto } from '../dto/utilisation.ts'
import { accountOf } from './account.ts'

/** What is older says nothing of how a machine is used now. */
export const UTILISATION_KEPT_MS = 26 * 7 * 24 * HOUR_MS

/** Keeps measurements of the use of GPUs: several of one hour are averaged, machines may be named by id or name. */
export async function importUtilisation(
  context: AppContext,
  { rows }: UtilisationRowsDto,
  query: { account?: string | undefined },
): Promise<UtilisationDto> {
  const { db } = context.store
  const { accountId } = await accountOf(context, query.account)
  const machines = new Map<string, string>()
  for (const { resourceId, type, name } of await findResources(db, accountId)) {
    if (type === 'instance') machines.set(name, resourceId).set(resourceId, resourceId)
  }
  const since = context.clock() - UTILISATION_KEPT_MS
  const sums = new Map<string, { resourceId: string; hourAt: Instant; sum: number; count: number }>()
  const unknown = new Set<string>()
  let old = 0
  for (const { machine, at, busy } of rows) {
    const resourceId = machines.get(machine)
    const hourAt = Math.floor(Date.parse(at) / HOUR_MS) * HOUR_MS
    if (resourceId === undefined) unknown.add(machine)
    else if (hourAt < since) old++
    else {
      const key = `${hourAt} ${resourceId}`
      const known = sums.get(key) ?? { resourceId, hourAt, sum: 0, count: 0 }
      sums.set(key, { ...known, sum: known.sum + busy, count: known.count + 1 })
    }
  }
  const hours = [...sums.values()].map(({ sum, count, ...row }) => ({ ...row, busy: sum / count }))
  await db.transaction().execute(async (tx) => {
    await upsertUtilisation(tx, accountId, hours)
    await dropUtilisationBefore(tx, accountId, since)
  })
  return { rows: rows.length, hours: hours.length, tooOld: old, unknownMachines: [...unknown].sort() }
}
