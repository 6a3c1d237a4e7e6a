import { hourSums } from '../forecast/spend/hourly-spend.ts'
import { parsePicos, type Currency } from '../money.ts'
import type { UsageCost } from '../forecast/usage-cost.ts'
import { HOUR_MS, type Instant } from '../time.ts'
import type { BillingRecord } from '../usage/billing-record.ts'
import { detectAnomalies } from './anomaly-detector.ts'
import { excursionFrom, usualSpend, type Excursion } from './excursion.ts'
import { findCause, type Contributor } from './find-cause.ts'
import { ANOMALY_KEYS, type AnomalousResource, type AnomalyKey, type SpendAnomaly } from './spend-anomaly.ts'
import { isFresh, spendLines, spentBetween, type SpendLine } from './spend-lines.ts'

export interface SpendAnomaliesInput {
  readonly records: readonly BillingRecord[]
  /** What AI models cost. */
  readonly usage: readonly UsageCost[]
  /** When the records were read: what is open was billed until then. */
  readonly asOf: Instant
  /** Anomalies that began before it are left out; they are learned from all the same. */
  readonly since: Instant
  /**
   * Since when machines are looked at: regions come from there alone. Those deleted before have none, so that what a
   * region cost until then is not known.
   */
  readonly regionsSince: Instant
  /** What a resource belongs to beside its wallet and itself: its region, GPU model, project, owner, cost center. */
  readonly groupOf: (resourceId: string, key: Exclude<AnomalyKey, 'resource' | 'wallet'>) => string | null
}

const DAY_MS = 24 * HOUR_MS
/** History before what is asked for from which the detector learns. */
const LEARNED_MS = 42 * DAY_MS
/** Whatever is asked for of the last days is learned from the same hour on, so that each question finds the same. */
const ASKED_MS = 31 * DAY_MS
const LEARNED_FROM_STEP = 28 * DAY_MS
/** A machine is looked at by itself once it has been billed for two weeks: what is newer shows in its groups. */
const OWN_HISTORY = 14 * 24
/** Less than this share of what the wallet costs in an hour is nobody's matter; a price stays, so that less of it is. */
const LEAST_SHARE = 0.01
const LEAST_PRICE_SHARE = 0.002
/** Of one machine, to be told with others. */
const LEAST_PART = 0.0002
/** What is over is told from this share of a usual hour of the wallet on. */
const LEAST_OVER = 0.1
/** Resources that are named: those that make so much of what is over, and no more than so many. */
const NAMED_SHARE = 0.8
const MOST_NAMED = 12
/** Finer anomalies explain a coarser one when they make half of it. */
const EXPLAINED = 0.5

interface Candidate {
  readonly key: AnomalyKey
  readonly value: string | null
  readonly excursion: Excursion
  readonly contributors: readonly Contributor[]
  /** What its first hour cost beyond the usual. */
  readonly overAtFirst: number
  readonly anomaly: SpendAnomaly
}

/**
 * Spend by the hour that was not to be expected, of each wallet and in it of each region, GPU model, cost center, project,
 * owner and resource, newest first: the rows that `detectAnomalies` reports as high and that cost more than such hours
 * did in the weeks before. What shows in several groups is told once, by the finest one that explains it; what several of them share
 * with one cause, by the coarser one. Only whole hours are judged.
 *
 * Example: a notebook of 1.55 an hour that slept every night is on from 22:00 on: at 23:00 `kept-on`, 1.54 over the
 * usual 0.01; the wallet, the region and the model are silent.
 */
export function spendAnomalies(input: SpendAnomaliesInput): SpendAnomaly[] {
  const { records, usage, asOf, since, regionsSince, groupOf } = input
  const startsAt = learnedFrom(since, asOf)
  const hours = Math.floor((asOf - startsAt) / HOUR_MS)
  const lines = spendLines(records, usage, startsAt, asOf)
  const regionsFrom = Math.ceil((regionsSince - startsAt) / HOUR_MS)
  const found: SpendAnomaly[] = []
  for (const currency of [...new Set(lines.map((line) => line.currency))].sort()) {
    const ofWallet = lines.filter((line) => line.currency === currency && line.pieces.length > 0)
    const walletHour = hourlyOf(ofWallet, hours)
    const all = ANOMALY_KEYS.flatMap((key) =>
      [...groupsOf(ofWallet, key, groupOf)].flatMap(([value, members]) =>
        candidatesOf({
          currency,
          key,
          value,
          members,
          knownFrom: key === 'region' ? regionsFrom : 0,
          startsAt,
          hours,
          since,
          walletHour,
        }),
      ),
    )
    const candidates = withPricesUp(all).filter((each) => isLarge(each, walletHour))
    found.push(...toldOnce(candidates).map(({ anomaly }) => anomaly))
  }
  return found.sort((a, b) => b.startsAt - a.startsAt || Number(b.spentPicos - a.spentPicos))
}

