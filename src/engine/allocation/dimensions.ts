/** What Barrack does not know of a resource and the books need: whose it is. */
export const DIMENSIONS = ['project', 'owner', 'cost_center'] as const
export type Dimension = (typeof DIMENSIONS)[number]

/** One value of each; null = not assigned. */
export type DimensionValues = Readonly<Record<Dimension, string | null>>

export const NOT_ASSIGNED: DimensionValues = { project: null, owner: null, cost_center: null }

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
