import type { Config } from '../config.ts'
import { DRIVERS } from '../engine/forecast/driver.ts'
import type { ForecastChangeDto } from '../server/dto/forecast-change.ts'
import { withApi } from './product.ts'
import { textTable } from './table.ts'
import { print, say } from './talk.ts'

export interface ForecastChangeOptions {
  readonly horizon?: string
  readonly madeBy?: string
  readonly currency?: string
  readonly json?: true
}

/** `qm forecast-change`: why the month or quarter is forecast otherwise than it was, by causes that add up. */
export function forecastChange(config: Config, { json, ...query }: ForecastChangeOptions): Promise<number> {
  return withApi(config, async (api) => {
    const answer = await api.get(`/api/v1/forecast/change?${new URLSearchParams(query).toString()}`)
    if (json) {
      await print(`${await answer.text()}\n`)
      return 0
    }
    const { horizon, wallets } = (await answer.json()) as ForecastChangeDto
    if (wallets.length === 0) say(`No forecast of this ${horizon} was made by then.`)
    else await print(changeTable(wallets))
    return 0
  })
}

const CAUSES: Readonly<Record<(typeof DRIVERS)[number] | 'billed', string>> = {
  billed: 'billed, beyond what had been expected',
  keepsRunning: 'what runs goes on',
  schedules: 'rhythm of machines that come and go',
  churn: 'what ends and begins',
  planned: 'plans',
  priceChange: 'prices that change',
  storage: 'volumes and snapshots',
  ai: 'AI models',
}

/** A column of amounts for each wallet; causes that change nothing in any of them are left out. */
export function changeTable(wallets: ForecastChangeDto['wallets']): string {
  const causes = (['billed', ...DRIVERS] as const).filter((cause) =>
    wallets.some(({ change }) => signed(change[cause]) !== NOTHING),
  )
  const head = ['', ...wallets.map(({ currency }) => currency)]
  const rows = [
    ['forecast made', ...wallets.map(({ madeAt }) => `${madeAt.slice(0, 16)}Z`)],
    ['likely then', ...wallets.map(({ before }) => money(before.p50))],
    ...causes.map((cause) => [CAUSES[cause], ...wallets.map(({ change }) => signed(change[cause]))]),
    ['likely now', ...wallets.map(({ now }) => money(now.p50))],
  ]
  return textTable(head, rows)
}

const NOTHING = '0.00'
const money = (value: string) => Number(value).toFixed(2)

function signed(value: string): string {
  const text = money(value).replace(/^-(0\.00)$/, '$1')
  return text === NOTHING || text.startsWith('-') ? text : `+${text}`
}
