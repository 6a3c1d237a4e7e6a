import type { Account } from '../../db/account-repository.ts'
import {
  calendarOf,
  isAnyone,
  isOf,
  splitByWeight,
  type DimensionFilter,
  type Part,
  type ResourceType,
} from '../../engine/index.ts'
import type { AppContext } from '../context.ts'
import { assignedOf, partsOn } from './assigned.ts'

/** What of a resource is of those that are looked at. */
export interface PartyShare {
  /** Of 1. */
  readonly ratio: number
  /** Its share of an amount; the shares of all add up to the amount exactly. */
  readonly of: (picos: bigint) => bigint
}

/** Null where no share of a resource is of those that are looked at. */
export type PartyShareOf = (resource: {
  readonly resourceType: ResourceType
  readonly resourceId: string
  readonly currency: string | null
}) => PartyShare | null

const ALL: PartyShare = { ratio: 1, of: (picos) => picos }

/** The shares of resources as they are assigned today; where nobody is named, all of each. */
export async function partyShares(
  { store, clock }: AppContext,
  account: Account,
  only: DimensionFilter,
): Promise<PartyShareOf> {
  if (isAnyone(only)) return () => ALL
  const { assignments } = await assignedOf(store, account)
  const today = calendarOf(account.zone).dayOf(clock())
  return ({ resourceType, resourceId, currency }) =>
    shareOf(partsOn(assignments, { resourceType, resourceId, currency: currency ?? '' }, today), only)
}

function shareOf(parts: readonly Part[], only: DimensionFilter): PartyShare | null {
  const wanted = parts.map(({ values, weight }) => isOf(values, only) && (parts.length === 1 || weight > 0n))
  if (!wanted.includes(true)) return null
  if (!wanted.includes(false)) return ALL
  const sumOf = (amounts: readonly bigint[]) => amounts.reduce((sum, each, i) => (wanted[i] ? sum + each : sum), 0n)
  const weights = parts.map(({ weight }) => weight)
  const whole = weights.reduce((sum, weight) => sum + weight, 0n)
  return { ratio: Number(sumOf(weights)) / Number(whole), of: (picos) => sumOf(splitByWeight(picos, parts)) }
}
