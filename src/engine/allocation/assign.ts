import { namePattern } from '../name-pattern.ts'
import type { Day } from '../time.ts'
import type {
  Assignable,
  AssignableFact,
  AssignedSpan,
  AssignmentRule,
  DirectAssignment,
  UseHours,
  Via,
} from './assignment.ts'
import { byFromDay, isBefore, isNotAfter } from './bounds.ts'
import { areSameParts, areSettled, laidUnder, merged, WHOLE, type Part } from './parts.ts'
import { hoursOn, monthStart, nextDay, nextMonthStart, sharesByHours, type HoursOfResource } from './use-hours.ts'

export interface AssignInput {
  readonly resources: readonly Assignable[]
  /** In their order: the first word counts. */
  readonly rules: readonly AssignmentRule[]
  readonly direct: readonly DirectAssignment[]
  readonly hours: readonly UseHours[]
}

/** Whose each resource is by `assignmentKey`, over all days, in the order of time and without gaps. */
export type Assignments = ReadonlyMap<string, readonly AssignedSpan[]>

/**
 * Tells for each resource and day whose its cost is. From the most telling on: hours of use that were imported; what a
 * person said of this very resource; rules that name its id or, where it hangs on another resource, its type; the
 * resource that it hangs on (a volume's machine, a snapshot's source); the other rules in their order. Each says what
 * those before it left open, dimension by dimension: with 'dev-* is of project lab' and, below it, 'all of NORWAY-1 is of
 * cost center 70', dev-1 in Norway is of both. What nobody said is not assigned.
 */
export function assign({ resources, rules, direct, hours }: AssignInput): Assignments {
  const compiled = rules.map(compile)
  const byResource = new Map(resources.map((resource) => [resource.key, resource]))
  const directOf = Map.groupBy(direct, ({ resourceId }) => resourceId)
  const hoursOf = sharesByHours(hours)
  const spans = new Map<string, readonly AssignedSpan[]>()
  const underWay = new Set<string>()

  const spansOf = (resource: Assignable): readonly AssignedSpan[] => {
    const { key, resourceId } = resource
    const known = spans.get(key)
    if (known) return known
    underWay.add(key)
    const own = directOf.get(resourceId)?.toSorted(byFromDay) ?? []
    const made = assignOne(resource, { rules: compiled, direct: own, hours: hoursOf.get(resourceId), sourceSpans })
    underWay.delete(key)
    spans.set(key, made)
    return made
  }
  const sourceSpans = (resourceId: string): readonly AssignedSpan[] | null => {
    const source = byResource.get(resourceId)
    // Barrack's lists could name each other as sources.
    return !source || underWay.has(resourceId) ? null : spansOf(source)
  }
  for (const resource of resources) spansOf(resource)
  return spans
}

/** The span of a day; spans lie in the order of time without gaps. */
export function spanOn(spans: readonly AssignedSpan[], day: Day): AssignedSpan {
  if (spans.length === 1) return spans[0]!
  let low = 0
  let high = spans.length - 1
  while (low < high) {
    const middle = (low + high) >> 1
    const { toDay } = spans[middle]!
    if (toDay !== null && toDay <= day) low = middle + 1
    else high = middle
  }
  return spans[low]!
}

interface CompiledRule {
  readonly rule: AssignmentRule
  readonly via: readonly [Via]
  readonly matches: (resource: Assignable, fact: AssignableFact) => boolean
  /** Speaks of what hangs on another resource by itself. */
  readonly isDirect: boolean
}

function compile(rule: AssignmentRule): CompiledRule {
  const { name, ids, region, currency, type } = rule.match
  const idSet = ids && new Set(ids)
  const pattern = name === undefined || name === '*' ? null : namePattern(name)
  return {
    rule,
    via: [{ kind: 'rule', ruleId: rule.ruleId }],
    isDirect: ids !== undefined || type !== undefined,
    matches: (resource, fact) =>
      (type === undefined || resource.type === type) &&
      (currency === undefined || resource.currency === currency) &&
      (!idSet || idSet.has(resource.resourceId)) &&
      (region === undefined || (fact.region ?? 'unknown') === region) &&
      (!pattern || pattern.test(fact.name)),
  }
}

interface Sources {
  readonly rules: readonly CompiledRule[]
  /** Of this resource, by their first day. */
  readonly direct: readonly DirectAssignment[]
  readonly hours: HoursOfResource | undefined
  readonly sourceSpans: (resourceId: string) => readonly AssignedSpan[] | null
}

