import { mulDiv, type Currency } from '../money.ts'
import { intersect, SECOND_MS, type Calendar, type Day, type Instant, type Interval } from '../time.ts'
import { isAsleep } from '../usage/asleep.ts'
import type { BillingRecord } from '../usage/billing-record.ts'
import type { StatusChange } from '../usage/resource.ts'
import { coveredInterval, toChargeState } from '../usage/state-ledger.ts'

/** What was paid for one machine on one day while it was shut off: at least and at most. */
export interface ShutoffDay {
  readonly day: Day
  readonly resourceId: string
  readonly currency: Currency
  readonly lowSeconds: number
  readonly highSeconds: number
  readonly lowPicos: bigint
  readonly highPicos: bigint
}

export interface ShutoffInput {
  /** Records of machines; those of a machine do not overlap. */
  readonly records: readonly BillingRecord[]
  /** By machine, sorted. */
  readonly statuses: ReadonlyMap<string, readonly StatusChange[]>
  /** When the machines were looked at, sorted: a change lies between the look before it and its own. */
  readonly looksAt: readonly Instant[]
  readonly calendar: Calendar
  readonly readAt: Instant
}

/** A stretch in which a machine was surely shut off, and the longest that it may have been. */
export interface ShutoffStretch {
  readonly surely: Interval
  readonly atMost: Interval
}

/**
 * Billing records do not tell shut off from running: looks do. Seen running at 9:00, shut off at 10:00 and at 14:00 and
 * running at 15:00, it was shut off for at least four hours and at most six. Nothing is claimed before the first look.
 */
export function shutoffStretches(
  statuses: readonly StatusChange[],
  looksAt: readonly Instant[],
  readAt: Instant,
): ShutoffStretch[] {
  const stretches: ShutoffStretch[] = []
  statuses.forEach((change, i) => {
    if (toChargeState(change.status) !== 'shutoff') return
    const next = statuses[i + 1]?.observedAt ?? readAt
    const seenLast = Math.max(
      change.observedAt,
      lookBefore(looksAt, next + (statuses[i + 1] ? 0 : 1)) ?? change.observedAt,
    )
    const earliest =
      i === 0 ? change.observedAt : Math.max(statuses[i - 1]!.observedAt, lookBefore(looksAt, change.observedAt) ?? 0)
    stretches.push({
      surely: { startsAt: change.observedAt, endsAt: Math.min(seenLast, readAt) },
      atMost: { startsAt: earliest, endsAt: next },
    })
  })
  return stretches
}

/** A bill is rounded to the fourth place: what it was before may be half of that away. */
const ROUNDING = 50_000_000n

/** What was paid while machines were shut off, as a range, by machine and day. Rounded outwards: the truth lies inside. */
export function paidWhileShutoff(input: ShutoffInput): ShutoffDay[] {
  const days = new Map<string, Tally>()
  const stretches = new Map<string, ShutoffStretch[]>()
  for (const record of input.records) {
    if (record.kind !== 'instance' || isAsleep(record) || record.totalPicos === 0n) continue
    let ofMachine = stretches.get(record.resourceId)
    if (!ofMachine) {
      const statuses = input.statuses.get(record.resourceId) ?? []
      stretches.set(record.resourceId, (ofMachine = shutoffStretches(statuses, input.looksAt, input.readAt)))
    }
    if (ofMachine.length > 0) addRecord(record, ofMachine, input, days)
  }
  return [...days.values()].sort((a, b) => compare(a.day, b.day) || compare(a.resourceId, b.resourceId))
}

type Tally = { -readonly [Key in keyof ShutoffDay]: ShutoffDay[Key] }

function addRecord(
  record: BillingRecord,
  stretches: readonly ShutoffStretch[],
  { calendar, readAt }: ShutoffInput,
  days: Map<string, Tally>,
): void {
  const covered = coveredInterval(record, readAt)
  const coveredSeconds = (covered.endsAt - covered.startsAt) / SECOND_MS
  if (coveredSeconds === 0) return
  // Minutes are laid from the start, free transitions fall out of them: the end of the last state may lie beyond.
  const whole = { startsAt: covered.startsAt, endsAt: record.endsAt ?? readAt }
  const amount = (seconds: number, outwards: 1n | -1n) =>
    mulDiv(record.totalPicos + outwards * ROUNDING, BigInt(Math.min(seconds, coveredSeconds)), BigInt(coveredSeconds)) +
    outwards
  const add = (part: Interval, side: 'low' | 'high') => {
    for (let at = part.startsAt; at < part.endsAt;) {
      const until = Math.min(part.endsAt, calendar.dayEndAfter(at))
      const tally = tallyOf(days, calendar.dayOf(at), record)
      if (side === 'low') {
        const seconds = Math.floor((until - at) / SECOND_MS)
        tally.lowSeconds += seconds
        const picos = amount(seconds, -1n)
        tally.lowPicos += picos > 0n ? picos : 0n
      } else {
        const seconds = Math.ceil((until - at) / SECOND_MS)
        tally.highSeconds += seconds
        tally.highPicos += amount(seconds, 1n)
      }
      at = until
    }
  }
  for (const { surely, atMost } of stretches) {
    add(intersect(surely, covered), 'low')
    add(intersect(atMost, whole), 'high')
  }
}

function tallyOf(days: Map<string, Tally>, day: Day, { resourceId, currency }: BillingRecord): Tally {
  const key = `${day} ${resourceId} ${currency}`
  let tally = days.get(key)
  if (!tally) {
    tally = { day, resourceId, currency, lowSeconds: 0, highSeconds: 0, lowPicos: 0n, highPicos: 0n }
    days.set(key, tally)
  }
  return tally
}

/** The last look before an instant; null where there was none. */
function lookBefore(looksAt: readonly Instant[], at: Instant): Instant | null {
  let low = 0
  let high = looksAt.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (looksAt[middle]! < at) low = middle + 1
    else high = middle
  }
  return low === 0 ? null : looksAt[low - 1]!
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
