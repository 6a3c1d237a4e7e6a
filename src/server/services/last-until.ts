import { findAlertSetting } from '../../db/alert-setting-repository.ts'
import { findStopOrder, saveStopOrder, type StopOrder } from '../../db/stop-order-repository.ts'
import { findGpuSpecs } from '../../db/gpu-spec-repository.ts'
import { findResources } from '../../db/resource-repository.ts'
import {
  addDays,
  asleepRate,
  formatPicos,
  HOUR_MS,
  lastUntil,
  mulDiv,
  parsePicos,
  spentByResource,
  type DimensionFilter,
  type Instant,
  type Measure,
  type ResourceRate,
} from '../../engine/index.ts'
import type { AppContext } from '../context.ts'
import type { LastStepDto, LastUntilDto, StopOrderDto } from '../dto/runway.ts'
import { toIso } from '../iso.ts'
import { splitList } from '../parameters.ts'
import { ProblemException } from '../problem.ts'
import { accountOf } from './account.ts'
import { balanceOnly } from './balance-only.ts'
import { pathOf, ratesOf } from './forecast-of.ts'
import { loadForeseen } from './foresee.ts'
import type { Ledger } from './ledger.ts'
import { partyShares, type PartyShareOf } from './party-shares.ts'
import { balancesOf, monthTotal, rulesDto, topUpDto } from './runway.ts'
import { toRunwayDto } from './runway-dto.ts'

export interface LastUntilQuery extends DimensionFilter {
  readonly currency: string
  readonly until: string
  readonly certainty?: number | undefined
  /**
   * Ids or names of machines, the least important first; after them the others, what can sleep before what cannot, dearest
   * first. What is remembered of the account where it is not given; '' for none.
   */
  readonly order?: string | undefined
  /** Those that have to run on; they may get smaller. As remembered where it is not given. */
  readonly keep?: string | undefined
  readonly account?: string | undefined
}

interface MachineMeasure extends Measure {
  readonly rate: ResourceRate
}

/** Forecasts end there. */
const HORIZON_DAYS = 365
const SURE = 90
const MOST_STEPS = 60

/**
 * Whether a wallet lasts to the end of a day, what may be spent a day, and what reaches it: stopping machines, smaller
 * ones, a top-up. Of whom is named only the machines are told that they have a share in; the wallet is that of all.
 */
export async function lastUntilDay(context: AppContext, query: LastUntilQuery): Promise<LastUntilDto> {
  const { currency, until, certainty = SURE } = query
  const { ledger } = await loadForeseen(context, query)
  const { calendar, account } = ledger
  const [balance] = await balancesOf(context, ledger, currency)
  if (!balance)
    throw new ProblemException('invalid-request', `currency: no wallet of ${currency} was ever read or used.`)
  const untilAt = calendar.startOf(addDays(until, 1))
  const last = balance.observedAt + HORIZON_DAYS * 24 * HOUR_MS
  if (untilAt <= balance.observedAt || untilAt > last)
    throw new ProblemException(
      'invalid-request',
      `until: a day from ${calendar.dayOf(balance.observedAt)} to ${addDays(calendar.dayOf(last), -1)}.`,
    )
  const remembered = await findStopOrder(context.store.db, account.accountId)
  const order: StopOrder = {
    first: query.order === undefined ? remembered.first : idsOf('order', splitList(query.order), ledger),
    keep: query.keep === undefined ? remembered.keep : idsOf('keep', splitList(query.keep), ledger),
  }
  const setting = await findAlertSetting(context.store.db, account.accountId)
  const only = (await balanceOnly(context, ledger)).get(currency)
  const answer = lastUntil({
    currency,
    balancePicos: parsePicos(balance.balance),
    path: only?.burn.path ?? pathOf(ledger, currency, balance.observedAt),
    until: untilAt,
    certainty: certainty / 100,
    leadMs: (setting?.topUpLeadHours ?? 0) * HOUR_MS,
    measures: await measuresOf(context, ledger, currency, order, untilAt, await partyShares(context, account, query)),
  })
  return {
    asOf: toIso(ledger.asOf),
    account: account.slug,
    currency,
    knownFrom: only ? 'balance only' : 'records',
    balance: formatPicos(parsePicos(balance.balance)),
    balanceReadAt: toIso(balance.observedAt),
    rules: rulesDto(currency),
    until,
    untilAt: toIso(untilAt),
    certainty,
    early: only?.burn.early ?? monthTotal(ledger, currency)?.early ?? false,
    runway: toRunwayDto(answer.ends),
    chance: thousandth(answer.chance),
    allowedPerDay: formatPicos(answer.allowedPerDayPicos),
    likelyPerDay: formatPicos(answer.likelyPerDayPicos),
    topUp: topUpDto(answer.topUp),
    steps: answer.steps.map(({ measure, savesPicos, ends, chance, topUp }): LastStepDto => ({
      kind: measure.kind,
      resourceId: measure.resourceId,
      name: measure.rate.name,
      gpuModel: measure.rate.gpuModel,
      gpuCount: measure.rate.gpuCount,
      saves: formatPicos(savesPicos),
      runway: toRunwayDto(ends),
      chance: thousandth(chance),
      topUp: topUpDto(topUp),
    })),
    keep: [...order.keep],
    keepHere: order.keep.filter((id) =>
      ratesOf(ledger).some((rate) => rate.resourceId === id && rate.currency === currency),
    ),
    reachedWith: answer.reachedWith === null ? null : answer.reachedWith + 1,
  }
}

