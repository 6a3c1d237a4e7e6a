import type { Account } from '../../db/account-repository.ts'
import type { Channel } from '../../db/notify-channel-repository.ts'
import type { Store } from '../../db/store.ts'
import {
  calendarOf,
  DIMENSIONS,
  isAnyone,
  isOf,
  spanOn,
  splitByWeight,
  WHOLE,
  type DimensionFilter,
  type DimensionValues,
  type Instant,
  type Part,
} from '../../engine/index.ts'
import { assignedOf } from '../services/assigned.ts'

/** The projects, owners and cost centers of an account. */
export interface Parties {
  /** All of them, by name. */
  readonly names: ReadonlySet<string>
  /** Those that some resources belong to on the day of the look. */
  of(resourceIds: Iterable<string>): string[]
  /** Of each that has a share of one of them, all that is told of it. */
  valuesOf(resourceIds: Iterable<string>): DimensionValues[]
  /** Whether any of some resources is, or has a share that is, of what is looked at on the day of the look. */
  hasShare(resourceIds: readonly string[], only: DimensionFilter): boolean
  /** What of an amount for a resource is of what is looked at on the day of the look. */
  shareOf(resourceId: string, picos: bigint, only: DimensionFilter): bigint
}

export async function partiesOf(store: Store, account: Account, now: Instant): Promise<Parties> {
  const { resources, assignments } = await assignedOf(store, account)
  const today = calendarOf(account.zone).dayOf(now)
  const namesOf = (parts: readonly Part[]) =>
    parts.flatMap(({ values }) => DIMENSIONS.flatMap((dimension) => values[dimension] ?? []))
  const keys = Map.groupBy(resources, ({ resourceId }) => resourceId)
  const partsOf = (resourceId: string): readonly Part[] => {
    const parts = (keys.get(resourceId) ?? []).flatMap(({ key }) => {
      const spans = assignments.get(key)
      return spans ? spanOn(spans, today).parts : WHOLE
    })
    // A machine of a minute ago is nobody's yet.
    return parts.length === 0 ? WHOLE : parts
  }
  const shareOf = (resourceId: string, picos: bigint, only: DimensionFilter) => {
    const parts = partsOf(resourceId)
    const dealt = splitByWeight(picos, parts)
    return parts.reduce((sum, { values }, i) => (isOf(values, only) ? sum + dealt[i]! : sum), 0n)
  }
  return {
    shareOf: (resourceId, picos, only) => (isAnyone(only) ? picos : shareOf(resourceId, picos, only)),
    names: new Set([...assignments.values()].flatMap((spans) => spans.flatMap(({ parts }) => namesOf(parts)))),
    of: (resourceIds) => [...new Set([...resourceIds].flatMap((resourceId) => namesOf(partsOf(resourceId))))],
    valuesOf: (resourceIds) => [...resourceIds].flatMap((id) => partsOf(id).map(({ values }) => values)),
    hasShare: (resourceIds, only) =>
      isAnyone(only) ||
      resourceIds.some((resourceId) =>
        partsOf(resourceId).some(({ values, weight }) => weight > 0n && isOf(values, only)),
      ),
  }
}

/** The channels that bear one of these names, or whose mail address one of them is. */
export function channelsOf(channels: readonly Channel[], names: Iterable<string>): Channel[] {
  const wanted = new Set([...names].map((name) => name.toLowerCase()))
  return channels.filter(
    ({ kind, name, target }) =>
      wanted.has(name.toLowerCase()) ||
      (kind === 'mail' &&
        target
          .toLowerCase()
          .split(',')
          .some((each) => wanted.has(each.trim()))),
  )
}
