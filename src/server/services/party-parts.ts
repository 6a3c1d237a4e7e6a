import {
  isOf,
  splitByWeight,
  type Assignments,
  type DimensionFilter,
  type DimensionValues,
  type ResourceType,
} from '../../engine/index.ts'
import { partsOn } from './assigned.ts'
import type { RecordPart } from './record-parts.ts'

/** A day of a record, or the share of it that is somebody's. */
export interface PartyPart extends RecordPart {
  readonly values: DimensionValues
}

/** Days of records dealt by whose each resource is on that day, of those that are looked at; shares add up exactly. */
export function partyParts(parts: readonly RecordPart[], assignments: Assignments, only: DimensionFilter): PartyPart[] {
  return parts.flatMap((part) => {
    const resource = { ...part, resourceType: part.resourceType as ResourceType }
    const shares = partsOn(assignments, resource, part.day)
    if (shares.length === 1) {
      const { values } = shares[0]!
      return isOf(values, only) ? [{ ...part, values }] : []
    }
    const billed = splitByWeight(part.billedPicos, shares)
    const expected = part.expectedPicos === null ? null : splitByWeight(part.expectedPicos, shares)
    const checked = splitByWeight(part.checkedPicos, shares)
    const assumed = splitByWeight(part.assumedPicos, shares)
    return shares.flatMap(({ values, weight }, i) => {
      if (weight === 0n || !isOf(values, only)) return []
      const billedPicos = billed[i]!
      const checkedPicos = checked[i]!
      // Where all could be compared, no last unit of a share is left that could not.
      const assumedPicos = part.uncheckablePicos === 0n ? billedPicos - checkedPicos : assumed[i]!
      return [
        {
          ...part,
          values,
          billedPicos,
          expectedPicos: expected && expected[i]!,
          differencePicos: expected && billedPicos - expected[i]!,
          checkedPicos,
          assumedPicos,
          uncheckablePicos: billedPicos - checkedPicos - assumedPicos,
        },
      ]
    })
  })
}
