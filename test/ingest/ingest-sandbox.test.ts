import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Store } from '../../src/db/store.ts'
import { timestamptz } from '../../src/db/timestamp.ts'
import { formatPicos, parsePicos } from '../../src/engine/index.ts'
import { SOURCE_NAMES } from '../../src/ingest/ingest-report.ts'
import { rebuildCharges } from '../../src/charges/rebuild-charges.ts'
import { contextOf } from '../../src/ingest/run-ingest.ts'
import { startSandbox, type RunningSandbox } from '../../src/sandbox/serve.ts'
import { contents, ingestAccount, sumByCurrency } from '../support/ingest-account.ts'
import { clear, STORES } from '../support/stores.ts'

const AT = '2026-03-20T10:00:00Z'
const LATER = '2026-03-21T22:30:00Z'
const OBSERVATIONS = ['balance', 'gpu-stocks']

describe.each(STORES)('the sandbox account ($name)', ({ open }) => {
  let store: Store
  let sandbox: RunningSandbox

  beforeAll(async () => {
    store = await open()
    sandbox = await startSandbox({ now: Date.parse(AT), firstDay: '2026-01-05', size: 'small' })
  })
  afterAll(async () => {
    await sandbox.close()
    await store.close()
  })
  beforeEach(() => clear(store))

  async function setClock(now: string) {
    const headers = { 'content-type': 'application/json' }
    await fetch(`${sandbox.url}/_sandbox/clock`, { method: 'POST', headers, body: JSON.stringify({ now }) })
  }

  test('a second run with nothing new changes nothing and says so', async () => {
    await setClock(AT)
    const { ingest } = await ingestAccount(store, sandbox.url)
    const first = await ingest(AT)
    expect(first.status).toBe('ok')
    expect(Object.keys(first.sources)).toEqual(SOURCE_NAMES)
    expect(first.sources['instance-billing']!.inserted).toBeGreaterThan(100)
    const tables = ['billing_record', 'billing_record_version', 'charge_day', 'price_version'] as const
    const before = await contents(store, ...tables, 'resource', 'resource_status', 'balance_observation', 'gpu_spec')

    const second = await ingest(AT)
    for (const [name, source] of Object.entries(second.sources)) {
      expect(source.error).toBeNull()
      expect(source.fetched).toBe(source.inserted + source.updated + source.unchanged + source.quarantined)
      if (OBSERVATIONS.includes(name)) expect(source).toMatchObject({ inserted: source.fetched, quarantined: 0 })
      else expect(source).toMatchObject({ unchanged: source.fetched, inserted: 0, updated: 0, quarantined: 0 })
    }
    expect(await contents(store, ...tables, 'resource', 'resource_status', 'balance_observation', 'gpu_spec')).toEqual(
      before,
    )
  })

  test('days add up to the bills, however often they were read, and are what one rating gives', async () => {
    const { ingest, options } = await ingestAccount(store, sandbox.url)
    for (const at of [AT, '2026-03-20T11:00:00Z', '2026-03-21T03:00:00Z', LATER]) {
      await setClock(at)
      expect((await ingest(at)).status).toBe('ok')
    }
    const billed = await sumByCurrency(store, 'billing_record')
    expect(await sumByCurrency(store, 'charge_day', "resource_type <> 'ai_model'")).toEqual(billed)
    expect(await sumByCurrency(store, 'charge_day', "resource_type = 'ai_model'")).toEqual(
      await sumByCurrency(store, 'ai_transaction'),
    )
    const incremental = await contents(store, 'charge_day')
    await rebuildCharges(contextOf({ ...options, clock: () => Date.parse(LATER) }))
    expect(await contents(store, 'charge_day')).toEqual(incremental)
  })

  test('each day holds what the ledger of the sandbox gives for it', async () => {
    await setClock(LATER)
    const { ingest } = await ingestAccount(store, sandbox.url)
    await ingest(LATER)
    const answer = await fetch(`${sandbox.url}/_sandbox/ledger?by=day&zone=Europe/Oslo`)
    const { days } = (await answer.json()) as { days: LedgerDay[] }
    const rows = await store.db
      .selectFrom('charge_day')
      .select((eb) => ['day', 'currency', eb.fn.sum<string>('billed').as('billed')])
      .where('resource_type', '<>', 'ai_model')
      .groupBy(['day', 'currency'])
      .execute()
    const ours = new Map(rows.map(({ day, currency, billed }) => [`${day} ${currency}`, parsePicos(billed)]))
    expect(days.length).toBeGreaterThan(70)
    for (const { day, currency, cost, records } of days) {
      const difference = (ours.get(`${day} ${currency}`) ?? 0n) - parsePicos(cost)
      const size = difference < 0n ? -difference : difference
      const allowed = parsePicos('0.00005') * BigInt(records)
      expect(size <= allowed, `${day} ${currency}: off by ${formatPicos(difference)} with ${records} records`).toBe(
        true,
      )
    }
  })

  test('what the list forgets keeps its region', async () => {
    const { ingest } = await ingestAccount(store, sandbox.url)
    await setClock('2026-03-01T00:00:00Z')
    await ingest('2026-03-01T00:00:00Z')
    await setClock(LATER)
    await ingest(LATER)
    const gone = await store.db
      .selectFrom('resource')
      .select(['resource_id', 'region'])
      .where('resource_type', '=', 'snapshot')
      .where('deleted_seen', '=', timestamptz(Date.parse(LATER)))
      .execute()
    expect(gone.length).toBeGreaterThan(0)
    expect(gone.filter(({ region }) => region === null)).toEqual([])
  })
})

interface LedgerDay {
  day: string
  currency: string
  cost: string
  records: number
}
