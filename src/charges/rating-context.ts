import type { Account } from '../db/account-repository.ts'
import type { Calendar, RatingRules } from '../engine/index.ts'
import type { KnownFacts } from './known-facts.ts'

/** What charges are made with. */
export interface RatingContext {
  readonly account: Account
  readonly calendar: Calendar
  readonly rules: RatingRules
  /**
   * later: charges are left alone, for a caller that has marked them as stale and makes them anew at its end: a reading
   * replaces the days of every open record. Default now.
   */
  readonly charges?: 'now' | 'later'
  /** What was read of the account already, by whoever holds it and writes several times. */
  readonly facts?: KnownFacts
}
