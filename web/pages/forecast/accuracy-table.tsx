import type { HorizonAccuracy } from '../../api.ts'
import { DataTable, type Column } from '../../components/data-table.tsx'
import { count, momentText, plainAmount } from '../../format.ts'
import type { Instant } from '../../zone-time.ts'
import { accuracySentence, AHEAD, enough, JUDGED, leanText, percent } from './accuracy.ts'

interface Props {
  /** Of one wallet. */
  readonly horizons: readonly HorizonAccuracy[]
  readonly currency: string
  readonly zone: string
  readonly now: Instant
  readonly isLoading: boolean
}

const SOURCE: Readonly<Record<HorizonAccuracy['source'], string>> = {
  past: 'kept when made',
  backtest: 'made again today',
}

/** How good the last forecasts were: those that were kept, and where these are few those made again from the records as they were. */
export function AccuracyTable({ horizons, currency, zone, now, isLoading }: Props) {
  const few = new Set(JUDGED.filter((each) => (pastOf(horizons, each)?.forecasts ?? 0) < enough(each)))
  const shown = horizons.filter(({ source, horizon }) => source === 'past' || few.has(horizon))
  const place = ({ horizon }: HorizonAccuracy) => JUDGED.indexOf(horizon)
  const week = pastOf(horizons, 'week')
  return (
    <div aria-busy={isLoading}>
      <h3>How good were the last forecasts?</h3>
      {week && <p>{accuracySentence(week)}</p>}
      <DataTable
        caption={`Accuracy of ${currency} forecasts`}
        isCaptionHidden
        columns={COLUMNS}
        rows={shown.toSorted((a, b) => place(a) - place(b) || (a.source === 'past' ? -1 : 1))}
        rowKey={({ horizon, source }) => `${horizon} ${source}`}
        empty={
          isLoading
            ? 'Making the forecasts of the past again'
            : 'There is no forecast yet of which what came is known: it takes 15 days of history.'
        }
      />
      {shown.length > 0 && isLoading && <p class="muted">Making forecasts of the past again, where few were kept</p>}
      {shown.length > 0 && (
        <details>
          <summary>Each of them, and what came</summary>
          {shown.map(({ horizon, source, rows }) => (
            <DataTable
              key={`${horizon} ${source}`}
              caption={`${AHEAD[horizon]}, ${SOURCE[source]}`}
              columns={rowColumns(currency, zone, now)}
              rows={rows.toReversed()}
              rowKey={({ madeAt }) => madeAt}
              empty="None."
            />
          ))}
        </details>
      )}
    </div>
  )
}

const pastOf = (horizons: Props['horizons'], horizon: HorizonAccuracy['horizon']) =>
  horizons.find((one) => one.horizon === horizon && one.source === 'past')

const COLUMNS: readonly Column<HorizonAccuracy>[] = [
  { key: 'horizon', label: 'Forecast', cell: ({ horizon }) => AHEAD[horizon] },
  { key: 'source', label: 'From', cell: ({ source, forecasts }) => `${count(forecasts)} ${SOURCE[source]}` },
  { key: 'off', label: 'Off by, median', cell: ({ medianOff }) => percent(medianOff), isNumber: true },
  {
    key: 'held',
    label: 'Inside 8 times in 10',
    cell: ({ held, forecasts }) => `${held} of ${forecasts}`,
    isNumber: true,
  },
  { key: 'bias', label: 'On the whole', cell: ({ bias }) => leanText(bias), isNumber: true },
  {
    key: 'runRate',
    label: 'Run rate alone, off by',
    cell: ({ runRateMedianOff }) => percent(runRateMedianOff),
    isNumber: true,
  },
]

type Judged = HorizonAccuracy['rows'][number]

const rowColumns = (currency: string, zone: string, now: Instant): readonly Column<Judged>[] => [
  { key: 'madeAt', label: `Made (${zone})`, cell: ({ madeAt }) => momentText(Date.parse(madeAt), zone, now) },
  { key: 'p50', label: 'Likely', cell: ({ p50 }) => plainAmount(p50, currency), isNumber: true },
  {
    key: 'band',
    label: '8 times in 10 between',
    cell: ({ p10, p90 }) => `${plainAmount(p10, currency)} and ${plainAmount(p90, currency)}`,
    isNumber: true,
  },
  { key: 'actual', label: `Came, ${currency}`, cell: ({ actual }) => plainAmount(actual, currency), isNumber: true },
  {
    key: 'off',
    label: 'Off by',
    cell: ({ off, held }) => `${percent(off)}${held ? '' : ', outside'}`,
    sortBy: ({ off }) => off,
    isNumber: true,
  },
]
