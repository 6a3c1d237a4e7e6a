import { HOUR_MS, type Calendar, type Day, type DayRange, type Interval } from '../time.ts'

export const FORECAST_STEPS = ['hour', 'day', 'month'] as const
export type ForecastStep = (typeof FORECAST_STEPS)[number]

/** An hour, a day or a calendar month of a window, as far as it lies inside. */
export interface TimeStep extends Interval {
  /** The day of the zone that it begins on. */
  readonly key: Day
}

/** The steps of a window in its order, without gaps; days of 23 and 25 hours have as many of them. */
export function timeSteps(calendar: Calendar, { from, to }: DayRange, step: ForecastStep): TimeStep[] {
  const days = calendar.daysBetween(from, to).map((key) => ({
    key,
    startsAt: calendar.startOf(key),
    endsAt: calendar.endOf(key),
  }))
  switch (step) {
    case 'day':
      return days
    case 'hour':
      return days.flatMap(({ key, startsAt, endsAt }) =>
        Array.from({ length: Math.ceil((endsAt - startsAt) / HOUR_MS) }, (_, h) => ({
          key,
          startsAt: startsAt + h * HOUR_MS,
          endsAt: Math.min(endsAt, startsAt + (h + 1) * HOUR_MS),
        })),
      )
    case 'month':
      return [...Map.groupBy(days, ({ key }) => key.slice(0, 7)).values()].map((inside) => ({
        key: inside[0]!.key,
        startsAt: inside[0]!.startsAt,
        endsAt: inside.at(-1)!.endsAt,
      }))
  }
}
