/**
 * Locally weighted regression on equally spaced points, the smoother inside STL (Cleveland et al. 1990), with the same
 * neighbourhoods, jumps and guards as the Fortran that R ships, so that components agree to rounding.
 */
export type LoessOptions = { window: number; degree: 0 | 1; jump: number }

/** Weights of one local fit: the smoothed value is the sum of weights[j] x y[left + j]. Null when all weights are zero. */
type LocalFit = Float64Array | null

function localFit(
  count: number,
  { window, degree }: LoessOptions,
  at: number,
  left: number,
  right: number,
  robustness: Float64Array | null,
): LocalFit {
  let reach = Math.max(at - left, right - at)
  if (window > count) reach += Math.trunc((window - count) / 2)
  const far = 0.999 * reach
  const near = 0.001 * reach
  const weights = new Float64Array(right - left + 1)
  let sum = 0
  for (let j = left; j <= right; j++) {
    const distance = Math.abs(j - at)
    if (distance > far) continue
    let weight = 1
    if (distance > near) {
      const share = distance / reach
      const rest = 1 - share * share * share
      weight = rest * rest * rest
    }
    if (robustness) weight *= robustness[j]!
    weights[j - left] = weight
    sum += weight
  }
  if (sum <= 0) return null
  for (let j = 0; j < weights.length; j++) weights[j]! /= sum
  if (reach > 0 && degree === 1) {
    let centre = 0
    for (let j = 0; j < weights.length; j++) centre += weights[j]! * (left + j)
    let spread = 0
    for (let j = 0; j < weights.length; j++) spread += weights[j]! * (left + j - centre) ** 2
    if (Math.sqrt(spread) > 0.001 * (count - 1)) {
      const slope = (at - centre) / spread
      for (let j = 0; j < weights.length; j++) weights[j]! *= slope * (left + j - centre) + 1
    }
  }
  return weights
}

/**
 * A smoother for series of `count` points. Local fits without robustness weights depend on the place alone, and most
 * places look alike, so they are computed once and kept: that is most of the speed of MSTL.
 */
export class Loess {
  readonly #count: number
  readonly #options: LoessOptions
  readonly #fits = new Map<number, LocalFit>()

  constructor(count: number, options: LoessOptions) {
    this.#count = count
    this.#options = options
  }

  /** The value at place `at`, fitted on the points left..right, or `otherwise` where all weights are zero. */
  at(
    y: Float64Array,
    at: number,
    left: number,
    right: number,
    robustness: Float64Array | null,
    otherwise: number,
  ): number {
    let fit: LocalFit
    if (robustness) fit = localFit(this.#count, this.#options, at, left, right, robustness)
    else {
      // The neighbourhood's length is fixed by count and window, so the offset names the shape.
      const key = at - left
      const known = this.#fits.get(key)
      fit = known === undefined ? localFit(this.#count, this.#options, at, left, right, null) : known
      if (known === undefined) this.#fits.set(key, fit)
    }
    if (!fit) return otherwise
    let value = 0
    for (let j = 0; j < fit.length; j++) value += fit[j]! * y[left + j]!
    return value
  }

  /** Smooths y into out[offset..offset + count - 1]; between the places hit by `jump` it interpolates linearly. */
  smooth(y: Float64Array, out: Float64Array, offset: number, robustness: Float64Array | null): void {
    const count = this.#count
    const { window } = this.#options
    if (count < 2) {
      out[offset] = y[0]!
      return
    }
    const jump = Math.min(this.#options.jump, count - 1)
    const half = Math.trunc((window + 1) / 2)
    let left = 0
    let right = Math.min(window, count) - 1
    for (let i = 0; i < count; i += jump) {
      if (window < count) {
        if (jump === 1) {
          if (i >= half && right !== count - 1) {
            left++
            right++
          }
        } else {
          left = i + 1 < half ? 0 : i + 1 >= count - half + 1 ? count - window : i + 1 - half
          right = left + window - 1
        }
      }
      out[offset + i] = this.at(y, i, left, right, robustness, y[i]!)
    }
    if (jump === 1) return
    const last = Math.trunc((count - 1) / jump) * jump
    for (let i = 0; i < last; i += jump) this.#line(out, offset + i, offset + i + jump)
    if (last !== count - 1) {
      out[offset + count - 1] = this.at(y, count - 1, left, right, robustness, y[count - 1]!)
      this.#line(out, offset + last, offset + count - 1)
    }
  }

  #line(out: Float64Array, from: number, to: number): void {
    const slope = (out[to]! - out[from]!) / (to - from)
    for (let j = from + 1; j < to; j++) out[j] = out[from]! + slope * (j - from)
  }
}
