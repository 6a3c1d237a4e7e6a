import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { isoOf } from '../../src/db/timestamp.ts'
import type { Store } from '../../src/db/store.ts'
import { focusColumns, formatPicos, parsePicos } from '../../src/engine/index.ts'
import { createApp } from '../../src/server/app.ts'
import { csvLine, textCell } from '../../src/server/export/csv.ts'
import { parseCsv } from '../../src/server/export/parse-csv.ts'
import { STORES } from '../support/stores.ts'
import { contextOf, fill, NOW, records } from './fixture.ts'

describe.each(STORES)('the FOCUS file on $name', ({ open }) => {
  let store: Store
  beforeAll(async () => {
    store = await open()
    await fill(store)
    await store.db
      .insertInto('ai_transaction')
      .values({
        account_id: 1,
        transaction_id: 't-1',
        model: 'llama',
        input_tokens: 1000,
        output_tokens: 500,
        cost: '0.003',
        currency: 'USD',
        created_at: isoOf(NOW - 1000),
        first_seen: isoOf(NOW),
      })
      .execute()
  })
  afterAll(() => store.close())

  const exported = async (query: string) => createApp(contextOf(store)).request(`/api/v1/exports/focus.csv?${query}`)
  const rowsOf = async (query: string) => {
    const [columns = [], ...rows] = parseCsv(await (await exported(query)).text())
    return rows.map((cells) => Object.fromEntries(columns.map((name, i) => [name, cells[i]!])))
  }
  const costOf = (rows: Record<string, string>[]) =>
    formatPicos(rows.reduce((sum, { EffectiveCost }) => sum + parsePicos(EffectiveCost!), 0n))

  test('law: the rows of a record add up to its total exactly', async () => {
    const rows = await rowsOf('from=2026-01-01&to=2027-01-01')
    for (const { record } of records) {
      expect(costOf(rows.filter(({ x_RecordId }) => x_RecordId === record.recordId))).toBe(
        formatPicos(record.totalPicos),
      )
    }
    expect(costOf(rows.filter(({ ServiceName }) => ServiceName === 'Inference'))).toBe('0.003')
  })

  test('law: neighbouring periods make the whole', async () => {
    const whole = await rowsOf('from=2026-03-01&to=2026-05-01')
    const parts = [
      ...(await rowsOf('from=2026-03-01&to=2026-03-30')),
      ...(await rowsOf('from=2026-03-30&to=2026-05-01')),
    ]
    expect(costOf(parts)).toBe(costOf(whole))
    expect(parts).toHaveLength(whole.length)
  })

  test('counts by UTC days, whatever the zone of the account', async () => {
    const rows = await rowsOf('from=2026-03-28&to=2026-03-29')
    expect(rows).toMatchObject([
      {
        ChargePeriodStart: '2026-03-28T00:00:00Z',
        ChargePeriodEnd: '2026-03-29T00:00:00Z',
        // 20:00Z to midnight; in Oslo three of these hours are of the 28th.
        PricingQuantity: '4',
        ConsumedQuantity: '8',
        BilledCost: '0',
        BillingAccountName: 'The lab (USD)',
        ResourceName: 'train-7',
        RegionId: 'CANADA-1',
        x_State: 'unknown',
      },
    ])
  })

  test('a machine that slept is storage, also when its record is over', async () => {
    const rows = await rowsOf('from=2026-03-30&to=2026-03-31')
    expect(rows.map(({ ServiceName, EffectiveCost }) => [ServiceName, EffectiveCost])).toEqual([
      ['Hibernation Storage', '0.065'],
    ])
  })

  test.each(['1.4', '1.2'] as const)(
    'has the columns of %s, and its name says version, days and zone',
    async (version) => {
      const answer = await exported(`from=2026-03-01&to=2026-04-01&version=${version}`)
      expect(answer.headers.get('content-disposition')).toContain(`focus-${version}-2026-03-01-2026-04-01-utc.csv`)
      expect((await answer.text()).split('\r\n')[0]).toBe(focusColumns(version).join(','))
    },
  )

  test('another version is a problem', async () => {
    expect((await exported('from=2026-03-01&to=2026-04-01&version=1.0')).status).toBe(400)
  })
})

describe('parseCsv', () => {
  test.each([
    ['', []],
    [
      'a,b\r\n1,\r\n',
      [
        ['a', 'b'],
        ['1', ''],
      ],
    ],
    ['\uFEFFa\n1', [['a'], ['1']]],
    ['"a ""b"", c\r\nd",e\r\n', [['a "b", c\r\nd', 'e']]],
    [',\n', [['', '']]],
  ])('reads %j', (text, rows) => {
    expect(parseCsv(text)).toEqual(rows)
  })

  test('says where it is no CSV', () => {
    expect(() => parseCsv('a\n"b"c\n')).toThrow('line 2')
  })

  test('law: what is written can be read', () => {
    const cell = fc.string().filter((text) => !/^[=+\-@\t\r]/.test(text))
    fc.assert(
      fc.property(fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { maxLength: 4 }), (rows) => {
        expect(parseCsv(rows.map((cells) => csvLine(cells.map(textCell))).join(''))).toEqual(rows)
      }),
      { seed: 20260301, numRuns: 150 },
    )
  })
})
