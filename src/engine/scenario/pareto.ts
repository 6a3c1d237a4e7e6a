/** A way of doing it: both are better when smaller. */
export interface CostAndTime {
  readonly costPicos: bigint
  readonly finishAt: number
}

/**
 * The places of those that no other beats: none is both as cheap and as early, and better in one of them. Of equals the
 * first. From the earliest on, which is the dearest of them.
 */
export function paretoFront(options: readonly CostAndTime[]): number[] {
  const order = options.map((_, i) => i)
  order.sort((a, b) => {
    const [first, second] = [options[a]!, options[b]!]
    if (first.finishAt !== second.finishAt) return first.finishAt - second.finishAt
    return first.costPicos < second.costPicos ? -1 : first.costPicos > second.costPicos ? 1 : a - b
  })
  const front: number[] = []
  let cheapest: bigint | null = null
  for (const i of order) {
    const { costPicos } = options[i]!
    if (cheapest !== null && costPicos >= cheapest) continue
    cheapest = costPicos
    front.push(i)
  }
  return front
}
