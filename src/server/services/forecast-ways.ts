import { aheadOf, formatPicos, parsePicos, type WalletMix } from '../../engine/index.ts'
import type { AppContext } from '../context.ts'
import type { ForecastWaysDto, WaysAhead } from '../dto/forecast-ways.ts'
import { toIso } from '../iso.ts'
import { loadForeseen } from './foresee.ts'

export interface ForecastWaysQuery {
  readonly ahead?: WaysAhead | undefined
  readonly currency?: string | undefined
  readonly account?: string | undefined
}

const MIX_OF: Readonly<Record<WaysAhead, keyof WalletMix>> = { week: 'week', 'six-weeks': 'sixWeeks' }
const STEP_HOURS = { week: 1, 'six-weeks': 24 } as const

/** What each way of forecasting says of a wallet by itself, how far off it was, and its share in the mixture. */
export async function forecastWays(context: AppContext, query: ForecastWaysQuery): Promise<ForecastWaysDto> {
  const { ahead = 'week', currency } = query
  const { ledger } = await loadForeseen(context, query)
  const wallets = [...aheadOf(ledger).wallets.values()].filter(
    (wallet) => (currency ?? wallet.currency) === wallet.currency,
  )
  return {
    asOf: toIso(ledger.asOf),
    account: ledger.account.slug,
    ahead,
    stepHours: STEP_HOURS[ahead],
    wallets: wallets.map((wallet) => {
      const mix = wallet.mix?.[MIX_OF[ahead]]
      const mean = mix?.total.mean ?? []
      return {
        currency: wallet.currency,
        mixed: decimalOf(sum(mean)),
        origins: mix?.total.pastErrors.filter(({ length }) => length === mean.length).length ?? 0,
        ways: (mix?.ways ?? []).map(({ name, share, path, off }) => ({
          way: name,
          what: wordsOf(name),
          total: decimalOf(sum(path)),
          share,
          off,
          steps: path.map(decimalOf),
        })),
      }
    }),
  }
}

const sum = (values: readonly number[]) => values.reduce((total, v) => total + v, 0)

/** To a millionth of the currency: these are estimates. */
const decimalOf = (value: number): string => formatPicos(parsePicos(value.toFixed(6)))

const WORDS: Readonly<Record<string, string>> = {
  'run-rate': 'what runs now goes on',
  'last-week': 'the mean of the last week goes on',
  'bottom-up': 'each machine by its rhythm and age, and new work as it came',
  'mstl-smoothing': 'the daily and weekly pattern on a smoothed level',
  smoothing: 'a smoothed level',
  pool: 'all statistical models, weighted by their past errors',
}

const wordsOf = (name: string): string => WORDS[name] ?? 'level and pattern, both smoothed (Holt-Winters)'
