import type { DayCharge } from '../rating/charge.ts'
import type { DimensionValues } from './dimensions.ts'
import { splitByWeight, type Part } from './parts.ts'

/** A charge, or a part of one, and whose it is. */
export interface AssignedCharge {
  readonly charge: DayCharge
  readonly values: DimensionValues
}

/** A charge by the parts of its resource; the amounts of the parts add up to those of the charge exactly. */
export function splitCharge(charge: DayCharge, parts: readonly Part[]): AssignedCharge[] {
  if (parts.length === 1) return [{ charge, values: parts[0]!.values }]
  const billed = splitByWeight(charge.billedPicos, parts)
  const quantity = splitByWeight(charge.quantityPicos, parts)
  const seconds = splitByWeight(BigInt(charge.seconds), parts)
  const expected = charge.expectedPicos === null ? null : splitByWeight(charge.expectedPicos, parts)
  return parts.map(({ values }, i) => ({
    values,
    charge: {
      ...charge,
      billedPicos: billed[i]!,
      quantityPicos: quantity[i]!,
      seconds: Number(seconds[i]!),
      expectedPicos: expected && expected[i]!,
    },
  }))
}
