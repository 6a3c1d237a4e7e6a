/** Readings of the price list on which Barrack's pages contradict each other: settings, not constants. */
export interface RatingRules {
  /** What the snapshot price is for: each 100 GB of it, the snapshot as a whole, or each TB of it. */
  readonly snapshot: 'per_100gb' | 'flat' | 'per_tb'
  readonly gbPerTb: 1000 | 1024
  /**
   * own_record: sleeping ends the running record and opens one of its own; same_record: one record goes on at another
   * rate, so that its total is no rate times minutes. Own records where it is not set.
   */
  readonly hibernation?: 'own_record' | 'same_record'
}

/** What Barrack's own billing example supports: 250 GB at 0.25 an hour. */
export const defaultRules: RatingRules = { snapshot: 'per_100gb', gbPerTb: 1000 }
