import { createBarrackClient } from '../../src/barrack/client.ts'
import { createAccount } from '../../src/db/account-repository.ts'
import { openStore } from '../../src/db/open-store.ts'
import { defaultRules, parsePicos } from '../../src/engine/index.ts'
import { restoreSlot } from '../../src/engine/hibernation/restore-risk.ts'
import { defaultSleepSettings, sleepWindows } from '../../src/engine/hibernation/index.ts'
import { liveThrough } from '../../src/ingest/live-through.ts'
import { gpuModel } from '../../src/sandbox/catalog.ts'
import { createClock } from '../../src/sandbox/clock.ts'
import { teamRoster } from '../../src/sandbox/demo/team-roster.ts'
import { openAccount } from '../../src/sandbox/open-account.ts'
import type { Instance } from '../../src/sandbox/resource.ts'
import { startSandboxWorker } from '../../src/sandbox/start-worker.ts'
import { stockAt } from '../../src/sandbox/stock.ts'
import { createApp } from '../../src/server/app.ts'
import type { HibernationDto, SleepMachineDto } from '../../src/server/dto/hibernation.ts'
import type { SleepMadeRowsDto } from '../../src/server/dto/sleep-made.ts'
import { hasPlantedIdle } from '../engine/hibernation/planted-roles.ts'
import { contextOf } from '../server/fixture.ts'
import { rounded, type Bench } from './bench.ts'
import { sleepTruthOf } from './sleep-truth-of.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR
const WEEK = 7 * DAY
/** Nothing was tuned on these. */
const SEEDS = [6101, 6102, 6103]
const NOW = Date.UTC(2026, 10, 24)
const HISTORY_DAYS = 183
/** Read as the demo is: machines, balance and stock every hour, all else every day. */
const WATCHED_DAYS = 56
const CENT = 10_000_000_000n
/**
 * The planted demand is drawn anew each week: so many weeks of it, on pools as large as they are now, tell how often an hour
 * of the week finds none.
 */
const STOCK_WEEKS = 520
/** A restore is asked for ten minutes before the hour. */
const BEFORE_HOUR = 10 * 60_000
const NOT_FOR_RISK: ReadonlySet<string> = new Set(['restores fail too often', 'not sure yet that it wakes'])

/**
 * The sandbox's team account of three seeds in billing shape a, read over HTTP every hour for eight weeks into a store, and
 * then asked for by the API: what sleep avoided and shut off cost against the sandbox's ledger; the planted idle patterns,
 * decoys among them, against the advice; and of each advised restore how often the planted stock would make it fail.
 */
export const sleepRead: Bench = async () => {
  const read: Awaited<ReturnType<typeof readTeam>>[] = []
  for (const seed of SEEDS) {
    const figures = await readTeam(seed)
    console.error(JSON.stringify({ seed, ...figures }))
    read.push(figures)
  }
  const sum = (key: keyof (typeof read)[number]) => read.reduce((total, figures) => total + figures[key], 0)
  const worst = (key: keyof (typeof read)[number]) => Math.max(...read.map((figures) => figures[key]))
  const recall = sum('found') / (sum('found') + sum('missed'))
  const precision = sum('found') / (sum('found') + sum('wrong'))
  const untrue = sum('offByACent') + sum('outsideBounds') + sum('widerThanALook') + sum('tooRisky')
  return {
    n: sum('machines'),
    figures: {
      requests: sum('requests'),
      slept: sum('slept'),
      offByACent: sum('offByACent'),
      worstOff: worst('worstOff'),
      shutoffMachines: sum('shutoffMachines'),
      outsideBounds: sum('outsideBounds'),
      widerThanALook: sum('widerThanALook'),
      found: sum('found'),
      recall: rounded(recall),
      precision: rounded(precision),
      restores: sum('restores'),
      tooRisky: sum('tooRisky'),
      worstRestore: worst('worstRestore'),
      refusedForRisk: sum('refusedForRisk'),
    },
    anchor: { seeds: SEEDS.length, watchedDays: WATCHED_DAYS, mostFailures: defaultSleepSettings.mostFailures },
    pass:
      untrue === 0 &&
      recall >= 0.95 &&
      precision >= 0.95 &&
      read.every(({ slept, shutoffMachines, restores }) => slept > 0 && shutoffMachines > 0 && restores > 0),
  }
}

async function readTeam(seed: number) {
  const firstDay = new Date(NOW - HISTORY_DAYS * DAY).toISOString().slice(0, 10)
  const from = NOW - WATCHED_DAYS * DAY
  const sandbox = await startSandboxWorker({ size: 'team', seed, firstDay, now: from })
  const store = await openStore({ kind: 'pglite', dataDir: null })
  try {
    await store.migrate()
    const account = await createAccount(store.db, {
      slug: 'team',
      name: 'Team',
      kind: 'real',
      zone: 'UTC',
      createdAt: from,
    })
    const client = createBarrackClient({ baseUrl: sandbox.url, apiKey: 'any', maxPerMinute: null })
    await liveThrough({ store, account, client, rules: defaultRules, from, to: NOW, stepSandbox: stepper(sandbox.url) })
    const requests = client.requests
    const app = createApp(contextOf(store, { clock: () => NOW }))
    const get = async <T>(path: string): Promise<T> => {
      const answer = await app.request(`/api/v1/${path}`)
      if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
      return (await answer.json()) as T
    }
    const days = `from=${new Date(from).toISOString().slice(0, 10)}&to=${new Date(NOW + DAY).toISOString().slice(0, 10)}`
    const made = await get<SleepMadeRowsDto>(`hibernation/made?${days}&by=resource`)
    const { machines, mostFailures } = await get<HibernationDto>('hibernation')

    const truth = openAccount({ size: 'team', seed, firstDay }, createClock({ now: NOW }))
    const instances = truth.account.everKnown(NOW).filter((one): one is Instance => one.kind === 'instance')
    return {
      machines: instances.length,
      requests,
      ...moneyAgainst(made, instances, { book: truth.account.rules.book, from, now: NOW, firstLook: from }),
      ...patternsAgainst(machines, seed),
      ...restoresAgainst(machines, { seed, mostFailures }),
    }
  } finally {
    await store.close()
    await sandbox.close()
  }
}

