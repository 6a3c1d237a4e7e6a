import type { Wallet } from '../../api.ts'
import { monthBarParts } from './month-bar-parts.ts'

/** The month as one bar: solid what is billed, hatched what is likely to come, the line what it may be. */
export function MonthBar({ wallet }: { wallet: Wallet }) {
  const { soFar, likely, low, high } = monthBarParts(wallet.monthToDate, wallet.monthEnd)
  const id = `hatch-${wallet.currency}`
  // The numbers stand in the sentence below, so the drawing says nothing to who listens.
  return (
    <svg class="month-bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
      <defs>
        <pattern id={id} width="1.5" height="10" patternUnits="userSpaceOnUse" patternTransform="skewX(-20)">
          <rect width="0.5" height="10" class="hatch-line" />
        </pattern>
      </defs>
      <rect width="100" height="10" class="track" />
      <rect width={soFar} height="10" class="so-far" />
      <rect x={soFar} width={likely - soFar} height="10" fill={`url(#${id})`} />
      <rect x={low} y="3.500" width={high - low} height="3" class="band" />
      <rect x={Math.max(0, likely - 0.25)} width="0.5" height="10" class="mark" />
    </svg>
  )
}
