import type { Day } from '../time.ts'
import type { ResourceType } from '../usage/resource.ts'
import type { DimensionValues } from './dimensions.ts'
import type { Part } from './parts.ts'

/** Which resources a rule is for: all that is told has to match. */
export interface RuleMatch {
  /** With * for any text: 'dev-*'. */
  readonly name?: string | undefined
  readonly ids?: readonly string[] | undefined
  readonly region?: string | undefined
  /** The wallet. */
  readonly currency?: string | undefined
  readonly type?: ResourceType | undefined
}

/** One of the ordered rules: of those that match, the first that says something of a dimension counts for it. */
export interface AssignmentRule {
  readonly ruleId: number
  readonly match: RuleMatch
  /** [fromDay, toDay); null = without end on that side. */
  readonly fromDay: Day | null
  readonly toDay: Day | null
  readonly parts: readonly Part[]
}

/** What a person said of one resource, by hand or in a file; of several that hold on a day the one that began last counts. */
export interface DirectAssignment {
  readonly resourceId: string
  readonly fromDay: Day | null
  readonly toDay: Day | null
  readonly parts: readonly Part[]
  readonly source: 'hand' | 'file'
}

/** Time for which somebody used a shared machine on one day. */
export interface UseHours {
  readonly resourceId: string
  readonly day: Day
  readonly values: DimensionValues
  /** 1e-12 of an hour. */
  readonly hoursPicos: bigint
}

/** What rules look at, and since when it has been so; the first holds for all time before as well. */
export interface AssignableFact {
  readonly fromDay: Day | null
  readonly name: string
  readonly region: string | null
  /** The machine that a volume is attached to, a snapshot was taken of, or the snapshot of an image. */
  readonly sourceId: string | null
}

export interface Assignable {
  /** Of `assignmentKey`. */
  readonly key: string
  readonly resourceId: string
  readonly type: ResourceType
  readonly currency: string | null
  /** At least one, in the order of time. */
  readonly facts: readonly AssignableFact[]
}

/** Under which its spans are found: an AI model is used in several wallets, and rules may tell them apart. */
export const assignmentKey = (type: ResourceType, resourceId: string, currency: string | null): string =>
  type === 'ai_model' ? `${resourceId} ${currency ?? ''}` : resourceId

/** What took part in an assignment, the most telling first. */
export type Via =
  | { readonly kind: 'hours' }
  /** As it stood when the month was closed. */
  | { readonly kind: 'closed' }
  | { readonly kind: 'hand' | 'file' }
  | { readonly kind: 'rule'; readonly ruleId: number }
  | { readonly kind: 'source'; readonly resourceId: string }

/** Whose a resource is over [fromDay, toDay); null = without end on that side. */
export interface AssignedSpan {
  readonly fromDay: Day | null
  readonly toDay: Day | null
  /** Their weights split the cost of the resource. */
  readonly parts: readonly Part[]
  readonly via: readonly Via[]
}
