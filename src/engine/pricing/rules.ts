/** Readings of the price list on which Barrack's pages contradict each other: settings, not constants. */
export interface RatingRules {
  /** What the snapshot price is for: each 100 GB of it, the snapshot as a whole, or each TB of it. */
  readonly snapshot: 'per_100gb' | 'flat' | 'per_tb'
  readonly gbPerTb: 1000 | 1024
}

/** What Barrack's own billing example supports: 250 GB at 0.25 an hour. */
export const defaultRules: RatingRules = { snapshot: 'per_100gb', gbPerTb: 1000 }
