/** Where in a list sorted by `valueOf` the first one of at least `value` stands; its length where there is none. */
export function firstFrom<T>(sorted: readonly T[], value: number, valueOf: (one: T) => number): number {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (valueOf(sorted[middle]!) < value) low = middle + 1
    else high = middle
  }
  return low
}
