import { findResources } from '../../db/resource-repository.ts'
import type { Connection } from '../../db/store.ts'
import { addUtilisationSample, dropUtilisationBefore, upsertUtilisation } from '../../db/utilisation-repository.ts'
import { HOUR_MS, type Instant } from '../../engine/index.ts'
import type { AppContext } from '../context.ts'
import type { UtilisationDto, UtilisationRowsDto, UtilisationSampleBody } from '../dto/utilisation.ts'
import { ProblemException } from '../problem.ts'
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
  const machines = await machinesByName(db, accountId)
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

/** Keeps what a machine tells of itself now. Throws a problem where there is no machine of that name. */
export async function addSample(
  context: AppContext,
  accountId: number,
  { machine, busy }: UtilisationSampleBody,
): Promise<{ machine: string }> {
  const { db } = context.store
  const resourceId = (await machinesByName(db, accountId)).get(machine)
  if (resourceId === undefined) throw new ProblemException('not-found', `There is no machine ${machine}.`)
  await addUtilisationSample(db, accountId, { resourceId, at: context.clock(), busy })
  return { machine: resourceId }
}

/** The ids of machines by their ids and names; of two of one name that which is still there. */
async function machinesByName(db: Connection, accountId: number): Promise<Map<string, string>> {
  const machines = new Map<string, string>()
  const resources = await findResources(db, accountId)
  for (const { resourceId, type, name, deletedSeenAt } of resources) {
    if (type === 'instance' && (deletedSeenAt === null || !machines.has(name))) machines.set(name, resourceId)
  }
  for (const { resourceId, type } of resources) if (type === 'instance') machines.set(resourceId, resourceId)
  return machines
}
