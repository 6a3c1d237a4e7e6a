import {
  partyOutcomes,
  whatIf,
  type Dimension,
  type PartyPlan,
  type PlanBaseline,
  type Scenario,
  type ScenarioProblem,
  type StockNeed,
} from '../../engine/index.ts'
import { toOutcomeDto } from './outcome-dto.ts'

/** What a scenario comes to, as the JSON that is answered, left open for its stock, and the GPUs that it needs; or what is wrong with it. */
export type OutcomeJson =
  | { readonly kind: 'outcome'; readonly json: Uint8Array<ArrayBuffer>; readonly needs: readonly StockNeed[] }
  | { readonly kind: 'refused'; readonly problems: readonly ScenarioProblem[] }

/** By whom the outcome is told too, and what the plan as it stands costs of each. */
export interface AskedParties {
  readonly dimension: Dimension
  readonly plans: readonly PartyPlan[]
}

/** One scenario of a plan, written where it is calculated: bytes are handed over, objects are copied. */
export function outcomeJson(
  baseline: PlanBaseline,
  scenario: Scenario,
  {
    accounts,
    withPieces,
    parties,
  }: { accounts: ReadonlyMap<string, PlanBaseline>; withPieces: boolean; parties: AskedParties | null },
): OutcomeJson {
  const result = whatIf(baseline, scenario, { accounts })
  if (result.kind === 'refused') return result
  const needs = result.stock.map(({ chance: _, ...need }) => need)
  return {
    kind: 'outcome',
    json: openObject(
      toOutcomeDto(result, { withPieces, parties: parties && partyOutcomes(result, baseline, parties) }),
    ),
    needs,
  }
}

/** The bytes of an object but for its last brace: whoever has more to say puts it behind. */
export const openObject = (value: object): Uint8Array<ArrayBuffer> =>
  new TextEncoder().encode(JSON.stringify(value).slice(0, -1))
