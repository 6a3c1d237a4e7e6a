import type { Config } from '../config.ts'
import type { ForecastWaysDto } from '../server/dto/forecast-ways.ts'
import { withApi } from './product.ts'
import { textTable } from './table.ts'
import { print, say } from './talk.ts'

export interface ForecastWaysOptions {
  readonly ahead?: string
  readonly currency?: string
  readonly json?: true
}

const HEAD = ['wallet', 'by itself', 'total', 'off by, mean', 'share']

/** `qm forecast-ways`: what each way of forecasting says by itself, and its share in the mixture. */
export function forecastWays(config: Config, { json, ...query }: ForecastWaysOptions): Promise<number> {
  return withApi(config, async (api) => {
    const answer = await api.get(`/api/v1/forecast/ways?${new URLSearchParams(query).toString()}`)
    if (json) {
      await print(`${await answer.text()}\n`)
      return 0
    }
    const { wallets } = (await answer.json()) as ForecastWaysDto
    const mixed = wallets.filter(({ ways }) => ways.length > 0)
    if (mixed.length === 0) say('There is too little history to mix: what runs now is taken to go on.')
    else await print(textTable(HEAD, mixed.flatMap(rowsOf)))
    return 0
  })
}

const rowsOf = ({ currency, ways, mixed }: ForecastWaysDto['wallets'][number]) => [
  ...ways.map(({ what, total, off, share }) => [currency, what, money(total), percent(off), percent(share)]),
  [currency, 'the mixture of them', money(mixed), '', ''],
]

const money = (value: string) => Number(value).toFixed(2)
const percent = (share: number | null) => (share === null ? '-' : `${(share * 100).toFixed(1)} %`)
