import { mulDiv } from '../money.ts'
import { HOUR_MS, type Instant } from '../time.ts'
import type { PlanBaseline } from './baseline.ts'
import type { ByCause, DeltaSheet } from './delta-sheet.ts'
import type { Line, Mode, Span } from './line.ts'
import { lineRates, type LineRates, type PriceMod } from './line-rates.ts'
import type { DayClass, Rhythm } from './plan-clock.ts'
import { ScenarioProblems } from './problem.ts'

/** A stretch of a line at one price, as far as it lies in the window: hours x rate = cost. */
export interface Piece extends Span {
  /** Per hour, of all its machines. */
  readonly onPicos: bigint
  readonly asleepPicos: bigint
  readonly onMs: number
  readonly asleepMs: number
  readonly costPicos: bigint
}

/** What a scenario makes of one line, inside the window. */
export interface LineOutcome {
  readonly line: Line
  /** Still to come by the baseline and by the scenario, from now on. */
  readonly baselinePicos: bigint
  readonly scenarioPicos: bigint
  readonly causes: ByCause
  readonly pieces: readonly Piece[]
  /** What it costs less for being asleep, against staying on. */
  readonly avoidedPicos: bigint
  /** The scenario's cost over all that is planned, beyond the window as well. */
  readonly wholePicos: bigint
}

/** Writes what the scenario changes of a line into the sheet of its wallet. */
export function projectLine(
  line: Line,
  mods: readonly PriceMod[],
  baseline: PlanBaseline,
  rhythmOfMode: (mode: Mode) => Rhythm,
  sheet: DeltaSheet,
): LineOutcome {
  const { clock } = baseline
  const causes: [bigint, bigint, bigint, bigint, bigint] = [0n, 0n, 0n, 0n, 0n]
  let baselinePicos = 0n
  let avoidedPicos = 0n
  let wholePicos = 0n
  const pieces: Piece[] = []
  for (const { span, held } of slicesOf(line, mods)) {
    const rates = lineRates(line, span, held, baseline)
    const rhythm = rhythmOfMode(span.mode)
    let onMs = 0
    let asleepMs = 0
    let costPicos = 0n
    const count = (amounts: Amounts, days: number) => {
      const times = BigInt(days)
      add(causes, amounts.causes, times)
      baselinePicos += amounts.baseline * times
      avoidedPicos += amounts.avoided * times
      costPicos += amounts.scenario * times
      onMs += amounts.onMs * days
      asleepMs += amounts.asleepMs * days
    }
    const part = (day: number, startsAt: Instant, endsAt: Instant) => {
      const amounts = amountsOf(line, span, rates, endsAt - startsAt, rhythm.awakeMs(startsAt, endsAt))
      sheet.addDay(day, amounts.causes)
      wholePicos += amounts.scenario
      if (day >= clock.windowFrom && day < clock.windowTo) count(amounts, 1)
    }
    const run = (dayClass: DayClass, from: number, to: number) => {
      const { before, dayMs, awakeMs } = dayClass
      const days = before[to]! - before[from]!
      if (days === 0) return
      const amounts = amountsOf(line, span, rates, dayMs, awakeMs)
      sheet.addRun(dayClass, from, to, amounts.causes)
      wholePicos += amounts.scenario * BigInt(days)
      const first = Math.max(from, clock.windowFrom)
      const last = Math.min(to, clock.windowTo)
      if (first < last) count(amounts, before[last]! - before[first]!)
    }

    let day = dayAt(clock.starts, span.startsAt)
    if (clock.starts[day] !== span.startsAt) {
      part(day, span.startsAt, Math.min(span.endsAt, clock.starts[day + 1]!))
      day++
    }
    const last = dayAt(clock.starts, span.endsAt)
    if (day < last) for (const dayClass of rhythm.classes) run(dayClass, day, last)
    if (day <= last && clock.starts[last]! < span.endsAt) part(last, clock.starts[last]!, span.endsAt)
    if (onMs + asleepMs > 0) {
      const startsAt = Math.max(span.startsAt, clock.starts[clock.windowFrom]!)
      const endsAt = Math.min(span.endsAt, clock.starts[clock.windowTo]!)
      const used = { onPicos: rates.onThen ?? 0n, asleepPicos: rates.asleepThen ?? 0n, onMs, asleepMs, costPicos }
      pieces.push({ ...span, startsAt, endsAt, ...used })
    }
  }
  const scenarioPicos = pieces.reduce((sum, piece) => sum + piece.costPicos, 0n)
  return { line, baselinePicos, scenarioPicos, causes, pieces, avoidedPicos, wholePicos }
}

