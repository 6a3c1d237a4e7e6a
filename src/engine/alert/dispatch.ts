import { HOUR_MS, type Instant } from '../time.ts'
import { isNews, isUrgent, type Alert, type AlertKind } from './alert.ts'
import { isDigestDue, quietUntil, type QuietHours } from './quiet-hours.ts'

/** What a rule says of who is told and when. */
export interface RulePolicy {
  readonly ruleId: number
  readonly kind: AlertKind
  /** Told as soon as it is found, or gathered in the digest of the day. */
  readonly delivery: 'at once' | 'digest'
  /** Where its alerts go. */
  readonly channels: readonly number[]
  /** Who is told when nobody has acknowledged in time. */
  readonly standIns: readonly number[]
  readonly standInAfterHours: number | null
}

export interface DispatchInput {
  readonly alerts: readonly Alert[]
  readonly rules: readonly RulePolicy[]
  /** By alert: the channels of those that it is about, told beside those of its rule. */
  readonly concerned?: ReadonlyMap<number, readonly number[]>
  readonly quiet: QuietHours | null
  /** Minutes of the day at which the digest goes out. */
  readonly digestAt: number
  /** When the last one was due, also one with nothing in it; null where none ever was. */
  readonly lastDigestAt: Instant | null
  readonly now: Instant
  readonly zone: string
}

/** One message that is to be written now. */
export type Notice =
  | { readonly kind: 'alert' | 'stand-in' | 'over'; readonly alertId: number; readonly channels: readonly number[] }
  | {
      readonly kind: 'digest'
      /** One channel: what its readers are told of. */
      readonly channels: readonly [number]
      readonly found: readonly number[]
      readonly over: readonly number[]
    }

/**
 * Who is told what now. Urgent alerts go out at once at any hour; others wait for the end of the quiet hours, and where
 * their rule says digest for the time of the day's digest (outside of quiet hours), which holds what is new and what is
 * over. Nobody is told that something is over who was not told that it began. An alert without a channel stays untold
 * until there is one.
 */
export function dueNotices(input: DispatchInput): Notice[] {
  const { alerts, now, quiet, zone } = input
  const rules = new Map(input.rules.map((rule) => [rule.ruleId, rule]))
  const isQuiet = quietUntil(now, quiet, zone) !== null
  const isDigestTime = isDigestDue(input)
  const notices: Notice[] = []
  const digests = new Map<number, { found: number[]; over: number[] }>()

  for (const alert of alerts) {
    const rule = rules.get(alert.ruleId)
    if (!rule) continue
    const { alertId, resolvedAt } = alert
    const isNew = resolvedAt === null && isNews(alert)
    const isOver = resolvedAt !== null && !alert.closed && alert.told.length > 0
    const urgent = isUrgent(rule.kind)
    const channels = [...new Set([...rule.channels, ...(input.concerned?.get(alertId) ?? [])])]
    if (channels.length > 0 && (isNew || isOver)) {
      if (urgent || rule.delivery === 'at once') {
        if (urgent || !isQuiet) notices.push({ kind: isNew ? 'alert' : 'over', alertId, channels })
      } else if (isDigestTime) {
        for (const channel of channels) {
          const digest = digests.get(channel) ?? { found: [], over: [] }
          digests.set(channel, digest)
          digest[isNew ? 'found' : 'over'].push(alertId)
        }
      }
    }
    if (isStandInDue(alert, rule, now) && (urgent || !isQuiet)) {
      notices.push({ kind: 'stand-in', alertId, channels: rule.standIns })
    }
  }
  for (const [channel, digest] of digests) notices.push({ kind: 'digest', channels: [channel], ...digest })
  return notices
}

/** Nobody acknowledged for as long as the rule says after somebody was told last. */
function isStandInDue(alert: Alert, { standIns, standInAfterHours }: RulePolicy, now: Instant): boolean {
  const { toldAt, acknowledgedAt, standInsToldAt, resolvedAt } = alert
  if (standIns.length === 0 || standInAfterHours === null || toldAt === null) return false
  if (acknowledgedAt !== null || standInsToldAt !== null || resolvedAt !== null) return false
  return now >= toldAt + standInAfterHours * HOUR_MS
}
