import { HOUR_MS, type Instant } from '../time.ts'
import type { Resource } from '../usage/resource.ts'
import { inForce, type Plan } from './plan.ts'

/** Machines may come a day before or after they were planned. */
const SLACK_MS = 24 * HOUR_MS

/**
 * The machines that a plan said would come: those that a plan names, and of each planned deployment as many as it has, of
 * its model, size and region, seen from a day before it begins on, the first ones first. `isUsed`: whether anything was
 * ever announced so; where nobody does, nothing tells a stranger from a friend.
 */
export function announcedMachines(
  plans: readonly Plan[],
  machines: readonly Resource[],
  now: Instant,
): { readonly isUsed: boolean; has(resourceId: string): boolean } {
  const standing = inForce(plans).filter(({ endsAt }) => endsAt === null || endsAt > now - SLACK_MS)
  const announced = new Set(standing.flatMap(({ who }) => (who.kind === 'machine' ? [who.resourceId] : [])))
  let isUsed = false
  const byAge = [...machines].sort((a, b) => a.firstSeenAt - b.firstSeenAt)
  for (const { what, startsAt, endsAt } of standing) {
    if (what.kind !== 'deploy') continue
    isUsed = true
    const comes = byAge.filter(
      ({ resourceId, firstSeenAt, gpuModel, gpuCount, region }) =>
        !announced.has(resourceId) &&
        gpuModel === what.gpuModel &&
        gpuCount === what.gpuCount &&
        (what.region === null || region === what.region) &&
        firstSeenAt >= startsAt - SLACK_MS &&
        firstSeenAt < (endsAt ?? Infinity) + SLACK_MS,
    )
    for (const { resourceId } of comes.slice(0, what.machines)) announced.add(resourceId)
  }
  return { isUsed, has: (resourceId) => announced.has(resourceId) }
}
