import { isAnyone, isOf } from '../allocation/dimensions.ts'
import { namePattern } from '../name-pattern.ts'
import type { Interval } from '../time.ts'
import type { PlanBaseline } from './baseline.ts'
import type { CatalogEntry } from './catalog.ts'
import type { ForATime, Selector } from './change.ts'
import { describeSelector } from './describe-change.ts'
import type { JobPlan } from './job-plan.ts'
import { changeSpans, type Line, type Span } from './line.ts'
import type { PriceMod } from './line-rates.ts'
import { refuse } from './problem.ts'
import type { StockNeed } from './stock-need.ts'
import type { GpuFiguresOf } from './work.ts'

/** A plan that changes are being made to. */
export interface Draft {
  readonly lines: readonly Line[]
  readonly mods: readonly PriceMod[]
  readonly jobs: readonly JobPlan[]
  /** GPUs that would have to be got. */
  readonly needs: readonly StockNeed[]
  /** What other accounts take over. */
  readonly moved: readonly Moved[]
}

/** A line as another account has it. */
export interface Moved {
  readonly account: string
  readonly line: Line
}

/** What a change is made with. */
export interface ChangeContext {
  readonly baseline: PlanBaseline
  /** The place of the change in its scenario. */
  readonly index: number
  readonly figuresOf: GpuFiguresOf
  /** The plans of the other accounts, over the same window. */
  readonly accounts: ReadonlyMap<string, PlanBaseline>
}

/** The time that a change holds for, from now at the earliest. Refuses what is no time. */
export function periodOf({ from, until }: ForATime, { baseline: { clock } }: ChangeContext): Interval {
  const startsAt = from === undefined ? clock.asOf : Math.max(clock.asOf, startOf(from, 'from', clock.calendar))
  const endsAt = until === undefined ? clock.horizonAt : startOf(until, 'until', clock.calendar)
  if (startsAt >= clock.horizonAt) refuse('from', `${from} lies beyond the time that is planned`)
  if (endsAt <= startsAt) refuse('until', `it has to end after it begins; until ${until} is not part of it`)
  return { startsAt, endsAt: Math.min(endsAt, clock.horizonAt) }
}

export function startOf(day: string, field: string, calendar: PlanBaseline['clock']['calendar']): number {
  try {
    return calendar.startOf(day)
  } catch {
    return refuse(field, `${day} is not a day; write it YYYY-MM-DD`)
  }
}

/** The draft with the chosen lines changed in the period. Refuses a selector that nothing matches. */
export function changeLines(
  draft: Draft,
  chosen: { readonly field: string; readonly selector: Selector; readonly machinesOnly: boolean },
  period: Interval,
  index: number,
  to: (span: Span, line: Line) => Span | readonly Span[],
): Draft {
  const { field, selector, machinesOnly } = chosen
  const matches = matcher(selector, field)
  const isChosen = (line: Line) =>
    !line.isJob && matches(line) && (!machinesOnly || line.spans[0]?.asset.kind === 'instance')
  if (!draft.lines.some(isChosen)) {
    refuse(field, `no ${machinesOnly ? 'machine' : 'resource'} of the plan matches ${describeSelector(selector)}`)
  }
  const lines = draft.lines.map((line) =>
    isChosen(line) ? changeSpans(line, period, index, (span) => to(span, line)) : line,
  )
  return { ...draft, lines }
}

function matcher(selector: Selector, field: string): (line: Line) => boolean {
  const { ids, name, gpuModel, region, state } = selector
  if (
    ids === undefined &&
    name === undefined &&
    gpuModel === undefined &&
    region === undefined &&
    state === undefined &&
    isAnyone(selector)
  ) {
    refuse(
      field,
      'say which: by id, name, GPU model, region, state, project, owner or cost center; the name * is all of them',
    )
  }
  const idSet = ids && new Set(ids)
  const named = name === undefined ? null : namePattern(name)
  return (line) =>
    (!idSet || idSet.has(line.lineId)) &&
    (!named || named.test(line.name)) &&
    (gpuModel === undefined || line.spans.some((span) => span.asset.gpuModel === gpuModel)) &&
    (region === undefined || line.spans.some((span) => (span.region ?? 'unknown') === region)) &&
    (state === undefined || (line.present?.state ?? 'active') === state) &&
    line.sharers.some(({ values }) => isOf(values, selector))
}

/** Refuses to put to sleep what the catalog says cannot sleep. */
export function requireCanHibernate(catalog: readonly CatalogEntry[], { asset }: Span, name: string): void {
  const entries = catalog.filter((entry) => entry.gpuModel === asset.gpuModel && entry.tier === asset.tier)
  if (entries.length > 0 && entries.every((entry) => entry.canHibernate === false)) {
    refuse('off', `${asset.gpuModel} cannot hibernate; ${name} is one`)
  }
}
