import { parsePicos, type Currency } from '../money.ts'
import type { Instant } from '../time.ts'
import type { BillingRecord } from '../usage/billing-record.ts'
import { leafOutlooks, type LeafOutlook, type PlansAhead } from './leaf-outlook.ts'
import { spendAhead, type AheadInput, type SpendAhead } from './spend-ahead.ts'

interface Kept {
  readonly input: AheadInput
  readonly ahead: SpendAhead
}

const made = new WeakMap<readonly BillingRecord[], Kept>()

/** What is expected of the same records at the same moment, worked out once: each window and grouping of it is told from that. */
export function aheadOf(input: AheadInput): SpendAhead {
  const kept = made.get(input.records)
  if (kept && isSame(kept.input, input)) return kept.ahead
  const ahead = spendAhead(input)
  keepAhead(input, ahead)
  return ahead
}

/** Whether it is worked out already. */
export const isForeseen = (input: AheadInput): boolean => {
  const kept = made.get(input.records)
  return kept !== undefined && isSame(kept.input, input)
}

/** Keeps what was worked out elsewhere. */
export function keepAhead(input: AheadInput, ahead: SpendAhead): void {
  made.set(input.records, { input, ahead })
}

const isSame = (a: AheadInput, b: AheadInput) =>
  a.asOf === b.asOf &&
  a.resources === b.resources &&
  a.usage === b.usage &&
  a.prices === b.prices &&
  a.rules === b.rules

/**
 * What a wallet has spent or is expected to have spent until a moment, counted from asOf: less than nought before it.
 * Plans and known prices are in it.
 */
export function spentUntil(
  input: AheadInput & { readonly planned?: PlansAhead },
  currency: Currency,
  endsAt: Instant,
): (at: Instant) => bigint {
  const { asOf } = input
  const ahead = aheadOf(input)
  const outlooks = leafOutlooks({ ...input, ahead, endsAt }).filter((outlook) => outlook.currency === currency)
  const history = ahead.wallets.get(currency)?.history
  return (at) => {
    if (at < asOf) return -parsePicos(Math.max(0, history?.spent(at, asOf) ?? 0).toFixed(9))
    return spentOf(outlooks, at)
  }
}

/** The same of each resource alone, from asOf on; before it nothing. */
export function spentByResource(
  input: AheadInput & { readonly planned?: PlansAhead },
  currency: Currency,
  endsAt: Instant,
): Map<string, (at: Instant) => bigint> {
  const outlooks = leafOutlooks({ ...input, ahead: aheadOf(input), endsAt }).filter((one) => one.currency === currency)
  const byResource = Map.groupBy(outlooks, ({ leaf }) => leaf.item.resourceId)
  return new Map(
    [...byResource].map(([resourceId, own]) => [resourceId, (at) => (at < input.asOf ? 0n : spentOf(own, at))]),
  )
}

const spentOf = (outlooks: readonly LeafOutlook[], at: Instant): bigint =>
  outlooks.reduce(
    (sum, { base, planned, priceChange }) => sum + base(at) + (planned?.(at) ?? 0n) + (priceChange?.(at) ?? 0n),
    0n,
  )
