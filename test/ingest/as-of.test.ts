import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Store } from '../../src/db/store.ts'
import { defaultRules, type RatingRules } from '../../src/engine/index.ts'
import { importBilling } from '../../src/ingest/import-billing.ts'
import { runIngest } from '../../src/ingest/run-ingest.ts'
import { createApp } from '../../src/server/app.ts'
import { serveApp } from '../../src/server/main.ts'
import { contextOf } from '../server/fixture.ts'
import { bill, machine, startFakeBarrack, type FakeBarrack } from '../support/fake-barrack.ts'
import { ingestAccount, type IngestAccount } from '../support/ingest-account.ts'
import { STORES } from '../support/stores.ts'

const INSTANCES = '/api/instances/'
const VOLUMES = '/api/volumes/'
const BILLS = '/api/instances/billing/'
const VOLUME_BILLS = '/api/volumes/billing/'
const AI = '/api/ai/usage/history/'

/** Everything that can be asked of a moment; the period reaches over what is still to come. */
const PERIOD = 'from=2026-02-20&to=2026-03-20'
const REPORTS = [
  `exports/charges.csv?${PERIOD}`,
  `exports/focus.csv?${PERIOD}`,
  `exports/reconciliation.csv?${PERIOD}`,
  `exports/proof.csv?resource=A`,
  `charges?${PERIOD}&group=day,region,resource,state`,
  `reconciliation?${PERIOD}`,
  'overview?',
  'forecast?',
  'running?',
  'prices?',
  'proof/A?',
]

const volumeBill = (more: Record<string, unknown> = {}) => ({
  billing_id: 'V1',
  volume_id: 'V',
  volume_name: 'data',
  size_gb: 1000,
  tier: 'Advanced',
  start_time: '2026-02-27T10:00:00Z',
  end_time: null,
  total_duration_minutes: 480,
  per_minute_rate: 0.005,
  total_cost: 2.4,
  currency: 'USD',
  status: 'available',
  ...more,
})
const use = (cost: number) => ({
  id: 'T1',
  model: 'llama',
  input_tokens: 1000,
  output_tokens: 500,
  cost,
  currency: 'USD',
  created_at: '2026-02-28T09:00:00Z',
})
const volume = { id: 'V', name: 'data', size_gb: 1000, volume_type: 'NVMe', tier: 'advanced', status: 'in-use' }
const prices = (l40: number) => ({
  gpus: { pricing: { legacy: { L40: { prices: { USD: l40 }, max_count: 8 } } } },
  volumes: { pricing: { advanced: { NVMe: { prices: { USD: 0.3 } } } } },
})
const running = (minutes: number, cost: number, more: Record<string, unknown> = {}) =>
  bill('R2', 'A', {
    start_time: '2026-02-28T10:00:00Z',
    end_time: null,
    status: 'active',
    total_duration_minutes: minutes,
    total_cost: cost,
    ...more,
  })

interface Step {
  readonly at: string
  readonly rules?: RatingRules
  /** What the account is like by then. */
  readonly set: (account: FakeBarrack['account']) => void
  /** What people do before the reading, and when. */
  readonly before?: (account: IngestAccount, store: Store) => Promise<void>
}

const STEPS: readonly Step[] = [
  {
    at: '2026-02-28T12:00:00Z',
    set(account) {
      account.pricing = prices(1.5)
      account.lists = {
        [INSTANCES]: [machine('A', { region: null })],
        [VOLUMES]: [volume],
        [BILLS]: [bill('R1', 'A'), running(120, 3)],
        [VOLUME_BILLS]: [volumeBill()],
        [AI]: [use(0.003)],
      }
    },
  },
  {
    at: '2026-03-01T12:00:00Z',
    set(account) {
      account.balance = { USD: 60 }
      account.pricing = prices(1.8)
      account.lists[INSTANCES] = [machine('A', { region: null, status: 'SHUTOFF' }), machine('B')]
      account.lists[BILLS] = [bill('R1', 'A'), running(1560, 39)]
      account.lists[VOLUME_BILLS] = [volumeBill({ total_duration_minutes: 3000, total_cost: 15 })]
    },
  },
  {
    at: '2026-03-02T12:00:00Z',
    set(account) {
      account.balance = { USD: 20, EUR: 5 }
      account.lists[INSTANCES] = [machine('A', { name: 'renamed' })]
      account.lists[VOLUMES] = []
      account.lists[BILLS] = [
        bill('R1', 'A', { total_cost: 14 }),
        running(2000, 40, { end_time: '2026-03-01T20:00:00Z', status: 'completed' }),
        bill('R9', 'B', { total_cost: 'NaN' }),
      ]
      account.lists[VOLUME_BILLS] = [
        volumeBill({ total_duration_minutes: 4000, total_cost: 20, end_time: '2026-03-02T05:00:00Z' }),
      ]
      account.lists[AI] = [use(0.004)]
    },
  },
  {
    at: '2026-03-03T12:00:00Z',
    set(account) {
      account.pricing = prices(1.2)
      account.lists[BILLS] = [bill('R1', 'A', { total_cost: 14, total_duration_minutes: 560 }), bill('R9', 'B')]
    },
    async before({ options }, store) {
      const clock = () => Date.parse('2026-03-02T18:00:00Z')
      const csv = 'sku,currency,price,valid_from\ngpu/legacy/L40,USD,1.4,2026-02-01\n'
      const app = createApp(contextOf(store, { clock }))
      const answer = await app.request('/api/v1/prices/import', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ csv }),
      })
      expect(answer.status, await answer.text()).toBe(200)
      // A file that was saved long ago tells of something new: it is known from now on alone.
      const old = bill('R0', 'C', { start_time: '2026-02-25T20:00:00Z', end_time: '2026-02-26T06:00:00Z' })
      await importBilling({ ...options, clock }, [old], Date.parse('2026-02-28T18:00:00Z'))
    },
  },
  {
    at: '2026-03-04T12:00:00Z',
    rules: { ...defaultRules, gbPerTb: 1024 },
    set(account) {
      account.lists[INSTANCES] = [machine('A', { name: 'renamed', region: 'NORWAY-1', status: 'HIBERNATED' })]
      account.lists[VOLUME_BILLS] = [
        volumeBill({ total_duration_minutes: 4000, total_cost: 19, end_time: '2026-03-02T05:00:00Z' }),
      ]
    },
  },
]

