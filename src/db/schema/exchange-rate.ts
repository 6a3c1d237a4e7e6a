import type { DayColumn, Decimal } from './column.ts'

/** Units of a currency for one euro on a day; the euro itself has no rows. */
export interface ExchangeRateTable {
  day: DayColumn
  currency: string
  per_euro: Decimal
}