/** Which machines stop first, as the account said it last. */
export async function getStopOrder(
  context: AppContext,
  query: { account?: string | undefined },
): Promise<StopOrderDto> {
  const { accountId } = await accountOf(context, query.account)
  const { first, keep } = await findStopOrder(context.store.db, accountId)
  return { first: [...first], keep: [...keep] }
}

/** Remembers it; machines may be said by name. */
export async function putStopOrder(
  context: AppContext,
  body: StopOrderDto,
  query: { account?: string | undefined },
): Promise<StopOrderDto> {
  const { accountId } = await accountOf(context, query.account)
  const { db } = context.store
  const known = { resources: await findResources(db, accountId) }
  const order = { first: idsOf('first', body.first, known), keep: idsOf('keep', body.keep, known) }
  await saveStopOrder(db, accountId, order, context.clock())
  return order
}

/** What can be done about each machine that costs something: sleep where it can, else its end; half its GPUs where it has to run on. */
async function measuresOf(
  { store }: AppContext,
  ledger: Ledger,
  currency: string,
  { first, keep }: StopOrder,
  untilAt: Instant,
  shareOf: PartyShareOf,
): Promise<MachineMeasure[]> {
  const specs = await findGpuSpecs(store.db, ledger.account.accountId)
  const sleepless = new Set(specs.filter(({ canHibernate }) => canHibernate === false).map(({ gpuModel }) => gpuModel))
  const spent = spentByResource(ledger, currency, untilAt)
  const asleep = asleepRate(currency, ledger.prices, ledger.rules, ledger.asOf)
  const asleepBy = (at: Instant) => mulDiv(asleep, BigInt(Math.max(0, at - ledger.asOf)), BigInt(HOUR_MS))
  const kept = new Set(keep)
  const places = new Map(first.map((resourceId, place) => [resourceId, place]))
  const measures = ratesOf(ledger)
    .filter((rate) => rate.currency === currency && rate.resourceType === 'instance' && rate.state !== 'hibernated')
    .filter((rate) => shareOf(rate) !== null)
    .flatMap((rate): MachineMeasure[] => {
      const { resourceId, gpuModel, gpuCount, state } = rate
      const of = spent.get(resourceId)
      if (!of) return []
      if (kept.has(resourceId))
        return gpuCount !== null && gpuCount > 1
          ? [
              {
                kind: 'smaller',
                resourceId,
                rate,
                savedBy: (at) => (of(at) * BigInt(Math.floor(gpuCount / 2))) / BigInt(gpuCount),
              },
            ]
          : []
      if (state === 'shutoff' || (gpuModel !== null && sleepless.has(gpuModel)))
        return [{ kind: 'end', resourceId, rate, savedBy: of }]
      return [{ kind: 'hibernate', resourceId, rate, savedBy: (at) => positive(of(at) - asleepBy(at)) }]
    })
  const saved = new Map(measures.map((measure) => [measure, measure.savedBy(untilAt)]))
  const placeOf = ({ kind, resourceId }: Measure) =>
    kind === 'smaller' ? Infinity : (places.get(resourceId) ?? places.size + (kind === 'end' ? 1 : 0))
  return measures
    .filter((measure) => saved.get(measure)! > 0n)
    .sort(
      (a, b) =>
        compare(placeOf(a), placeOf(b)) ||
        -compare(saved.get(a)!, saved.get(b)!) ||
        compare(a.resourceId, b.resourceId),
    )
    .slice(0, MOST_STEPS)
}

/** The ids of machines that are named by id or name; one that has ended meanwhile is no mistake. */
function idsOf(parameter: string, words: readonly string[], { resources }: Pick<Ledger, 'resources'>): string[] {
  const machines = resources.filter(({ type }) => type === 'instance')
  return words.map((word) => {
    const machine =
      machines.find(({ resourceId }) => resourceId === word) ?? machines.findLast(({ name }) => name === word)
    if (!machine) throw new ProblemException('invalid-request', `${parameter}: no machine '${word}' was ever seen.`)
    return machine.resourceId
  })
}

const positive = (picos: bigint) => (picos > 0n ? picos : 0n)
const thousandth = (share: number) => Math.round(share * 1000) / 1000

function compare<T extends number | bigint | string>(a: T, b: T): number {
  return a < b ? -1 : a > b ? 1 : 0
}
