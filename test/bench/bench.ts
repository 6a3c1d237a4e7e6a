import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'

/** What the command line says: a folder of data, a trace file, how many records to ingest in a trial. */
export type BenchInput = { data: string | undefined; trace: string | undefined; records: number | undefined }

/** Figures in the order in which they are printed, what they are measured against, and whether every bar is met. */
export type BenchResult =
  | { n: number; figures: Record<string, number>; anchor: Record<string, number | string>; pass: boolean }
  | { skipped: string }

export type Bench = (input: BenchInput) => BenchResult | Promise<BenchResult>

/** Milliseconds for a million bigint multiply-divide-adds: the speed of this machine at this moment. */
export function calibrate(): number {
  const started = performance.now()
  let sum = 0n
  for (let i = 1n; i <= 1_000_000n; i++) sum += (i * 417_000_000_007n) / 3600n
  if (sum === 0n) throw new Error('The calibration was optimised away')
  return performance.now() - started
}

/** The folder among `data` and its subfolder `name` that holds the file; undefined when there is none. */
export function folderWith(file: string, data: string | undefined, name: string): string | undefined {
  if (data === undefined) return undefined
  return [data, join(data, name)].find((folder) => existsSync(join(folder, file)))
}

/** Rounds to so many places, so that a line stays readable. */
export const rounded = (value: number, places = 4) => Number(value.toFixed(places))

export const commit = () =>
  execFileSync('git', ['rev-parse', '--short', 'HEAD'], { cwd: import.meta.dirname, encoding: 'utf8' }).trim()
