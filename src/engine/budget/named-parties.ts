import {
  DIMENSIONS,
  isOf,
  NOT_ASSIGNED_FILTER,
  type Dimension,
  type DimensionFilter,
  type DimensionValues,
} from '../allocation/dimensions.ts'

/** Whom something is for: of each dimension one of the names, any where there is none; no name at all: the whole wallet. */
export type NamedParties = Readonly<Record<Dimension, readonly string[]>>

/**
 * Whether a budget or grant is for those that are looked at: it names them, or somebody who has a part of both. One for
 * anna is for project lab where a machine of lab is hers; one that names nobody is for 'not assigned' alone.
 * @param parts Whose the resources are, share by share.
 */
export function isForParties(named: NamedParties, only: DimensionFilter, parts: readonly DimensionValues[]): boolean {
  const asked = DIMENSIONS.filter((dimension) => only[dimension] !== undefined)
  const isNamed = asked.every((dimension) => {
    const wanted = only[dimension]!
    return named[dimension].length === 0 ? wanted === NOT_ASSIGNED_FILTER : named[dimension].includes(wanted)
  })
  if (isNamed) return true
  if (DIMENSIONS.every((dimension) => named[dimension].length === 0)) return false
  return parts.some((values) => isOf(values, only) && isNamedIn(named, values))
}

const isNamedIn = (named: NamedParties, values: DimensionValues): boolean =>
  DIMENSIONS.every(
    (dimension) => named[dimension].length === 0 || named[dimension].includes(values[dimension] ?? NOT_ASSIGNED_FILTER),
  )
