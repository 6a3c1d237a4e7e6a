import type { StockPool } from '../../api.ts'

const WIDTH = 96
const HEIGHT = 24

/** The fewest and the most machines of each quarter of a day as a band; the same in words for who listens. */
export function Sparkline({ pool, size }: { readonly pool: StockPool; readonly size: number }) {
  const { trend } = pool
  if (trend.length < 2) return <span class="muted">too few readings</span>
  const most = Math.max(1, ...trend.map(({ high }) => high))
  const x = (index: number) => ((index / (trend.length - 1)) * WIDTH).toFixed(1)
  const y = (value: number) => (HEIGHT - 1 - (value / most) * (HEIGHT - 2)).toFixed(1)
  const low = trend.map((each, index) => `${x(index)},${y(each.low)}`)
  const high = trend.map((each, index) => `${x(index)},${y(each.high)}`)
  const least = Math.min(...trend.map((each) => each.low))
  const label = `Machines of ${size} in the last 7 days: between ${least} and ${most}`
  return (
    <svg class="spark" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={label}>
      <title>{label}</title>
      <polygon points={[...high, ...low.toReversed()].join(' ')} />
      <polyline points={low.join(' ')} />
    </svg>
  )
}
