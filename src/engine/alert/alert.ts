import type { Instant } from '../time.ts'

/** What is watched. Depletion and burn guard are told at any hour. */
export const ALERT_KINDS = [
  'depletion',
  'burn-guard',
  'budget',
  'fund',
  'anomaly',
  'price-change',
  'stock-back',
  'ingest-stale',
  'wallet-fall',
] as const
export type AlertKind = (typeof ALERT_KINDS)[number]

/** Money that runs out does not wait for the morning. */
export const isUrgent = (kind: AlertKind): boolean => kind === 'depletion' || kind === 'burn-guard'

/** What has happened once and is news for a while: nobody needs to hear that it is over. */
export const isEvent = (kind: AlertKind): boolean => kind === 'price-change' || kind === 'wallet-fall'

/** Something that somebody should know, as one look at the account sees it. */
export interface Finding {
  readonly ruleId: number
  /** The same cause is the same alert for as long as it is found: 'USD'. */
  readonly cause: string
  /** What of it is told, each once: '7 d', then '3 d'. */
  readonly marks: readonly string[]
  /** Marks that were told stay told while they stand here: wider than `marks`, so that nobody is told twice at an edge. */
  readonly holds: readonly string[]
}

/** An alert as it stands, from when it was first found until it is over. */
export interface Alert {
  readonly alertId: number
  readonly ruleId: number
  readonly cause: string
  readonly marks: readonly string[]
  /** Marks that somebody was told of. */
  readonly told: readonly string[]
  readonly openedAt: Instant
  /** Null until somebody was told. */
  readonly toldAt: Instant | null
  readonly acknowledgedAt: Instant | null
  /** Since the last telling. */
  readonly standInsToldAt: Instant | null
  readonly resolvedAt: Instant | null
  /** Whether those who were told of it know that it is over. */
  readonly closed: boolean
}

/** Whether there is something about it that nobody was told. */
export const isNews = ({ marks, told }: Pick<Alert, 'marks' | 'told'>): boolean =>
  marks.some((mark) => !told.includes(mark))
