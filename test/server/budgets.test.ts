import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { findAccount } from '../../src/db/account-repository.ts'
import type { Store } from '../../src/db/store.ts'
import { watchAccount } from '../../src/server/alerts/watch.ts'
import { createApp } from '../../src/server/app.ts'
import type { AlertsDto } from '../../src/server/dto/alerts.ts'
import type { BudgetDaysDto, BudgetDto, FundDto } from '../../src/server/dto/budgets.ts'
import { clear, STORES } from '../support/stores.ts'
import { contextOf, fill, NOW } from './fixture.ts'

/** 10 April, 14:00 in Oslo. In April EUR has one machine at 20 an hour from the 8th on: 1,000 so far. */
const EUR = { name: 'eur', currency: 'EUR', firstDay: '2026-01-01', amounts: [{ from: '2026-01-01', amount: '9000' }] }

describe.each(STORES)('budgets and grants on $name', ({ open }) => {
  let store: Store
  beforeAll(async () => {
    store = await open()
  })
  afterAll(() => store.close())
  beforeEach(async () => {
    await clear(store)
    await fill(store)
  })

  const ask = async (method: string, path: string, body?: unknown): Promise<Response> =>
    createApp(contextOf(store)).request(`/api/v1/${path}`, {
      method,
      ...(body !== undefined && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    })
  const call = async <T>(method: string, path: string, body?: unknown, status = 200): Promise<T> => {
    const answer = await ask(method, path, body)
    const found = (await answer.json()) as T
    expect({ status: answer.status, found }).toMatchObject({ status })
    return found
  }
  const budgets = async (on?: string) =>
    (await call<{ rows: BudgetDto[] }>('GET', `budgets${on === undefined ? '' : `?on=${on}`}`)).rows
  const assign = (body: object) => call('POST', 'assignment-rules', body)

  test('a month by what is billed and what is to come, against an even spend', async () => {
    const { now } = await call<BudgetDto>('POST', 'budgets', EUR)
    expect(now).toMatchObject({
      from: '2026-04-01',
      to: '2026-05-01',
      time: 'running',
      amount: '9000',
      actual: '1000',
      // Nine days and 14 hours of thirty.
      planned: '2875',
      pace: 1000 / 2875,
    })
    expect(Number(now.p50)).toBeGreaterThan(9000)
    expect(now.state).toBe('likely over')
    expect(now.sentence).toMatch(
      /^1,000\.00 EUR of 9,000\.00 EUR billed; likely [\d,.]+ EUR in the end \(.* 8 times in 10\), which is [\d,.]+ EUR over$/,
    )
  })

  test('days add up to where it stands', async () => {
    const { budgetId, now } = await call<BudgetDto>('POST', 'budgets', EUR)
    const { rows } = await call<BudgetDaysDto>('GET', `budgets/${budgetId}/days`)
    expect(rows).toHaveLength(30)
    expect(rows.at(-1)).toMatchObject({ day: '2026-04-30', planned: '9000', actual: null })
    expect(rows.find(({ day }) => day === '2026-04-10')).toMatchObject({ actual: now.actual })
    expect(Number(rows.at(-1)!.likely)).toBeCloseTo(Number(now.p50), 2)
  })

  test('a past month is what was billed; a scope takes a part of the wallet', async () => {
    await call('POST', 'budgets', { ...EUR, name: 'usd', currency: 'USD', scope: { region: 'CANADA-1' } })
    const [march] = await budgets('2026-03-15')
    expect(march!.now).toMatchObject({ from: '2026-03-01', time: 'past', actual: '26.580000000001', state: 'within' })
    expect(march!.now.p90).toBe(march!.now.actual)
    expect(march!.now.sentence).toBe('26.58 USD of 9,000.00 USD billed, 8,973.42 USD were left')
    const [april] = await budgets()
    expect(april!.now).toMatchObject({ actual: '0' })
  })

  test('a project of its own', async () => {
    await assign({ match: { name: 'data*' }, parts: [{ project: 'vision' }] })
    await call('POST', 'budgets', { ...EUR, name: 'vision', currency: 'USD', scope: { project: 'vision' } })
    await call('POST', 'budgets', { ...EUR, name: 'rest', currency: 'USD', scope: { project: 'not assigned' } })
    const [rest, vision] = await budgets()
    expect(vision!.now.actual).toBe('1.9')
    expect(Number(vision!.now.p50)).toBeGreaterThan(1.9)
    expect(rest!.now.actual).toBe('0')
  })

  test('its own dates once, to come and past', async () => {
    const dates = { ...EUR, period: 'dates', firstDay: '2026-05-01', lastDay: '2026-05-10' }
    await call('POST', 'budgets', { ...dates, amounts: [{ from: '2026-05-01', amount: '100' }] })
    const [toCome] = await budgets()
    expect(toCome!.now).toMatchObject({ from: '2026-05-01', to: '2026-05-11', time: 'to come', actual: '0' })
    expect(toCome!.now.pace).toBeNull()
    await call('POST', 'budgets', { ...dates, name: 'no end', lastDay: null }, 400)
    await call('POST', 'budgets', { ...dates, name: 'upside down', lastDay: '2026-04-01' }, 400)
  })

  test('is written anew, and taken away; names are free once', async () => {
    const { budgetId } = await call<BudgetDto>('POST', 'budgets', EUR)
    await call('POST', 'budgets', EUR, 400)
    const more = { ...EUR, amounts: [{ from: '2026-01-01', amount: '100000' }] }
    expect((await call<BudgetDto>('PUT', `budgets/${budgetId}`, more)).now.state).toBe('within')
    await call('PUT', 'budgets/99', { ...more, name: 'other' }, 404)
    await call('DELETE', `budgets/${budgetId}`)
    await call('DELETE', `budgets/${budgetId}`, undefined, 404)
  })

  test('a file that is exported is taken again and is the same', async () => {
    await call('POST', 'budgets', {
      ...EUR,
      name: '=SUM(1,2)',
      scope: { gpu_model: 'H100', region: 'unknown' },
      amounts: [
        { from: '2026-04-01', amount: '10' },
        { from: '2026-01-01', amount: '5.5' },
      ],
      note: 'a "note"',
    })
    const csv = await (await ask('GET', 'exports/budgets.csv')).text()
    expect(csv.split('\r\n')).toHaveLength(4)
    const [before] = await budgets()
    await call('DELETE', `budgets/${before!.budgetId}`)
    expect(await call('POST', 'budgets/import', { csv })).toEqual({ taken: 1 })
    const [{ budgetId: _, ...after }] = (await budgets()) as [BudgetDto]
    const { budgetId: __, ...same } = before!
    expect(after).toEqual(same)
    expect(await call('POST', 'budgets/import', { csv })).toEqual({ taken: 1 })
    expect(await budgets()).toHaveLength(1)
  })

  test('of a wallet that is not there none is taken, nor a grant', async () => {
    const detail = 'currency: there is no GBP wallet; there are EUR, INR, USD'
    const grant = { name: 'g', currency: 'GBP', amount: '10', firstDay: '2026-04-01', lastDay: '2026-05-01' }
    expect(await call('POST', 'budgets', { ...EUR, currency: 'GBP' }, 400)).toMatchObject({ detail })
    expect(await call('POST', 'funds', { ...grant, projects: [] }, 400)).toMatchObject({ detail })
    const csv = 'name,currency,amount\npounds,GBP,10\n'
    expect(await call('POST', 'budgets/import', { csv }, 400)).toMatchObject({ detail })
    expect(await budgets()).toEqual([])
  })

  test('a file with a mistake is refused whole, with its line', async () => {
    const csv = 'name,currency,amount,period\na,USD,5,month\nb,usd,-5,\nc,USD,5,week\n'
    const { detail } = await call<{ detail: string }>('POST', 'budgets/import', { csv }, 400)
    expect(detail).toMatch(/line 3: .*amount.*line 4: period/)
    expect(await budgets()).toEqual([])
    const two = 'name,currency,amount,period\na,USD,5,month\na,USD,6,quarter\n'
    expect((await call<{ detail: string }>('POST', 'budgets/import', { csv: two }, 400)).detail).toContain('budget a')
  })

  test('grants of one wallet pay by turns and tell whether they last', async () => {
    const grant = { currency: 'EUR', firstDay: '2026-04-01', lastDay: '2026-04-30' }
    await call('POST', 'funds', { ...grant, name: 'long', amount: '5000', lastDay: '2026-12-31' })
    const small = await call<FundDto>('POST', 'funds', { ...grant, name: 'small', amount: '600' })
    expect(small.now).toMatchObject({ time: 'running', spent: '600', left: '0', chance: 0, leftOver: '0' })
    expect(small.now.usedUpOn).toBe('2026-04-09')
    expect(small.now.sentence).toMatch(/; used up on Thu 9 Apr, [\d.,]+ EUR short$/)
    const { rows } = await call<{ rows: FundDto[] }>('GET', 'funds')
    expect(rows.map(({ name, now }) => [name, now.spent])).toEqual([
      ['long', '400'],
      ['small', '600'],
    ])
    expect(rows[0]!.now.sentence).toMatch(
      /^400\.00 EUR of 5,000\.00 EUR paid; chance to last until Thu 31 Dec: (none|\d in 100); likely used up on/,
    )
    const csv = await (await ask('GET', 'exports/funds.csv')).text()
    expect(await call('POST', 'funds/import', { csv })).toEqual({ taken: 2 })
    await call('DELETE', `funds/${small.fundId}`)
    await call('POST', 'funds', { ...grant, name: 'long', amount: '1' }, 400)
    await call('POST', 'funds', { ...grant, name: 'none', amount: '0' }, 400)
  })

  test('a grant for projects pays for those alone', async () => {
    await assign({ match: { name: 'data*' }, parts: [{ project: 'vision' }] })
    const grant = { currency: 'USD', firstDay: '2026-04-01', lastDay: '2026-05-31', amount: '50' }
    const { now } = await call<FundDto>('POST', 'funds', { ...grant, name: 'v', projects: ['vision', 'speech'] })
    expect(now).toMatchObject({ spent: '1.9', usedUpOn: expect.stringMatching(/^2026-05/) as string })
    const other = await call<FundDto>('POST', 'funds', { ...grant, name: 'o', projects: ['speech'] })
    expect(other.now).toMatchObject({ spent: '0', chance: 1, leftOver: '50' })
  })

  test('a grant may be of owners and cost centers, in the API, the file and the alert', async () => {
    await assign({ match: { name: 'data*' }, parts: [{ project: 'vision', owner: 'anna', cost_center: '4711' }] })
    const grant = { currency: 'USD', firstDay: '2026-04-01', lastDay: '2026-05-31', amount: '50' }
    const spentOf = async (name: string, drawers: object) =>
      (await call<FundDto>('POST', 'funds', { ...grant, name, ...drawers })).now.spent
    expect(await spentOf('bo', { owners: ['bo'] })).toBe('0')
    expect(await spentOf('other', { projects: ['vision'], owners: ['bo'] })).toBe('0')
    // What begins and ends alike pays in the order in which it was made.
    expect(await spentOf('both', { projects: ['vision'], costCenters: ['4711', '4712'] })).toBe('1.9')
    expect(await spentOf('anna', { owners: ['anna'] })).toBe('0')
    const csv = await (await ask('GET', 'exports/funds.csv')).text()
    expect(csv).toContain('both,USD,50,2026-04-01,2026-05-31,vision,,4711;4712,,1.9,')
    expect(await call('POST', 'funds/import', { csv })).toEqual({ taken: 4 })
    expect(await (await ask('GET', 'exports/funds.csv')).text()).toBe(csv)
    const watched = { kind: 'fund', fundId: null, underPercent: 99, cost_center: '4711' }
    const rule = await call<{ sentence: string }>('POST', 'alert-rules', {
      name: 'x',
      watch: watched,
      delivery: 'digest',
    })
    expect(rule.sentence).toBe('a grant of cost center 4711 lasts with less than 99 in 100')
  })

  test('alerts tell of budgets and grants once, with a place to look', async () => {
    await call('POST', 'budgets', EUR)
    await call('POST', 'funds', { ...EUR, amounts: undefined, amount: '1000', lastDay: '2026-12-31' })
    const account = (await findAccount(store.db, 'lab'))!
    const context = contextOf(store, { clock: () => NOW })
    await watchAccount(context, account, new Set(['budget', 'fund', 'wallet-fall']))
    await watchAccount(context, account, new Set(['budget', 'fund', 'wallet-fall']))
    const { rows } = await call<AlertsDto>('GET', 'alerts?state=open')
    expect(rows.map(({ kind, subject, path }) => [kind, subject.replace(/\d+ %/, 'N %'), path])).toEqual([
      ['fund', 'Grant eur may not last', '/budgets'],
      ['budget', 'Budget eur: N % will likely be spent', '/budgets'],
    ])
    expect(rows[1]!.text).toContain('an even spend would be at 2,875.00 EUR by now')
  })
})
