import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { insertBalances } from '../../src/db/observation-repository.ts'
import type { Store } from '../../src/db/store.ts'
import { createApp } from '../../src/server/app.ts'
import type { ChargesDto } from '../../src/server/dto/charges.ts'
import type { StatementDto } from '../../src/server/dto/statement.ts'
import type { ImportedTopUpsDto, TopUpDto, TopUpsDto } from '../../src/server/dto/top-ups.ts'
import { STORES } from '../support/stores.ts'
import { contextOf, fill, NOW } from './fixture.ts'

const at = (text: string) => Date.parse(text)

/** Oslo's midnight is 22:00Z from 29 March on. USD: 100 bought on 29 March; EUR: nothing explains a fall of 25 on 9 April. */
const BALANCES = [
  ['USD', '2026-03-28T22:55:00Z', '1000'],
  ['USD', '2026-03-29T09:00:00Z', '990'],
  ['USD', '2026-03-29T10:00:00Z', '1089'],
  ['USD', '2026-03-29T21:30:00Z', '1077.4167'],
  ['USD', '2026-03-30T21:59:00Z', '1076.3167'],
  ['USD', '2026-04-04T21:50:00Z', '1076.3367'],
  ['EUR', '2026-04-07T21:50:00Z', '2000'],
  ['EUR', '2026-04-08T22:00:00Z', '1760'],
  ['EUR', '2026-04-09T22:00:00Z', '1255'],
] as const

