import type { Part } from './books-api.ts'
import { count } from './format.ts'

export const DIMENSIONS = ['project', 'owner', 'cost_center'] as const
export type Dimension = (typeof DIMENSIONS)[number]

export const DIMENSION_LABELS: Readonly<Record<Dimension, string>> = {
  project: 'Project',
  owner: 'Owner',
  cost_center: 'Cost center',
}

/** Said where nobody has said whose something is, and what the filter for that is called. */
export const NOT_ASSIGNED = 'not assigned'

/** 'lab, ann@example.org, 70'; of a shared machine 'lab 25 %, shop 75 %'. */
export function partsText(parts: readonly Part[]): string {
  if (parts.length === 1) return valuesText(parts[0]!)
  const whole = parts.reduce((sum, { share }) => sum + Number(share), 0)
  return parts.map((part) => `${valuesText(part)} ${count((Number(part.share) / whole) * 100, 1)} %`).join('; ')
}

/** What of one dimension: 'lab', of a shared machine 'lab, shop'. */
export function valueText(parts: readonly Part[], dimension: Dimension): string {
  const values = new Set(parts.map((part) => part[dimension] ?? NOT_ASSIGNED))
  return [...values].join(', ')
}

export const isAssigned = (parts: readonly Part[]): boolean =>
  parts.some((part) => DIMENSIONS.some((dimension) => part[dimension] !== null))

/** Whether any part is of those that are looked at. */
export const hasPart = (parts: readonly Part[], wanted: Readonly<Record<Dimension, string | null>>): boolean =>
  parts.some((part) =>
    DIMENSIONS.every(
      (dimension) => wanted[dimension] === null || (part[dimension] ?? NOT_ASSIGNED) === wanted[dimension],
    ),
  )

function valuesText(part: Part): string {
  const values = DIMENSIONS.flatMap((dimension) => part[dimension] ?? [])
  return values.length === 0 ? NOT_ASSIGNED : values.join(', ')
}

const TYPES: Readonly<Record<string, string>> = {
  instance: 'machine',
  volume: 'volume',
  snapshot: 'snapshot',
  image: 'image',
  public_ip: 'public address',
  ai_model: 'AI model',
}

export const typeText = (type: string): string => TYPES[type] ?? type
