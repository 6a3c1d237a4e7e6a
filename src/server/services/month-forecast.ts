import { horizonsOf, lessAvoided, sleepSum, type Range } from '../../engine/hibernation/index.ts'
import {
  formatPicos,
  horizonDays,
  isAnyone,
  type Assignments,
  type DimensionFilter,
  type Estimate,
} from '../../engine/index.ts'
import type { Plan } from '../../engine/plan/index.ts'
import type { AppContext } from '../context.ts'
import type { HibernationDto } from '../dto/hibernation.ts'
import { forecastOf, ofRegion } from './forecast-of.ts'
import { onlyOf } from './machine-shares.ts'
import { loadForeseen } from './foresee.ts'
import type { Ledger } from './ledger.ts'
import type { Advised } from './sleep-advice.ts'
import { toRangeDto } from './sleep-machine.ts'

type MonthForecast = HibernationDto['monthForecast']

interface Query extends DimensionFilter {
  readonly currency?: string | undefined
  readonly region?: string | undefined
  readonly account?: string | undefined
}

/** Plans that put machines to sleep, or keep them from it. */
const OF_SLEEP = new Set<Plan['what']['kind']>(['sleep', 'away', 'keep-on'])

const asleepLess = new WeakMap<Ledger['planned'], Ledger['planned']>()

/** The forecast of the month that runs, per wallet: without the approved schedules, with them, and with the advised ones too. */
export async function monthForecast(
  context: AppContext,
  advised: readonly Advised[],
  query: Query,
  assignments: Assignments,
): Promise<MonthForecast> {
  const { ledger } = await loadForeseen(context, { account: query.account })
  const window = horizonDays('month', ledger.calendar, context.clock())
  const owned = isAnyone(query) ? undefined : { assignments, only: onlyOf(query) }
  const totals = (of: Ledger) =>
    new Map(forecastOf(of, { window, owned }).totals.map((total) => [total.currency, total]))
  const withSchedules = totals(ofRegion(ledger, query.region))
  const planned = withoutSleep(ledger.planned)
  const withoutSchedules =
    planned === ledger.planned ? withSchedules : totals(ofRegion({ ...ledger, planned }, query.region))
  const { restOfMonth } = horizonsOf(ledger.calendar, ledger.asOf)
  // A machine that goes by an approved week already is in the forecast as that says.
  const open = Map.groupBy(
    advised.filter(({ plans }) => !plans.some(({ what, week, approved }) => what.kind === 'sleep' && week && approved)),
    ({ resource }) => resource.currency,
  )
  return [...withSchedules]
    .filter(([currency]) => query.currency === undefined || currency === query.currency)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([currency, estimate]) => {
      const figures = (open.get(currency) ?? []).flatMap(({ advice }) =>
        advice.kind === 'none' ? [] : [advice.figures],
      )
      const billed = Number(estimate.billedSoFarPicos) / 1e12
      return {
        currency,
        month: window.from.slice(0, 7),
        billedSoFar: formatPicos(estimate.billedSoFarPicos),
        withoutSchedules: toRangeDto(rangeOf(withoutSchedules.get(currency) ?? estimate)),
        withSchedules: toRangeDto(rangeOf(estimate)),
        withAdvice: toRangeDto(lessAvoided(rangeOf(estimate), sleepSum(figures, restOfMonth).possible, billed)),
      }
    })
}

/** The same value each time, so that what is worked out from it is kept. */
function withoutSleep(planned: Ledger['planned']): Ledger['planned'] {
  const plans = planned.plans.filter(({ what }) => !OF_SLEEP.has(what.kind))
  if (plans.length === planned.plans.length) return planned
  const known = asleepLess.get(planned) ?? { ...planned, plans }
  asleepLess.set(planned, known)
  return known
}

/** For a reader, to the cent: the exact figures are those of the forecast itself. */
const rangeOf = ({ p10Picos, p50Picos, p90Picos }: Estimate): Range => ({
  p10: Number(p10Picos) / 1e12,
  p50: Number(p50Picos) / 1e12,
  p90: Number(p90Picos) / 1e12,
})
