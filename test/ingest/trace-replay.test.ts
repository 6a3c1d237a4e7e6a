import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createBarrackClient } from '../../src/barrack/client.ts'
import { createAccount } from '../../src/db/account-repository.ts'
import type { Store } from '../../src/db/store.ts'
import { formatPicos, parsePicos } from '../../src/engine/index.ts'
import { runIngest } from '../../src/ingest/run-ingest.ts'
import { startSandbox, type RunningSandbox } from '../../src/sandbox/serve.ts'
import { createApp } from '../../src/server/app.ts'
import { contextOf } from '../server/fixture.ts'
import { clear, STORES } from '../support/stores.ts'

const NOW = Date.UTC(2026, 10 /* Nov */, 20)
const DAY_S = 86_400

/** A trace of its own kind: 300 tasks of some 40 days, each odd case many times over. */
function trace(): string {
  let state = 7
  const next = (below: number) => (state = (state * 48_271) % 2_147_483_647) % below
  const lines = Array.from({ length: 300 }, (_, i) => {
    const created = next(40 * DAY_S)
    const scheduled = i % 9 === 0 ? '' : created + next(600)
    const lasts = i % 7 === 0 ? next(60) : i % 5 === 0 ? next(9 * DAY_S) : next(DAY_S)
    const deleted = i % 31 === 0 ? '' : (scheduled === '' ? created : scheduled) + lasts
    const [gpus, milli] = i % 3 === 0 ? [1, 100 + next(900)] : [[1, 2, 4, 8][next(4)], 1000]
    return `task-${i},${gpus},${milli},${['LS', 'BE', 'Burstable'][i % 3]},Running,${created},${scheduled},${deleted}`
  })
  return ['task,num_gpu,gpu_milli,qos,phase,created_s,scheduled_s,deleted_s', ...lines, ''].join('\n')
}

interface LedgerDay {
  readonly day: string
  readonly currency: string
  readonly records: number
  readonly cost: string
}

describe.each(STORES)('a replayed trace ($name)', ({ open }) => {
  const folder = mkdtempSync(join(tmpdir(), 'qm-trace-'))
  let sandbox: RunningSandbox
  let store: Store
  beforeAll(async () => {
    writeFileSync(join(folder, 'trace.csv'), trace())
    sandbox = await startSandbox({ account: { traceFile: join(folder, 'trace.csv') }, now: NOW })
    store = await open()
  })
  afterAll(async () => {
    await sandbox.close()
    await store.close()
    rmSync(folder, { recursive: true })
  })

  it.each(['UTC', 'America/New_York'])('adds up to its ledger by wallet and day of %s', async (zone) => {
    await clear(store)
    const account = await createAccount(store.db, {
      slug: 'main',
      name: zone,
      kind: 'real',
      zone,
      createdAt: NOW,
    })
    const client = createBarrackClient({ baseUrl: sandbox.url, apiKey: 'any', maxPerMinute: null })
    const report = await runIngest({ store, client, account, clock: () => NOW })
    expect(report.status).toBe('ok')

    const app = createApp(contextOf(store, { clock: () => NOW }))
    const range = 'from=2026-09-01&to=2026-12-01'
    const csv = await (await app.request(`http://127.0.0.1/api/v1/exports/charges.csv?${range}`)).text()
    const { days } = (await (await fetch(`${sandbox.url}/_sandbox/ledger?by=day&${range}&zone=${zone}`)).json()) as {
      days: LedgerDay[]
    }
    expect(days.length).toBeGreaterThan(40)

    const billed = sumByWalletAndDay(csv)
    const far = days.filter(({ day, currency, cost, records }) => {
      const difference = (billed.get(`${day} ${currency}`) ?? 0n) - parsePicos(cost)
      return (difference < 0n ? -difference : difference) > parsePicos('0.00005') * BigInt(records)
    })
    expect(far).toEqual([])
    const told = new Set(days.map(({ day, currency }) => `${day} ${currency}`))
    const unheard = [...billed].filter(([key, picos]) => picos !== 0n && !told.has(key))
    expect(unheard.map(([key, picos]) => `${key} ${formatPicos(picos)}`)).toEqual([])
  })
})

function sumByWalletAndDay(csv: string): Map<string, bigint> {
  const [header = '', ...lines] = csv.trimEnd().split('\r\n')
  const column = (name: string) => header.split(',').indexOf(name)
  const [day, currency, cost] = [column('day'), column('currency'), column('billed_cost')]
  const sums = new Map<string, bigint>()
  for (const line of lines) {
    const cells = line.split(',')
    const key = `${cells[day]} ${cells[currency]}`
    sums.set(key, (sums.get(key) ?? 0n) + parsePicos(cells[cost]!))
  }
  return sums
}