const stepper = (url: string) => async (to: number) => {
  const headers = { 'content-type': 'application/json' }
  const body = JSON.stringify({ now: new Date(to).toISOString() })
  const answer = await fetch(`${url}/_sandbox/clock`, { method: 'POST', headers, body })
  if (!answer.ok) throw new Error(await answer.text())
  await answer.body?.cancel()
}

/** Avoided to the cent, and the truth of shut off within bounds that are no wider than a look per change. */
function moneyAgainst(
  { rows }: SleepMadeRowsDto,
  instances: readonly Instance[],
  span: Parameters<typeof sleepTruthOf>[1],
) {
  const told = new Map(rows.map((row) => [row.resource, row]))
  const figures = { slept: 0, offByACent: 0, worstOff: 0, shutoffMachines: 0, outsideBounds: 0, widerThanALook: 0 }
  for (const machine of instances) {
    const truth = sleepTruthOf(machine, span)
    const row = told.get(machine.id)
    const ours = parsePicos(row?.avoided ?? '0')
    if (truth.avoided !== 0n || ours !== 0n) {
      figures.slept++
      const off = ours > truth.avoided ? ours - truth.avoided : truth.avoided - ours
      figures.worstOff = Math.max(figures.worstOff, Number(off) / 1e12)
      if (off * 2n >= CENT) figures.offByACent++
    }
    const [low, high] = [parsePicos(row?.shutoffLow ?? '0'), parsePicos(row?.shutoffHigh ?? '0')]
    if (truth.shutoff === 0n && high === 0n) continue
    figures.shutoffMachines++
    // Bills round each record to four places and drop its last seconds.
    if (truth.shutoff < low - CENT || truth.shutoff > high + CENT) figures.outsideBounds++
    if (high - low > BigInt(truth.changes + 1) * truth.perHour + CENT) figures.widerThanALook++
  }
  return { ...figures, worstOff: rounded(figures.worstOff, 6) }
}

function patternsAgainst(machines: readonly SleepMachineDto[], seed: number) {
  const advice = new Map(machines.map((machine) => [machine.name, machine]))
  const counts = { found: 0, missed: 0, wrong: 0 }
  for (const role of teamRoster(seed)) {
    const planted = hasPlantedIdle(role, HISTORY_DAYS)
    const machine = advice.get(role.name)
    if (planted === null || !machine) continue
    // A pattern that was found and is not advised, since waking is too risky, is found all the same.
    if (machine.kind !== 'none' || NOT_FOR_RISK.has(machine.reason ?? '')) counts[planted ? 'found' : 'wrong']++
    else if (planted) counts.missed++
    if (planted !== (machine.kind !== 'none'))
      console.error(`${role.name}: ${JSON.stringify(role.habit)}: ${machine.reason ?? machine.words}`)
  }
  return counts
}

/** Each restore that is advised, and how often the planted stock has nothing for it in that hour of the week. */
function restoresAgainst(
  machines: readonly SleepMachineDto[],
  { seed, mostFailures }: { readonly seed: number; readonly mostFailures: number },
) {
  const known = new Map<string, number>()
  const failureOf = ({ region, gpuModel: model, gpuCount }: SleepMachineDto, slot: number): number => {
    const key = `${region} ${model} ${gpuCount} ${slot}`
    let failure = known.get(key)
    if (failure === undefined) {
      let failed = 0
      for (let week = -STOCK_WEEKS / 2; week < STOCK_WEEKS / 2; week++) {
        // 1970-01-05 was a Monday.
        const at = 4 * DAY + (Math.floor(NOW / WEEK) + week) * WEEK + (slot + 1) * HOUR - BEFORE_HOUR
        const { configurations } = stockAt(seed, region, gpuModel(model!), at, { sizedAt: NOW })
        if ((configurations[`${gpuCount}x`] ?? 0) === 0) failed++
      }
      failure = failed / STOCK_WEEKS
      known.set(key, failure)
    }
    return failure
  }
  let restores = 0
  let tooRisky = 0
  let worst = 0
  for (const machine of machines) {
    if (machine.kind !== 'schedule') continue
    for (const { wakeSlot } of sleepWindows(Uint8Array.from(machine.asleep!))) {
      const failure = failureOf(machine, restoreSlot(wakeSlot))
      restores++
      worst = Math.max(worst, failure)
      if (failure > mostFailures) {
        tooRisky++
        console.error(
          `${machine.name} ${machine.region} ${machine.gpuModel} x${machine.gpuCount} slot ${wakeSlot}: ${failure}`,
        )
      }
    }
  }
  const refused = machines.filter(({ reason }) => NOT_FOR_RISK.has(reason ?? '')).length
  return { restores, tooRisky, worstRestore: rounded(worst), refusedForRisk: refused }
}