describe.each(STORES)('the statement on $name', ({ open }) => {
  let store: Store
  let app: ReturnType<typeof createApp>
  beforeAll(async () => {
    store = await open()
    await fill(store)
    const rows = BALANCES.map(([currency, time, balance]) => ({ currency, observedAt: at(time), balance }))
    await insertBalances(store.db, 1, rows)
    app = createApp(contextOf(store))
  })
  beforeEach(() => store.db.deleteFrom('top_up').execute())
  afterAll(() => store.close())

  const send = async (method: string, path: string, body?: unknown) =>
    app.request(`/api/v1/${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    })
  const ok = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const answer = await send(method, path, body)
    expect(answer.status, await answer.clone().text()).toBe(200)
    return (await answer.json()) as T
  }
  const walletOf = async (currency: string, query: string) =>
    (await ok<StatementDto>('GET', `statement?${query}`)).wallets.find((wallet) => wallet.currency === currency)!

  test('a rise beyond the charges is proposed, confirmed once, and explains its day', async () => {
    const { proposals } = await ok<TopUpsDto>('GET', 'top-ups')
    expect(proposals).toEqual([
      {
        currency: 'USD',
        day: '2026-03-29',
        net: '100',
        from: '2026-03-29T09:00:00.000Z',
        creditedAt: '2026-03-29T10:00:00.000Z',
      },
    ])
    const before = await walletOf('USD', 'from=2026-03-29&to=2026-03-31')
    expect(before.proposals).toBe(1)
    expect(Number(before.lines[0]!.unexplained)).toBeCloseTo(100, 1)
    const [{ from: _, ...rise }] = proposals as [(typeof proposals)[number]]
    const body = { ...rise, tax: '18', taxName: 'GST 18 %', receipt: 'R-1' }
    expect(await ok<TopUpDto>('POST', 'top-ups', body)).toMatchObject({ net: '100', tax: '18', source: 'confirmed' })
    expect((await ok<TopUpsDto>('GET', 'top-ups')).proposals).toEqual([])
    const after = await walletOf('USD', 'from=2026-03-29&to=2026-03-31')
    expect(after).toMatchObject({ proposals: 0, falls: [] })
    expect(after.lines[0]!.topUps).toBe('100')
    expect(Number(after.lines[0]!.charged)).toBeCloseTo(23, 9)
    expect(Math.abs(Number(after.lines[0]!.unexplained))).toBeLessThan(0.1)
    expect((await send('POST', 'top-ups', body)).status).toBe(400)
  })

  test('a bill that was put right later moved the balance on another day than it charges', async () => {
    const { lines, total } = await walletOf('USD', 'from=2026-03-30&to=2026-04-06')
    expect(
      lines.map(({ from, restated }) => [from.slice(8), restated]).filter(([, restated]) => restated !== '0'),
    ).toEqual([
      ['30', '-0.02'],
      ['04', '0.02'],
    ])
    expect(total.restated).toBe('0')
    expect(lines.find(({ from }) => from === '2026-04-04')!.unexplained).toBe('0')
  })

  test('a fall that the charges do not explain by more than 1 % is told', async () => {
    const { lines, falls } = await walletOf('EUR', 'from=2026-04-08&to=2026-04-10')
    expect(lines.map(({ opening, charged, closing, unexplained }) => [opening, charged, closing, unexplained])).toEqual(
      [
        ['2000', '240', '1760', '0'],
        ['1760', '480', '1255', '-25'],
      ],
    )
    expect(falls.map(({ from }) => from)).toEqual(['2026-04-09'])
    expect(falls[0]!.unexplainedShare).toBeCloseTo(-25 / 480)
  })

  test('law: the charges of a statement are those of the charges, by day and by month', async () => {
    for (const by of ['day', 'month']) {
      const { wallets } = await ok<StatementDto>('GET', `statement?from=2026-03-01&to=2026-05-01&by=${by}`)
      const { rows } = await ok<ChargesDto>('GET', 'charges?from=2026-03-01&to=2026-05-01')
      expect(wallets.map(({ currency, total }) => [currency, total.charged])).toEqual(
        rows.map(({ currency, billedCost }) => [currency, billedCost]),
      )
      for (const { lines, total } of wallets) {
        expect(lines.at(-1)!.closing).toBe(total.closing)
        for (const [i, line] of lines.slice(1).entries()) expect(line.opening).toBe(lines[i]!.closing)
      }
    }
  })

  test('the CSV has a line per wallet and stretch; a wallet that never held anything is left out', async () => {
    const csv = await (await send('GET', 'exports/statement.csv?month=2026-03')).text()
    const [header, ...lines] = csv.trimEnd().split('\r\n')
    expect(header).toMatch(
      /^account,currency,from,to,opening,top_ups,.*,charged,closing,unexplained,unexplained_percent$/,
    )
    expect(new Set(lines.map((line) => line.split(',')[1]))).toEqual(new Set(['USD']))
    expect(lines).toHaveLength(31)
  })

  test('top-ups come by file; a receipt that is known is left, a wrong line takes none', async () => {
    const take = (csv: string) => ok<ImportedTopUpsDto>('POST', 'top-ups/import', { csv })
    const csv = 'day,currency,net,tax,receipt,fund\n2026-03-30,usd,100,0,R-7,DFG 12\n2026-04-01,EUR,50,9.5,R-8,\n'
    expect(await take(csv)).toEqual({ taken: 2, known: 0 })
    expect(await take(csv)).toEqual({ taken: 0, known: 2 })
    const { rows, proposals } = await ok<TopUpsDto>('GET', 'top-ups')
    expect(rows.map(({ currency, net, fund, source }) => [currency, net, fund, source])).toEqual([
      ['EUR', '50', null, 'file'],
      ['USD', '100', 'DFG 12', 'file'],
    ])
    // Its receipt is a day later than the rise: it is the same money.
    expect(proposals).toEqual([])
    const wrong = await send('POST', 'top-ups/import', { csv: 'day,currency,net\n2026-04-01,EUR,5\n1 April,EUR,x\n' })
    expect(wrong.status).toBe(400)
    expect(((await wrong.json()) as { detail: string }).detail).toContain('line 3: ')
    expect((await ok<TopUpsDto>('GET', 'top-ups')).rows).toHaveLength(2)
    await ok('DELETE', `top-ups/${rows[0]!.topUpId}`)
    expect((await send('DELETE', `top-ups/${rows[0]!.topUpId}`)).status).toBe(404)
  })

  test.each([
    [{ kind: 'voucher', currency: 'USD', day: '2026-04-01', net: '-5' }, 'net'],
    [{ currency: 'USD', day: '2026-04-01', net: '0' }, 'net'],
    [{ kind: 'voucher', currency: 'USD', day: '2026-04-01', net: '5', tax: '1' }, 'tax'],
    [{ currency: 'dollars', day: '2026-04-01', net: '5' }, 'currency'],
    [{ currency: 'USD', day: '2026-02-30', net: '5' }, 'day'],
  ])('%j is refused for its %s', async (body, field) => {
    const answer = await send('POST', 'top-ups', body)
    expect(answer.status).toBe(400)
    expect(((await answer.json()) as { errors: { pointer: string }[] }).errors.map(({ pointer }) => pointer)).toContain(
      `/${field}`,
    )
  })

  test('the month that runs is open and ends with what was read last', async () => {
    const { isOpen, wallets, from } = await ok<StatementDto>('GET', 'statement')
    expect([isOpen, from]).toEqual([true, '2026-04-01'])
    const usd = wallets.find(({ currency }) => currency === 'USD')!
    expect(usd.closingReadAt).toBe(new Date(NOW).toISOString())
    expect(usd.lines.at(-1)).toMatchObject({ from: '2026-04-10', closing: '812.4' })
  })
})
