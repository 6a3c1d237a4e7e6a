interface Props {
  readonly amount: string
  readonly actual: string
  readonly planned: string
  readonly p10: string
  readonly p50: string
  readonly p90: string
}

/**
 * A budget as a bar: solid what is billed, hatched what is likely to come, the line what it may be, a tall mark where the
 * budget ends and a short one where an even spend would be. The figures stand beside it in words.
 */
export function BudgetBar({ amount, actual, planned, p10, p50, p90 }: Props) {
  const values = [amount, actual, p50, p90].map(Number)
  const whole = Math.max(...values) * 1.02
  const share = (value: string) => (whole > 0 ? Math.min(100, Math.max(0, (Number(value) / whole) * 100)) : 0)
  const [soFar, likely, low, high] = [share(actual), share(p50), share(p10), share(p90)]
  return (
    <svg class="forecast-bar budget-bar" aria-hidden="true">
      <defs>
        <pattern id="budget-hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <rect width="2" height="6" class="hatch-line" />
        </pattern>
      </defs>
      <rect y="15%" width="100%" height="70%" class="track" />
      <rect y="15%" width={`${soFar}%`} height="70%" class="so-far" />
      <rect x={`${soFar}%`} y="15%" width={`${Math.max(0, likely - soFar)}%`} height="70%" fill="url(#budget-hatch)" />
      <rect x={`${low}%`} y="40%" width={`${Math.max(0, high - low)}%`} height="20%" class="band" />
      <rect x={`${share(planned)}%`} y="72%" width="2" height="28%" class="mark" />
      <rect x={`${share(amount)}%`} width="3" height="100%" class="mark" />
    </svg>
  )
}