/** The hour that the records have to reach back to: 73 to 101 days before `asOf`, more where more is asked for. */
export function learnedFrom(since: Instant, asOf: Instant): Instant {
  const from = Math.min(since, asOf - ASKED_MS) - LEARNED_MS
  return Math.floor(from / LEARNED_FROM_STEP) * LEARNED_FROM_STEP
}

function groupsOf(lines: readonly SpendLine[], key: AnomalyKey, groupOf: SpendAnomaliesInput['groupOf']) {
  if (key === 'wallet') return new Map([[null, lines]])
  const groups = new Map<string | null, SpendLine[]>()
  for (const line of lines) {
    const value = key === 'resource' ? line.resourceId : groupOf(line.resourceId, key)
    // What has no region, project, owner or cost center is no group; what has no model is storage.
    if (value === null && key !== 'gpu_model') continue
    const group = groups.get(value)
    if (group) group.push(line)
    else groups.set(value, [line])
  }
  return groups
}

/** What an hour of the last week cost. */
const hourlyOf = (lines: readonly SpendLine[], hours: number): number =>
  lines.reduce((sum, line) => sum + spentBetween(line, hours - 168, hours), 0) / 168

interface Group {
  readonly currency: Currency
  readonly key: AnomalyKey
  readonly value: string | null
  readonly members: readonly SpendLine[]
  /** The first hour of which all is known. */
  readonly knownFrom: number
  readonly startsAt: Instant
  readonly hours: number
  readonly since: Instant
  readonly walletHour: number
}

function candidatesOf(group: Group): Candidate[] {
  const { key, members, knownFrom, startsAt, hours, since, walletHour } = group
  const firstBilled = members.reduce((first, line) => Math.min(first, line.firstHour), Infinity)
  const firstHour = Math.max(0, knownFrom, Math.ceil(firstBilled))
  const lastHour = members.reduce((last, { pieces }) => Math.max(last, pieces.at(-1)!.to), 0)
  const sinceHour = (since - startsAt) / HOUR_MS
  if (lastHour <= Math.max(sinceHour, firstHour) || (key === 'resource' && hours - firstHour < OWN_HISTORY)) return []
  const sums = hourSums(hours - firstHour)
  for (const { pieces } of members)
    for (const { from, to, rate } of pieces) sums.add(from - firstHour, to - firstHour, rate)
  const series = sums.sums()
  const rows = Array.from(series, (value, hour) => ({ at: startsAt + (firstHour + hour) * HOUR_MS, value }))
  return detectAnomalies(rows).flatMap(({ at, direction }) => {
    if (direction !== 'high' || at < since) return []
    const excursion = excursionFrom(series, (at - startsAt) / HOUR_MS - firstHour, LEAST_PART * walletHour)
    if (!excursion) return []
    const moved = { ...excursion, from: excursion.from + firstHour, to: excursion.to + firstHour }
    return candidateOf(group, moved, firstHour) ?? []
  })
}

/** Whether it costs enough an hour, and enough in all where it is over. */
function isLarge({ anomaly, excursion, contributors, overAtFirst }: Candidate, walletHour: number): boolean {
  const share = anomaly.cause === 'price-up' ? LEAST_PRICE_SHARE : LEAST_SHARE
  const over = contributors.reduce((sum, each) => sum + each.over, 0)
  return overAtFirst >= share * walletHour && (excursion.goesOn || over >= LEAST_OVER * walletHour)
}

/**
 * Machines of one model that got dearer in the same hour are one anomaly of their model: each of them is small, and on
 * the model's other machines, which come and go, it does not show.
 */
function withPricesUp(candidates: readonly Candidate[]): Candidate[] {
  const dearer = candidates.filter(({ key, anomaly }) => key === 'resource' && anomaly.cause === 'price-up')
  const ofModel = Map.groupBy(dearer, ({ excursion, contributors }) => {
    const model = contributors[0]!.line.pieces.at(-1)!.kind.gpuModel
    return `${excursion.from} ${model ?? ''}`
  })
  const together = [...ofModel.values()].filter((some) => some.length > 1)
  const parts = new Set(together.flat())
  return [...candidates.filter((each) => !parts.has(each)), ...together.map(asOne)].sort(
    (a, b) => ANOMALY_KEYS.indexOf(a.key) - ANOMALY_KEYS.indexOf(b.key),
  )
}

