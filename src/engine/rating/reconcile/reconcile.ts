import { mulDiv } from '../../money.ts'
import type { PriceBook, PricePiece } from '../../pricing/price-book.ts'
import type { RatingRules } from '../../pricing/rules.ts'
import { MINUTE_MS, type Instant, type Interval } from '../../time.ts'
import { isAsleep } from '../../usage/asleep.ts'
import { assetOf, type Asset } from '../../usage/asset.ts'
import type { BillingRecord } from '../../usage/billing-record.ts'
import type { RecordReading } from '../../usage/record-reading.ts'
import type { Resource, StatusChange } from '../../usage/resource.ts'
import { coveredInterval, toChargeState } from '../../usage/state-ledger.ts'
import { chargeItem } from '../charge-item.ts'
import { hourlyPrice } from '../expectation.ts'
import type { ChargeItem } from '../price-kinds/item.ts'
import { isWithin, roundingOf, type Bill } from './bill.ts'
import { findGaps, type ResourceHistory } from './gaps.ts'
import { judgeBill, sleptWithin } from './judge.ts'
import type { BillingGap, Reconciliation } from './reconciliation.ts'
import { verdict } from './verdict.ts'

export interface ReconcileInput {
  readonly records: readonly BillingRecord[]
  readonly resources: readonly Resource[]
  /** Status changes of all resources; those of one sorted by time. */
  readonly statuses: readonly StatusChange[]
  /** Earlier values of records, by record, in the order in which they were seen. */
  readonly readings: ReadonlyMap<string, readonly RecordReading[]>
  readonly prices: PriceBook
  readonly rules: RatingRules
  /** When the records were read: an open one bills no later than that. */
  readonly readAt: Instant
  /** When machines were looked at, sorted. */
  readonly looks: readonly Instant[]
  /** How often prices are. */
  readonly pricePollMs: number
}

/** How far Barrack's clock may be ahead of ours. */
const SKEW_MS = 2 * MINUTE_MS

/**
 * Judges every record: what the price book gives for its billed minutes, the difference, and its cause. Nothing that a
 * record says of its own rate is used to judge it; inferred prices must not be in the book.
 */
export function reconcile(input: ReconcileInput): { reconciliations: Reconciliation[]; gaps: BillingGap[] } {
  const resources = new Map(input.resources.map((resource) => [resource.resourceId, resource]))
  const statuses = groupBy(input.statuses, (change) => change.resourceId)
  const halfUnitPicos = roundingOfTotals(input.records)
  const reconciliations: Reconciliation[] = []
  const histories: ResourceHistory[] = []
  for (const [resourceId, records] of groupBy(input.records, (record) => record.resourceId)) {
    const ofResource = statuses.get(resourceId) ?? []
    const resource = resources.get(resourceId) ?? null
    records.sort((a, b) => a.startsAt - b.startsAt)
    const judge = judgeOf(input, resource, ofResource, halfUnitPicos)
    const createdAt = resource?.createdAt ?? -Infinity
    let previousEndsAt = createdAt
    for (const record of records) {
      const covered = coveredInterval(record, input.readAt + SKEW_MS)
      reconciliations.push(judge(record, covered, previousEndsAt))
      previousEndsAt = Math.max(previousEndsAt, covered.endsAt)
    }
    histories.push({ createdAt, records, statuses: ofResource })
  }
  return { reconciliations, gaps: findGaps(histories, input.looks) }
}

/** The rounding that the account's totals show. */
export function roundingOfTotals(records: readonly BillingRecord[]): bigint {
  return roundingOf(records.map(({ totalPicos }) => totalPicos))
}

function groupBy<T>(list: readonly T[], keyOf: (one: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const one of list) {
    const group = groups.get(keyOf(one))
    if (group) group.push(one)
    else groups.set(keyOf(one), [one])
  }
  return groups
}

