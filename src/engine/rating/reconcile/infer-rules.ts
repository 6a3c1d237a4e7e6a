import { isWithin } from './bill.ts'
import { roundingOfTotals } from './reconcile.ts'
import { hourlyPrice } from '../expectation.ts'
import { chargeItem } from '../charge-item.ts'
import type { ChargeState } from '../charge.ts'
import type { PriceBook } from '../../pricing/price-book.ts'
import { defaultRules, type RatingRules } from '../../pricing/rules.ts'
import { isAsleep } from '../../usage/asleep.ts'
import { assetOf } from '../../usage/asset.ts'
import type { BillingRecord } from '../../usage/billing-record.ts'
import type { RecordReading } from '../../usage/record-reading.ts'
import type { Resource } from '../../usage/resource.ts'

/** How many bills tell one reading from the others, and how many of them each reading explains. */
export interface RuleEvidence<Reading> {
  /** Null where the bills do not decide. */
  readonly reading: Reading | null
  /** Bills on which the readings differ by more than rounding. */
  readonly telling: number
  readonly explained: readonly { readonly reading: Reading; readonly bills: number }[]
}

export interface InferredRules {
  readonly snapshot: RuleEvidence<RatingRules['snapshot']>
  readonly gbPerTb: RuleEvidence<RatingRules['gbPerTb']>
  readonly hibernation: RuleEvidence<NonNullable<RatingRules['hibernation']>>
}

export interface InferRulesInput {
  readonly records: readonly BillingRecord[]
  readonly resources: readonly Resource[]
  readonly readings: ReadonlyMap<string, readonly RecordReading[]>
  readonly prices: PriceBook
}

/** Of the bills that tell two readings apart the better one has to explain nine of ten. */
const SHARE = 0.9

/**
 * Which readings of the rules the account's own bills bear out. Each reading is asked for each bill on which it makes a
 * difference: a snapshot of 100 GB says nothing about 'per 100 GB' against 'flat', an idle month nothing at all. Bills
 * that no reading explains (errors, unknown prices) count against all of them alike.
 */
export function inferRules(input: InferRulesInput): InferredRules {
  const halfUnitPicos = roundingOfTotals(input.records)
  const resources = new Map(input.resources.map((resource) => [resource.resourceId, resource]))
  const explains = (record: BillingRecord, rules: RatingRules) => {
    const rate = rateOf(record, 'stored', resources.get(record.resourceId) ?? null, input.prices, rules)
    return rate !== null && isWithin(record.totalPicos * 60n - rate * BigInt(record.minutes), halfUnitPicos * 60n)
  }
  const snapshots = input.records.filter((record) => record.kind === 'snapshot')
  const volumes = input.records.filter((record) => record.kind === 'volume')

  const gbPerTb = decide([1000, 1024] as const, volumes, (record, reading) =>
    explains(record, { ...defaultRules, gbPerTb: reading }),
  )
  const snapshot = decide(['per_100gb', 'flat', 'per_tb'] as const, snapshots, (record, reading) =>
    ([1000, 1024] as const).some((tb) => explains(record, { ...defaultRules, snapshot: reading, gbPerTb: tb })),
  )
  // Snapshots that are priced by TB tell the size of one as volumes do.
  const byTb = snapshot.reading === 'per_tb' && gbPerTb.reading === null
  return {
    snapshot,
    gbPerTb: byTb
      ? decide([1000, 1024] as const, snapshots, (record, reading) =>
          explains(record, { ...defaultRules, snapshot: 'per_tb', gbPerTb: reading }),
        )
      : gbPerTb,
    hibernation: decideHibernation(input, resources, halfUnitPicos),
  }
}

/** Asks every bill which readings fit; one that all or none of them fit tells nothing. */
function decide<Reading>(
  readings: readonly Reading[],
  records: readonly BillingRecord[],
  explains: (record: BillingRecord, reading: Reading) => boolean,
): RuleEvidence<Reading> {
  const telling = records
    .map((record) => readings.filter((reading) => explains(record, reading)))
    .filter((fitting) => fitting.length > 0 && fitting.length < readings.length)
  return choose(readings, telling)
}

/** The reading that beats each other one on the bills that only one of the two explains; `telling`: what fits each bill. */
function choose<Reading>(
  readings: readonly Reading[],
  telling: readonly (readonly Reading[])[],
): RuleEvidence<Reading> {
  const explained = readings
    .map((reading) => ({ reading, bills: telling.filter((fitting) => fitting.includes(reading)).length }))
    .sort((a, b) => b.bills - a.bills)
  const only = (one: Reading, other: Reading) =>
    telling.filter((fitting) => fitting.includes(one) && !fitting.includes(other)).length
  const [best, ...others] = explained.map(({ reading }) => reading)
  const isClear = others.every((other) => {
    const [won, lost] = [only(best!, other), only(other, best!)]
    return won > 0 && won >= SHARE * (won + lost)
  })
  return { reading: isClear ? best! : null, telling: telling.length, explained }
}

/**
 * A record of its own: status hibernated and all of it at the flat rate. The same record: a whole number of its minutes at
 * the running rate and the others at the flat one.
 */
function decideHibernation(
  { records, readings, prices }: InferRulesInput,
  resources: ReadonlyMap<string, Resource>,
  halfUnitPicos: bigint,
): InferredRules['hibernation'] {
  const telling: ('own_record' | 'same_record')[][] = []
  for (const record of records) {
    if (record.kind !== 'instance' || record.minutes === 0) continue
    const resource = resources.get(record.resourceId) ?? null
    const running = rateOf(record, 'active', resource, prices, defaultRules)
    const flat = rateOf(record, 'hibernated', resource, prices, defaultRules)
    if (running === null || flat === null || running <= flat) continue
    const minutes = BigInt(record.minutes)
    const billed = record.totalPicos * 60n
    const tolerance = halfUnitPicos * 60n
    if (isAsleep(record) && isWithin(billed - flat * minutes, tolerance)) {
      // A sleeping record that was read as running while it was open is the same record all the same.
      const wasAwake = readings
        .get(record.recordId)
        ?.some(({ endsAt, status }) => endsAt === null && status !== 'hibernated')
      telling.push([wasAwake ? 'same_record' : 'own_record'])
    } else if (billed > flat * minutes + tolerance && billed < running * minutes - tolerance) {
      if (isWholeMinutes(billed - flat * minutes, running - flat, tolerance)) telling.push(['same_record'])
    }
  }
  return choose(['own_record', 'same_record'] as const, telling)
}

function isWholeMinutes(amount: bigint, perMinute: bigint, tolerance: bigint): boolean {
  const rest = ((amount % perMinute) + perMinute) % perMinute
  return rest <= tolerance || perMinute - rest <= tolerance
}

function rateOf(
  record: BillingRecord,
  state: ChargeState,
  resource: Resource | null,
  prices: PriceBook,
  rules: RatingRules,
): bigint | null {
  const item = chargeItem(assetOf(record.kind, record, resource), state, rules)
  // Where no price was known yet, the first one that was: a volume is older than the first look at the prices.
  const known = prices.timeline(item.sku, record.currency).find(({ version }) => version !== null)
  const at = Math.max(record.startsAt, known?.interval.startsAt ?? -Infinity)
  return hourlyPrice(item, record.currency, prices, at)
}
