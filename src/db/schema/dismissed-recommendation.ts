import type { Timestamp } from './column.ts'

/** Recommendations that somebody does not want. */
export interface DismissedRecommendationTable {
  account_id: number
  /** The recommendation's, as the API gives it. */
  recommendation_id: string
  reason: string
  said_by: string
  said_at: Timestamp
}
