import type { Config } from '../config.ts'
import type { ForecastAccuracyDto, HorizonAccuracyDto } from '../server/dto/forecast-accuracy.ts'
import { expectWallet } from './known-wallet.ts'
import { withApi } from './product.ts'
import { textTable } from './table.ts'
import { print, say } from './talk.ts'

export interface BacktestOptions {
  readonly currency?: string
  readonly json?: true
}

const HEAD = [
  'wallet',
  'ahead',
  'forecasts',
  'number',
  'off by, median',
  'in the band',
  'on the whole',
  'run rate alone',
]
const AHEAD: Readonly<Record<HorizonAccuracyDto['horizon'], string>> = {
  day: 'a day',
  week: 'a week',
  '30-days': '30 days',
  month: 'the month, in its first half',
  quarter: 'the quarter, in its first half',
}
const SOURCES: Readonly<Record<HorizonAccuracyDto['source'], string>> = {
  past: 'made at their time',
  backtest: 'made again today',
}

/** `qm backtest`: how good the last forecasts were, those that were kept and those made again from the records as they were. */
export function backtest(config: Config, { json, ...query }: BacktestOptions): Promise<number> {
  return withApi(config, async (api) => {
    const answer = await api.get(`/api/v1/forecast/accuracy?${new URLSearchParams(query).toString()}`)
    if (json) {
      await print(`${await answer.text()}\n`)
      return 0
    }
    const { horizons } = (await answer.json()) as ForecastAccuracyDto
    if (horizons.length === 0) await expectWallet(api, query.currency)
    if (horizons.length === 0) say('There is no forecast yet of which what came is known: it takes 15 days of history.')
    else await print(textTable(HEAD, horizons.map(rowOf)))
    return 0
  })
}

function rowOf(row: HorizonAccuracyDto): string[] {
  return [
    row.currency,
    AHEAD[row.horizon],
    SOURCES[row.source],
    String(row.forecasts),
    percent(row.medianOff),
    `${row.held} of ${row.forecasts}`,
    lean(row.bias),
    percent(row.runRateMedianOff),
  ]
}

const percent = (share: number | null) => (share === null ? '-' : `${(share * 100).toFixed(1)} %`)

function lean(bias: number | null): string {
  if (bias === null) return '-'
  if (Math.abs(bias) < 0.0005) return 'neither high nor low'
  return `${percent(Math.abs(bias))} too ${bias > 0 ? 'high' : 'low'}`
}
