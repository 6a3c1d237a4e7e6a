import { strFromU8, unzipSync } from 'fflate'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Store } from '../../src/db/store.ts'
import { createApp } from '../../src/server/app.ts'
import type { BookingsDto } from '../../src/server/dto/bookings.ts'
import type { BridgeDto } from '../../src/server/dto/bridge.ts'
import type { StatementDto } from '../../src/server/dto/statement.ts'
import { parseCsv } from '../../src/server/export/parse-csv.ts'
import { STORES } from '../support/stores.ts'
import { contextOf, fill, NOW } from './fixture.ts'

const cents = (amount: string) => Math.round(Number(amount) * 100)

describe.each(STORES)('bookings on $name', ({ open }) => {
  let store: Store
  let app: ReturnType<typeof createApp>
  beforeAll(async () => {
    store = await open()
    await fill(store)
    app = createApp(contextOf(store, { clock: () => NOW }))
    await send('PUT', 'assignments', { resourceIds: ['i-1'], parts: [{ cost_center: '4711' }] })
    await send('POST', 'top-ups', {
      currency: 'USD',
      day: '2026-03-20',
      net: '1000',
      tax: '180',
      taxName: 'GST 18 %',
      receipt: 'R 1',
    })
  })
  afterAll(() => store.close())

  const send = (method: string, path: string, body?: unknown) =>
    app.request(`/api/v1/${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    })
  const ok = async <T>(path: string): Promise<T> => {
    const answer = await send('GET', path)
    expect(answer.status, await answer.clone().text()).toBe(200)
    return (await answer.json()) as T
  }
  const detail = async (path: string) => ((await (await send('GET', path)).json()) as { detail: string }).detail

  test('lines add up to the statement, by cost center, with receipt and tax', async () => {
    const { wallets, unmapped, isOpen } = await ok<BookingsDto>('bookings?month=2026-03')
    const { wallets: statements } = await ok<StatementDto>('statement?month=2026-03')
    const usd = wallets.find(({ currency }) => currency === 'USD')!
    const { total } = statements.find(({ currency }) => currency === 'USD')!
    const used = usd.lines.filter(({ kind }) => kind === 'use')
    expect(used.map(({ costCenter }) => costCenter)).toContain('4711')
    expect(used.reduce((sum, { amount }) => sum + cents(amount), 0)).toBe(cents(total.charged))
    expect(usd.lines.find(({ kind }) => kind === 'top-up')).toMatchObject({
      amount: '1000.00',
      receipt: 'R 1',
      day: '2026-03-20',
    })
    expect(usd.lines.find(({ kind }) => kind === 'tax')).toMatchObject({ amount: '180.00', creditChange: '0.00' })
    expect(isOpen).toBe(false)
    expect(unmapped).toContain('use of credit (USD)')
    for (const { opening, closing, lines } of wallets) {
      if (opening === null || closing === null) continue
      expect(lines.reduce((sum, { creditChange }) => sum + cents(creditChange), cents(opening))).toBe(cents(closing))
    }
  })

  test('the CSV leads from opening to closing credit', async () => {
    const [columns = [], ...rows] = parseCsv(
      await (await send('GET', 'exports/bookings.csv?month=2026-03&currency=USD')).text(),
    )
    const at = (row: string[], name: string) => row[columns.indexOf(name)]!
    expect(at(rows[0]!, 'kind')).toBe('opening credit')
    const [last, closing] = rows.slice(-2)
    expect(at(closing!, 'kind')).toBe('closing credit')
    expect(at(last!, 'credit')).toBe(at(closing!, 'credit'))
    expect(at(last!, 'fiscal_period')).toBe('3')
  })

  test('workbook and DATEV want a ledger account for every line, DATEV its own numbers', async () => {
    expect(await detail('exports/bookings.xlsx?month=2026-03')).toContain('no ledger account for')
    expect(await detail('exports/bookings-datev.csv?month=2026-03')).toContain('consultant and client')
    const csv = [
      'kind,currency,cost_center,account,contra_account',
      ...[
        'top-up,,,1480,1200',
        'tax,,,1571,1200',
        'use,,,4980,1480',
        'use,,4711,4981,1480',
        'unexplained,,,1590,1480',
        'restated,,,1590,1480',
      ],
    ].join('\n')
    expect((await send('POST', 'ledger-accounts/import', { csv })).status).toBe(200)
    const again = await send('PUT', 'account-calendar', {
      entity: 'Müller GmbH',
      fiscalYearStart: 4,
      datevConsultant: 1001,
      datevClient: 7,
    })
    expect(again.status).toBe(200)
    const exported = await (await send('GET', 'exports/ledger-accounts.csv')).text()
    expect(exported.split('\r\n')[1]).toBe('top-up,,,1480,1200')
  })

  test('DATEV: header, decimal comma, CR/LF, debit or credit, and either encoding', async () => {
    const answer = await send('GET', 'exports/bookings-datev.csv?month=2026-03')
    const bytes = new Uint8Array(await answer.arrayBuffer())
    expect([...bytes.slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf])
    const [header = '', columns = '', ...lines] = new TextDecoder().decode(bytes).split('\r\n')
    expect(header).toMatch(/^"EXTF";700;21;"Buchungsstapel";13;\d{17};;/)
    expect(header.split(';').slice(10, 16)).toEqual(['1001', '7', '20250401', '4', '20260301', '20260331'])
    expect(header.split(';')).toHaveLength(31)
    const names = columns.split(';')
    expect(names).toHaveLength(125)
    const topUp = lines.find((line) => line.includes('"R-1"') && line.includes('1000,00'))!.split(';')
    const at = (name: string) => topUp[names.indexOf(name)]
    expect([at('Soll/Haben-Kennzeichen'), at('WKZ Umsatz'), at('Konto'), at('Belegdatum')]).toEqual([
      '"S"',
      '"USD"',
      '1480',
      '2003',
    ])
    const center = lines.find((line) => line.includes('"4711"'))!.split(';')
    expect([center[6], center[36]]).toEqual(['4981', '"4711"'])
    const old = new Uint8Array(
      await (await send('GET', 'exports/bookings-datev.csv?month=2026-03&encoding=windows-1252')).arrayBuffer(),
    )
    expect(old.includes(0xfc)).toBe(true) // The ü of 'Schlüssel', one byte.
    expect(old[0]).toBe('"'.charCodeAt(0))
  })

  test('the workbook has a voucher of two rows per line', async () => {
    const answer = await send('GET', 'exports/bookings.xlsx?month=2026-03')
    expect(answer.headers.get('content-disposition')).toContain('bookings-2026-03-europe-oslo.xlsx')
    const files = unzipSync(new Uint8Array(await answer.arrayBuffer()))
    const words = strFromU8(files['xl/sharedStrings.xml']!)
    for (const name of ['Voucher Date', 'Ledger Amount Dr/Cr', 'QM-2026-03-USD-1', '4981'])
      expect(words).toContain(name)
    const { wallets } = await ok<BookingsDto>('bookings?month=2026-03')
    const rows = strFromU8(files['xl/worksheets/sheet1.xml']!).match(/<row /g)!.length
    expect(rows).toBe(1 + 2 * wallets.reduce((sum, { lines }) => sum + lines.length, 0))
  })

  test.each(['2026-03', '2026-04'])('the bridge leads from %s in Oslo to that of the FOCUS file', async (month) => {
    const { wallets } = await ok<BridgeDto>(`bridge?month=${month}`)
    const { from, to } = await ok<BookingsDto>(`bookings?month=${month}`)
    const [columns = [], ...rows] = parseCsv(
      await (await send('GET', `exports/focus.csv?from=${from}&to=${to}`)).text(),
    )
    const at = (row: string[], name: string) => row[columns.indexOf(name)]!
    for (const { currency, utcMonth } of wallets) {
      const own = rows.filter((row) => at(row, 'BillingCurrency') === currency && at(row, 'ChargeCategory') === 'Usage')
      expect(own.reduce((sum, row) => sum + Number(at(row, 'EffectiveCost')), 0)).toBeCloseTo(Number(utcMonth), 6)
    }
  })

  test('weeks begin on the day that the calendar says', async () => {
    await send('PUT', 'account-calendar', { weekStart: 7 })
    const { wallets } = await ok<StatementDto>('statement?month=2026-03&by=week')
    expect(wallets[0]!.lines.map(({ from }) => from)).toEqual([
      '2026-03-01',
      '2026-03-08',
      '2026-03-15',
      '2026-03-22',
      '2026-03-29',
    ])
  })

  test.each([
    ['kind,account,contra_account\nuse,1,', 'line 2: contraAccount'],
    ['kind,account,contra_account\nuse,1,2\nuse,3,4', 'two lines speak of use'],
    ['kind,account\nuse,1', 'names no contra_account'],
  ])('a table %j is refused', async (csv, words) => {
    const answer = await send('POST', 'ledger-accounts/import', { csv })
    expect(answer.status).toBe(400)
    expect(((await answer.json()) as { detail: string }).detail).toContain(words)
  })
})
