import { parseArgs } from 'node:util'
import { calibrate, commit, rounded, type Bench } from './bench.ts'
import { assignments } from './assignments.ts'
import { coverage } from './coverage.ts'
import { depletion } from './depletion.ts'
import { capacity } from './capacity.ts'
import { faults } from './faults.ts'
import { forecastSpeed } from './forecast-speed.ts'
import { hibernation } from './hibernation.ts'
import { ingest } from './ingest.ts'
import { kills } from './kills.ts'
import { m4 } from './m4.ts'
import { rating } from './rating.ts'
import { nab } from './nab.ts'
import { sleepRead } from './sleep-read.ts'
import { sleepTruth } from './sleep-truth.ts'
import { team } from './team.ts'
import { trace } from './trace.ts'
import { whatIfApi } from './what-if-api.ts'
import { whatIfSpeed } from './what-if.ts'

/** A bench is one file and one line here. */
const benches: Record<string, Bench> = {
  assignments,
  capacity,
  hibernation,
  m4,
  nab,
  trace,
  team,
  coverage,
  depletion,
  'sleep-read': sleepRead,
  'sleep-truth': sleepTruth,
  'forecast-speed': forecastSpeed,
  rating,
  faults,
  ingest,
  kills,
  'what-if': whatIfSpeed,
  'what-if-api': whatIfApi,
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { data: { type: 'string' }, trace: { type: 'string' }, records: { type: 'string' } },
})
const names = positionals.length > 0 ? positionals : Object.keys(benches)
const unknown = names.filter((name) => !(name in benches))
if (unknown.length > 0) {
  console.error(`No bench is called ${unknown.join(', ')}. There are: ${Object.keys(benches).join(', ')}.`)
  process.exit(2)
}

for (const name of names) {
  const head = { bench: name, commit: commit(), node: process.version }
  // The faster of two, around the first compilation; the bench itself follows at once.
  const calibrationMs = Math.min(calibrate(), calibrate())
  const started = performance.now()
  const { data, trace, records } = values
  const result = await benches[name]!({ data, trace, records: records === undefined ? undefined : Number(records) })
  const ms = performance.now() - started
  if ('skipped' in result) {
    console.log(JSON.stringify({ ...head, skipped: result.skipped }))
    continue
  }
  const { n, figures, anchor, pass } = result
  const calibration = {
    calibrationMs: rounded(calibrationMs, 1),
    ms: rounded(ms, 0),
    ratio: rounded(ms / calibrationMs, 2),
  }
  console.log(JSON.stringify({ ...head, n, ...figures, ...calibration, anchor, pass }))
  if (!pass) process.exitCode = 1
}
