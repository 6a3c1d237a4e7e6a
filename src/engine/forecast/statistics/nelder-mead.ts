/** Closed interval that one parameter may not leave. */
export type Bound = readonly [low: number, high: number]

type Vertex = { point: number[]; loss: number }

const inside = (point: readonly number[], bounds: readonly Bound[]) =>
  point.map((value, i) => Math.min(bounds[i]![1], Math.max(bounds[i]![0], value)))

/**
 * Minimises `loss` inside a box by the downhill simplex of Nelder and Mead (reflection 1, expansion 2, contraction 1/2,
 * shrink 1/2). Points outside are moved to the nearest point of the box before they are tried.
 *
 * The cost is bounded by `evaluations` and nothing is random: equal input gives an equal answer.
 */
export function nelderMead(
  loss: (point: readonly number[]) => number,
  start: readonly number[],
  bounds: readonly Bound[],
  { evaluations, step = 0.1, tolerance = 1e-8 }: { evaluations: number; step?: number; tolerance?: number },
): { point: number[]; loss: number; evaluations: number } {
  let used = 0
  const at = (raw: readonly number[]): Vertex => {
    const point = inside(raw, bounds)
    const value = loss(point)
    used++
    return { point, loss: Number.isFinite(value) ? value : Number.MAX_VALUE }
  }
  const size = start.length
  const first = at(start)
  const simplex = [first]
  for (let i = 0; i < size; i++) {
    const [low, high] = bounds[i]!
    const length = step * (high - low)
    const corner = first.point.slice()
    corner[i]! += corner[i]! + length <= high ? length : -length
    simplex.push(at(corner))
  }
  const byLoss = (a: Vertex, b: Vertex) => a.loss - b.loss
  simplex.sort(byLoss)
  while (used < evaluations) {
    const best = simplex[0]!
    const worst = simplex[size]!
    if (worst.loss - best.loss <= tolerance * Math.abs(best.loss)) break
    const centre = best.point.map((_, i) => {
      let sum = 0
      for (let v = 0; v < size; v++) sum += simplex[v]!.point[i]!
      return sum / size
    })
    const towards = (factor: number) => at(centre.map((c, i) => c + factor * (c - worst.point[i]!)))
    const reflected = towards(1)
    if (reflected.loss < best.loss) {
      const expanded = towards(2)
      simplex[size] = expanded.loss < reflected.loss ? expanded : reflected
    } else if (reflected.loss < simplex[size - 1]!.loss) {
      simplex[size] = reflected
    } else {
      const contracted = towards(reflected.loss < worst.loss ? 0.5 : -0.5)
      if (contracted.loss < Math.min(worst.loss, reflected.loss)) simplex[size] = contracted
      else
        for (let v = 1; v <= size; v++)
          simplex[v] = at(simplex[v]!.point.map((value, i) => best.point[i]! + (value - best.point[i]!) / 2))
    }
    simplex.sort(byLoss)
  }
  return { ...simplex[0]!, evaluations: used }
}