describe.each(STORES)('what was known at a moment ($name)', ({ open }) => {
  let store: Store
  let api: FakeBarrack
  beforeAll(async () => {
    store = await open()
    api = await startFakeBarrack()
  })
  afterAll(async () => {
    await api[Symbol.asyncDispose]()
    await store.close()
  })

  /** The bytes of every report, asked at a moment of the clock. */
  async function reports(clock: string, rules: RatingRules, asOf: string | null = null): Promise<Map<string, string>> {
    const context = contextOf(store, { clock: () => Date.parse(clock) })
    const app = createApp({ ...context, config: { ...context.config, rules } })
    const bytes = new Map<string, string>()
    for (const report of REPORTS) {
      const answer = await app.request(`/api/v1/${report}${asOf === null ? '' : `&asOf=${encodeURIComponent(asOf)}`}`)
      const text = await answer.text()
      expect(answer.status, `${report}: ${text.slice(0, 300)}`).toBe(200)
      bytes.set(report, text)
    }
    return bytes
  }

  test('is told again byte for byte, whatever became known since', async () => {
    const account = await ingestAccount(store, api.url)
    const told: Map<string, string>[] = []
    for (const { at, rules = defaultRules, set, before } of STEPS) {
      await before?.(account, store)
      set(api.account)
      const { status } = await runIngest({ ...account.options, rules, clock: () => Date.parse(at) })
      expect(status).toBe('ok')
      told.push(await reports(at, rules))
    }
    const csvs = told.map((one) => one.get(REPORTS[0]!))
    expect(new Set(csvs).size).toBe(STEPS.length)
    expect(csvs.at(-1)).toMatch(/restated/)

    const last = STEPS.at(-1)!
    for (const [i, { at }] of STEPS.entries()) {
      const again = await reports('2026-03-09T00:00:00Z', last.rules!, at)
      for (const report of REPORTS) expect(again.get(report), `${report} of ${at}`).toBe(told[i]!.get(report))
    }
    // Nothing of it stays: the present is what it was.
    expect(await reports(last.at, last.rules!)).toEqual(told.at(-1))
  })

  const clock = () => Date.parse('2026-03-09T00:00:00Z')
  const ask = (query: string) => createApp(contextOf(store, { clock })).request(`/api/v1/${query}`)

  test('a day means its last moment, and the file says which one', async () => {
    const answer = await ask(`exports/charges.csv?${PERIOD}&asOf=2026-03-02`)
    expect(answer.headers.get('content-disposition')).toContain('-as-of-20260302T225959.999Z.csv')
    // Over a socket as well: the server has an answer of its own there.
    const server = await serveApp(contextOf(store, { clock }), { host: '127.0.0.1', port: 0 })
    const query = `exports/charges.csv?${PERIOD}&asOf=2026-03-02T23:59:59.999%2B01:00`
    const sent = await fetch(`${server.url}/api/v1/${query}`)
    expect(await sent.text()).toBe(await answer.text())
    await server.close()
  })

  test.each([
    ['2027-01-01T00:00:00Z', 'lies in the future'],
    ['2026-02-01', 'nothing had been read to its end by'],
    ['2026-02-30', 'an instant with its zone'],
    ['2026-03-02T12:00:00', 'an instant with its zone'],
    ['yesterday', 'an instant with its zone'],
  ])('%s is refused', async (asOf, reason) => {
    const answer = await ask(`overview?asOf=${asOf}`)
    expect(answer.status).toBe(400)
    expect(await answer.text()).toContain(reason)
  })
})
