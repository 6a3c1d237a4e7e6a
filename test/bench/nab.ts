import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createAnomalyDetector } from '../../src/engine/anomaly/anomaly-detector.ts'
import { THRESHOLD } from '../../src/engine/anomaly/deviation-track.ts'
import { folderWith, rounded, type Bench } from './bench.ts'

type Window = { first: number; last: number }
type LabelledSeries = { at: number[]; values: number[]; windows: Window[] }

const instant = (text: string) => Date.parse(`${text.slice(0, 19).replace(' ', 'T')}Z`)

function read(folder: string): LabelledSeries[] {
  const labels = JSON.parse(readFileSync(join(folder, 'windows.json'), 'utf8')) as Record<string, [string, string][]>
  const files = readdirSync(folder).filter((name) => name.endsWith('.csv'))
  return files.sort().map((name) => {
    const rows = readFileSync(join(folder, name), 'utf8').trim().split(/\r?\n/).slice(1)
    const at = rows.map((row) => instant(row))
    const values = rows.map((row) => Number(row.split(',')[1]))
    const windows = (labels[name] ?? []).map(([from, to]) => ({
      first: at.findIndex((t) => t >= instant(from)),
      last: at.findLastIndex((t) => t <= instant(to)),
    }))
    return { at, values, windows }
  })
}

const sigmoid = (x: number) => 2 / (1 + Math.exp(5 * x)) - 1

const FALSE_ALARM = 0.11

type Tally = { score: number; detected: number; falseAlarms: number }

/**
 * Scores alarms like the Numenta benchmark: the first alarm in a window earns up to one, the earlier the more; a missed
 * window costs one; an alarm outside costs up to 0.11, little just after a window, and all of it far from any.
 */
function tally({ values, windows }: LabelledSeries, alarms: readonly number[]): Tally {
  const probation = Math.min(750, Math.floor(0.15 * values.length))
  const counted = alarms.filter((i) => i >= probation)
  const inside = (i: number, { first, last }: Window) => i >= first && i <= last
  let score = 0
  let detected = 0
  for (const window of windows) {
    const hit = counted.find((i) => inside(i, window))
    if (hit === undefined) score -= 1
    else {
      detected++
      score += sigmoid(-(window.last - hit + 1) / (window.last - window.first + 1)) / sigmoid(-1)
    }
  }
  const outside = counted.filter((i) => !windows.some((window) => inside(i, window)))
  for (const i of outside) {
    const before = windows.filter(({ last }) => last < i).sort((a, b) => b.last - a.last)[0]
    const widths = before === undefined ? Infinity : (i - before.last) / (before.last - before.first)
    score += FALSE_ALARM * (widths > 3 ? -1 : sigmoid(widths))
  }
  return { score, detected, falseAlarms: outside.length }
}

function scoreAll(all: readonly LabelledSeries[], alarmsOf: (series: LabelledSeries) => number[]) {
  const tallies = all.map((series) => tally(series, alarmsOf(series)))
  const total = (pick: (t: Tally) => number) => tallies.reduce((sum, t) => sum + pick(t), 0)
  const windows = all.reduce((sum, series) => sum + series.windows.length, 0)
  return {
    score: rounded((100 * (total((t) => t.score) + windows)) / (2 * windows), 2),
    detected: total((t) => t.detected),
    windows,
    falseAlarms: total((t) => t.falseAlarms),
  }
}

/** The product's detector with its shipped setting, fed row by row. */
function productAlarms({ at, values }: LabelledSeries, factor = 1): number[] {
  const detector = createAnomalyDetector()
  return values.flatMap((value, i) => (detector.observe(at[i]!, value * factor) ? [i] : []))
}

/** More than four standard deviations off the mean of the last 6,400 rows, one alarm in 100 rows at the most. */
function gaussianAlarms({ values }: LabelledSeries): number[] {
  const alarms: number[] = []
  // Around the first value, so that the running squares do not cancel.
  const origin = values[0]!
  let sum = 0
  let squares = 0
  values.forEach((value, i) => {
    const rows = Math.min(i, 6400)
    const x = value - origin
    const mean = sum / rows
    const deviation = Math.sqrt(Math.max(0, squares / rows - mean * mean))
    if (rows >= 10 && Math.abs(x - mean) > 4 * deviation && i - (alarms.at(-1) ?? -100) >= 100) alarms.push(i)
    const leaving = i >= 6400 ? values[i - 6400]! - origin : 0
    sum += x - leaving
    squares += x * x - leaving * leaving
  })
  return alarms
}

/**
 * Labelled series `*.csv` (`timestamp,value`) with `windows.json`, through the detector that raises spend anomalies. The
 * bars: 66, eight above the windowed Gaussian, and the same alarms when all values are a thousand times as large.
 */
export const nab: Bench = ({ data }) => {
  const folder = folderWith('windows.json', data, 'nab')
  if (folder === undefined) return { skipped: 'no windows.json in --data' }
  const all = read(folder)
  const product = scoreAll(all, (series) => productAlarms(series))
  const gaussian = scoreAll(all, gaussianAlarms)
  const scaleFree = all.every((series) => productAlarms(series).join() === productAlarms(series, 1000).join())
  if (!scaleFree) console.error('nab: values times 1,000 give other alarms')
  return {
    n: all.length,
    figures: { ...product, threshold: THRESHOLD },
    anchor: { scoreWindowedGaussian: gaussian.score },
    pass: scaleFree && product.score >= 66 && product.score >= gaussian.score + 8,
  }
}
