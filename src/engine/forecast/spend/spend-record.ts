import type { Instant } from '../../time.ts'

/** A stretch of time that one resource was paid for at one rate, as a forecast sees it: floats, nothing that is billed. */
export type SpendRecord = {
  resource: string
  /** What behaves alike is forecast together: always-on machines, scheduled ones, volumes. */
  kind: string
  /** Wallet; currencies are forecast apart and never added. */
  currency: string
  startsAt: Instant
  /** Null while it goes on. */
  endsAt: Instant | null
  /** Currency units per hour. */
  ratePerHour: number
}

/**
 * What is known to come: in [startsAt, endsAt) the resource costs this rate, whatever the statistics say. A deletion has
 * a rate of nought and no end, a deployment names a new resource.
 */
export type SpendPlan = SpendRecord

export const HOUR = 3_600_000

/** A record in hours from some zero; open ones end at Infinity. `bornAt` is the first start of its resource. */
export type Stretch = { resource: string; from: number; to: number; rate: number; bornAt: number }

/** The records in hours from the instant `zero`, in an order that does not depend on theirs. */
export function stretchesOf(records: readonly SpendRecord[], zero: Instant): Stretch[] {
  const births = new Map<string, number>()
  for (const { resource, startsAt } of records)
    births.set(resource, Math.min(startsAt, births.get(resource) ?? Infinity))
  return records
    .map(({ resource, startsAt, endsAt, ratePerHour }) => ({
      resource,
      from: (startsAt - zero) / HOUR,
      to: endsAt === null ? Infinity : (endsAt - zero) / HOUR,
      rate: ratePerHour,
      bornAt: (births.get(resource)! - zero) / HOUR,
    }))
    .sort((a, b) => a.from - b.from || compare(a.resource, b.resource) || compare(a.to, b.to) || a.rate - b.rate)
}

const compare = <T extends number | string>(a: T, b: T) => (a < b ? -1 : a > b ? 1 : 0)

/** Hours of a stretch inside [from, to). */
export const overlap = (stretch: Stretch, from: number, to: number): number =>
  Math.max(0, Math.min(stretch.to, to) - Math.max(stretch.from, from))
