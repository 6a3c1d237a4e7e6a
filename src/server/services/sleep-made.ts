import {
  DIMENSIONS,
  formatPicos,
  isAnyone,
  isOf,
  NOT_ASSIGNED,
  splitByWeight,
  type Assignments,
  type DimensionFilter,
  type DimensionValues,
} from '../../engine/index.ts'
import type { AppContext } from '../context.ts'
import type { MadeKey, SleepMadeDto, SleepMadeRowDto, SleepMadeRowsDto } from '../dto/sleep-made.ts'
import { toIso, toIsoOrNull } from '../iso.ts'
import { splitList } from '../parameters.ts'
import { assignedOf, partsOn } from './assigned.ts'
import { ledgerOver, madeIn, type MadeDay } from './hibernation-made.ts'

export interface SleepMadeQuery extends DimensionFilter {
  readonly from?: string | undefined
  readonly to?: string | undefined
  /** Keys separated by commas. */
  readonly by?: string | undefined
  readonly currency?: string | undefined
  readonly region?: string | undefined
  readonly account?: string | undefined
}

type Sums = Pick<MadeDay, 'asleepSeconds' | 'unpricedSeconds' | 'avoidedPicos' | 'shutoffLowPicos' | 'shutoffHighPicos'>

/** A machine's day, or the share of it that is somebody's. */
interface DealtDay extends MadeDay {
  readonly values: DimensionValues
}

/** What each part of a row is told by. */
const PARTS: Readonly<Record<MadeKey, (day: DealtDay) => Partial<SleepMadeRowDto>>> = {
  day: ({ day }) => ({ day }),
  resource: ({ resourceId, name }) => ({ resource: resourceId, resource_name: name }),
  region: ({ region }) => ({ region }),
  gpu_model: ({ gpuModel }) => ({ gpu_model: gpuModel }),
  project: ({ values }) => ({ project: values.project }),
  owner: ({ values }) => ({ owner: values.owner }),
  cost_center: ({ values }) => ({ cost_center: values.cost_center }),
}

/** What sleep avoided and what shut off cost, per wallet and whatever else it is asked by: day, machine, project, ... */
export async function sleepMade(context: AppContext, query: SleepMadeQuery): Promise<SleepMadeRowsDto> {
  const { wide, period } = await ledgerOver(context, query)
  const { days, firstLook } = await madeIn(context, wide, period)
  const by = splitList(query.by) as MadeKey[]
  const wanted = days.filter(
    ({ currency, region }) =>
      (query.currency === undefined || currency === query.currency) &&
      (query.region === undefined || region === query.region),
  )
  const { assignments } = await assignedOf(context.store, wide.account)
  const isByParty = DIMENSIONS.some((dimension) => by.includes(dimension))
  const dealt = dealtDays(wanted, assignments, query, isByParty)
  const partOf = (day: DealtDay) =>
    by.reduce<Partial<SleepMadeRowDto>>((part, key) => ({ ...part, ...PARTS[key](day) }), {})
  const groups = groupsOf(dealt, (day) => ({ ...partOf(day), currency: day.currency }))
  return {
    asOf: toIso(wide.asOf),
    zone: wide.account.zone,
    ...period,
    firstLook: toIsoOrNull(firstLook),
    by,
    rows: groups.map(([part, sums]) => ({ ...part, ...sumsDto(sums) })),
  }
}

/**
 * Days of machines, each dealt by whose it is on that day, of those that are looked at; the shares add up exactly. Nothing
 * is dealt where everybody is looked at and nobody told apart.
 */
export function dealtDays(
  days: readonly MadeDay[],
  assignments: Assignments,
  only: DimensionFilter,
  isByParty = false,
): DealtDay[] {
  if (!isByParty && isAnyone(only)) return days.map((day) => ({ ...day, values: NOT_ASSIGNED }))
  return days.flatMap((day) => {
    const parts = partsOn(assignments, { ...day, resourceType: 'instance' }, day.day)
    const of = (amount: bigint) => splitByWeight(amount, parts)
    const asleep = of(BigInt(day.asleepSeconds))
    const unpriced = of(BigInt(day.unpricedSeconds))
    const [avoided, low, high] = [of(day.avoidedPicos), of(day.shutoffLowPicos), of(day.shutoffHighPicos)]
    return parts.flatMap(({ values, weight }, i) =>
      weight === 0n || !isOf(values, only)
        ? []
        : [
            {
              ...day,
              values,
              asleepSeconds: Number(asleep[i]),
              unpricedSeconds: Number(unpriced[i]),
              avoidedPicos: avoided[i]!,
              shutoffLowPicos: low[i]!,
              shutoffHighPicos: high[i]!,
            },
          ],
    )
  })
}

/** Per wallet, and per machine, what was avoided most first. */
export function madeSums(days: readonly MadeDay[]): SleepMadeDto {
  const machines = groupsOf(days, ({ currency, resourceId, name, region, gpuModel }) => ({
    currency,
    resourceId,
    name,
    region,
    gpuModel,
  }))
  const wallets = groupsOf(days, ({ currency }) => ({ currency }))
  return {
    wallets: wallets.map(([wallet, sums]) => ({ ...wallet, ...sumsDto(sums) })),
    machines: machines
      .sort(([, a], [, b]) => (a.avoidedPicos < b.avoidedPicos ? 1 : a.avoidedPicos > b.avoidedPicos ? -1 : 0))
      .map(([machine, sums]) => ({ ...machine, ...sumsDto(sums) })),
  }
}

/** In the order of their keys. */
function groupsOf<Part extends object, Of extends MadeDay>(
  days: readonly Of[],
  partOf: (day: Of) => Part,
): [Part, Sums][] {
  const groups = Map.groupBy(days, (day) => JSON.stringify(partOf(day)))
  return [...groups]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, group]) => [
      partOf(group[0]!),
      group.reduce<Sums>(
        (sum, day) => ({
          asleepSeconds: sum.asleepSeconds + day.asleepSeconds,
          unpricedSeconds: sum.unpricedSeconds + day.unpricedSeconds,
          avoidedPicos: sum.avoidedPicos + day.avoidedPicos,
          shutoffLowPicos: sum.shutoffLowPicos + day.shutoffLowPicos,
          shutoffHighPicos: sum.shutoffHighPicos + day.shutoffHighPicos,
        }),
        { asleepSeconds: 0, unpricedSeconds: 0, avoidedPicos: 0n, shutoffLowPicos: 0n, shutoffHighPicos: 0n },
      ),
    ])
}

function sumsDto({ asleepSeconds, unpricedSeconds, avoidedPicos, shutoffLowPicos, shutoffHighPicos }: Sums) {
  return {
    asleepHours: hours(asleepSeconds),
    avoided: formatPicos(avoidedPicos),
    unpricedHours: hours(unpricedSeconds),
    shutoffLow: formatPicos(shutoffLowPicos),
    shutoffHigh: formatPicos(shutoffHighPicos),
  }
}

const hours = (seconds: number) => Math.round(seconds / 36) / 100
