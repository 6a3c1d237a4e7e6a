/** Amounts of money inside the sandbox: whole 1e-12 of the currency, so that nothing is lost before the last rounding. */
export const PICOS_PER_UNIT = 1_000_000_000_000n

/** '2.29' -> 2_290_000_000_000n. At most 12 decimals. */
export function picosOf(decimal: string): bigint {
  const match = /^(-?)(\d+)(?:\.(\d{1,12}))?$/.exec(decimal)
  if (!match) throw new RangeError(`'${decimal}' is not a decimal number with at most 12 decimals`)
  const [, sign, whole = '0', fraction = ''] = match
  const picos = BigInt(whole) * PICOS_PER_UNIT + BigInt(fraction.padEnd(12, '0'))
  return sign ? -picos : picos
}

/** numerator / denominator to the nearest whole number, ties to the even one: 5/2 -> 2, 7/2 -> 4, -5/2 -> -2. */
export function divideHalfEven(numerator: bigint, denominator: bigint): bigint {
  if (denominator < 0n) return divideHalfEven(-numerator, -denominator)
  const floor = numerator / denominator - (numerator < 0n && numerator % denominator !== 0n ? 1n : 0n)
  const twice = 2n * (numerator - floor * denominator)
  if (twice === denominator) return floor + (((floor % 2n) + 2n) % 2n)
  return twice > denominator ? floor + 1n : floor
}

/** numerator / denominator picos as a decimal string, rounded half-even to `places`: (10n ** 12n, 3n, 4) -> '0.3333'. */
export function decimalOf(numerator: bigint, denominator: bigint, places: number): string {
  const scaled = divideHalfEven(numerator * 10n ** BigInt(places), denominator * PICOS_PER_UNIT)
  const digits = (scaled < 0n ? -scaled : scaled).toString().padStart(places + 1, '0')
  const whole = digits.slice(0, digits.length - places)
  const fraction = places > 0 ? digits.slice(-places).replace(/0+$/, '') : ''
  return `${scaled < 0n ? '-' : ''}${whole}${fraction ? `.${fraction}` : ''}`
}

/** Picos rounded half-even to `places` decimals, still in picos. */
export function roundPicos(numerator: bigint, denominator: bigint, places: number): bigint {
  const step = 10n ** BigInt(12 - places)
  return divideHalfEven(numerator, denominator * step) * step
}

/** Picos as the JSON number that the API shows; amounts here have at most 6 decimals and stay exact to the digit shown. */
export function numberOf(picos: bigint): number {
  return Number(decimalOf(picos, 1n, 12))
}
