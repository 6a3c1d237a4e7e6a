import { CAUTIONS, shareOfFigures, sumRanges } from '../../engine/hibernation/index.ts'
import type { DimensionFilter } from '../../engine/index.ts'
import type { AppContext } from '../context.ts'
import type { HibernationDto } from '../dto/hibernation.ts'
import type { SharedMachine } from '../export/hibernation-csv.ts'
import { toIso, toIsoOrNull } from '../iso.ts'
import { assignedOf } from './assigned.ts'
import { ledgerOver, madeIn } from './hibernation-made.ts'
import { machineShares } from './machine-shares.ts'
import { monthForecast } from './month-forecast.ts'
import { machineNames } from './plans.ts'
import { loadAdvice, type Advised, type AdviceQuery } from './sleep-advice.ts'
import { tenth, toMachineDto, toRangeDto } from './sleep-machine.ts'
import { dealtDays, madeSums } from './sleep-made.ts'
import { sleepSums } from './sleep-sums.ts'

export interface HibernationQuery extends AdviceQuery, DimensionFilter {
  readonly from?: string | undefined
  readonly to?: string | undefined
  readonly currency?: string | undefined
  readonly region?: string | undefined
  readonly account?: string | undefined
}

/** Which machines should sleep when, a row for each share of a machine that is looked at, with its share of the money. */
export async function hibernationShares(context: AppContext, query: HibernationQuery): Promise<SharedMachine[]> {
  const { advised, sharesOf, telling } = await look(context, query)
  return advised.toSorted(mostFirst).flatMap((each) =>
    sharesOf(each.resource).map(({ values, share }) => ({
      values,
      share,
      machine: toMachineDto(ofShare(each, share), telling),
    })),
  )
}

/** What is looked at of the advice, and of whom. */
async function look(context: AppContext, query: HibernationQuery) {
  const { ledger, wide, period } = await ledgerOver(context, query)
  const { account } = ledger
  const { days, firstLook, statuses } = await madeIn(context, wide, period)
  const { advised: all, settings, step, stockReadAt } = await loadAdvice(context, { ledger: wide, statuses }, query)
  const wanted = (row: { currency: string | null; region: string | null }) =>
    (query.currency === undefined || row.currency === query.currency) &&
    (query.region === undefined || (row.region ?? 'unknown') === query.region)
  const { assignments } = await assignedOf(context.store, account)
  const sharesOf = machineShares(context, account, assignments, query)
  const advised = all.filter(({ resource }) => wanted(resource) && sharesOf(resource).length > 0)
  const telling = { zone: account.zone, names: await machineNames(context, account), now: context.clock() }
  return {
    ...{ ledger, period, days: days.filter(wanted), firstLook, settings, step, stockReadAt },
    ...{ assignments, sharesOf, advised, telling },
  }
}

/** What sleep avoided, what shut off cost, and which machines should sleep when. */
export async function hibernation(context: AppContext, query: HibernationQuery): Promise<HibernationDto> {
  const found = await look(context, query)
  const { ledger, period, days, firstLook, settings, step, stockReadAt } = found
  const { assignments, sharesOf, advised, telling } = found
  const { account, asOf } = ledger
  const shares = advised.map((each) =>
    ofShare(
      each,
      sharesOf(each.resource).reduce((sum, { share }) => sum + share, 0),
    ),
  )
  return {
    asOf: toIso(asOf),
    zone: account.zone,
    ...period,
    caution: { step, steps: CAUTIONS.length, ...settings.caution },
    mostFailures: settings.mostFailures,
    firstLook: toIsoOrNull(firstLook),
    stockReadAt: toIsoOrNull(stockReadAt),
    made: madeSums(dealtDays(days, assignments, query)),
    sums: sleepSums(advised, ledger, sharesOf),
    monthForecast: await monthForecast(context, shares, query, assignments),
    curve: curveOf(shares),
    machines: advised.sort(mostFirst).map((each) => toMachineDto(each, telling)),
  }
}

/** The machine with the money of its shares that are looked at; itself where that is all of it. */
function ofShare(each: Advised, share: number): Advised {
  if (share === 1) return each
  const { advice, curve } = each
  return {
    ...each,
    advice: {
      ...(advice.kind === 'none' ? advice : { ...advice, figures: shareOfFigures(advice.figures, share) }),
      fixed: shareOfFigures(advice.fixed, share),
    },
    curve: curve.map((figures) => shareOfFigures(figures, share)),
  }
}

/** What the slider trades, per wallet: the same machines at each step of caution. */
function curveOf(advised: readonly Advised[]): HibernationDto['curve'] {
  const month = { startsAt: 0, endsAt: (365.25 / 12) * 86_400_000 }
  const wallets = Map.groupBy(
    advised.filter(({ curve }) => curve.length > 0),
    ({ resource }) => resource.currency!,
  )
  return [...wallets].flatMap(([currency, machines]) =>
    CAUTIONS.map(({ missMultiple }, step) => {
      const figures = machines.map(({ curve }) => curve[step]!)
      return {
        currency,
        step,
        missMultiple,
        avoided: toRangeDto(
          sumRanges(
            figures.map(({ avoided }) => avoided),
            month,
          ),
        ),
        beyondNow: toRangeDto(
          sumRanges(
            figures.map(({ beyondNow }) => beyondNow),
            month,
          ),
        ),
        missedHours: tenth(figures.reduce((sum, { missedHours }) => sum + missedHours, 0)),
      }
    }),
  )
}

/** What can still be avoided first, then what is avoided, then those without a schedule by what they cost. */
function mostFirst(a: Advised, b: Advised): number {
  const worth = ({ advice, input }: Advised) =>
    advice.kind === 'none'
      ? input.runPerHour / 1e6
      : 1 + advice.figures.beyondNow.p50 + advice.figures.avoided.p50 / 1e4
  const currency = (each: Advised) => each.resource.currency!
  return currency(a) === currency(b) ? worth(b) - worth(a) : currency(a) < currency(b) ? -1 : 1
}