/** Its spans, cut where a price of the scenario begins or ends; each with the prices that hold throughout. */
function slicesOf(line: Line, mods: readonly PriceMod[]): { span: Span; held: PriceMod[] }[] {
  if (mods.length === 0) return line.spans.map((span) => ({ span, held: [] }))
  return line.spans.flatMap((span) => {
    const near = mods.filter((mod) => mod.startsAt < span.endsAt && mod.endsAt > span.startsAt)
    const inside = near.flatMap(({ startsAt, endsAt }) => [startsAt, endsAt])
    const between = inside.filter((at) => at > span.startsAt && at < span.endsAt)
    if (between.length === 0) return [{ span, held: near }]
    const edges = [span.startsAt, ...between, span.endsAt]
    const sorted = [...new Set(edges)].sort((a, b) => a - b)
    return sorted.slice(1).map((endsAt, i) => {
      const startsAt = sorted[i]!
      const held = near.filter((mod) => mod.startsAt <= startsAt && mod.endsAt >= endsAt)
      return { span: { ...span, startsAt, endsAt }, held }
    })
  })
}

interface Amounts {
  readonly baseline: bigint
  readonly scenario: bigint
  readonly causes: ByCause
  readonly avoided: bigint
  readonly onMs: number
  readonly asleepMs: number
}

/**
 * One stretch before and after, and between them one thing changed after the other: how many there are, how long they
 * are there, how much of that they sleep, at what price. Whatever this order leaves to the later cause, the five add up
 * to the difference exactly, for each is the difference of two costs in a row.
 */
function amountsOf(line: Line, span: Span, rates: LineRates, lengthMs: number, awakeMs: number): Amounts {
  const { onMs, asleepMs } = useOf(span.mode, lengthMs, awakeMs)
  const baseline = cost(rates.now, lengthMs)
  if (span.machines === 0) {
    const gone = -baseline
    const causes: ByCause = span.asset.kind === 'instance' ? [0n, 0n, gone, 0n, 0n] : [0n, 0n, 0n, 0n, gone]
    return { baseline, scenario: 0n, causes, avoided: 0n, onMs: 0, asleepMs: 0 }
  }
  const { now, counted, on, asleep, onThen, asleepThen } = rates
  const costOf = (rate: bigint | null, ms: number) => (ms === 0 ? 0n : cost(rate ?? refuseUnpriced(line, span), ms))
  const scenario = costOf(onThen, onMs) + costOf(asleepThen, asleepMs)
  const difference = scenario - baseline
  if (span.asset.kind !== 'instance') {
    return { baseline, scenario, causes: [0n, 0n, 0n, 0n, difference], avoided: 0n, onMs, asleepMs }
  }
  // Most stretches change one thing or two: what is as it was a step before is not calculated again.
  const stays = onMs + asleepMs
  const asCounted = counted === now ? baseline : costOf(counted, lengthMs)
  const asThere = stays === lengthMs ? asCounted : costOf(counted, stays)
  const asAsleep =
    asleepMs === 0 && on === counted
      ? asThere
      : on === onThen && asleep === asleepThen
        ? scenario
        : costOf(on, onMs) + costOf(asleep, asleepMs)
  return {
    baseline,
    scenario,
    causes: [scenario - asAsleep, asThere - asCounted, asCounted - baseline, asAsleep - asThere, 0n],
    avoided: asleepMs > 0 && onThen !== null ? cost(onThen, stays) - scenario : 0n,
    onMs,
    asleepMs,
  }
}

function useOf(mode: Mode, lengthMs: number, awakeMs: number): { onMs: number; asleepMs: number } {
  switch (mode.kind) {
    case 'on':
      return { onMs: lengthMs, asleepMs: 0 }
    case 'asleep':
      return { onMs: 0, asleepMs: lengthMs }
    case 'gone':
      return { onMs: 0, asleepMs: 0 }
    case 'weekly':
      if (mode.off === 'stop') return { onMs: lengthMs, asleepMs: 0 }
      return { onMs: awakeMs, asleepMs: mode.off === 'hibernate' ? lengthMs - awakeMs : 0 }
  }
}

/** Rounded as the forecast rounds a day of a resource; nearly all are whole hours, where nothing has to be. */
function cost(perHourPicos: bigint, ms: number): bigint {
  return ms % HOUR_MS === 0 ? perHourPicos * BigInt(ms / HOUR_MS) : mulDiv(perHourPicos, BigInt(ms), BigInt(HOUR_MS))
}

function refuseUnpriced({ currency, changes, name }: Line, { asset, chosenBy }: Span): never {
  const change = chosenBy ?? changes[0] ?? 0
  const what =
    asset.gpuModel ?? (asset.kind === 'volume' ? `${asset.volumeType ?? 'unknown'} volumes` : `${asset.kind}s`)
  const detail = `no price of ${what} (${asset.tier ?? 'unknown'} tier) is known in ${currency}; ${name} would need it`
  const field = asset.kind === 'instance' ? 'gpuModel' : asset.kind === 'volume' ? 'volumeType' : 'tier'
  throw new ScenarioProblems([{ pointer: `/changes/${change}/${field}`, detail }])
}

/** Most causes of a stretch are none. */
function add(sums: bigint[], amounts: ByCause, times: bigint): void {
  for (let i = 0; i < amounts.length; i++) if (amounts[i] !== 0n) sums[i]! += amounts[i]! * times
}

/** The day that an instant lies in, or begins. */
function dayAt(starts: readonly Instant[], at: Instant): number {
  let low = 0
  let high = starts.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (starts[middle]! <= at) low = middle + 1
    else high = middle
  }
  return Math.max(0, low - 1)
}
