import { PICOS } from '../money.ts'
import type { ChargeState, ChargeUnit } from '../rating/charge.ts'
import type { Day } from '../time.ts'
import type { ResourceType } from '../usage/resource.ts'

/** Why a charge of a closed month is another one now. */
export type CorrectionCause = 'restated by Barrack' | 'came late' | 'split anew'

/** A charge of a day of a closed month: as it is now, less as it was kept. */
export interface ChargeChange {
  readonly ofDay: Day
  readonly recordId: string
  readonly resourceId: string
  readonly resourceType: ResourceType
  readonly resourceName: string
  readonly region: string | null
  readonly currency: string
  readonly tier: string | null
  readonly gpuModel: string | null
  readonly gpuCount: number | null
  readonly sku: string
  readonly state: ChargeState
  readonly unit: ChargeUnit
  readonly quantityPicos: bigint
  readonly seconds: number
  readonly billedPicos: bigint
  readonly expectedPicos: bigint | null
  /** The day on which it came to light. */
  readonly seenOn: Day
  readonly cause: CorrectionCause
}

/** Barrack bills to four places, then and now: a bill that grew moves its kept days by that much without being another. */
const DUST = PICOS / 10_000n

/**
 * The changes that are corrections: those of records whose closed months came out otherwise, all states and days of such a
 * record together. An open record grows and its kept days move by less than Barrack's last digit: that is none. A record
 * whose hours were only found to be in another state changes lines and no sum: it has no correction either.
 */
export function correctionsOf<Change extends Pick<ChargeChange, 'recordId' | 'ofDay' | 'billedPicos'>>(
  changes: readonly Change[],
): Change[] {
  const byRecord = Map.groupBy(changes, ({ recordId, ofDay }) => `${recordId} ${ofDay.slice(0, 7)}`)
  return [...byRecord.values()].flatMap((own) => {
    const total = own.reduce((sum, { billedPicos }) => sum + billedPicos, 0n)
    return total > DUST || total < -DUST ? own : []
  })
}

/** A correction stands in the open month: on the day on which it came to light, or the first that is open. */
export const bookedOn = (seenOn: Day, openFrom: Day): Day => (seenOn < openFrom ? openFrom : seenOn)
