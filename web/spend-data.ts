import { api, type ChargesRow, type Forecast, type ForecastRow } from './api.ts'
import type { Dimension } from './assignment-words.ts'
import type { SpendInput } from './charts/spend-series.ts'
import type { Parties } from './filters.ts'
import type { Day } from './zone-time.ts'

/** What charges and forecasts can be stacked by. */
export type StackKey = 'gpu_model' | 'region' | 'tier' | 'resource_type' | 'state' | Dimension

export interface SpendData {
  readonly charges: readonly ChargesRow[]
  readonly forecast: Forecast | null
  readonly band: Forecast | null
}

interface Question {
  readonly from: Day
  readonly to: Day
  readonly today: Day
  readonly currency: string | null
  readonly region: string | null
  readonly parties: Parties
  readonly stack: StackKey
  /** Also the totals of the whole period, not only of the days from today on. */
  readonly isWhole?: boolean
}

/** Charges of the days that were, and the forecast of those from today on, where the period has any. */
export async function loadSpend({
  from,
  to,
  today,
  currency,
  region,
  parties,
  stack,
  isWhole,
}: Question): Promise<SpendData> {
  const filter = { currency, region, ...parties }
  const ahead = to > today ? { ...filter, from: from > today || isWhole ? from : today, to } : null
  const [charges, forecast, band] = await Promise.all([
    api.charges({ ...filter, from, to, group: `day,${stack}` }),
    ahead && api.forecast({ ...ahead, group: stack }),
    ahead && api.forecast(ahead),
  ])
  return { charges, forecast, band }
}

/** The part of one wallet, in the form of the chart. */
export function spendInput(data: SpendData, question: Question, currency: string): SpendInput {
  const { from, to, today, stack } = question
  const isOurs = (row: { currency: string }) => row.currency === currency
  return {
    currency,
    from,
    to,
    today,
    billed: data.charges
      .filter(isOurs)
      .map((row) => ({ day: row.day!, group: billedGroup(row, stack), cost: row.billedCost })),
    inferred: inferredDays(data.charges.filter(isOurs)),
    forecast: rowsOf(data.forecast)
      .filter(isOurs)
      .map((row) => ({ day: row.day, group: row[stack] ?? null, p50: row.p50, billedSoFar: row.billedSoFar })),
    band: rowsOf(data.band).filter(isOurs),
  }
}

/** Nobody foretells whether a machine will run or be shut off, which are billed alike: beside a forecast both are 'on'. */
function billedGroup(row: ChargesRow, stack: StackKey): string | null {
  if (stack !== 'state') return row[stack] ?? null
  return row.state === undefined || OF_A_FORECAST.has(row.state) ? (row.state ?? null) : 'on'
}

const OF_A_FORECAST: ReadonlySet<string> = new Set(['hibernated', 'stored', 'used'])

/** The days of which it is known how long machines slept, and not on which of them. */
export function inferredDays(rows: readonly ChargesRow[]): readonly Day[] {
  return [...new Set(rows.filter(({ inferred }) => inferred).map(({ day }) => day!))].sort()
}

function rowsOf(forecast: Forecast | null): readonly ForecastRow[] {
  return forecast?.rows ?? []
}
