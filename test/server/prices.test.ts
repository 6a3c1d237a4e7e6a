import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { areChargesStale } from '../../src/db/stale-charges-repository.ts'
import type { Store } from '../../src/db/store.ts'
import { createApp } from '../../src/server/app.ts'
import type { ParityDto, ShownSpendDto } from '../../src/server/dto/fx.ts'
import type { GpuEconomicsDto } from '../../src/server/dto/gpu-economics.ts'
import type { PriceChangesDto, PricesDto } from '../../src/server/dto/prices.ts'
import type { ReconciliationDto } from '../../src/server/dto/reconciliation.ts'
import { clear, STORES } from '../support/stores.ts'
import { contextOf, fill } from './fixture.ts'

const ECB = 'Date,USD,JPY,INR,\n2026-04-10,1.25,180,100,\n2026-04-08,1.2,N/A,99,\n2026-03-27,1.1,180,98,\n'

describe.each(STORES)('prices, rates and GPUs on $name', ({ open }) => {
  let store: Store
  beforeAll(async () => {
    store = await open()
  })
  beforeEach(async () => {
    await clear(store)
    await fill(store)
  })
  afterAll(() => store.close())

  const request = (path: string, csv?: string, json: object = { csv }) =>
    createApp(contextOf(store)).request(
      `/api/v1/${path}`,
      csv === undefined
        ? {}
        : { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(json) },
    )
  const change = (method: 'PUT' | 'DELETE', path: string, json?: object) =>
    createApp(contextOf(store)).request(`/api/v1/${path}`, {
      method,
      ...(json && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(json) }),
    })
  const get = async <T>(path: string) => (await (await request(path)).json()) as T
  const priceOf = async (sku: string) =>
    (await get<PricesDto>('prices')).rows.find((row) => row.sku === sku && row.currency === 'USD')

  test('a list price is in force since it was seen; what bills imply is said to be implied', async () => {
    expect(await priceOf('gpu/legacy/RTX-A6000')).toMatchObject({
      list: { price: '0.5', source: 'observed', since: '2026-03-28T23:00:00.000Z', until: null },
      yours: null,
      inferred: null,
    })
    expect(await priceOf('volume/legacy/SSD')).toMatchObject({ list: null, inferred: { source: 'inferred' } })
  })

  test('an imported list and a contract change what is recalculated, and have the past rated anew', async () => {
    const csv = [
      'kind,sku,currency,price,discount_percent,valid_from',
      'list,gpu/legacy/RTX-A6000,USD,0.4,,2026-01-01',
      'contract,gpu/advanced/*,EUR,,12.5,2026-04-01',
    ].join('\n')
    const answer = await request('prices/import', csv)
    expect(await answer.json()).toMatchObject({ list: 1, contracts: 1, unchanged: 0 })
    expect(await areChargesStale(store.db, 1)).toBe(true)
    const { rows } = await get<PriceChangesDto>('price-changes')
    expect(rows).toMatchObject([
      { sku: 'gpu/legacy/RTX-A6000', before: '0.4', after: '0.5', change: 0.25, day: '2026-03-29' },
    ])
    const { wallets, areChargesStale: isStale } = await get<ReconciliationDto>(
      'reconciliation?from=2026-03-01&to=2026-05-01&currency=EUR',
    )
    expect(isStale).toBe(true)
    // 50 hours of 8 GPUs at 2.1875 instead of 2.50.
    expect(wallets).toMatchObject([
      { billed: '1000', recalculated: '875', difference: '125', causes: ['price change'] },
    ])
  })

  test('what is exported can be imported again: prose becomes a list, and what the API told stays', async () => {
    const csv = await (await request('exports/prices.csv')).text()
    const answer = await request('prices/import', csv)
    expect(await answer.json()).toMatchObject({ list: 2, contracts: 0, unchanged: 3 })
  })

  test('a contract, a discount and a list price are typed, replaced and taken away, each with the past rated anew', async () => {
    const contract = { kind: 'contract', sku: 'gpu/legacy/RTX-A6000', currency: 'USD', from: '2026-04-01' }
    const kept = await change('PUT', 'prices/entries', { ...contract, price: '0.4' })
    expect(await kept.json()).toMatchObject({ jobId: expect.any(Number) as number })
    expect(await areChargesStale(store.db, 1)).toBe(true)
    expect(await priceOf(contract.sku)).toMatchObject({ list: { price: '0.5' }, yours: { price: '0.4' } })
    await change('PUT', 'prices/entries', { ...contract, discountPercent: '10' })
    expect(await priceOf(contract.sku)).toMatchObject({ yours: { price: '0.45' } })
    expect((await get<PricesDto>('prices')).terms).toMatchObject([{ discountPercent: '10', price: null }])

    await change('PUT', 'prices/entries', { ...contract, kind: 'list', price: '0.3', from: '2026-01-01' })
    expect((await priceOf(contract.sku))!.history.map(({ price, source }) => [price, source])).toEqual([
      ['0.3', 'imported'],
      ['0.5', 'observed'],
    ])
    for (const [kind, from] of [
      ['contract', '2026-04-01'],
      ['list', '2026-01-01'],
    ] as const) {
      const query = new URLSearchParams({ ...contract, kind, from }).toString()
      expect((await change('DELETE', `prices/entries?${query}`)).status).toBe(200)
      expect((await change('DELETE', `prices/entries?${query}`)).status).toBe(404)
    }
    expect(await priceOf(contract.sku)).toMatchObject({ yours: null, history: [{ price: '0.5' }] })
  })

  test.each([
    [{ price: '1', discountPercent: '10' }, 'either a price or a discount'],
    [{}, 'either a price or a discount'],
    [{ sku: 'L40', price: '1' }, "'L40' is no sku"],
    [{ sku: 'gpu/legacy/*', price: '1' }, 'a fixed price is for one sku'],
    [{ price: '1e3' }, 'a plain decimal'],
    [{ discountPercent: '101' }, 'between 0 and 100'],
    [{ price: '1', from: 'soon' }, 'no day'],
    [{ price: '1', to: '2026-03-01' }, 'valid_to must be after'],
    [
      { kind: 'list', from: '2026-03-28T23:00:00Z', price: '1' },
      'the API told a price that begins at that very moment',
    ],
  ])('a typed price that is wrong is refused: %j', async (wrong, detail) => {
    const entry = { kind: 'contract', sku: 'gpu/legacy/RTX-A6000', currency: 'USD', from: '2026-04-01', ...wrong }
    const answer = await change('PUT', 'prices/entries', entry)
    expect([answer.status, ((await answer.json()) as { detail: string }).detail]).toEqual([
      400,
      expect.stringContaining(detail),
    ])
  })

  test.each([
    ['sku,currency,price\ngpu/legacy/L40,USD,1', 'the first line names no valid_from'],
    ['sku,currency,price,valid_from\nL40,USD,1,2026-01-01', "line 2: 'L40' is no sku"],
    ['sku,currency,price,valid_from\ngpu/legacy/L40,USD,1e3,2026-01-01', "line 2: '1e3' is no price"],
    ['sku,currency,price,valid_from\ngpu/legacy/L40,USD,1,yesterday', "line 2: 'yesterday' is no day"],
    ['sku,currency,price,valid_from\ngpu/legacy/*,USD,1,2026-01-01', 'line 2: a list price is for one sku'],
    ['sku,currency,price,valid_from,kind\ngpu/legacy/L40,USD,,2026-01-01,contract', 'either a price or a discount'],
  ])('a list that is wrong is refused with its line, and nothing of it is taken: %#', async (csv, detail) => {
    const answer = await request('prices/import', csv)
    expect(answer.status).toBe(400)
    expect(((await answer.json()) as { detail: string }).detail).toContain(detail)
    expect(await areChargesStale(store.db, 1)).toBe(false)
  })

  test('price lists are compared at the last published rate, which is named, or at a typed one', async () => {
    expect((await get<ParityDto>('parity?from=USD&to=EUR')).rate).toBeNull()
    expect(await (await request('fx/import', ECB)).json()).toEqual({
      days: 3,
      from: '2026-03-27',
      last: '2026-04-10',
      changed: 8,
    })
    expect(await (await request('fx/import', ECB)).json()).toMatchObject({ changed: 0 })
    const { rate, rows } = await get<ParityDto>('parity?from=USD&to=EUR')
    expect(rate).toMatchObject({ rate: '0.8', days: ['2026-04-10'] })
    expect(rows).toMatchObject([
      { sku: 'hibernated', fromPrice: '0.01', toPrice: '0.01', impliedRate: '1', difference: 0.25 },
    ])
    // 0.01 USD at 100 are 1 INR; the rupee's top-up carries 18 %.
    const rupees = await get<ParityDto>('parity?from=USD&to=INR&rate=100')
    expect(rupees.rows).toMatchObject([{ converted: '1', taxed: '1.18', difference: 0.18 }])
  })

  test('an answer has one mode, and says which days have no rate', async () => {
    await request('fx/import', ECB)
    const spend = (query: string) => get<ShownSpendDto>(`fx/spend?${query}`)
    const april = 'from=2026-04-01&to=2026-05-01'
    expect(await spend(april)).toMatchObject({ inCurrency: null, total: null, missing: [] })
    const mean = await spend(`${april}&mode=month-fixed&in=USD`)
    // (1.20 + 1.25) / 2 for 1000 EUR, beside 1.9 USD.
    expect(mean).toMatchObject({ total: '1226.9', missing: [], wallets: [{ converted: '1225' }, { converted: '1.9' }] })
    expect((await spend(`${april}&mode=month-fixed&in=USD&choice=last`)).total).toBe('1251.9')
    const asOf = await spend(`${april}&mode=as-of&in=USD`)
    expect(asOf.wallets[0]!.rates.map(({ days }) => days[0])).toEqual(['2026-04-08', '2026-04-10'])
    const typed = await spend(`${april}&mode=month-fixed&in=USD&choice=typed`)
    expect(typed).toMatchObject({ total: null, missing: [{ currency: 'EUR', last: null }, {}, {}] })
    await request('fx/typed', '', { month: '2026-04', from: 'EUR', to: 'USD', rate: '2' })
    expect((await spend(`${april}&mode=month-fixed&in=USD&choice=typed`)).total).toBe('2001.9')
  })

  test('a rate older than five days is none, and the last day that has one is named', async () => {
    await request('fx/import', 'Date,USD,\n2026-04-01,1.2,\n')
    const { total, missing } = await get<ShownSpendDto>('fx/spend?from=2026-04-01&to=2026-05-01&mode=as-of&in=USD')
    expect(total).toBeNull()
    expect(missing[0]).toEqual({ day: '2026-04-08', currency: 'EUR', last: '2026-04-01' })
  })

  test('a GPU-hour by what it buys, and what one of real use cost', async () => {
    await request(
      'gpu-economics/throughput',
      'workload,gpu_model,gpu_count,unit,per_second\nllama,RTX-A6000,2,tokens,1000',
    )
    const { rows, effective } = await get<GpuEconomicsDto>('gpu-economics?from=2026-03-01&to=2026-05-01')
    const a6000 = rows.find(({ model }) => model === 'RTX-A6000')!
    expect(a6000.memoryGb).toMatchObject({ value: 48 })
    // 2 GPUs at 0.50 for 3.6 million tokens an hour.
    expect(a6000.costs).toMatchObject({
      perGpuHour: '0.5',
      perMillion: [{ workload: 'llama', gpuCount: 2, unit: 'tokens', cost: '0.277777777778' }],
    })
    expect(effective.find(({ model }) => model === 'RTX-A6000')).toMatchObject({ isBound: true, currency: 'USD' })
  })

  test('throughput and rates that were typed are replaced by the last word, and taken away', async () => {
    const figure = { workload: 'chat', gpuModel: 'RTX-A6000', gpuCount: 1, unit: 'samples', perSecond: 2 }
    await change('PUT', 'gpu-economics/throughput', figure)
    await change('PUT', 'gpu-economics/throughput', { ...figure, perSecond: 4 })
    const { throughputs } = await get<GpuEconomicsDto>('gpu-economics')
    expect(throughputs).toEqual([{ ...figure, perSecond: 4 }])
    const path = 'gpu-economics/throughput?workload=chat&gpuModel=RTX-A6000&gpuCount=1&unit=samples'
    expect(await (await change('DELETE', path)).json()).toEqual({ deleted: true })
    expect(await (await change('DELETE', path)).json()).toEqual({ deleted: false })

    await request('fx/typed', '', { month: '2026-04', from: 'EUR', to: 'USD', rate: '2' })
    expect((await get<{ typed: unknown[] }>('fx')).typed).toHaveLength(1)
    expect(await (await change('DELETE', 'fx/typed?month=2026-04&from=EUR&to=USD')).json()).toEqual({ deleted: true })
    expect((await get<{ typed: unknown[] }>('fx')).typed).toEqual([])
  })

  test('every table of the page is a file as well', async () => {
    await request('fx/import', ECB)
    const file = async (path: string) => (await (await request(`exports/${path}`)).text()).split('\r\n')
    const economics = await get<GpuEconomicsDto>('gpu-economics?from=2026-03-01&to=2026-05-01')
    const [head, ...lines] = await file('gpu-prices.csv')
    expect(head).toMatch(/^sku,gpu_model,tier,currency,source,per_gpu_hour,bf16_tflops,/)
    expect(lines).toHaveLength(economics.rows.length + 1)
    expect((await file('gpu-use.csv?from=2026-03-01&to=2026-05-01'))[1]).toMatch(/^[^,]+,(EUR|USD),/)
    const spend = await file('shown-spend.csv?from=2026-04-01&to=2026-05-01&mode=month-fixed&in=USD')
    expect(spend.slice(0, 2)).toEqual([
      'from,to,mode,wallet,billed,in,converted,rate,rate_kind,rate_days',
      '2026-04-01,2026-05-01,month-fixed,EUR,1000,USD,1225,1.225,month mean,2026-04-08 2026-04-10',
    ])
    expect(await file('parity.csv?from=USD&to=EUR')).toContain(
      'hibernated,USD,EUR,0.01,0.01,1,0.8,2026-04-10,0.008,0.01,0.25',
    )
  })

  test.each([
    ['fx/import', { csv: 'Day,USD\n' }],
    ['fx/typed', { month: '2026-13', from: 'EUR', to: 'USD', rate: '1' }],
    ['fx/typed', { month: '2026-04', from: 'EUR', to: 'EUR', rate: '1' }],
    ['gpu-economics/throughput', { csv: 'workload,gpu_model,gpu_count,unit,per_second\nx,L40,0,tokens,1' }],
  ])('%s refuses %o', async (path, json) => {
    expect((await request(path, '', json)).status).toBe(400)
  })

  test.each(['parity?from=USD&to=USD', 'parity?rate=x', 'fx/spend?from=2026-04-01&to=2026-05-01&mode=as-of'])(
    '%s is refused',
    async (path) => {
      expect((await request(path)).status).toBe(400)
    },
  )
})
