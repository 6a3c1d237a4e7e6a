/** A corner of the simplex and what is lost there. */
type Corner = { point: number[]; loss: number }

/** What counts as the loss where there is none: outside of the bounds, or where it is not a number. */
const FORBIDDEN = 1e35

/**
 * Minimises `loss` from `start` by the simplex of Nelder and Mead (1965) in the form of Nash (Compact Numerical Methods for
 * Computers, 1990, algorithm 19), which R's `optim` and `ets` go by too: reflection 1, contraction 1/2, expansion 2.
 *
 * The other corners of the first simplex lie a tenth of the largest start value along each axis. A reflected corner that
 * is no new best takes the place of the worst if it is better, and a contraction is tried from there in either case. It
 * ends when all corners are within `tolerance` x (|loss at start| + tolerance). A loss of Infinity is a wall.
 *
 * `nelderMead` beside this one searches longer and inside a box; this one ends where R ends, early on flat ground too.
 */
export function simplexSearch(
  loss: (point: readonly number[]) => number,
  start: readonly number[],
  { evaluations, tolerance = Math.sqrt(Number.EPSILON) }: { evaluations: number; tolerance?: number },
): { point: number[]; loss: number; evaluations: number } {
  let used = 0
  const at = (point: number[]): Corner => {
    used++
    const value = loss(point)
    return { point, loss: Number.isFinite(value) ? value : FORBIDDEN }
  }
  const first = at([...start])
  const enough = tolerance * (Math.abs(first.loss) + tolerance)
  const step = 0.1 * Math.max(...start.map(Math.abs)) || 0.1
  const corners = [first, ...start.map((_, axis) => at(start.map((v, i) => (i === axis ? v + step : v))))]
  let extent = step * start.length
  while (used < evaluations) {
    const low = indexOf(corners, (a, b) => a < b)
    const high = indexOf(corners, (a, b) => a > b)
    const best = corners[low]!
    const worst = corners[high]!
    if (worst.loss <= best.loss + enough) break
    const centre = start.map(
      (_, i) => (corners.reduce((sum, { point }) => sum + point[i]!, 0) - worst.point[i]!) / start.length,
    )
    const from = ({ point }: Corner, factor: number) => at(centre.map((c, i) => c + factor * (point[i]! - c)))
    const reflected = from(worst, -1)
    if (reflected.loss < best.loss) {
      const expanded = from(reflected, 2)
      corners[high] = expanded.loss < reflected.loss ? expanded : reflected
      continue
    }
    if (reflected.loss < worst.loss) corners[high] = reflected
    const contracted = from(corners[high]!, 0.5)
    if (contracted.loss < corners[high]!.loss) corners[high] = contracted
    else if (reflected.loss >= worst.loss) {
      const halved = corners.map(({ point }) => point.map((v, i) => best.point[i]! + (v - best.point[i]!) / 2))
      const left = halved.reduce(
        (sum, point) => sum + point.reduce((s, v, i) => s + Math.abs(v - best.point[i]!), 0),
        0,
      )
      // As small as numbers get.
      if (left >= extent) break
      extent = left
      halved.forEach((point, c) => {
        if (c !== low) corners[c] = at(point)
      })
    }
  }
  return { ...corners[indexOf(corners, (a, b) => a < b)]!, evaluations: used }
}

/** The first corner whose loss `beats` that of all others. */
const indexOf = (corners: readonly Corner[], beats: (a: number, b: number) => boolean) =>
  corners.reduce((found, { loss }, i) => (beats(loss, corners[found]!.loss) ? i : found), 0)
