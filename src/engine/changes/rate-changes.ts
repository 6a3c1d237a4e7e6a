import type { ResourceRate } from '../forecast/run-rate.ts'
import type { Currency } from '../money.ts'
import type { PriceBook } from '../pricing/price-book.ts'
import { defaultRules, type RatingRules } from '../pricing/rules.ts'
import type { Interval } from '../time.ts'
import type { BillingRecord } from '../usage/billing-record.ts'
import type { Resource, ResourceType, StatusChange } from '../usage/resource.ts'
import { changeTo, changeToNothing, type Known, type RateChange } from './rate-change.ts'
import { rateThen, recordsAt } from './rate-then.ts'

/** The run rate of a wallet at two moments. */
export interface WalletRateChange {
  readonly currency: Currency
  readonly beforePicos: bigint
  readonly afterPicos: bigint
  /** What makes the difference, most first, then what changed without one. */
  readonly changes: readonly RateChange[]
  /** Resources that began after the one moment and ended before the other: they are in neither rate. */
  readonly passed: Passed
}

export interface Passed {
  readonly count: number
  readonly billedPicos: bigint
}

export interface RateChangesInput {
  /** All that overlap `between`. */
  readonly records: readonly BillingRecord[]
  readonly resources: readonly Resource[]
  /** Of these resources, sorted by time. */
  readonly statuses: readonly StatusChange[]
  /** What costs money at the end of `between`, as `runRates` tells it. */
  readonly now: readonly ResourceRate[]
  readonly prices: PriceBook
  readonly rules?: RatingRules
  readonly between: Interval
  /** How much of what a resource costs is looked at; null where none of it is. All of it where it is not told. */
  readonly shareOf?: (resource: Owned) => ((picos: bigint) => bigint) | null
}

interface Owned {
  readonly resourceType: ResourceType
  readonly resourceId: string
  readonly currency: Currency
}

const ALL = () => (picos: bigint) => picos

/**
 * Why the run rate of each wallet is another than it was: the changes of its resources, which add up to the difference
 * exactly. Rates that nothing tells count as 0.
 *
 * Example: 46.60 an hour at noon yesterday and 41.60 now; a machine of 4 x H100 ended (-9.96), an L40 began (+1.19) and
 * so did three volumes (+3.77): -9.96 + 1.19 + 3.77 = -5.00.
 */
export function rateChanges(input: RateChangesInput): WalletRateChange[] {
  const { records, between, now, shareOf = ALL } = input
  const then = recordsAt(records, between.startsAt)
  const running = new Set(now.map(({ resourceId }) => resourceId))
  const shareOfRate = <Rate extends Owned & { readonly perHourPicos: bigint | null }>(rate: Rate) => {
    const share = shareOf(rate)
    return share ? [{ ...rate, perHourPicos: rate.perHourPicos && share(rate.perHourPicos) }] : []
  }
  const changes = Map.groupBy(changesOf(input, then, running).flatMap(shareOfRate), ({ currency }) => currency)
  const rates = Map.groupBy(now.flatMap(shareOfRate), ({ currency }) => currency)
  const cameAndWent = records.filter(
    ({ resourceId, startsAt }) => startsAt > between.startsAt && !then.has(resourceId) && !running.has(resourceId),
  )
  const passed = Map.groupBy(
    cameAndWent.flatMap((record) => {
      const share = shareOf({ ...record, resourceType: record.kind })
      return share ? [{ ...record, totalPicos: share(record.totalPicos) }] : []
    }),
    ({ currency }) => currency,
  )
  return [...new Set([...rates.keys(), ...changes.keys(), ...passed.keys()])].sort().map((currency) => {
    const own = changes.get(currency) ?? []
    const afterPicos = (rates.get(currency) ?? []).reduce((sum, { perHourPicos }) => sum + (perHourPicos ?? 0n), 0n)
    return {
      currency,
      beforePicos: own.reduce((left, { perHourPicos }) => left - perHourPicos, afterPicos),
      afterPicos,
      changes: own.sort(mostFirst),
      passed: passedOf(passed.get(currency) ?? []),
    }
  })
}

function changesOf(
  { resources, statuses, now, prices, rules = defaultRules, between }: RateChangesInput,
  then: ReadonlyMap<string, BillingRecord>,
  running: ReadonlySet<string>,
): RateChange[] {
  const byId = new Map(resources.map((resource) => [resource.resourceId, resource]))
  const statusesOf = Map.groupBy(statuses, ({ resourceId }) => resourceId)
  const knownOf = (resourceId: string): Known => ({
    resource: byId.get(resourceId) ?? null,
    statuses: statusesOf.get(resourceId) ?? [],
    since: between.startsAt,
  })
  const rateOf = (record: BillingRecord, known: Known, rate: ResourceRate | null) =>
    rateThen({ ...known, record, now: rate, prices, rules, between })

  const of = now.flatMap((rate) => {
    const known = knownOf(rate.resourceId)
    const record = then.get(rate.resourceId)
    if (!record && isUnbilled(rate, known)) return []
    return changeTo(rate, record ? rateOf(record, known, rate) : null, known) ?? []
  })
  const gone = [...then.values()].filter(({ resourceId }) => !running.has(resourceId))
  const ended = gone.map((record) => {
    const known = knownOf(record.resourceId)
    return changeToNothing(record, rateOf(record, known, null), known)
  })
  return [...of, ...ended]
}

/** Without a bill then and now, in the same state all along: a machine asleep whose sleep is billed elsewhere or late. */
function isUnbilled({ openRecord }: ResourceRate, { resource, statuses, since }: Known): boolean {
  if (openRecord !== null || resource === null) return false
  const lastChange = statuses.at(-1)?.observedAt ?? resource.firstSeenAt
  return lastChange <= since
}

function passedOf(records: readonly BillingRecord[]): Passed {
  return {
    count: new Set(records.map(({ resourceId }) => resourceId)).size,
    billedPicos: records.reduce((sum, { totalPicos }) => sum + totalPicos, 0n),
  }
}

function mostFirst(a: RateChange, b: RateChange): number {
  const [x, y] = [size(a.perHourPicos), size(b.perHourPicos)]
  if (x !== y) return x > y ? -1 : 1
  return a.resourceId < b.resourceId ? -1 : 1
}

const size = (picos: bigint) => (picos < 0n ? -picos : picos)
