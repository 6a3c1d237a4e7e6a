import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { insertBalances } from '../../src/db/observation-repository.ts'
import type { Store } from '../../src/db/store.ts'
import { createApp } from '../../src/server/app.ts'
import type { OverviewDto } from '../../src/server/dto/overview.ts'
import type { LastUntilDto, RunwaysDto } from '../../src/server/dto/runway.ts'
import { STORES } from '../support/stores.ts'
import { contextOf, fill, NOW } from './fixture.ts'

describe.each(STORES)('the runway on $name', ({ open }) => {
  let store: Store
  let app: ReturnType<typeof createApp>
  beforeAll(async () => {
    store = await open()
    await fill(store)
    const rows = [
      ['EUR', '4800'],
      ['INR', '0'],
    ].map(([currency, balance]) => ({ currency: currency!, observedAt: NOW, balance: balance! }))
    await insertBalances(store.db, 1, rows)
    app = createApp(contextOf(store))
  })
  afterAll(() => store.close())

  const ask = async <T>(path: string): Promise<T> => {
    const answer = await app.request(`/api/v1/${path}`)
    expect(answer.status, await answer.clone().text()).toBe(200)
    return (await answer.json()) as T
  }
  const refused = async (path: string) => {
    const answer = await app.request(`/api/v1/${path}`)
    expect(answer.status).toBe(400)
    return ((await answer.json()) as { detail: string }).detail
  }

  test('ends where the overview says, and tells both branches; an unused wallet is not shown', async () => {
    const { wallets } = await ask<RunwaysDto>('runway')
    expect(wallets.map(({ currency }) => currency)).not.toContain('INR')
    const euro = wallets.find(({ currency }) => currency === 'EUR')!
    const overview = await ask<OverviewDto>('overview')
    const shown = overview.wallets.find(({ currency }) => currency === 'EUR')!
    expect(euro.runway).toEqual(shown.runway)
    expect(euro.month.ifToppedUp).toBe(shown.monthEnd.p50)
    // Too few days of history to measure by.
    expect([euro.early, shown.monthEnd.early]).toEqual([true, true])
    // 20 an hour: 4,800 last ten days, and the month has twenty and ten hours more.
    expect(euro.runway.p50).toBe(new Date(NOW + 10 * 86_400_000).toISOString())
    const { ifToppedUp, ifNotToppedUp } = euro.month
    const asleep = Number(euro.afterwards.asleepPerHour)
    expect(euro.afterwards.machines).toBe(1)
    expect(Number(ifToppedUp) - Number(ifNotToppedUp)).toBeCloseTo((20 - asleep) * (10 * 24 + 10), 3)
    expect(euro.rules).toEqual({ minimumBalance: '1', minimumPurchase: '5', taxPercent: 0 })
  })

  test('the machine asleep makes it last, kept it may only get smaller', async () => {
    const of = (more = '') => ask<LastUntilDto>(`runway/last-until?currency=EUR&until=2026-04-29&certainty=80${more}`)
    const answer = await of()
    // To the midnight of Oslo, 19 days and 10 hours away.
    expect(answer.untilAt).toBe('2026-04-29T22:00:00.000Z')
    expect(Number(answer.likelyPerDay)).toBeCloseTo(480, 6)
    expect(Number(answer.allowedPerDay)).toBeCloseTo(4800 / (19 + 10 / 24), 1)
    expect(answer.chance).toBeLessThan(0.5)
    expect(answer.early).toBe(true)
    expect(answer.steps).toMatchObject([{ kind: 'hibernate', resourceId: 'i-2', gpuCount: 8 }])
    expect(answer.reachedWith).toBe(1)
    expect(Number(answer.topUp.credit)).toBeGreaterThan(480 * (19 + 10 / 24) - 4800)
    // By its name or its id.
    expect((await of('&keep=%3DSUM(%22A1%22)')).steps).toMatchObject([{ kind: 'smaller' }])
    const kept = await of('&keep=i-2')
    expect(kept.steps).toMatchObject([{ kind: 'smaller', resourceId: 'i-2' }])
    expect(Number(kept.steps[0]!.saves)).toBeCloseTo(240 * (19 + 10 / 24), 6)
  })

  test('which machines stop first is remembered, and what is asked for goes before it', async () => {
    const put = async (body: object) =>
      app.request('/api/v1/runway/stop-order', {
        method: 'PUT',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      })
    const of = (more = '') => ask<LastUntilDto>(`runway/last-until?currency=EUR&until=2026-04-29${more}`)
    expect(await ask('runway/stop-order')).toEqual({ first: [], keep: [] })
    expect(await (await put({ first: [], keep: ['=SUM("A1")'] })).json()).toEqual({ first: [], keep: ['i-2'] })
    expect(await of()).toMatchObject({ keep: ['i-2'], keepHere: ['i-2'], steps: [{ kind: 'smaller' }] })
    // One of another wallet is kept, and none of this one's.
    expect(await of('&keep=i-1')).toMatchObject({ keep: ['i-1'], keepHere: [] })
    expect(await of('&keep=')).toMatchObject({ keep: [], steps: [{ kind: 'hibernate' }] })
    const wrong = await put({ first: ['nobody'], keep: [] })
    expect([wrong.status, await wrong.text()]).toEqual([400, expect.stringContaining("first: no machine 'nobody'")])
    await put({ first: [], keep: [] })
    expect(await of()).toMatchObject({ keep: [], steps: [{ kind: 'hibernate' }] })
  })

  test('a day that is over, one too far, and a wallet that is none are refused in words', async () => {
    expect(await refused('runway/last-until?currency=EUR&until=2026-04-01')).toMatch(/^until: a day from 2026-04-10 to/)
    expect(await refused('runway/last-until?currency=EUR&until=2030-01-01')).toMatch(/^until: a day from/)
    expect(await refused('runway/last-until?currency=INR&until=2026-05-01')).toMatch(/^currency: no wallet of INR/)
    expect(await refused('runway/last-until?currency=EUR&until=2026-05-01&certainty=100')).toMatch(/certainty/)
    expect(await refused('runway/last-until?currency=EUR&until=2026-05-01&keep=nope')).toMatch(
      /^keep: no machine 'nope'/,
    )
  })
})
