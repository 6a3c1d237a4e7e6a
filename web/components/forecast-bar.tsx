import type { Estimate } from '../forecast-words.ts'
import { forecastBarParts } from './forecast-bar-parts.ts'

/** A period as one bar: solid what is billed, hatched what is likely to come, the line what it may be. */
export function ForecastBar({ estimate }: { estimate: Estimate }) {
  const { soFar, likely, low, high } = forecastBarParts(estimate)
  const id = `hatch-${estimate.currency}`
  // The numbers stand in the sentence below, so the drawing says nothing to who listens.
  return (
    <svg class="forecast-bar" aria-hidden="true">
      <defs>
        <pattern id={id} width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <rect width="2" height="6" class="hatch-line" />
        </pattern>
      </defs>
      <rect width="100%" height="100%" class="track" />
      <rect width={`${soFar}%`} height="100%" class="so-far" />
      <rect x={`${soFar}%`} width={`${likely - soFar}%`} height="100%" fill={`url(#${id})`} />
      <rect x={`${low}%`} y="35%" width={`${high - low}%`} height="30%" class="band" />
      <rect x={`${Math.max(0, likely - 0.25)}%`} width="3" height="100%" class="mark" />
    </svg>
  )
}
