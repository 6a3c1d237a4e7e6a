import type { Instant } from '../time.ts'
import type { Span } from './line.ts'

/** Machines that a scenario has to get, at a moment. */
export interface StockNeed {
  /** The place of the change in its scenario. */
  readonly change: number
  readonly gpuModel: string
  readonly tier: string
  /** Null: anywhere. */
  readonly region: string | null
  readonly gpuCount: number
  readonly machines: number
  readonly at: Instant
}

/** The chance, from 0 to 1, of getting all of them; null where there is too little history of stock to tell. */
export type StockChance = (need: Omit<StockNeed, 'change'>) => number | null

/** The machines of spans as needs, alike ones together; those without a model or number of GPUs need none. */
export function needsOf(spans: readonly Span[], change: number, at: Instant): StockNeed[] {
  const needs = new Map<string, StockNeed>()
  for (const { asset, region, machines } of spans) {
    const { gpuModel, tier, gpuCount } = asset
    if (gpuModel === null || tier === null || gpuCount === null || machines === 0) continue
    const key = JSON.stringify([gpuModel, tier, region, gpuCount])
    const together = (needs.get(key)?.machines ?? 0) + machines
    needs.set(key, { change, gpuModel, tier, region, gpuCount, machines: together, at })
  }
  return [...needs.values()]
}
