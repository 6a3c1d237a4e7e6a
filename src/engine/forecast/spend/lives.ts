import type { Stretch } from './spend-record.ts'

/** One resource: its stretches in the order of their starts, and for each the latest end of it and those before. */
export type Life = {
  readonly resource: string
  readonly stretches: readonly Stretch[]
  readonly bornAt: number
  readonly latestEnds: Float64Array
}

/** What a kind did: its stretches in the order of their starts, and the same by resource, in the order of the births. */
export type KindHistory = { readonly stretches: readonly Stretch[]; readonly lives: readonly Life[] }

/** Stretches as `stretchesOf` gives them. */
export function kindHistory(stretches: readonly Stretch[]): KindHistory {
  const lives = [...Map.groupBy(stretches, ({ resource }) => resource)].map(([resource, own]): Life => {
    let latest = -Infinity
    const latestEnds = Float64Array.from(own, ({ to }) => (latest = Math.max(latest, to)))
    return { resource, stretches: own, bornAt: own[0]!.from, latestEnds }
  })
  return { stretches, lives }
}

/** The stretches of a life that had begun before `at`; a life without any was not there. */
export function begunBy({ stretches }: Life, at: number): number {
  let low = 0
  let high = stretches.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (stretches[middle]!.from < at) low = middle + 1
    else high = middle
  }
  return low
}

/** When a life had ended, as it was known at `at` with so many stretches begun; Infinity where it was still on. */
export function endKnownAt({ latestEnds }: Life, begun: number, at: number): number {
  const end = latestEnds[begun - 1]!
  return end > at ? Infinity : end
}
