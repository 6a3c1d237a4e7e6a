import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { setAside } from '../../src/db/quarantine-repository.ts'
import type { Store } from '../../src/db/store.ts'
import { fingerprintOfJson } from '../../src/ingest/fingerprint.ts'
import { importBilling } from '../../src/ingest/import-billing.ts'
import { retryQuarantine } from '../../src/ingest/retry-quarantine.ts'
import { bill, startFakeBarrack } from '../support/fake-barrack.ts'
import { ingestAccount, sumByCurrency } from '../support/ingest-account.ts'
import { clear, STORES } from '../support/stores.ts'

const SAVED_AT = Date.parse('2026-03-01T12:00:00Z')
const LATER = Date.parse('2026-03-02T12:00:00Z')
const BILLING = '/api/instances/billing/'

describe.each(STORES)('without the API ($name)', ({ open }) => {
  let store: Store
  beforeAll(async () => void (store = await open()))
  afterAll(() => store.close())
  beforeEach(() => clear(store))

  const waiting = async () =>
    (await sql<{ reason: string }>`select reason from quarantine where resolved_at is null`.execute(store.db)).rows

  test('saved answers become what an ingest of them would have made', async () => {
    await using api = await startFakeBarrack()
    const { options, ingest } = await ingestAccount(store, api.url)
    const offline = { ...options, clock: () => LATER }
    const volume = {
      billing_id: 'VBILL_1',
      volume_id: 'V',
      volume_name: 'data',
      size_gb: 1000,
      tier: 'Advanced',
      start_time: '2026-02-28T10:00:00',
      end_time: '2026-02-28T18:00:00',
      total_duration_minutes: 480,
      per_minute_rate: 0.0002,
      total_cost: 0.096,
      status: 'available',
    }
    const answers = [
      { success: true, records: [bill('R1', 'A'), bill('R2', 'A', { total_cost: 'NaN' })], total: 2 },
      { success: true, records: [volume], currency: 'EUR' },
      { what: 'is this' },
    ]
    const report = await importBilling(offline, answers, SAVED_AT)
    expect(report).toEqual({
      sources: {
        'instance-billing': { fetched: 2, inserted: 1, updated: 0, unchanged: 0, quarantined: 1 },
        'volume-billing': { fetched: 1, inserted: 1, updated: 0, unchanged: 0, quarantined: 0 },
      },
      unrecognised: 1,
      leftToBarrack: 0,
    })
    expect(await sumByCurrency(store, 'charge_day')).toEqual({ EUR: '0.096', USD: '15' })
    expect(await importBilling(offline, answers[0], SAVED_AT)).toMatchObject({
      sources: { 'instance-billing': { inserted: 0, unchanged: 1, quarantined: 1 } },
    })

    // What the API said later is not undone by an older file.
    api.account.lists[BILLING] = [bill('R1', 'A', { total_cost: 14 })]
    await ingest('2026-03-02T00:00:00Z')
    expect(await importBilling(offline, answers[0], SAVED_AT)).toMatchObject({
      sources: { 'instance-billing': { updated: 0, unchanged: 1 } },
    })
    expect(await sumByCurrency(store, 'charge_day')).toEqual({ EUR: '0.096', USD: '14' })
    await expect(importBilling(offline, { success: true }, SAVED_AT)).rejects.toThrow(/no saved answer/)
  })

  test('what this version understands leaves quarantine, as read when it came', async () => {
    await using api = await startFakeBarrack()
    const { options, account } = await ingestAccount(store, api.url)
    const rows = [bill('R1', 'A'), bill('R2', 'A', { total_cost: null })]
    // As an older version, which understood neither, left them.
    const refused = rows.map((row) => ({ fingerprint: fingerprintOfJson(row), reason: 'old reason', payload: row }))
    await setAside(store.db, account.accountId, 'instance-billing', refused, SAVED_AT)
    const report = await retryQuarantine({ ...options, clock: () => LATER })
    expect(report).toEqual({ 'instance-billing': { tried: 2, taken: 1, waiting: 1 } })
    expect(await waiting()).toEqual([{ reason: 'total_cost: expected a decimal number' }])
    expect(await sumByCurrency(store, 'charge_day')).toEqual({ USD: '15' })
    const [record] = await store.db.selectFrom('billing_record').select('changed_at').execute()
    expect(record).toEqual({ changed_at: SAVED_AT })
    expect(await retryQuarantine({ ...options, clock: () => LATER })).toEqual({
      'instance-billing': { tried: 1, taken: 0, waiting: 1 },
    })
  })
})
