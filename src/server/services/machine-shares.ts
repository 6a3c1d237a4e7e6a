import type { Account } from '../../db/account-repository.ts'
import {
  calendarOf,
  isOf,
  splitByWeight,
  type Assignments,
  type DimensionFilter,
  type DimensionValues,
} from '../../engine/index.ts'
import type { AppContext } from '../context.ts'
import { partsOn } from './assigned.ts'

/** Whose a machine is, and how much of it, of 1. */
export interface MachineShare {
  readonly values: DimensionValues
  readonly share: number
}

export interface DealtShare extends MachineShare {
  /** Its share of an amount; the shares of a machine add up to the amount exactly. */
  readonly of: (picos: bigint) => bigint
}

export type SharesOf = (machine: { readonly resourceId: string; readonly currency: string | null }) => DealtShare[]

/** What a query says of the dimensions and nothing else of it: forecasts are kept by that. */
export const onlyOf = ({ project, owner, cost_center }: DimensionFilter): DimensionFilter => ({
  project,
  owner,
  cost_center,
})

/** The shares of machines today, of those that are looked at; none where a machine has no such share. */
export function machineShares(
  { clock }: AppContext,
  { zone }: Account,
  assignments: Assignments,
  only: DimensionFilter,
): SharesOf {
  const today = calendarOf(zone).dayOf(clock())
  return ({ resourceId, currency }) => {
    const parts = partsOn(assignments, { resourceType: 'instance', resourceId, currency: currency ?? '' }, today)
    const whole = Number(parts.reduce((sum, { weight }) => sum + weight, 0n))
    return parts.flatMap(({ values, weight }, i) => {
      const share = parts.length === 1 ? 1 : Number(weight) / whole
      return share > 0 && isOf(values, only) ? [{ values, share, of: (picos) => splitByWeight(picos, parts)[i]! }] : []
    })
  }
}