function asOne(parts: readonly Candidate[]): Candidate {
  const [first] = parts as [Candidate]
  const contributors = parts.flatMap((part) => part.contributors).sort((a, b) => b.over - a.over)
  const longest = parts.reduce((a, b) => (b.excursion.to > a.excursion.to ? b : a))
  const sum = (of: (anomaly: SpendAnomaly) => bigint) => parts.reduce((total, { anomaly }) => total + of(anomaly), 0n)
  const value = contributors[0]!.line.pieces.at(-1)!.kind.gpuModel
  return {
    key: 'gpu_model',
    value,
    excursion: longest.excursion,
    contributors,
    overAtFirst: parts.reduce((total, each) => total + each.overAtFirst, 0),
    anomaly: {
      ...first.anomaly,
      key: 'gpu_model',
      value,
      endsAt: longest.anomaly.endsAt,
      spentPicos: sum(({ spentPicos }) => spentPicos),
      usualPicos: sum(({ usualPicos }) => usualPicos),
      resources: named(contributors),
    },
  }
}

function candidateOf(
  { currency, key, value, members, startsAt, walletHour }: Group,
  excursion: Excursion,
  first: number,
): Candidate | null {
  const { from, to, goesOn } = excursion
  const usualOf = (spent: (a: number, b: number) => number, since: number) =>
    usualSpend(spent, { from, to, first: since, excursionFrom: from })
  const all = (a: number, b: number) => members.reduce((sum, line) => sum + spentBetween(line, a, b), 0)
  const contributors = members
    .map((line) => {
      // A job of yesterday is not new today, though there was none a week ago.
      const usual = isFresh(line, from)
        ? 0
        : usualOf((a, b) => spentBetween(line, a, b), Math.max(first, line.firstHour))
      return { line, usual, over: spentBetween(line, from, to) - usual }
    })
    .filter(({ over }) => over > 0)
    .sort((a, b) => b.over - a.over)
  if (contributors.length === 0) return null
  const anomaly: SpendAnomaly = {
    currency,
    key,
    value,
    startsAt: startsAt + from * HOUR_MS,
    endsAt: goesOn ? null : startsAt + to * HOUR_MS,
    spentPicos: picosOf(all(from, to)),
    usualPicos: picosOf(usualOf(all, first)),
    walletDayPicos: picosOf(24 * walletHour),
    cause: findCause(contributors, from, to),
    resources: named(contributors),
  }
  return { key, value, excursion, contributors, overAtFirst: excursion.overAtFirst, anomaly }
}

const overOf = ({ contributors }: Candidate): number => contributors.reduce((sum, { over }) => sum + over, 0)

function named(contributors: readonly Contributor[]): AnomalousResource[] {
  const all = contributors.reduce((sum, { over }) => sum + over, 0)
  const resources: AnomalousResource[] = []
  let sum = 0
  for (const { line, over } of contributors) {
    if (sum >= NAMED_SHARE * all || resources.length === MOST_NAMED) break
    sum += over
    resources.push({ resourceId: line.resourceId, name: line.name, overPicos: picosOf(over) })
  }
  return resources
}

/** From the finest to the coarsest: a coarser one takes the place of several finer ones of its cause, or is left out. */
function toldOnce(candidates: readonly Candidate[]): Candidate[] {
  let told: Candidate[] = []
  for (const candidate of candidates) {
    const over = new Map(candidate.contributors.map((each) => [each.line.resourceId, each.over]))
    const all = overOf(candidate)
    const overlapping = told.filter(({ excursion }) => overlaps(excursion, candidate.excursion))
    const ids = (others: readonly Candidate[]) =>
      new Set(others.flatMap((other) => other.contributors.map(({ line }) => line.resourceId)))
    const explained = [...ids(overlapping)].reduce((sum, id) => sum + (over.get(id) ?? 0), 0)
    if (explained < EXPLAINED * all) {
      told.push(candidate)
      continue
    }
    const sharing = overlapping.filter((other) => other.contributors.some(({ line }) => over.has(line.resourceId)))
    const isOne = sharing.length > 1 && sharing.every(({ anomaly }) => anomaly.cause === candidate.anomaly.cause)
    if (isOne) told = [...told.filter((other) => !sharing.includes(other)), candidate]
  }
  return told
}

const overlaps = (a: Excursion, b: Excursion): boolean => a.from < b.to && b.from < a.to

const picosOf = (units: number): bigint => parsePicos(Math.max(0, units).toFixed(9))