function assignOne(resource: Assignable, sources: Sources): readonly AssignedSpan[] {
  const { direct, hours } = sources
  const spans: AssignedSpan[] = []
  for (const [i, fact] of resource.facts.entries()) {
    const fromDay = i === 0 ? null : fact.fromDay
    const toDay = resource.facts[i + 1]?.fromDay ?? null
    const matching = sources.rules.filter((rule) => rule.matches(resource, fact))
    const source = fact.sourceId === null ? null : sources.sourceSpans(fact.sourceId)
    const edges = edgesWithin({ fromDay, toDay }, [
      ...matching.flatMap(({ rule }) => [rule.fromDay, rule.toDay]),
      ...direct.flatMap((each) => [each.fromDay, each.toDay]),
      ...(source ?? []).map((span) => span.fromDay),
      ...(hours ? edgesOfHours(hours) : []),
    ])
    for (let e = 0; e + 1 < edges.length; e++) {
      const [from, to] = [edges[e]!, edges[e + 1]!]
      const layers = layersOn(from, { fact, matching, source, direct, hours })
      append(spans, { fromDay: from, toDay: to, ...layered(layers) })
    }
  }
  return spans
}

interface Layer {
  readonly parts: readonly Part[]
  readonly via: readonly Via[]
}

interface OnOneDay {
  readonly fact: AssignableFact
  readonly matching: readonly CompiledRule[]
  readonly source: readonly AssignedSpan[] | null
  readonly direct: readonly DirectAssignment[]
  readonly hours: HoursOfResource | undefined
}

/** What speaks of a day, the most telling first; the day null stands for all days before the first edge. */
function* layersOn(day: Day | null, { fact, matching, source, direct, hours }: OnOneDay): Generator<Layer> {
  const shared = hours && day !== null ? hoursOn(hours, day) : null
  if (shared) yield { parts: shared, via: [{ kind: 'hours' }] }
  const said = direct.findLast(({ fromDay, toDay }) => isNotAfter(fromDay, day) && isBefore(day, toDay))
  if (said) yield { parts: said.parts, via: [{ kind: said.source }] }
  const holds = ({ rule }: CompiledRule) => isNotAfter(rule.fromDay, day) && isBefore(day, rule.toDay)
  const hangsOn = source === null ? null : spanOn(source, day ?? '')
  if (hangsOn) for (const each of matching) if (each.isDirect && holds(each)) yield layerOf(each)
  if (hangsOn && hangsOn.parts !== WHOLE) {
    yield { parts: hangsOn.parts, via: [{ kind: 'source', resourceId: fact.sourceId! }] }
  }
  for (const each of matching) if (!(hangsOn && each.isDirect) && holds(each)) yield layerOf(each)
}

const layerOf = ({ rule, via }: CompiledRule): Layer => ({ parts: rule.parts, via })

function layered(layers: Iterable<Layer>): Layer {
  let parts: readonly Part[] = WHOLE
  const via: Via[] = []
  for (const layer of layers) {
    const more = laidUnder(parts, layer.parts)
    if (areSameParts(more, parts)) continue
    parts = more
    via.push(...layer.via)
    if (areSettled(parts)) break
  }
  return { parts: merged(parts), via }
}

/** The edges inside a span, sorted, each once, with both ends of it. */
function edgesWithin(
  { fromDay, toDay }: { fromDay: Day | null; toDay: Day | null },
  edges: readonly (Day | null)[],
): (Day | null)[] {
  const inside = edges.filter((day) => day !== null && isBefore(fromDay, day) && isBefore(day, toDay))
  return [fromDay, ...[...new Set(inside)].sort(), toDay]
}

/** Each day with hours of its own, and the months that they stand for. */
const edgesOfHours = ({ days, months }: HoursOfResource): Day[] => [
  ...[...days.keys()].flatMap((day) => [day, nextDay(day)]),
  ...[...months.keys()].flatMap((month) => [monthStart(month), nextMonthStart(month)]),
]

function append(spans: AssignedSpan[], span: AssignedSpan): void {
  const last = spans.at(-1)
  if (last && areSameParts(last.parts, span.parts) && JSON.stringify(last.via) === JSON.stringify(span.via)) {
    spans[spans.length - 1] = { ...last, toDay: span.toDay }
  } else spans.push(span)
}

/** The resources that a rule is for by some name or region that they have or had, whatever else is said of them. */
export function matchedBy(rule: AssignmentRule, resources: readonly Assignable[]): Assignable[] {
  const { matches } = compile(rule)
  return resources.filter((resource) => resource.facts.some((fact) => matches(resource, fact)))
}

/** The keys that are somebody else's on some day from `from` on; null = ever. */
export function reassigned(before: Assignments, after: Assignments, from: Day | null): string[] {
  return [...after.keys()].filter((key) => {
    const [a, b] = [before.get(key), after.get(key)]
    if (!a || !b) return a !== b
    const days = new Set([...a, ...b].map(({ fromDay }) => fromDay).filter((day) => !isNotAfter(day, from)))
    return [from, ...days].some((day) => !areSameParts(spanOn(a, day ?? '').parts, spanOn(b, day ?? '').parts))
  })
}
