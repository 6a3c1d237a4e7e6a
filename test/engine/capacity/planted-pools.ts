import type { StockSnapshot } from '../../../src/engine/capacity/stock.ts'
import { HOUR_MS, type Instant } from '../../../src/engine/index.ts'
import { random } from '../hibernation/planted-machines.ts'

/** Hourly stock of a pool with a day, a week, slow drift and shortages: its demand is a sum of those. */
export function plantedPool(startsAt: Instant, weeks: number, seed: number): StockSnapshot[] {
  const draw = random(seed)
  const capacity = 24 + Math.floor(draw() * 80)
  const usual = 0.55 + 0.4 * draw()
  const peak = draw() * 24
  const daily = 0.05 + 0.2 * draw()
  const weekend = 0.1 * draw()
  let drift = 0
  let shortage = 0
  return Array.from({ length: weeks * 168 }, (_, hour) => {
    drift = 0.97 * drift + 0.05 * (draw() - 0.5)
    if (shortage > 0) shortage--
    else if (draw() < 1 / 500) shortage = 4 + Math.floor(draw() * 40)
    const wave = daily * Math.cos(((hour - peak) / 24) * 2 * Math.PI)
    const demand = shortage > 0 ? 1 : usual + wave + drift - (hour % 168 >= 120 ? weekend : 0)
    const free = Math.round(capacity * Math.min(1, Math.max(0, 1 - demand)))
    return stock(startsAt + hour * HOUR_MS, free)
  })
}

/** Configurations as if GPUs were free in whole hosts. */
export function stock(at: Instant, free: number): StockSnapshot {
  const configurations = Object.fromEntries([1, 2, 4, 8].map((size) => [`${size}x`, Math.floor(free / size)]))
  return { at, available: Math.min(free, 10), isFloor: free >= 10, configurations, planned7: null }
}
