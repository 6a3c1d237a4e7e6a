import { areSameValues, filled, isFull, NOT_ASSIGNED, type DimensionValues } from './dimensions.ts'

/** A share of a resource's cost and whose it is; one part alone is all of it, whatever its weight. */
export interface Part {
  readonly values: DimensionValues
  /** Not negative; only how the weights of one resource compare counts. */
  readonly weight: bigint
}

export const WHOLE: readonly [Part] = [{ values: NOT_ASSIGNED, weight: 1n }]

/**
 * Lays one source of assignments under those above it: what they say stands, what they leave open is taken from it. The
 * first source with several parts splits the resource; a further split below it is passed over, since two splits of one
 * machine would have to be multiplied.
 */
export function laidUnder(above: readonly Part[], below: readonly Part[]): readonly Part[] {
  if (below.length === 1) {
    const [{ values }] = below as [Part]
    return above.map((part) => ({ ...part, values: filled(part.values, values) }))
  }
  if (above.length > 1 || below.length === 0) return above
  const [{ values }] = above as [Part]
  return below.map((part) => ({ ...part, values: filled(values, part.values) }))
}

/** Whether nothing below can add anything. */
export const areSettled = (parts: readonly Part[]): boolean => parts.every(({ values }) => isFull(values))

/** The same with parts of equal values put together and those of no weight left out. */
export function merged(parts: readonly Part[]): readonly Part[] {
  if (parts.length === 1) return parts[0]!.weight === 1n ? parts : [{ ...parts[0]!, weight: 1n }]
  const kept: Part[] = []
  for (const part of parts) {
    if (part.weight === 0n) continue
    const same = kept.findIndex(({ values }) => areSameValues(values, part.values))
    if (same === -1) kept.push(part)
    else kept[same] = { ...part, weight: kept[same]!.weight + part.weight }
  }
  if (kept.length === 1) return [{ ...kept[0]!, weight: 1n }]
  return kept.length === 0 ? WHOLE : kept
}

export const areSameParts = (a: readonly Part[], b: readonly Part[]): boolean =>
  a === b ||
  (a.length === b.length &&
    a.every((part, i) => areSameValues(part.values, b[i]!.values) && part.weight === b[i]!.weight))

/**
 * Splits a total by the weights of the parts, rounding the running sum toward zero: the parts add up to the total
 * exactly, each is right to one pico, and SQL's `div` gives the same. 100 by 1, 1, 1 is 33, 33, 34.
 */
export function splitByWeight(total: bigint, parts: readonly Part[]): bigint[] {
  const whole = parts.reduce((sum, { weight }) => sum + weight, 0n)
  let weight = 0n
  let given = 0n
  return parts.map((part) => {
    weight += part.weight
    const upTo = whole === 0n ? total : (total * weight) / whole
    const share = upTo - given
    given = upTo
    return share
  })
}
