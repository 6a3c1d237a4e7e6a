import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { Store } from '../../src/db/store.ts'
import { parsePicos, type BillingRecord, type Instant } from '../../src/engine/index.ts'
import { createApp } from '../../src/server/app.ts'
import { STORES } from '../support/stores.ts'
import { addRecord, contextOf, fill, type SeenRecord } from './fixture.ts'

/** All on 2 April, whose end in Oslo is 22:00Z; billing is read daily at 05:00Z and on 10 April at 12:00Z. */
const at = (text: string): Instant => Date.parse(`2026-04-${text}Z`)

const record = (recordId: string, of: Partial<BillingRecord>): BillingRecord => ({
  recordId,
  kind: 'volume',
  resourceId: 'v-9',
  resourceName: 'scratch',
  startsAt: at('02T08:00'),
  endsAt: at('02T10:00'),
  minutes: 120,
  perMinutePicos: null,
  totalPicos: parsePicos('2'),
  currency: 'USD',
  status: 'completed',
  tier: 'legacy',
  gpuModel: null,
  gpuCount: null,
  sizeGb: 100,
  ...of,
})

const seen = (of: Partial<SeenRecord> & { record: BillingRecord }): SeenRecord => ({
  firstSeenAt: at('03T05:00'),
  changedAt: at('03T05:00'),
  lastSeenAt: at('10T12:00'),
  versions: [],
  ...of,
})

const value = (seenAt: Instant, total: string, endsAt: Instant | null = at('02T10:00')) => ({
  seenAt,
  endsAt,
  minutes: 120,
  totalPicos: parsePicos(total),
})

const CASES: readonly [string, string, readonly SeenRecord[]][] = [
  ['closed and read after the day', 'settled', [seen({ record: record('a', {}) })]],
  ['not closed', 'open', [seen({ record: record('a', { endsAt: null }) })]],
  [
    'closed, but not read since the day ended',
    'open',
    [
      seen({
        record: record('a', {}),
        firstSeenAt: at('02T11:00'),
        changedAt: at('02T11:00'),
        lastSeenAt: at('02T21:59'),
      }),
    ],
  ],
  [
    'grown while it was open',
    'settled',
    [seen({ record: record('a', {}), firstSeenAt: at('02T09:00'), versions: [value(at('02T09:00'), '1', null)] })],
  ],
  [
    'corrected before the first reading after the day',
    'settled',
    [seen({ record: record('a', {}), firstSeenAt: at('02T11:00'), versions: [value(at('02T11:00'), '1')] })],
  ],
  [
    'corrected after it had settled',
    'restated',
    [seen({ record: record('a', {}), changedAt: at('06T05:00'), versions: [value(at('03T05:00'), '1')] })],
  ],
  [
    'told anew after it had settled, with the same value',
    'settled',
    [seen({ record: record('a', {}), changedAt: at('06T05:00'), versions: [value(at('03T05:00'), '2')] })],
  ],
  [
    'closed days later: the first value that was final',
    'settled',
    [seen({ record: record('a', {}), changedAt: at('06T05:00'), versions: [value(at('03T05:00'), '1', null)] })],
  ],
  [
    'a second record that came to a settled row',
    'restated',
    [
      seen({ record: record('a', {}) }),
      seen({
        record: record('b', { startsAt: at('02T12:00'), endsAt: at('02T13:00'), minutes: 60 }),
        firstSeenAt: at('07T05:00'),
        changedAt: at('07T05:00'),
      }),
    ],
  ],
  [
    'a second record that is open',
    'open',
    [
      seen({ record: record('a', {}) }),
      seen({ record: record('b', { startsAt: at('02T12:00'), endsAt: null, minutes: 60 }) }),
    ],
  ],
]

describe.each(STORES)('the status of a day on $name', ({ open }) => {
  let store: Store
  beforeAll(async () => {
    store = await open()
    await fill(store)
  })
  afterEach(async () => {
    await store.db.deleteFrom('charge_day').where('resource_id', '=', 'v-9').execute()
    await store.db.deleteFrom('billing_record').where('resource_id', '=', 'v-9').execute()
    await store.db.deleteFrom('billing_record_version').where('record_id', 'in', ['a', 'b']).execute()
  })
  afterAll(() => store.close())

  test.each(CASES)('%s: %s', async (_, status, seenRecords) => {
    for (const one of seenRecords) await addRecord(store, one)
    const answer = await createApp(contextOf(store)).request(
      '/api/v1/exports/charges.csv?from=2026-04-02&to=2026-04-03',
    )
    const lines = (await answer.text()).split('\r\n').slice(1, -1)
    expect(lines.map((line) => line.split(',').at(-1))).toEqual([status])
  })
})
