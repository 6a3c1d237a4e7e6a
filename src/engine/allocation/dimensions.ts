/** What Barrack does not know of a resource and the books need: whose it is. */
export const DIMENSIONS = ['project', 'owner', 'cost_center'] as const
export type Dimension = (typeof DIMENSIONS)[number]

/** One value of each; null = not assigned. */
export type DimensionValues = Readonly<Record<Dimension, string | null>>

export const NOT_ASSIGNED: DimensionValues = { project: null, owner: null, cost_center: null }

/** What selects in a filter what has no value of a dimension. */
export const NOT_ASSIGNED_FILTER = 'not assigned'

/** What is looked at of the dimensions; a dimension that is not told does not narrow. */
export type DimensionFilter = Partial<Readonly<Record<Dimension, string | undefined>>>

/** Whether nothing of it narrows. */
export const isAnyone = (only: DimensionFilter): boolean =>
  DIMENSIONS.every((dimension) => only[dimension] === undefined)

/** Whether values are all that is told: ('lab', 'anna') is of { project: 'lab' }; no owner is of { owner: 'not assigned' }. */
export const isOf = (values: DimensionValues, only: DimensionFilter): boolean =>
  DIMENSIONS.every(
    (dimension) => only[dimension] === undefined || (values[dimension] ?? NOT_ASSIGNED_FILTER) === only[dimension],
  )

/** Says the same of every dimension. */
export const areSameValues = (a: DimensionValues, b: DimensionValues): boolean =>
  DIMENSIONS.every((dimension) => a[dimension] === b[dimension])

/** What `above` leaves open is taken from `below`. */
export const filled = (above: DimensionValues, below: DimensionValues): DimensionValues => ({
  project: above.project ?? below.project,
  owner: above.owner ?? below.owner,
  cost_center: above.cost_center ?? below.cost_center,
})

export const isFull = (values: DimensionValues): boolean => DIMENSIONS.every((dimension) => values[dimension] !== null)
