import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Store } from '../../src/db/store.ts'
import { formatPicos, parsePicos } from '../../src/engine/index.ts'
import { createApp } from '../../src/server/app.ts'
import { GROUP_KEYS, type ChargesDto } from '../../src/server/dto/charges.ts'
import { STORES } from '../support/stores.ts'
import { contextOf, fill } from './fixture.ts'

const PERIOD = 'from=2026-03-01&to=2026-05-01'

describe.each(STORES)('charges on $name', ({ open }) => {
  let store: Store
  let app: ReturnType<typeof createApp>
  beforeAll(async () => {
    store = await open()
    await fill(store)
    app = createApp(contextOf(store))
  })
  afterAll(() => store.close())

  const get = async (query: string): Promise<ChargesDto> => {
    const answer = await app.request(`/api/v1/charges?${query}`)
    expect(answer.status).toBe(200)
    return (await answer.json()) as ChargesDto
  }

  test('without a group there is one row per wallet', async () => {
    expect(await get(PERIOD)).toEqual({
      from: '2026-03-01',
      to: '2026-05-01',
      group: [],
      rows: [
        {
          currency: 'EUR',
          billedCost: '1000',
          expectedCost: '1000',
          unpricedCost: '0',
          gpuHours: 400,
          inferred: false,
        },
        {
          currency: 'USD',
          billedCost: '28.480000000001',
          expectedCost: null,
          unpricedCost: '4.9',
          // 26.5 hours of two GPUs; the eight hours asleep held none.
          gpuHours: 53,
          inferred: false,
        },
      ],
      next: null,
    })
  })

  test('by region and GPU model, the currency stays part of the key', async () => {
    const { rows } = await get(`${PERIOD}&group=region,gpu_model`)
    expect(
      rows.map(({ region, gpu_model, currency, billedCost }) => [region, gpu_model, currency, billedCost]),
    ).toEqual([
      ['CANADA-1', 'RTX-A6000', 'USD', '26.580000000001'],
      ['NORWAY-1', null, 'USD', '1.9'],
      ['unknown', 'H100', 'EUR', '1000'],
    ])
  })

  test('what is a guess of the days is said of each row that rests on it, and in the file where it is asked for', async () => {
    const mark = (inferred: boolean) =>
      store.db
        .updateTable('charge_day')
        .set({ inferred })
        .where('record_id', '=', 'r-1')
        .where('day', '=', '2026-03-29')
        .execute()
    await mark(true)
    const { rows } = await get(`${PERIOD}&group=day,resource`)
    const marked = rows.filter(({ inferred }) => inferred)
    expect(marked.length).toBe(1)
    expect(marked).toMatchObject([{ day: '2026-03-29', resource: 'i-1' }])
    expect((await get(`${PERIOD}&group=gpu_model`)).rows.map(({ inferred }) => inferred)).toEqual([false, false, true])
    const file = await app.request(`/api/v1/exports/charges.csv?${PERIOD}&with=inferred`)
    const lines = (await file.text()).trim().split('\r\n')
    expect(lines[0]).toMatch(/,day_status,inferred$/)
    expect(lines.filter((line) => line.endsWith(',true')).every((line) => line.startsWith('2026-03-29,'))).toBe(true)
    expect(lines.filter((line) => line.endsWith(',true')).length).toBeGreaterThan(0)
    await mark(false)
  })

  test('a resource brings its name', async () => {
    const { rows } = await get(`${PERIOD}&group=resource&currency=EUR`)
    expect(rows).toMatchObject([{ resource: 'i-2', resource_name: '=SUM("A1")', currency: 'EUR' }])
  })

  test.each(GROUP_KEYS)('law: grouped by %s the rows add up to the whole, wallet by wallet', async (key) => {
    const sums = (answer: ChargesDto) => {
      const byCurrency = Map.groupBy(answer.rows, ({ currency }) => currency)
      return [...byCurrency]
        .sort()
        .map(([currency, rows]) => [
          currency,
          formatPicos(rows.reduce((sum, row) => sum + parsePicos(row.billedCost), 0n)),
          rows.reduce((sum, row) => sum + row.gpuHours, 0),
        ])
    }
    expect(sums(await get(`${PERIOD}&group=${key}`))).toEqual(sums(await get(PERIOD)))
    const finer = [...new Set([key, 'day', 'resource'])].join(',')
    expect(sums(await get(`${PERIOD}&group=${finer}`))).toEqual(sums(await get(PERIOD)))
  })

  test('law: pages of any size make the whole list', async () => {
    const group = 'group=gpu_model,day,state'
    const whole = await get(`${PERIOD}&${group}`)
    for (const limit of [1, 2, 5]) {
      const rows: unknown[] = []
      let next: string | null = ''
      while (next !== null) {
        const page: ChargesDto = await get(`${PERIOD}&${group}&limit=${limit}${next && `&next=${next}`}`)
        expect(page.rows.length).toBeLessThanOrEqual(limit)
        rows.push(...page.rows)
        next = page.next
      }
      expect(rows).toEqual(whole.rows)
    }
  })

  test.each([
    ['region=unknown', ['EUR']],
    ['region=CANADA-1', ['USD']],
    ['tier=advanced', ['EUR']],
    ['resource_type=volume', ['USD']],
    ['gpu_model=H100', ['EUR']],
    ['state=hibernated', ['USD']],
    ['resource=v-1', ['USD']],
    ['day=2026-04-09', ['EUR', 'USD']],
    ['account=lab', ['EUR', 'USD']],
    ['currency=EUR&resource=v-1', []],
  ])('filter %s', async (filter, currencies) => {
    expect((await get(`${PERIOD}&${filter}`)).rows.map(({ currency }) => currency)).toEqual(currencies)
  })

  test('a day of the zone in which clocks go forward has 23 hours', async () => {
    const { rows } = await get('from=2026-03-29&to=2026-03-30&group=day&resource=i-1')
    expect(rows).toMatchObject([{ day: '2026-03-29', billedCost: '23.000000000001', gpuHours: 46 }])
  })

  test.each([
    ['to=2026-05-01', ['/from']],
    ['from=2026-02-30&to=2026-05-01', ['/from']],
    ['from=1.3.2026&to=x', ['/from', '/to']],
    ['from=2026-05-01&to=2026-05-01', ['/to']],
    [`${PERIOD}&group=colour`, ['/group']],
    [`${PERIOD}&group=day,day`, ['/group']],
    [`${PERIOD}&limit=0`, ['/limit']],
    [`${PERIOD}&limit=-1`, ['/limit']],
    [`${PERIOD}&limit=10001`, ['/limit']],
    [`${PERIOD}&next=nonsense`, ['/next']],
    [`${PERIOD}&account=other`, ['/account']],
    [`${PERIOD}&regoin=CANADA-1`, ['/regoin']],
    [`${PERIOD}&currency=USD&currency=EUR`, ['/currency']],
  ])('%s is a problem that points at its parameter', async (query, pointers) => {
    const answer = await app.request(`/api/v1/charges?${query}`)
    expect(answer.status).toBe(400)
    expect(answer.headers.get('content-type')).toBe('application/problem+json')
    const problem = (await answer.json()) as { type: string; errors: { pointer: string; detail: string }[] }
    expect(problem).toMatchObject({ type: 'urn:quartermaster:problem:invalid-request', status: 400 })
    expect(problem.errors.map(({ pointer }) => pointer)).toEqual(pointers)
  })
})
