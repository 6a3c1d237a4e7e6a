import type { Instant } from '../time.ts'

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
