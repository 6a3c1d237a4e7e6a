import { allocate } from '../money.ts'
import type { PriceVersion } from '../pricing/price-version.ts'
import { secondsOf, type Interval } from '../time.ts'
import type { StateSlice } from '../usage/apportion.ts'
import { assetOf } from '../usage/asset.ts'
import { chargeItem } from './charge-item.ts'
import type { ChargeState } from './charge.ts'
import { expectation } from './expectation.ts'
import type { ChargeItem } from './price-kinds/item.ts'
import { billedSlices, type RateInput } from './rate.ts'

/** A range of time in one state under one price: what a bill of it consists of. */
export interface ProofLine extends Interval {
  readonly recordId: string
  readonly state: ChargeState
  readonly sku: string
  /** Null where no price is known. */
  readonly price: PriceVersion | null
  readonly seconds: number
  readonly billedPicos: bigint
  readonly expectedPicos: bigint | null
  /** Set where it is known how long the machine was in this state, and not when. */
  readonly inferred?: boolean
}

/**
 * A record line by line, so that an error of a bill can be shown to whoever made it. The lines have no gaps and add up to
 * what was billed, and to what rating expects of it where every price is known.
 */
export function proveRecord(input: RateInput): ProofLine[] {
  const { record, resource, rules, prices } = input
  const asset = assetOf(record.kind, record, resource)
  const items = new Map<ChargeState, { item: ChargeItem; expected: ReturnType<typeof expectation> }>()
  const itemOf = (state: ChargeState) => {
    const known = items.get(state)
    if (known) return known
    const item = chargeItem(asset, state, rules)
    const made = { item, expected: expectation(item, record.currency, prices) }
    items.set(state, made)
    return made
  }
  const parts = billedSlices(input, asset).flatMap((slice) => {
    const { sku } = itemOf(slice.state).item
    return cutAtPrices(slice, prices.pieces(sku, record.currency, atLeastAMoment(slice)))
  })
  return joined(parts).map(({ startsAt, endsAt, state, price, billedPicos }) => ({
    recordId: record.recordId,
    startsAt,
    endsAt,
    state,
    sku: itemOf(state).item.sku,
    price,
    seconds: secondsOf({ startsAt, endsAt }),
    billedPicos,
    expectedPicos: itemOf(state).expected([{ startsAt, endsAt }]),
  }))
}

type Part = Interval & { state: ChargeState; price: PriceVersion | null; billedPicos: bigint }

/** A slice of no time still lies under a price. */
function atLeastAMoment({ startsAt, endsAt }: Interval): Interval {
  return { startsAt, endsAt: Math.max(endsAt, startsAt + 1) }
}

function cutAtPrices(
  slice: StateSlice,
  pieces: readonly { interval: Interval; version: PriceVersion | null }[],
): Part[] {
  const { startsAt, endsAt, state, billedPicos } = slice
  if (pieces.length === 1) return [{ startsAt, endsAt, state, price: pieces[0]!.version, billedPicos }]
  const shares = allocate(
    billedPicos,
    pieces.map(({ interval }) => secondsOf(interval)),
  )
  return pieces.map(({ interval, version }, i) => ({ ...interval, state, price: version, billedPicos: shares[i]! }))
}

function joined(parts: readonly Part[]): Part[] {
  const lines: Part[] = []
  for (const part of parts) {
    const last = lines.at(-1)
    if (last?.state === part.state && last.price === part.price) {
      lines[lines.length - 1] = { ...last, endsAt: part.endsAt, billedPicos: last.billedPicos + part.billedPicos }
    } else lines.push(part)
  }
  return lines
}
