import { getAccountCalendar } from '../../db/account-calendar-repository.ts'
import {
  formatPicos,
  horizonDays,
  NEW_WORK,
  type DayRange,
  type Dimension,
  type Estimate,
  type ForecastStep,
  type Horizon,
} from '../../engine/index.ts'
import { describeWho, monthOverrides } from '../../engine/plan/index.ts'
import type { AppContext } from '../context.ts'
import type { ForecastDto, ForecastGroupKey } from '../dto/forecast.ts'
import { toIso } from '../iso.ts'
import { splitList } from '../parameters.ts'
import { assignedOf } from './assigned.ts'
import { isDimension } from './forecast-parts.ts'
import { forecastOf, groupValues, ofRegion, toEstimateDto } from './forecast-of.ts'
import { loadForeseen } from './foresee.ts'
import type { Ledger } from './ledger.ts'

export interface ForecastQuery extends Partial<Record<Dimension, string | undefined>> {
  readonly from?: string | undefined
  readonly to?: string | undefined
  readonly horizon?: Horizon | undefined
  readonly step?: ForecastStep | undefined
  readonly currency?: string | undefined
  readonly region?: string | undefined
  readonly group?: string | undefined
  readonly account?: string | undefined
}

/** Billed and still to come by hour, day or month and group; without a period or a horizon, of the month that runs. */
export async function forecast(context: AppContext, query: ForecastQuery): Promise<ForecastDto> {
  const { ledger, window } = await askedWindow(context, query)
  const { step = 'day' } = query
  const group = splitList(query.group) as ForecastGroupKey[]
  const only = { project: query.project, owner: query.owner, cost_center: query.cost_center }
  const isOwned = group.some(isDimension) || Object.values(only).some((value) => value !== undefined)
  const owned = isOwned ? { ...(await assignedOf(context.store, ledger.account)), only } : undefined
  const estimates = forecastOf(ofRegion(ledger, query.region), { window, step, group, owned })
  // Wallets are apart in the engine, so that taking one of them changes nothing of it.
  const totals = estimates.totals.filter(
    (total) => isAny(total) && (query.currency === undefined || total.currency === query.currency),
  )
  const shown = new Set(totals.map(nameOf))
  const rows = estimates.rows.filter((row) => shown.has(nameOf(row)))
  const names = new Map(ledger.resources.map(({ resourceId, name }) => [resourceId, name]))
  const groupKeys = (text: string) => {
    const values = groupValues(text)
    const keys = Object.fromEntries(group.map((key, i) => [key, values[i]]))
    const { resource } = keys
    if (typeof resource !== 'string') return keys
    return { ...keys, resource_name: resource === NEW_WORK ? 'New work' : (names.get(resource) ?? resource) }
  }
  return {
    asOf: toIso(ledger.asOf),
    account: ledger.account.slug,
    ...window,
    horizon: query.from === undefined ? (query.horizon ?? 'month') : null,
    step,
    group,
    early: totals.some(({ early }) => early),
    rows: rows.map((row) => ({
      day: row.day,
      startsAt: toIso(row.startsAt),
      ...groupKeys(row.group),
      ...toEstimateDto(row),
    })),
    totals: totals.map((total) => ({ ...groupKeys(total.group), ...toEstimateDto(total), origins: total.origins })),
    overrides: overridesOf(ledger, window, query.currency),
  }
}

/** The window that a query asks for, with a ledger that reaches back to its first day. */
async function askedWindow(context: AppContext, query: ForecastQuery): Promise<{ ledger: Ledger; window: DayRange }> {
  const { from, to, account, horizon = 'month' } = query
  if (from !== undefined && to !== undefined) {
    const { ledger } = await loadForeseen(context, { account, from })
    return { ledger, window: { from, to } }
  }
  const { ledger } = await loadForeseen(context, { account })
  const { fiscalYearStart } = await getAccountCalendar(context.store.db, ledger.account.accountId)
  const window = horizonDays(horizon, ledger.calendar, context.clock(), fiscalYearStart)
  if (ledger.calendar.startOf(window.from) >= ledger.since) return { ledger, window }
  return { ledger: (await loadForeseen(context, { account, from: window.from })).ledger, window }
}

function overridesOf({ planned, account, resources }: Ledger, { from, to }: DayRange, currency: string | undefined) {
  const names = new Map(resources.map(({ resourceId, name }) => [resourceId, name]))
  return monthOverrides(planned.plans, account.zone)
    .filter((own) => own.month >= from.slice(0, 8) && own.month < to && (currency ?? own.currency) === own.currency)
    .map((own) => ({
      month: own.month,
      who: describeWho(own.who, { nameOf: (resourceId) => names.get(resourceId) ?? resourceId }),
      currency: own.currency,
      amount: formatPicos(own.amountPicos),
      reason: own.reason,
      by: own.by,
    }))
}

/** A group that neither cost nor will cost anything in the window has no place in it. */
const isAny = ({ billedSoFarPicos, p90Picos }: Estimate) => billedSoFarPicos !== 0n || p90Picos !== 0n

const nameOf = ({ currency, group }: Estimate) => `${currency} ${group}`
