import { getAccountCalendar } from '../../db/account-calendar-repository.ts'
import { lastForecastsOf, type ForecastRun } from '../../db/forecast-run-repository.ts'
import {
  DRIVERS,
  forecastChange,
  formatPicos,
  horizonDays,
  parsePicos,
  type DriverAmounts,
  type Instant,
  type SpanForecast,
} from '../../engine/index.ts'
import type { AppContext } from '../context.ts'
import type { ForecastChangeDto, WalletChangeDto } from '../dto/forecast-change.ts'
import type { DriversDto } from '../dto/forecast.ts'
import { toIso } from '../iso.ts'
import { forecastOf, groupName, toDriversDto, toEstimateDto } from './forecast-of.ts'
import { forecastThread, loadForeseen } from './foresee.ts'
import { ledgerBackTo, type Ledger } from './ledger.ts'

export interface ForecastChangeQuery {
  /** The windows that are kept each day. */
  readonly horizon?: 'month' | 'quarter' | undefined
  readonly madeBy?: string | undefined
  readonly currency?: string | undefined
  readonly account?: string | undefined
}

const DAY_MS = 86_400_000

/**
 * The forecast of the month or quarter that runs against the last one that was made of it by a moment, a day ago unless
 * told: what is billed beyond what had been expected meanwhile, and what of the rest is expected otherwise, by causes.
 */
export async function changeOfForecast(context: AppContext, query: ForecastChangeQuery): Promise<ForecastChangeDto> {
  const { horizon = 'month' } = query
  const { ledger } = await loadForeseen(context, query)
  const { calendar, account } = ledger
  const { fiscalYearStart } = await getAccountCalendar(context.store.db, account.accountId)
  const window = horizonDays(horizon, calendar, ledger.asOf, fiscalYearStart)
  const madeBy = query.madeBy === undefined ? ledger.asOf - DAY_MS : Date.parse(query.madeBy)
  const span = { startsAt: calendar.startOf(window.from), endsAt: calendar.startOf(window.to) }
  const runs = (await lastForecastsOf(context.store.db, account.accountId, span, madeBy)).filter(
    ({ currency }) => query.currency === undefined || query.currency === currency,
  )
  const { totals } = forecastOf(ledger, { window })
  const wallets: WalletChangeDto[] = []
  for (const run of runs) {
    const now = totals.find(({ currency, group }) => currency === run.currency && group === groupName([]))
    if (!now) continue
    const before = { billedPicos: parsePicos(run.billedSoFar), drivers: driversOfRun(run) }
    const meanwhile = (await expectedSince(context, ledger, run.madeAt)).find(
      ({ currency }) => currency === run.currency,
    )
    const change = forecastChange(
      before,
      { billedPicos: now.billedSoFarPicos, drivers: now.drivers },
      meanwhile?.drivers ?? {},
    )
    const { p10, p50, p90, billedSoFar, drivers } = toEstimateDto(now)
    wallets.push({
      currency: run.currency,
      madeAt: toIso(run.madeAt),
      before: {
        p10: plain(run.p10),
        p50: plain(run.p50),
        p90: plain(run.p90),
        billedSoFar: plain(run.billedSoFar),
        drivers: toDriversDto(before.drivers),
      },
      now: { p10, p50, p90, billedSoFar, drivers },
      change: {
        total: formatPicos(change.totalPicos),
        billed: formatPicos(change.billedPicos),
        ...toDriversDto(change.drivers),
      },
    })
  }
  return { asOf: toIso(ledger.asOf), account: account.slug, horizon, ...window, wallets }
}

const expected = new WeakMap<Ledger['records'], Map<Instant, Promise<readonly SpanForecast[]>>>()

/** What had been expected of the time since a forecast: made again from the records as they were then, once. */
function expectedSince(context: AppContext, ledger: Ledger, madeAt: Instant): Promise<readonly SpanForecast[]> {
  const known = expected.get(ledger.records) ?? new Map<Instant, Promise<readonly SpanForecast[]>>()
  expected.set(ledger.records, known)
  const before = known.get(madeAt)
  if (before) return before
  const span = { startsAt: madeAt, endsAt: ledger.asOf }
  const made = (async () => {
    const whole = await ledgerBackTo(context, ledger, madeAt)
    return await forecastThread().ask(whole, { kind: 'past', asOf: madeAt, span })
  })()
  made.catch(() => known.delete(madeAt))
  known.set(madeAt, made)
  return made
}

/** As the store writes it, without the zeros at its end. */
const plain = (decimal: string) => formatPicos(parsePicos(decimal))

function driversOfRun({ detail }: ForecastRun): DriverAmounts {
  const said = (detail['drivers'] ?? {}) as Partial<DriversDto>
  return Object.fromEntries(DRIVERS.map((driver) => [driver, parsePicos(said[driver] ?? '0')]))
}
