import type { Currency } from '../money.ts'
import { HOUR_MS, type Instant } from '../time.ts'
import { isAsleep } from '../usage/asleep.ts'
import type { UsageCost } from '../forecast/usage-cost.ts'
import type { BillingRecord } from '../usage/billing-record.ts'
import type { ResourceType } from '../usage/resource.ts'
import { coveredInterval } from '../usage/state-ledger.ts'

/** What a piece bills, as far as two of them are compared by it. */
export interface SpendKind extends Pick<BillingRecord, 'gpuModel' | 'gpuCount' | 'sizeGb'> {
  readonly type: ResourceType
}

/** What one billing record costs over time, in hours since the grid's first and currency units an hour. */
export interface SpendPiece {
  readonly from: number
  readonly to: number
  readonly rate: number
  readonly kind: SpendKind
  readonly asleep: boolean
}

/** The records of one resource in one wallet, by start. */
export interface SpendLine {
  readonly resourceId: string
  readonly name: string
  readonly currency: Currency
  /** Hour at which it was billed first, of all that is known. */
  readonly firstHour: number
  readonly pieces: readonly SpendPiece[]
}

/**
 * Every resource's records on a grid of hours that begins at `startsAt`, and every AI model's use by the hour; what ended
 * before it only tells `firstHour`.
 */
export function spendLines(
  records: readonly BillingRecord[],
  usage: readonly UsageCost[],
  startsAt: Instant,
  asOf: Instant,
): SpendLine[] {
  const lines = new Map<string, SpendLine & { firstHour: number; pieces: SpendPiece[] }>()
  for (const record of [...records].sort((a, b) => a.startsAt - b.startsAt)) {
    const { resourceId, resourceName, currency, totalPicos, kind: type, gpuModel, gpuCount, sizeGb } = record
    const covered = coveredInterval(record, asOf)
    if (covered.endsAt <= covered.startsAt) continue
    const from = (covered.startsAt - startsAt) / HOUR_MS
    const to = (covered.endsAt - startsAt) / HOUR_MS
    const key = `${currency} ${resourceId}`
    const line = lines.get(key) ?? { resourceId, name: resourceName, currency, firstHour: from, pieces: [] }
    lines.set(key, line)
    if (to <= 0) continue
    const kind = { type, gpuModel, gpuCount, sizeGb }
    line.pieces.push({ from, to, rate: Number(totalPicos) / 1e12 / (to - from), kind, asleep: isAsleep(record) })
  }
  return [...lines.values(), ...usageLines(usage, startsAt, asOf)]
}

const AI: SpendKind = { type: 'ai_model', gpuModel: null, gpuCount: null, sizeGb: null }

function usageLines(usage: readonly UsageCost[], startsAt: Instant, asOf: Instant): SpendLine[] {
  const used = usage.filter(({ at }) => at < asOf)
  return [...Map.groupBy(used, ({ resourceId, currency }) => `${currency} ${resourceId}`).values()].map((all) => {
    const { resourceId, currency } = all[0]!
    const byHour = new Map<number, number>()
    for (const { at, costPicos } of all) {
      const hour = Math.floor((at - startsAt) / HOUR_MS)
      byHour.set(hour, (byHour.get(hour) ?? 0) + Number(costPicos) / 1e12)
    }
    const hours = [...byHour].sort(([a], [b]) => a - b)
    const pieces = hours.flatMap(([hour, rate]) =>
      hour < 0 ? [] : [{ from: hour, to: hour + 1, rate, kind: AI, asleep: false }],
    )
    return { resourceId, name: resourceId, currency, firstHour: hours[0]![0], pieces }
  })
}

/** A resource that came up within so many hours before an excursion belongs to it: an alarm may need some hours. */
const FRESH_HOURS = 12

/** Whether a line had not been billed before the hours that lead to an excursion. */
export const isFresh = ({ firstHour }: SpendLine, excursionFrom: number): boolean =>
  firstHour >= excursionFrom - FRESH_HOURS

/** What a line cost in [from, to), hours of the grid. */
export function spentBetween({ pieces }: SpendLine, from: number, to: number): number {
  let sum = 0
  for (const piece of pieces) {
    if (piece.from >= to) break
    sum += piece.rate * Math.max(0, Math.min(to, piece.to) - Math.max(from, piece.from))
  }
  return sum
}
