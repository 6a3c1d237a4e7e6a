import type { Currency } from '../money.ts'

/** What a rule watches, with its own words; null = of every wallet, region, budget. */
export type Watch =
  | {
      readonly kind: 'depletion'
      readonly currency: Currency | null
      /** A step of its own beside 14, 7, 3, 1 days and 12, 3, 1 hours. */
      readonly withinHours: number | null
    }
  | {
      readonly kind: 'burn-guard'
      readonly currency: Currency | null
      /** Decimal, per hour; null: `factor` times the dearest hour of the last thirty days. */
      readonly limitPerHour: string | null
      readonly factor: number
    }
  | { readonly kind: 'price-change'; readonly currency: Currency | null; readonly leastPercent: number }
  | {
      readonly kind: 'stock-back'
      readonly region: string | null
      readonly gpuModel: string
      /** GPUs of one machine. */
      readonly size: number
      readonly machines: number
    }
  | { readonly kind: 'ingest-stale'; readonly hours: number }

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
    name: 'Prices change',
    watch: { kind: 'price-change', currency: null, leastPercent: 1 },
    delivery: 'digest',
  },
  { name: 'Figures grow old', watch: { kind: 'ingest-stale', hours: 3 }, delivery: 'digest' },
]
