import { DIMENSIONS, type Dimension, type DimensionFilter } from '../allocation/dimensions.ts'
import type { Currency } from '../money.ts'

/** Whose spend a rule watches; null or not told = everybody's. */
export type WatchScope = Partial<Readonly<Record<Dimension, string | null | undefined>>>

/** The same as a filter of resources. */
export const filterOf = (scope: WatchScope): DimensionFilter =>
  Object.fromEntries(DIMENSIONS.flatMap((dimension) => (scope[dimension] ? [[dimension, scope[dimension]]] : [])))

/** What a rule watches, with its own words; null = of every wallet, region, budget. */
export type Watch =
  | {
      readonly kind: 'depletion'
      readonly currency: Currency | null
      /** A step of its own beside 14, 7, 3, 1 days and 12, 3, 1 hours. */
      readonly withinHours: number | null
    }
  | ({
      readonly kind: 'burn-guard'
      readonly currency: Currency | null
      /** Decimal, per hour; null: `factor` times the dearest hour of the last thirty days. */
      readonly limitPerHour: string | null
      readonly factor: number
    } & WatchScope)
  | ({
      readonly kind: 'budget'
      readonly budgetId: number | null
      readonly basis: 'actual' | 'p50' | 'p90'
      /** Of the amount, each told once a period. */
      readonly percents: readonly number[]
    } & WatchScope)
  | ({
      readonly kind: 'fund'
      readonly fundId: number | null
      /** Told when the chance that it lasts falls under this. */
      readonly underPercent: number
    } & WatchScope)
  | ({
      readonly kind: 'anomaly'
      readonly currency: Currency | null
      /** Told from so much over the usual on, of what the wallet costs a day. */
      readonly leastPercent: number
    } & WatchScope)
  | ({
      readonly kind: 'price-change'
      readonly currency: Currency | null
      readonly leastPercent: number
    } & WatchScope)
  | {
      readonly kind: 'stock-back'
      readonly region: string | null
      readonly gpuModel: string
      /** GPUs of one machine. */
      readonly size: number
      readonly machines: number
    }
  | { readonly kind: 'ingest-stale'; readonly hours: number }
  | { readonly kind: 'wallet-fall'; readonly currency: Currency | null }

/** A rule before it is somebody's: what an account begins with. */
export interface RuleText {
  readonly name: string
  readonly watch: Watch
  readonly delivery: 'at once' | 'digest'
}

/** What every account is told of unless somebody says otherwise; only what burns money goes out at once. */
export const FIRST_RULES: readonly RuleText[] = [
  {
    name: 'A wallet could run out',
    watch: { kind: 'depletion', currency: null, withinHours: null },
    delivery: 'at once',
  },
  {
    name: 'Burn guard',
    watch: { kind: 'burn-guard', currency: null, limitPerHour: null, factor: 2 },
    delivery: 'at once',
  },
  {
    name: 'Budgets, by what is billed',
    watch: { kind: 'budget', budgetId: null, basis: 'actual', percents: [80, 100] },
    delivery: 'digest',
  },
  {
    name: 'Budgets, by the likely forecast',
    watch: { kind: 'budget', budgetId: null, basis: 'p50', percents: [100] },
    delivery: 'digest',
  },
  { name: 'Grants that may not last', watch: { kind: 'fund', fundId: null, underPercent: 50 }, delivery: 'digest' },
  {
    name: 'Spend was not to be expected',
    watch: { kind: 'anomaly', currency: null, leastPercent: 2 },
    delivery: 'digest',
  },
  {
    name: 'Prices change',
    watch: { kind: 'price-change', currency: null, leastPercent: 1 },
    delivery: 'digest',
  },
  { name: 'Figures grow old', watch: { kind: 'ingest-stale', hours: 3 }, delivery: 'digest' },
  {
    name: 'A wallet falls without a bill',
    watch: { kind: 'wallet-fall', currency: null },
    delivery: 'digest',
  },
]
