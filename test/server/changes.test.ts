import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Store } from '../../src/db/store.ts'
import { parsePicos } from '../../src/engine/index.ts'
import { createApp } from '../../src/server/app.ts'
import type { ChangesDto } from '../../src/server/dto/changes.ts'
import { STORES } from '../support/stores.ts'
import { contextOf, fill } from './fixture.ts'

describe.each(STORES)('what changed since a moment on $name', ({ open }) => {
  let store: Store
  beforeAll(async () => {
    store = await open()
    await fill(store)
  })
  afterAll(() => store.close())

  const ask = (query: string) => createApp(contextOf(store)).request(`/api/v1/changes${query}`)
  const get = async (query = '') => {
    const answer = await ask(query)
    expect(answer.status).toBe(200)
    return (await answer.json()) as ChangesDto
  }

  test('the changes of a wallet lead from the rate of then to that of now', async () => {
    const { wallets, ...rest } = await get('?since=2026-03-29T12:00:00Z')
    expect(rest).toEqual({ since: '2026-03-29T12:00:00.000Z', asOf: '2026-04-10T12:00:00.000Z', prices: [], stock: [] })
    for (const { perDay, perDayBefore, changes } of wallets) {
      const sum = changes.reduce((total, change) => total + parsePicos(change.perDay), parsePicos(perDayBefore))
      expect(sum).toBe(parsePicos(perDay))
    }
    expect(
      wallets.map(({ currency, changes }) => [currency, ...changes.map(({ kind, name }) => `${name} ${kind}`)]),
    ).toEqual([
      ['EUR', '=SUM("A1") began'],
      ['USD', 'train-7 hibernated', 'data, main began'],
    ])
  })

  test('since the day before nothing has changed', async () => {
    const { since, wallets } = await get()
    expect(since).toBe('2026-04-09T12:00:00.000Z')
    expect(wallets.flatMap(({ changes }) => changes)).toEqual([])
    expect((await get('?currency=USD')).wallets).toEqual(wallets.filter(({ currency }) => currency === 'USD'))
  })

  test('as of an earlier moment it is that moment’s answer', async () => {
    const { asOf, wallets } = await get('?asOf=2026-03-30T06:00:00Z')
    expect(asOf).toBe('2026-03-30T05:00:00.000Z')
    expect(wallets.map(({ currency }) => currency)).toEqual(['USD'])
  })

  test.each([
    ['?since=yesterday', 'an instant with its zone, as 2026-03-05T10:00:00Z'],
    ['?since=2026-04-10T12:00:00Z', 'the figures are of 2026-04-10T12:00:00.000Z: ask for an earlier moment'],
    ['?since=2020-01-01T00:00:00Z', 'ask for no earlier moment than 2025-12-11T12:00:00.000Z'],
  ])('%s says what is wrong', async (query, detail) => {
    const answer = await ask(query)
    expect(answer.status).toBe(400)
    expect(((await answer.json()) as { errors: unknown[] }).errors).toEqual([{ pointer: '/since', detail }])
  })
})
