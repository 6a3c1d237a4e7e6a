/**
 * Chance without a state: a draw depends on the seed and the words given and on nothing that was drawn before,
 * so any day of any machine can be made alone and comes out the same whenever it is asked for.
 */
export function draw(seed: number, ...words: (string | number)[]): number {
  return hashOf(`${seed}|${words.join('|')}`) / 2 ** 53
}

/** Whole number in [least, most]. */
export function drawInteger(least: number, most: number, seed: number, ...words: (string | number)[]): number {
  return least + Math.floor(draw(seed, ...words) * (most - least + 1))
}

/** One of the list. */
export function drawOne<T>(list: readonly [T, ...T[]], seed: number, ...words: (string | number)[]): T {
  return list[Math.floor(draw(seed, ...words) * list.length)] ?? list[0]
}

/** A 53-bit hash of a text (cyrb53): stable over platforms and versions. */
export function hashOf(text: string): number {
  let high = 0xdeadbeef
  let low = 0x41c6ce57
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index)
    high = Math.imul(high ^ code, 2654435761)
    low = Math.imul(low ^ code, 1597334677)
  }
  high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909)
  low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909)
  return 4294967296 * (2097151 & low) + (high >>> 0)
}
