import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { startSandboxWorker } from '../../src/sandbox/start-worker.ts'
import { startProduct, type ProductProcess } from '../support/product-process.ts'
import { calibrate, rounded, type Bench, type BenchResult } from './bench.ts'

const NOW = '2026-11-24T10:30:00Z'
const WINDOW = { from: '2026-11-01', to: '2027-11-01' }
const LOADS = [
  { atOnce: 2, requests: 60, barMs: 150 },
  { atOnce: 16, requests: 160, barMs: 600 },
] as const
const OVERVIEW_BAR_MS = 150
/** One who looks at the overview all the time, and takes a breath in between. */
const LOOK_EVERY_MS = 200
const WARM_UP = 6
const OFFICE_HOURS = [{ days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: 8, to: 20 }]

/**
 * The real server, read the sandbox's team account of some 300 machines on the embedded store, asked for scenarios of five
 * changes over a year by two and by sixteen readers who never pause, each time another scenario, while one more looks at the
 * overview: 95th percentiles of the time to the last byte, as readers on this machine see them, and the processor time of
 * server, readers and the one at the overview for each answer, beside a calibration of the same kind: on a busy machine
 * that tells more than the clock, but the clock alone decides.
 */
export const whatIfApi: Bench = async () => {
  const folder = await mkdtemp(join(tmpdir(), 'qm-bench-'))
  const sandbox = await startSandboxWorker({ account: 'demo', size: 'team', seed: 1, now: Date.parse(NOW) })
  try {
    const env = { BARRACK_URL: sandbox.url, BARRACK_API_KEY: 'any', TZ_ACCOUNT: 'Europe/Oslo', QM_NOW: NOW }
    const product = await startProduct({ ...env, DATA_DIR: folder })
    try {
      await product.ready()
      await sandbox.close()
      return await measure(product)
    } finally {
      await product.stop()
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Of all times in milliseconds, and how many answers were not what was asked for. */
interface Times {
  readonly ms: number[]
  errors: number
}

async function measure({ url, launcherPid }: ProductProcess): Promise<BenchResult> {
  let asked = 0
  const ask = () => timed(`${url}/api/v1/what-if`, { window: WINDOW, scenarios: [scenario(asked++)] })
  const firstMs = (await timed(`${url}/api/v1/what-if`, { window: WINDOW, scenarios: [] })).ms
  for (let i = 0; i < WARM_UP; i++) await ask()
  const figures: Record<string, number> = { firstMs: rounded(firstMs, 0) }
  let errors = 0
  let isMet = true
  for (const { atOnce, requests, barMs } of LOADS) {
    // Before the load, when the server has nothing to do.
    const calibrating = process.cpuUsage()
    calibrate()
    const calibrationMs = ownMs(calibrating)
    const [reading, serving] = [process.cpuUsage(), await serverMs(launcherPid)]
    const { whatIfs, overviews } = await load(url, ask, atOnce, requests)
    const cpuMs = (ownMs(reading) + (await serverMs(launcherPid)) - serving) / requests
    const [p95, overviewP95] = [percentile(whatIfs.ms, 0.95), percentile(overviews.ms, 0.95)]
    figures[`p95At${atOnce}`] = rounded(p95, 0)
    figures[`overviewP95At${atOnce}`] = rounded(overviewP95, 0)
    figures[`cpuMsAt${atOnce}`] = rounded(cpuMs, 1)
    figures[`cpuRatioAt${atOnce}`] = rounded(cpuMs / calibrationMs, 2)
    errors += whatIfs.errors + overviews.errors
    isMet &&= p95 < barMs && overviewP95 < OVERVIEW_BAR_MS
  }
  return {
    n: asked,
    figures: { ...figures, errors },
    anchor: {
      ...Object.fromEntries(LOADS.map(({ atOnce, barMs }) => [`barMsAt${atOnce}`, barMs])),
      barMsOverview: OVERVIEW_BAR_MS,
    },
    pass: isMet && errors === 0,
  }
}

function ownMs(since: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(since)
  return (user + system) / 1000
}

/** Processor time of the server so far, which is the child of its launcher; Linux counts it in hundredths of a second. */
async function serverMs(launcherPid: number): Promise<number> {
  const children = await readFile(`/proc/${launcherPid}/task/${launcherPid}/children`, 'utf8')
  const stat = await readFile(`/proc/${children.trim().split(' ')[0]}/stat`, 'utf8')
  // From the third field on, behind the name in brackets: user and system time are the fourteenth and fifteenth.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[11]) + Number(fields[12])) * 10
}

/** So many readers at once, each asking again as soon as it is answered, until so many requests are answered. */
async function load(url: string, ask: () => Promise<Timed>, atOnce: number, requests: number) {
  const whatIfs: Times = { ms: [], errors: 0 }
  const overviews: Times = { ms: [], errors: 0 }
  const note = (times: Times, { ms, status }: Timed) => {
    times.ms.push(ms)
    if (status !== 200) times.errors++
  }
  let left = requests
  let isOver = false
  const looking = (async () => {
    while (!isOver) {
      note(overviews, await timed(`${url}/api/v1/overview`))
      await setTimeout(LOOK_EVERY_MS)
    }
  })()
  const reader = async () => {
    while (left-- > 0) note(whatIfs, await ask())
  }
  await Promise.all(Array.from({ length: atOnce }, reader))
  isOver = true
  await looking
  return { whatIfs, overviews }
}

interface Timed {
  readonly ms: number
  readonly status: number
}

async function timed(url: string, body?: object): Promise<Timed> {
  const started = performance.now()
  const response = await fetch(
    url,
    body && { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) },
  )
  await response.arrayBuffer()
  return { ms: performance.now() - started, status: response.status }
}

/** What touches the machines of the team in every way that is dear to calculate; no two are alike. */
const scenario = (number: number) => ({
  name: `bench ${number}`,
  changes: [
    { kind: 'replace-gpu', machines: { gpuModel: 'H100-PCIe-80GB' }, gpuModel: 'L40', from: '2026-12-01' },
    { kind: 'schedule', machines: { name: 'dev-*' }, week: OFFICE_HOURS, off: 'hibernate' },
    { kind: 'growth', resources: { name: '*' }, percentPerMonth: (1 + (number % 50) / 10).toFixed(1) },
    { kind: 'price-percent', sku: 'gpu/*', percent: (1 + number / 100).toFixed(2), from: '2027-03-01' },
    { kind: 'remove', resources: { name: '*-*7' }, from: '2027-01-10', until: '2027-02-10' },
  ],
})

/** The smallest of them that so large a share is not above: of 1 to 100 the 95th is 95. */
function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.ceil(sorted.length * share) - 1]!
}
