import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { markAssignmentsChanged } from '../../src/db/assignment-repository.ts'
import { findAudit } from '../../src/db/audit-repository.ts'
import type { Store } from '../../src/db/store.ts'
import { formatPicos, parsePicos } from '../../src/engine/index.ts'
import { createApp } from '../../src/server/app.ts'
import type { ChargesDto } from '../../src/server/dto/charges.ts'
import type { ClosedMonthsDto, ClosingDto } from '../../src/server/dto/closing.ts'
import type { ForecastDto } from '../../src/server/dto/forecast.ts'
import type { StatementDto } from '../../src/server/dto/statement.ts'
import { parseCsv } from '../../src/server/export/parse-csv.ts'
import { STORES } from '../support/stores.ts'
import { contextOf, fill, NOW, restate } from './fixture.ts'

const DAY = 86_400_000
const MARCH = 'from=2026-03-01&to=2026-04-01'
const APRIL = 'from=2026-04-01&to=2026-05-01'

describe.each(STORES)('closing a month on $name', ({ open }) => {
  let store: Store
  let now = NOW
  let app: ReturnType<typeof createApp>
  beforeAll(async () => {
    store = await open()
    await fill(store)
    app = createApp(contextOf(store, { clock: () => now }))
  })
  afterAll(() => store.close())

  const send = (method: string, path: string, body?: unknown) =>
    app.request(`/api/v1/${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    })
  const ok = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const answer = await send(method, path, body)
    expect(answer.status, await answer.clone().text()).toBe(200)
    return (await answer.json()) as T
  }
  const text = async (path: string) => (await send('GET', path)).text()
  const detail = async (method: string, path: string, body?: unknown) => {
    const answer = await send(method, path, body)
    expect(answer.status).toBe(400)
    return ((await answer.json()) as { detail: string }).detail
  }
  /** By wallet, what one month was charged by each way of asking. */
  const everyWay = async (month: string, period: string) => {
    const statement = await ok<StatementDto>('GET', `statement?month=${month}`)
    const byProject = await ok<ChargesDto>('GET', `charges?${period}&group=project&books=true`)
    const [columns = [], ...rows] = parseCsv(await text(`exports/focus.csv?${period}`))
    const usage = rows.filter((row) => row[columns.indexOf('ChargeCategory')] === 'Usage')
    const sum = (values: string[]) => formatPicos(values.reduce((all, value) => all + parsePicos(value), 0n))
    return Object.fromEntries(
      ['EUR', 'USD'].map((currency) => [
        currency,
        {
          statement: statement.wallets.find((wallet) => wallet.currency === currency)?.total.charged ?? '0',
          projects: sum(byProject.rows.filter((row) => row.currency === currency).map((row) => row.billedCost)),
          focus: sum(
            usage
              .filter((row) => row[columns.indexOf('BillingCurrency')] === currency)
              .map((row) => row[columns.indexOf('EffectiveCost')]!),
          ),
        },
      ]),
    )
  }
  const first = { files: new Map<string, string>(), march: {} as unknown }

  test('a month that is not over cannot be closed, one with loose ends only if they are accepted', async () => {
    expect(await detail('POST', 'months/2026-04/close', { accept: true })).toContain('2026-04 is not over yet')
    const { open: items, closed } = await ok<ClosingDto>('GET', 'months/2026-03')
    expect(closed).toBeNull()
    expect(items.map(({ kind }) => kind)).toEqual(['unexplained', 'not assigned'])
    expect(await detail('POST', 'months/2026-03/close', {})).toContain('26.58 USD are of no project')
  })

  test('closed, its figures, its assignments and its files are kept', async () => {
    await ok('PUT', 'assignments', {
      resourceIds: ['i-1'],
      parts: [
        { project: 'lab', share: '1' },
        { project: 'shop', share: '2' },
      ],
    })
    const before = await everyWay('2026-03', MARCH)
    first.files = new Map([
      ['charges', await text(`exports/charges.csv?${MARCH}`)],
      ['with', await text(`exports/charges.csv?${MARCH}&with=project,owner,cost_center`)],
      ['statement', await text('exports/statement.csv?month=2026-03&by=day')],
    ])
    const closing = await ok<ClosingDto>('POST', 'months/2026-03/close', { by: 'ann', accept: true })
    expect(closing.closed).toMatchObject({ by: 'ann' })
    expect(closing.closed!.files.map(({ name }) => name)).toEqual([
      'bookings.csv',
      'charges-with.csv',
      'charges.csv',
      'focus-1.2.csv',
      'focus-1.4.csv',
      'statement.csv',
    ])
    first.march = await everyWay('2026-03', MARCH)
    expect(first.march).toEqual(before)
    expect(await text(`exports/charges.csv?${MARCH}&closed=true`)).toBe(first.files.get('charges'))
    expect(await text(`exports/charges.csv?${MARCH}&closed=true&with=project,owner,cost_center`)).toBe(
      first.files.get('with'),
    )
    expect(await text('exports/statement.csv?month=2026-03&closed=true')).toBe(first.files.get('statement'))
    first.files.set('focus', await text(`exports/focus.csv?${MARCH}&closed=true`))
  })

  test('what is restated later leaves it as it was and is a correction of the open month', async () => {
    const april = await everyWay('2026-04', APRIL)
    now = NOW + DAY
    await restate(store, 'r-1', '0.5', now - 1000)
    expect(await everyWay('2026-03', MARCH)).toEqual(first.march)
    const after = await everyWay('2026-04', APRIL)
    const less = (amount: string) => formatPicos(parsePicos(amount) - parsePicos('13.25') + 0n)
    for (const way of ['statement', 'projects', 'focus'] as const) {
      expect(Number(after.USD![way])).toBeCloseTo(Number(less(april.USD![way])), 9)
      expect(after.EUR![way]).toBe(april.EUR![way])
    }
    expect(new Set(Object.values(after.USD!)).size).toBe(1)
    const closing = await ok<ClosingDto>('GET', 'months/2026-03')
    expect(closing.changedSince).toMatchObject([
      { day: '2026-04-11', month: '2026-03', recordId: 'r-1', cause: 'restated by Barrack', currency: 'USD' },
    ])
    expect(Number(closing.changedSince[0]!.amount)).toBeCloseTo(-13.25, 9)
    // The bills themselves are told as Barrack has them.
    const live = await ok<ChargesDto>('GET', `charges?${MARCH}&currency=USD`)
    expect(Number(live.rows[0]!.billedCost)).toBeCloseTo(13.33, 9)
    expect(await text(`exports/charges.csv?${MARCH}`)).not.toBe(first.files.get('charges'))
    expect(await text(`exports/charges.csv?${MARCH}&closed=true`)).toBe(first.files.get('charges'))
    expect(await text(`exports/focus.csv?${MARCH}&closed=true`)).toBe(first.files.get('focus'))
  })

  test('a correction belongs to whom its day belonged to; FOCUS calls it one', async () => {
    const { rows } = await ok<ChargesDto>('GET', `charges?from=2026-04-11&to=2026-04-12&group=project&books=true`)
    const usd = rows.filter(({ currency }) => currency === 'USD')
    expect(usd.map(({ project }) => project)).toEqual(['lab', 'shop'])
    expect(Number(usd[1]!.billedCost)).toBeCloseTo(2 * Number(usd[0]!.billedCost), 9)
    const [columns = [], ...lines] = parseCsv(await text('exports/focus.csv?from=2026-04-11&to=2026-04-12'))
    const corrections = lines.filter((row) => row[columns.indexOf('ChargeClass')] === 'Correction')
    expect(new Set(corrections.map((row) => row[columns.indexOf('x_CorrectedDay')]))).toEqual(
      new Set(['2026-03-28', '2026-03-29', '2026-03-30']),
    )
  })

  test('changing a rule or an assignment never rewrites a closed month', async () => {
    await ok('PUT', 'assignments', { resourceIds: ['i-1'], parts: [{ project: 'other' }] })
    const { rows } = await ok<ChargesDto>('GET', `charges?${MARCH}&group=project&books=true`)
    expect(rows.map(({ project }) => project)).toEqual(['lab', 'shop'])
    const live = await ok<ChargesDto>('GET', `charges?${MARCH}&group=project`)
    expect(live.rows.map(({ project }) => project)).toEqual(['lab', 'shop'])
    await markAssignmentsChanged(store.db, [1], now)
  })

  test('a forecast by project goes on, and its groups add up to the wallet', async () => {
    const whole = await ok<ForecastDto>('GET', 'forecast?horizon=month')
    const groups = await ok<ForecastDto>('GET', 'forecast?horizon=month&group=project')
    for (const { currency, p50 } of whole.totals) {
      const own = groups.totals.filter((total) => total.currency === currency)
      expect(own.reduce((sum, total) => sum + parsePicos(total.p50), 0n)).toBe(parsePicos(p50))
    }
  })

  test('a top-up cannot be dated in it', async () => {
    const topUp = { currency: 'USD', day: '2026-03-31', net: '10' }
    expect(await detail('POST', 'top-ups', topUp)).toContain('2026-03-31 lies in a closed month')
  })

  test('the next month, closed in its turn, keeps the corrections; a further change is one of the month after', async () => {
    now = Date.UTC(2026, 4, 3)
    const april = await everyWay('2026-04', APRIL)
    await ok('POST', 'months/2026-04/close', { accept: true })
    expect(await everyWay('2026-04', APRIL)).toEqual(april)
    expect((await ok<ClosedMonthsDto>('GET', 'months')).corrections).toEqual([])
    now += DAY
    await restate(store, 'r-1', '0.9', now - 1000)
    expect(await everyWay('2026-03', MARCH)).toEqual(first.march)
    expect(await everyWay('2026-04', APRIL)).toEqual(april)
    const { corrections, openFrom } = await ok<ClosedMonthsDto>('GET', 'months')
    expect(openFrom).toBe('2026-05-01')
    expect(corrections).toMatchObject([{ day: '2026-05-04', month: '2026-03', recordId: 'r-1' }])
    expect(Number(corrections[0]!.amount)).toBeCloseTo(-1.325, 9)
  })

  test('law: over all months the books add up to the bills', async () => {
    const period = 'from=2026-01-01&to=2027-01-01'
    const books = await ok<ChargesDto>('GET', `charges?${period}&books=true`)
    const live = await ok<ChargesDto>('GET', `charges?${period}`)
    for (const [i, row] of live.rows.entries()) {
      expect(Math.abs(Number(books.rows[i]!.billedCost) - Number(row.billedCost))).toBeLessThan(1e-9)
    }
  })

  test('the last closed month alone can be opened again, with a reason that is kept', async () => {
    expect(await detail('POST', 'months/2026-03/reopen', { reason: 'a test' })).toContain('open 2026-04 first')
    expect(await detail('POST', 'months/2026-04/reopen', {})).toContain('reason')
    await ok('POST', 'months/2026-04/reopen', { by: 'bob', reason: 'a receipt was missing' })
    const { rows, openFrom } = await ok<ClosedMonthsDto>('GET', 'months')
    expect([rows.map(({ month }) => month), openFrom]).toEqual([['2026-03'], '2026-04-01'])
    expect(await detail('GET', `exports/charges.csv?${APRIL}&closed=true`)).toContain('2026-04 is not closed')
    const audit = await findAudit(store.db, 1, { before: null, limit: 10 })
    expect(audit.map(({ actor, event }) => `${actor}: ${event}`)).toEqual([
      'bob: month reopened',
      'operator: month closed',
      'ann: month closed',
    ])
    expect(audit[0]!.detail).toBe('2026-04: a receipt was missing')
    await ok('POST', 'months/2026-03/reopen', { reason: 'all of it' })
    expect((await ok<ClosedMonthsDto>('GET', 'months')).openFrom).toBeNull()
  })

  test('where there is an admin token, nobody else opens a month again', async () => {
    await ok('POST', 'months/2026-03/close', { accept: true })
    const token = 'a-token-that-an-admin-has'
    const context = contextOf(store, { clock: () => now })
    const guarded = createApp({ ...context, config: { ...context.config, adminToken: token } })
    const reopen = (authorization?: string) =>
      guarded.request('/api/v1/months/2026-03/reopen', {
        method: 'POST',
        body: JSON.stringify({ reason: 'a test' }),
        headers: { 'content-type': 'application/json', ...(authorization !== undefined && { authorization }) },
      })
    const asked = await guarded.request('/api/v1/months/2026-03')
    expect(((await asked.json()) as ClosingDto).reopenAsks).toBe('admin and reason')
    expect((await ok<ClosingDto>('GET', 'months/2026-03')).reopenAsks).toBe('reason')
    for (const shown of [undefined, 'Bearer another', `Bearer ${token}x`, token]) {
      expect((await reopen(shown)).status).toBe(401)
    }
    expect((await ok<ClosedMonthsDto>('GET', 'months')).openFrom).toBe('2026-04-01')
    expect((await reopen(`Bearer ${token}`)).status).toBe(200)
    expect((await ok<ClosedMonthsDto>('GET', 'months')).openFrom).toBeNull()
  })

  test('where others reach the server and there is no token, nobody opens a month again', async () => {
    await ok('POST', 'months/2026-03/close', { accept: true })
    const context = contextOf(store, { clock: () => now })
    const open = createApp({ ...context, config: { ...context.config, hosts: ['qm.lab.example'] } })
    const asked = await open.request('/api/v1/months/2026-03')
    expect(((await asked.json()) as ClosingDto).reopenAsks).toBe('a token to be set')
    const refused = await open.request('/api/v1/months/2026-03/reopen', {
      method: 'POST',
      body: JSON.stringify({ reason: 'a test' }),
      headers: { 'content-type': 'application/json' },
    })
    expect([refused.status, ((await refused.json()) as { detail: string }).detail]).toEqual([
      401,
      'Only an admin does this, and there is none: others can reach this server too, since QM_HOSTS is qm.lab.example. Set QM_ADMIN_TOKEN (openssl rand -hex 24) and start it again.',
    ])
    await ok('POST', 'months/2026-03/reopen', { reason: 'on loopback' })
  })

  test.each([
    [`exports/charges.csv?from=2026-03-02&to=2026-04-01&closed=true`, 'whole months'],
    [`exports/focus.csv?${MARCH}&closed=true`, 'not closed'],
    ['months/March', 'YYYY-MM'],
  ])('%s is refused', async (path, words) => {
    expect(await detail('GET', path)).toContain(words)
  })
})

describe.each(STORES)('a bill that was restated before its month was closed, on $name', ({ open }) => {
  let store: Store
  beforeAll(async () => {
    store = await open()
    await fill(store)
  })
  afterAll(() => store.close())

  test('moves the statement of neither month when that is closed', async () => {
    const app = createApp(contextOf(store, { clock: () => NOW }))
    await restate(store, 'r-1', '0.5', NOW - DAY)
    const [march, april] = ['statement?month=2026-03&by=day', 'statement?month=2026-04&by=day']
    const wallets = async (path: string) =>
      ((await (await app.request(`/api/v1/${path}`)).json()) as StatementDto).wallets
    const before = [await wallets(march), await wallets(april)]
    const restated = (of: StatementDto['wallets']) => of.map(({ total }) => Number(total.restated))
    expect(restated(before[1]!).some((each) => each > 0)).toBe(true)
    const close = { method: 'POST', body: '{"accept":true}', headers: { 'content-type': 'application/json' } }
    expect((await app.request('/api/v1/months/2026-03/close', close)).status).toBe(200)
    expect([await wallets(march), await wallets(april)]).toEqual(before)
  })
})
