/** ISO 4217, upper case. Two amounts of different currencies are never added: they belong to different wallets. */
export type Currency = string

/** One unit of a currency in picos. Micro-units lose token and hibernation prices (0.01 an hour is 87.60 a year). */
export const PICOS = 1_000_000_000_000n

const PLACES = 12
const DECIMAL = /^([+-]?)(\d+)(?:\.(\d*))?(?:[eE]([+-]?\d{1,3}))?$/

/**
 * Reads a decimal amount exactly into 1e-12 units; what lies beyond twelve places is rounded half-even.
 * '2.49' -> 2_490_000_000_000n. Numbers are taken by their shortest decimal text. Throws where it is no decimal.
 */
export function parsePicos(decimal: string | number): bigint {
  const match = DECIMAL.exec(String(decimal))
  if (!match) throw new RangeError(`not a decimal amount: ${JSON.stringify(decimal)}`)
  const [, sign, whole, fraction = '', exponent = '0'] = match
  const digits = BigInt(whole! + fraction)
  const shift = PLACES - fraction.length + Number(exponent)
  const picos = shift >= 0 ? digits * 10n ** BigInt(shift) : mulDiv(digits, 1n, 10n ** BigInt(-shift))
  return sign === '-' ? -picos : picos
}

/** Writes picos as a plain decimal: no exponent, no trailing zeros. 2_490_000_000_000n -> '2.49'. */
export function formatPicos(picos: bigint): string {
  const digits = (picos < 0n ? -picos : picos).toString().padStart(PLACES + 1, '0')
  const point = digits.length - PLACES
  let end = digits.length
  while (end > point && digits[end - 1] === '0') end--
  const fraction = end === point ? '' : `.${digits.slice(point, end)}`
  return (picos < 0n ? '-' : '') + digits.slice(0, point) + fraction
}

/**
 * a x num / den, rounded half-even: the only rounding of money. mulDiv(5n, 1n, 2n) = 2n, mulDiv(7n, 1n, 2n) = 4n.
 * Throws on a zero denominator.
 */
export function mulDiv(a: bigint, num: bigint, den: bigint): bigint {
  const product = den < 0n ? -a * num : a * num
  const divisor = den < 0n ? -den : den
  const quotient = product / divisor
  const remainder = product - quotient * divisor
  if (remainder === 0n) return quotient
  const twice = remainder < 0n ? -2n * remainder : 2n * remainder
  if (twice < divisor || (twice === divisor && quotient % 2n === 0n)) return quotient
  return product < 0n ? quotient - 1n : quotient + 1n
}

/**
 * Splits a total by whole, non-negative weights so that the shares add up to it exactly: everybody gets the floor of
 * their part, the units left over go to the largest remainders, of equals to the first.
 * allocate(100n, [1, 1, 1]) = [34n, 33n, 33n]. Where all weights are zero the shares are equal.
 *
 * Equal weights share one division: a record of half a year is thousands of hours, nearly all of 3600 seconds.
 * Throws where there is nobody to give to, and on a negative weight.
 */
export function allocate(total: bigint, weights: readonly (bigint | number)[]): bigint[] {
  if (weights.length === 0) throw new RangeError('nothing to allocate to')
  if (weights.length === 1 && weights[0]! >= 0) return [total]
  let sum = 0n
  const classes = new Map<bigint | number, { count: number; floor: bigint; rest: bigint; extra: number }>()
  for (const weight of weights) {
    if (weight < 0) throw new RangeError(`negative weight: ${weight}`)
    const known = classes.get(weight)
    if (known) known.count++
    else classes.set(weight, { count: 1, floor: 0n, rest: 0n, extra: 0 })
  }
  for (const [weight, members] of classes) sum += BigInt(weight) * BigInt(members.count)
  if (sum === 0n) return allocate(total, new Array<number>(weights.length).fill(1))

  const size = total < 0n ? -total : total
  let left = size
  for (const [weight, members] of classes) {
    const product = size * BigInt(weight)
    members.floor = product / sum
    members.rest = product - members.floor * sum
    left -= members.floor * BigInt(members.count)
  }
  let leftOver = Number(left)
  for (const members of [...classes.values()].sort((a, b) => (a.rest < b.rest ? 1 : a.rest > b.rest ? -1 : 0))) {
    members.extra = Math.min(leftOver, members.count)
    leftOver -= members.extra
    if (leftOver === 0) break
  }
  return weights.map((weight) => {
    const members = classes.get(weight)!
    const share = members.extra > 0 ? members.floor + 1n : members.floor
    if (members.extra > 0) members.extra--
    return total < 0n ? -share : share
  })
}