/** A record's item and price, kept from one record of a resource to the next, for they seldom change. */
interface Priced {
  readonly of: BillingRecord
  readonly asleep: boolean
  readonly asset: Asset
  readonly item: ChargeItem
  readonly timeline: readonly PricePiece[]
  /** Of the piece that was used last: units x price, so that a record costs one multiplication. */
  piece: PricePiece | null
  pricePicos: bigint
  den: bigint
}

type Judge = (record: BillingRecord, covered: Interval, previousEndsAt: Instant) => Reconciliation

function judgeOf(
  input: ReconcileInput,
  resource: Resource | null,
  statuses: readonly StatusChange[],
  halfUnitPicos: bigint,
): Judge {
  const { prices, rules } = input
  const sleeps = statuses.filter(({ status }) => toChargeState(status) === 'hibernated')
  let priced: Priced | null = null

  return (record, covered, previousEndsAt) => {
    const asleep = isAsleep(record)
    if (priced?.asleep !== asleep || !isAlike(priced.of, record))
      priced = priceOf(record, asleep, resource, prices, rules)
    const piece = pieceAt(priced, covered)
    const isOrdinary = piece !== null && previousEndsAt <= covered.startsAt && !sleptWithin(sleeps, record, covered)
    if (isOrdinary && piece.version !== null) {
      const num = priced.pricePicos * BigInt((covered.endsAt - covered.startsAt) / 1000)
      const expectedPicos = mulDiv(num, 1n, priced.den)
      const differencePicos = record.totalPicos - expectedPicos
      if (isWithin(differencePicos, halfUnitPicos)) {
        return verdict(record, expectedPicos, differencePicos, null, piece.version)
      }
    }
    const isMachine = record.kind === 'instance'
    const { asset } = priced
    const startsAt = covered.startsAt
    const hourly = (state: 'active' | 'hibernated') =>
      isMachine ? hourlyPrice(chargeItem(asset, state, rules), record.currency, prices, startsAt) : null
    const bill: Bill = {
      record,
      resource,
      asset,
      item: priced.item,
      rules,
      timeline: priced.timeline,
      runningPicos: hourly('active'),
      asleepPicos: hourly('hibernated'),
      startsAt,
      endsAt: covered.endsAt,
      wallMinutes: Math.floor(((record.endsAt ?? input.readAt + SKEW_MS) - record.startsAt) / MINUTE_MS),
      halfUnitPicos,
      pricePollMs: input.pricePollMs,
      statuses,
      readings: input.readings.get(record.recordId) ?? [],
      previousEndsAt,
    }
    return judgeBill(bill, prices, sleeps)
  }
}

function isAlike(a: BillingRecord, b: BillingRecord): boolean {
  return (
    a.kind === b.kind &&
    a.currency === b.currency &&
    a.tier === b.tier &&
    a.gpuModel === b.gpuModel &&
    a.gpuCount === b.gpuCount &&
    a.sizeGb === b.sizeGb
  )
}

function priceOf(
  record: BillingRecord,
  asleep: boolean,
  resource: Resource | null,
  prices: PriceBook,
  rules: RatingRules,
): Priced {
  const asset = assetOf(record.kind, record, resource)
  const state = record.kind !== 'instance' ? 'stored' : asleep ? 'hibernated' : 'unknown'
  const item = chargeItem(asset, state, rules)
  const timeline = prices.timeline(item.sku, record.currency)
  return { of: record, asleep, asset, item, timeline, piece: null, pricePicos: 0n, den: 1n }
}

/** The one price piece that covers the billed time; null where there are several, or the price cannot be used. */
function pieceAt(priced: Priced, { startsAt, endsAt }: Interval): PricePiece | null {
  const { item, piece } = priced
  if (piece && piece.interval.startsAt <= startsAt && endsAt <= piece.interval.endsAt) return piece
  const found = priced.timeline.find(({ interval }) => startsAt < interval.endsAt)!
  if (endsAt > found.interval.endsAt || item.units === null || found.version?.unit !== item.priceUnit) return null
  priced.piece = found
  priced.pricePicos = found.version.pricePicos * item.units.num
  priced.den = 3600n * item.units.den
  return found
}
