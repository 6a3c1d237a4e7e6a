import { forecastFigures, type Estimate } from '../forecast-words.ts'
import { ForecastBar } from './forecast-bar.tsx'

/** A period as a bar and as a sum: so far, still to come with its interval, together. */
export function ForecastEquation({ estimate }: { estimate: Estimate }) {
  const { soFar, toCome, toComeLow, toComeHigh, total } = forecastFigures(estimate)
  return (
    <>
      <ForecastBar estimate={estimate} />
      <p class="equation">
        so far <b>{soFar}</b> + still to come <b>{toCome}</b>{' '}
        <span class="muted">
          ({toComeLow} to {toComeHigh}, 8 times in 10)
        </span>{' '}
        = <b class="forecast">{total}</b>, if topped up
      </p>
    </>
  )
}
