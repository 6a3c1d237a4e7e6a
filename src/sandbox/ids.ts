import { hashOf } from './random.ts'

const SIX_DIGITS = 900_000
/** Has no factor in common with 900,000, so that no two numbers meet. */
const STEP = 611_953

/** A number of the account as six digits that look drawn: every number below 900,000 gets its own; later ones are longer. */
export function digitsOf(number: number, seed: number): string {
  if (number >= SIX_DIGITS) return String(1_000_000 + number)
  return String(100_000 + ((number * STEP + (hashOf(`ids|${seed}`) % SIX_DIGITS)) % SIX_DIGITS))
}

/** 'D' instance, 'V' volume, 'S' snapshot, 'I' image. */
export function resourceId(number: number, suffix: 'D' | 'V' | 'S' | 'I', seed: number): string {
  return `BRK-${digitsOf(number, seed)}${suffix}`
}

/**
 * The id of the nth billing record of a resource: the first shows the digits of its resource as the documents do
 * (BRK-123456D is billed as BRK-123456DB), later ones add their ordinal in four digits (BRK-1234560002DB).
 * So an id never depends on what other resources did.
 */
export function billingId(resourceId: string, ordinal: number): string {
  const digits = resourceId.slice(4, -1)
  const suffix = resourceId.slice(-1)
  if (suffix === 'V') return `VBILL_${hexOf(`${resourceId}|${ordinal}`)}`
  return `BRK-${digits}${ordinal === 0 ? '' : String(ordinal + 1).padStart(4, '0')}${suffix}B`
}

/** Ten hexadecimal digits of a text. */
function hexOf(text: string): string {
  return (hashOf(text) % 16 ** 10).toString(16).padStart(10, '0')
}

/** Eight hexadecimal digits for `request_id`: a function of what was asked and when, so that an answer can be repeated. */
export function requestIdOf(text: string): string {
  return (hashOf(text) % 16 ** 8).toString(16).padStart(8, '0')
}
