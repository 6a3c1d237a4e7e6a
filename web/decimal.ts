const PLACES = 12
const ONE = 10n ** BigInt(PLACES)

/** Exact value of a decimal string of the API ('1240.5') in 1e-12. Throws on anything else. */
export function picosOf(value: string): bigint {
  const match = /^(-?)(\d+)(?:\.(\d{1,12}))?$/.exec(value)
  if (!match) throw new TypeError(`Not a decimal amount: ${value}`)
  const [, sign, whole = '0', fraction = ''] = match
  const picos = BigInt(whole) * ONE + BigInt(fraction.padEnd(PLACES, '0'))
  return sign ? -picos : picos
}

/** The decimal string of an amount in 1e-12, without trailing zeros: 1240500000000000n is '1240.5'. */
export function decimalOf(picos: bigint): string {
  const size = picos < 0n ? -picos : picos
  const fraction = (size % ONE).toString().padStart(PLACES, '0').replace(/0+$/, '')
  return `${picos < 0n ? '-' : ''}${size / ONE}${fraction ? `.${fraction}` : ''}`
}

/** a - b, exact. */
export function minus(a: string, b: string): string {
  return decimalOf(picosOf(a) - picosOf(b))
}

/** The sum of amounts of one wallet, exact. The caller sees to it that they are of one currency. */
export function sum(values: Iterable<string>): string {
  let total = 0n
  for (const value of values) total += picosOf(value)
  return decimalOf(total)
}

/** An hourly amount times a whole number of hours, exact. */
export function times(value: string, count: number): string {
  return decimalOf(picosOf(value) * BigInt(count))
}

/** Rounded to `digits` places, half away from zero, so that shown parts can be made to add up to the shown whole. */
export function rounded(value: string, digits: number): string {
  const picos = picosOf(value)
  const step = 10n ** BigInt(PLACES - digits)
  const size = picos < 0n ? -picos : picos
  const up = ((size + step / 2n) / step) * step
  return decimalOf(picos < 0n ? -up : up)
}

/** Positive, zero or negative, as for a sort. */
export function compare(a: string, b: string): number {
  const difference = picosOf(a) - picosOf(b)
  return difference > 0n ? 1 : difference < 0n ? -1 : 0
}
