import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createAccount } from '../../src/db/account-repository.ts'
import { insertDayCharges } from '../../src/db/charge-repository.ts'
import { copyRows } from '../../src/db/copy-rows.ts'
import { ensureMonths } from '../../src/db/partition-repository.ts'
import type { Store } from '../../src/db/store.ts'
import { formatPicos, type DayCharge } from '../../src/engine/index.ts'
import { STORES } from '../support/stores.ts'

describe.each(STORES)('copyRows ($name)', ({ open }) => {
  let store: Store
  let accountId: number
  beforeAll(async () => {
    store = await open()
    const account = { slug: 'main', name: 'Main', kind: 'real', zone: 'UTC', createdAt: 0 } as const
    accountId = (await createAccount(store.db, account)).accountId
  })
  afterAll(() => store.close())

  /** More rows than go out in one piece. */
  const numbers = Array.from({ length: 1100 }, (_, i) => i)
  const long = 'grüße 🜚 '.repeat(9000)
  const texts: Readonly<Record<number, string>> = { 0: '', 1: 'Ærø', 2: long, 3: 'a\tb\\N\n', 4: '\ud800' }

  const copy = (name: (i: number) => string) =>
    store.db.transaction().execute(async (tx) => {
      await copyRows(tx, 'region', accountId, numbers, {
        region: ['text', name],
        country: ['text', (i) => texts[i] ?? null],
        raw: ['jsonb', (i) => ({ i, text: 'x'.repeat(60) })],
        first_seen: ['timestamptz', (i) => Date.UTC(1999, 11, 31, 23, 59, 59, 999) + i],
        last_seen: ['timestamptz', () => Date.UTC(2026, 10, 28, 1, 2, 3, 4)],
      })
    })

  it('leaves nothing of rows of which one is there already, one cannot be told, or one says no', async () => {
    for (const bad of [0, 10, 400, 600, 1099]) {
      await expect(copy((i) => `R-${i === bad ? (bad + 1) % 1100 : i}`)).rejects.toThrow(/unique/)
      await expect(copy((i) => (i === bad ? (null as never) : `R-${i}`))).rejects.toThrow(/null/)
      const refused = copy((i) => {
        if (i === bad) throw new RangeError(`Row ${bad} says no`)
        return `R-${i}`
      })
      await expect(refused).rejects.toThrow(`Row ${bad} says no`)
      expect(await store.db.selectFrom('region').select('region').execute()).toEqual([])
    }
  })

  it('writes every row, text and instants as they are', async () => {
    await copy((i) => `R-${i}`)
    const { rows } = await sql`
      select region, country, raw, first_seen, last_seen from region order by (raw ->> 'i')::integer`.execute(store.db)
    // Half of a character is none.
    const stored = { ...texts, 4: '\ufffd' } as Readonly<Record<number, string>>
    expect(rows).toEqual(
      numbers.map((i) => ({
        region: `R-${i}`,
        country: stored[i] ?? null,
        raw: { i, text: 'x'.repeat(60) },
        first_seen: Date.UTC(1999, 11, 31, 23, 59, 59, 999) + i,
        last_seen: Date.UTC(2026, 10, 28, 1, 2, 3, 4),
      })),
    )
  })

  it('writes amounts, days and counts to their last digit', async () => {
    const amounts = [
      '0',
      '0.000000000001',
      '-0.5',
      '2.49',
      '9007.199254740991',
      '9007.199254740992',
      '-10000',
      '99999999.99999999',
    ]
    amounts.push('12345678901234567890123456.123456789012', '-100000000.000100000001')
    const picos = (text: string) => BigInt(text.replace('.', '') + '0'.repeat(12 - (text.split('.')[1] ?? '').length))
    const charges = amounts.map((amount, i): DayCharge => ({
      day: ['1999-12-31', '2000-01-01', '2024-02-29'][i % 3]!,
      recordId: `R-${i}`,
      resourceId: 'M',
      resourceType: 'instance',
      currency: 'USD',
      sku: 'machine',
      tier: null,
      gpuModel: null,
      gpuCount: [0, -1, 2 ** 31 - 1][i % 3]!,
      state: 'active',
      quantityPicos: 1n,
      unit: 'Hours',
      seconds: [0, -86_400, Number.MAX_SAFE_INTEGER][i % 3]!,
      billedPicos: picos(amount),
      expectedPicos: i % 2 ? null : -picos(amount),
      inferred: i % 2 === 0,
    }))
    await ensureMonths(store, 'charge_day', '1999-12-31', '2000-01-01')
    await ensureMonths(store, 'charge_day', '2024-02-29', '2024-02-29')
    await store.db.transaction().execute((tx) => insertDayCharges(tx, accountId, charges))
    const { rows } = await sql`
      select day, record_id, gpu_count, seconds, trim_scale(billed)::text as billed, trim_scale(expected)::text as expected, inferred
      from charge_day order by right('0' || record_id, 2), record_id`.execute(store.db)
    expect(rows).toEqual(
      charges.map((charge) => ({
        day: charge.day,
        record_id: charge.recordId,
        gpu_count: charge.gpuCount,
        seconds: charge.seconds,
        billed: formatPicos(charge.billedPicos),
        expected: charge.expectedPicos === null ? null : formatPicos(charge.expectedPicos),
        inferred: charge.inferred,
      })),
    )
  })

  it('writes the days of what has no first or last one', async () => {
    const never = { key: ['text', () => 'lab'], part: ['int4', () => 0], share: ['picos', () => 10n ** 12n] } as const
    await copyRows(store.db, 'closed_assignment', accountId, [0], {
      ...never,
      from_day: ['date', () => '-infinity'],
      to_day: ['date', () => 'infinity'],
    })
    const { rows } =
      await sql`select from_day, to_day, trim_scale(share)::text as share from closed_assignment`.execute(store.db)
    expect(rows).toEqual([{ from_day: '-infinity', to_day: 'infinity', share: '1' }])
  })

  it('refuses what its column cannot hold exactly', async () => {
    const copyOf = (column: string, type: 'int4' | 'int8' | 'timestamptz', value: unknown) =>
      store.db.transaction().execute((tx) => copyRows(tx, 'region', accountId, [0], { [column]: [type, () => value] }))
    await expect(copyOf('region', 'int4', 2 ** 31)).rejects.toThrow('2147483648 is no integer of four bytes')
    await expect(copyOf('region', 'int8', 0.5)).rejects.toThrow('0.5 is no integer that can be stored exactly')
    await expect(copyOf('first_seen', 'timestamptz', NaN)).rejects.toThrow('NaN is no integer')
  })
})
