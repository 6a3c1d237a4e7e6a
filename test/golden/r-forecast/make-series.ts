import { writeFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Writes series.csv: forty seeded series, `id,period,v1,v2,...`. Run after a change here, then `Rscript reference.R` in
 * this folder: node bin/run.js test/golden/r-forecast/make-series.ts
 */
const SEED = 20261123

/** Uniform numbers in [0, 1): mulberry32. */
function uniform(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}

type Kind = { name: string; count: number; period: (k: number) => number; length: (k: number) => number; value: Value }
/** The value at place i of the k-th series of its kind; `normal` has mean 0 and deviation 1, `walk` is its running sum. */
type Value = (i: number, k: number, draws: { random: number; normal: number; walk: number }) => number

const wave = (i: number, period: number) => Math.sin((2 * Math.PI * i) / period)

const kinds: Kind[] = [
  {
    name: 'trend',
    count: 8,
    period: (k) => (k % 2 === 0 ? 1 : 12),
    length: (k) => 60 + 12 * k,
    value: (i, k, { normal, walk }) => 200 + (k - 2) * 0.8 * i + 3 * walk + 4 * normal + (k % 2) * 20 * wave(i, 12),
  },
  {
    name: 'two-seasons',
    count: 10,
    period: () => 24,
    length: (k) => 360 + 24 * k,
    value: (i, k, { normal, walk }) =>
      200 + (10 + 4 * k) * wave(i, 24) + (5 + 2 * k) * wave(i, 168) + 0.02 * k * i + 0.5 * walk + 5 * normal,
  },
  {
    name: 'zeros',
    count: 6,
    period: (k) => (k < 3 ? 7 : 1),
    length: (k) => 120 + 10 * k,
    value: (i, k, { random }) => (random < 0.25 + 0.1 * k ? 0 : 5 + 10 * random + (i % 7 === 0 ? 20 : 0)),
  },
  {
    name: 'steps',
    count: 8,
    period: (k) => (k % 2 === 0 ? 7 : 1),
    length: (k) => 140 + 7 * k,
    value: (i, k, { normal }) => 50 + (i > 70 ? 40 : 0) - (i > 110 ? 10 * k : 0) + 6 * wave(i, 7) + 2 * normal,
  },
  {
    name: 'short',
    count: 8,
    period: () => 1,
    length: (k) => 6 + 3 * k,
    value: (i, k, { normal, walk }) => 30 + k * i * 0.5 + 2 * walk + 2 * normal,
  },
]

function seriesOf({ period, length, value }: Kind, k: number, seed: number): string[] {
  const random = uniform(seed)
  let walk = 0
  const values = Array.from({ length: length(k) }, (_, i) => {
    const draw = random()
    const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
    walk += normal
    return Math.max(0, value(i, k, { random: draw, normal, walk })).toFixed(4)
  })
  return [String(period(k)), ...values]
}

const lines = kinds.flatMap((kind, n) =>
  Array.from({ length: kind.count }, (_, k) => [`${kind.name}-${k + 1}`, ...seriesOf(kind, k, SEED + 100 * n + k)].join()),
)
writeFileSync(join(import.meta.dirname, 'series.csv'), `${lines.join('\n')}\n`)
