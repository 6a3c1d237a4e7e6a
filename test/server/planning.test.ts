import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { insertStock, type StockObservation } from '../../src/db/observation-repository.ts'
import { ensureMonths } from '../../src/db/partition-repository.ts'
import type { Store } from '../../src/db/store.ts'
import { isoOf } from '../../src/db/timestamp.ts'
import { findUtilisation } from '../../src/db/utilisation-repository.ts'
import { formatPicos, HOUR_MS, parsePicos } from '../../src/engine/index.ts'
import { createApp } from '../../src/server/app.ts'
import type { CapacityDto, DemandDto, PlannedDemandsDto } from '../../src/server/dto/capacity.ts'
import type { HibernationDto, RestoreBacktestDto } from '../../src/server/dto/hibernation.ts'
import type { SleepMadeRowsDto } from '../../src/server/dto/sleep-made.ts'
import type { PlanDto } from '../../src/server/dto/plan.ts'
import { STORES } from '../support/stores.ts'
import { addForgotten, contextOf, fill, NOW } from './fixture.ts'

const at = (text: string) => Date.parse(text)
const STOCK_HOURS = 28 * 24

/** Four weeks of hourly stock: 16 GPUs, none on Mondays from 6:00 to 18:00 UTC. */
async function addStock(store: Store): Promise<void> {
  const rows: StockObservation[] = Array.from({ length: STOCK_HOURS }, (_, i) => {
    const observedAt = NOW - (STOCK_HOURS - 1 - i) * HOUR_MS
    const time = new Date(observedAt)
    const free = time.getUTCDay() === 1 && time.getUTCHours() >= 6 && time.getUTCHours() < 18 ? 0 : 16
    return {
      observedAt,
      region: 'CANADA-1',
      gpuModel: 'RTX-A6000',
      available: Math.min(free, 10),
      availableIsFloor: free > 10,
      availableText: free > 10 ? '10+' : String(free),
      planned7Days: i > 600 ? '8' : null,
      planned30Days: null,
      planned100Days: null,
      configurations: { '1x': free, '2x': Math.floor(free / 2), '8x': Math.floor(free / 8) },
    }
  })
  await ensureMonths(store, 'stock_observation', rows[0]!.observedAt, NOW)
  await insertStock(store.db, 1, rows)
}

describe.each(STORES)('hibernation and capacity on $name', ({ open }) => {
  let store: Store
  let app: ReturnType<typeof createApp>
  beforeAll(async () => {
    store = await open()
    await fill(store)
    await addForgotten(store)
    app = createApp(contextOf(store))
  })
  afterAll(() => store.close())

  const get = async <T>(path: string): Promise<T> => {
    const answer = await app.request(`/api/v1/${path}`)
    expect(answer.status).toBe(200)
    return (await answer.json()) as T
  }
  const machine = async (id: string, query = '') => {
    const { machines } = await get<HibernationDto>(`hibernation${query}`)
    return machines.find(({ resourceId }) => resourceId === id)!
  }
  const put = (path: string, body: unknown) =>
    app.request(`/api/v1/${path}`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })

  test('without stock nothing is said of chances', async () => {
    expect(await get<CapacityDto>('capacity')).toMatchObject({ readAt: null, pools: [], sizes: [] })
    expect(await machine('i-9')).toMatchObject({ figures: { failedRestores: null }, snapshots: 0 })
    const demand = await get<DemandDto>('capacity/demand?line=1+A6000')
    // Two deploys were seen, which is too little for a chance; its price and the wallet are told all the same.
    expect(demand.options[0]).toMatchObject({
      verdict: 'not known yet',
      chance: { p: null, snapshots: 2 },
      tried: { deploys: { good: 2, failed: 0 } },
    })
    expect((await get<CapacityDto>('capacity')).untold[0]).toMatchObject({ tried: { good: 2, failed: 0 } })
    expect(await get<DemandDto>('capacity/demand?line=1+B300')).toMatchObject({
      options: [],
      unclear: { part: 'B300' },
    })
  })

  test('what sleep avoided is exact, what shut off cost is a range', async () => {
    const { made } = await get<HibernationDto>('hibernation?from=2026-03-01&to=2026-04-11')
    // Eight hours of 2 x 0.5 less the 0.08 that were billed; the price is known from the day before.
    expect(made.machines.find(({ resourceId }) => resourceId === 'i-1')).toMatchObject({
      avoided: '7.92',
      asleepHours: 8,
      currency: 'USD',
    })
    const [forgotten] = made.machines.filter(({ resourceId }) => resourceId === 'i-9')
    expect(Number(forgotten!.shutoffLow)).toBeLessThanOrEqual(Number(forgotten!.shutoffHigh))
    // Since the first time that anybody looked, at one an hour.
    expect(Number(forgotten!.shutoffHigh)).toBeCloseTo((NOW - at('2026-03-03T00:00:00Z')) / HOUR_MS, 3)
  })

  test('what sleep made is told by day, machine, region and model, and adds up to the wallet', async () => {
    const period = 'from=2026-03-01&to=2026-04-11'
    const made = (by: string) => get<SleepMadeRowsDto>(`hibernation/made?${period}&by=${by}`)
    const sum = (rows: SleepMadeRowsDto['rows'], key: 'avoided' | 'shutoffLow' | 'shutoffHigh') =>
      formatPicos(rows.reduce((total, row) => total + (row.currency === 'USD' ? parsePicos(row[key]) : 0n), 0n))
    const [wallet] = (await made('')).rows
    for (const by of ['day', 'region', 'resource', 'gpu_model', 'day,region', 'day,resource'])
      for (const key of ['avoided', 'shutoffLow', 'shutoffHigh'] as const)
        expect(sum((await made(by)).rows, key), `${key} by ${by}`).toBe(wallet![key])
    const slept = (await made('day,resource')).rows.filter(({ asleepHours }) => asleepHours > 0)
    expect(slept).toMatchObject([
      { day: '2026-03-30', resource: 'i-1', resource_name: 'train-7', avoided: '7.92', unpricedHours: 0 },
    ])
    expect((await app.request('/api/v1/hibernation/made?by=nobody')).status).toBe(400)
    const csv = await (await app.request(`/api/v1/exports/hibernation-made.csv?${period}`)).text()
    expect(csv.split('\r\n')[0]).toBe(
      'currency,day,resource,resource_name,region,gpu_model,asleep_hours,avoided,unpriced_hours,shutoff_low,shutoff_high',
    )
    expect(csv).toContain('USD,2026-03-30,i-1,train-7,CANADA-1,RTX-A6000,8,7.92,0,')
  })

  test('what sleep made and could is told by whose the machines are; shares add up exactly', async () => {
    const shared = [
      { project: 'lab', owner: 'anna', share: '2' },
      { project: 'web', share: '1' },
    ]
    const body = (parts: unknown) => JSON.stringify({ resourceIds: ['i-1', 'i-9'], parts })
    const headers = { 'content-type': 'application/json' }
    const say = (parts: unknown) => app.request('/api/v1/assignments', { method: 'PUT', headers, body: body(parts) })
    const before = await get<HibernationDto>('hibernation')
    expect((await say(shared)).status).toBe(200)
    const period = 'from=2026-03-01&to=2026-04-11&currency=USD'
    const [wallet] = (await get<SleepMadeRowsDto>(`hibernation/made?${period}`)).rows
    for (const by of ['project', 'owner', 'cost_center', 'day,project,owner']) {
      const { rows } = await get<SleepMadeRowsDto>(`hibernation/made?${period}&by=${by}`)
      for (const key of ['avoided', 'shutoffLow', 'shutoffHigh'] as const)
        expect(formatPicos(rows.reduce((total, row) => total + parsePicos(row[key]), 0n)), by).toBe(wallet![key])
    }
    const { rows } = await get<SleepMadeRowsDto>(`hibernation/made?${period}&by=project`)
    const [lab] = (await get<SleepMadeRowsDto>(`hibernation/made?${period}&project=lab`)).rows
    expect(rows.map(({ project }) => project)).toEqual(['lab', 'web'])
    expect(rows[0]).toMatchObject({ avoided: lab!.avoided, shutoffHigh: lab!.shutoffHigh })
    const ofLab = await get<HibernationDto>('hibernation?from=2026-03-01&to=2026-04-11&currency=USD&project=lab')
    expect(ofLab.made.wallets[0]!.avoided).toBe(lab!.avoided)
    const likely = (of: HibernationDto, by = 'wallet') =>
      of.sums.filter((sum) => sum.by === by).map((sum) => [sum.project, Number(sum.nextMonth.possible.p50)])
    const [[, whole]] = likely(before) as [[null, number]]
    expect(likely(ofLab)).toEqual([[null, expect.closeTo((whole * 2) / 3, 1)]])
    expect(likely(await get<HibernationDto>('hibernation'), 'project')).toEqual([
      ['lab', expect.closeTo((whole * 2) / 3, 1)],
      ['web', expect.closeTo(whole / 3, 1)],
    ])
    expect((await get<HibernationDto>('hibernation?project=nobody')).machines).toEqual([])
    const csv = await (await app.request('/api/v1/exports/hibernation-sums.csv?owner=anna')).text()
    expect(csv).toMatch(/\r\nproject,USD,,,.*,lab,,\r\n/)
    expect((await say(null)).status).toBe(200)
  })

  test('a machine that was shut off and forgotten should sleep until somebody needs it', async () => {
    const advice = await machine('i-9')
    expect(advice).toMatchObject({ kind: 'asleep all week', onPerHour: '1', breaks: ['the public IP may change'] })
    // 0.99 an hour over the 730.5 hours of a month
    expect(Number(advice.figures!.beyondNow.p50)).toBeCloseTo(0.99 * 730.5, 1)
  })

  test('what could be avoided is summed per wallet, region and model, in the API and as CSV', async () => {
    const { sums, monthForecast } = await get<HibernationDto>('hibernation')
    expect(sums.map(({ by, region, gpuModel }) => [by, region, gpuModel])).toEqual([
      ['wallet', null, null],
      ['region', 'CANADA-1', null],
      ['gpu_model', null, 'RTX-A6000'],
      ['region_and_gpu_model', 'CANADA-1', 'RTX-A6000'],
    ])
    const [wallet] = sums
    // i-9: 0.99 an hour over the 744 hours of May in Oslo; nobody tells stock, so no loss is known.
    expect(wallet!.nextMonth).toMatchObject({ from: '2026-04-30T22:00:00.000Z', restoreLoss: null })
    expect(Number(wallet!.nextMonth.possible.p50)).toBeGreaterThanOrEqual(736)
    const month = monthForecast.find(({ currency }) => currency === 'USD')
    expect(month).toMatchObject({ currency: 'USD', withoutSchedules: month!.withSchedules })
    expect(Number(month!.withAdvice.p50)).toBeLessThan(Number(month!.withSchedules.p50))
    const csv = await (await app.request('/api/v1/exports/hibernation-sums.csv')).text()
    expect(csv.split('\r\n')).toHaveLength(1 + sums.length * 3 + 1)
    expect(csv).toContain('\r\nregion,USD,CANADA-1,,')
    expect(csv).toContain(`,next_month,${wallet!.nextMonth.from},`)
    const months = await (await app.request('/api/v1/exports/hibernation-month.csv')).text()
    expect(months.split('\r\n').filter((line) => line.startsWith('USD,'))).toHaveLength(3)
    const { p10, p50, p90 } = month!.withAdvice
    expect(months).toMatch(new RegExp(`USD,with_advice,2026-04,.*,${p10},${p50},${p90}\r\n`))
  })

  test('what an owner says is kept and followed, and can be taken back', async () => {
    const { rule } = await machine('i-9')
    expect((await put('hibernation/machines/i-9/rule', { ...rule, dismissed: 'holds data' })).status).toBe(200)
    expect(await machine('i-9')).toMatchObject({ kind: 'none', reason: 'dismissed: holds data' })
    await put('hibernation/machines/i-9/rule', { ...rule, needed: 'working hours', workFrom: 9, workTo: 17 })
    expect(await machine('i-9')).toMatchObject({
      kind: 'schedule',
      words: expect.stringContaining('Fri 17:00') as string,
    })
    await put('hibernation/machines/i-9/rule', rule)
    expect(await machine('i-9')).toMatchObject({ kind: 'asleep all week' })
    expect(await get('hibernation/machines/i-9/rule')).toEqual(rule)
    expect(await get('hibernation/machines/train-7/rule')).toMatchObject({ needed: 'learned' })
    expect((await app.request('/api/v1/hibernation/machines/nobody/rule')).status).toBe(404)
    await put('hibernation/machines/i-9/rule', { ...rule, needed: 'always', dismissed: 'holds, data', by: 'anna' })
    await put('hibernation/machines/i-9/rule', rule)
    const audit = await (await app.request('/api/v1/exports/audit.csv')).text()
    expect(audit).toContain(
      ',anna,said about its sleep,i-9,"old;box, a",,"needed always; advice dismissed: holds, data"\r\n',
    )
  })

  test('a rule for no machine, or none that can be understood, is refused', async () => {
    const { rule } = await machine('i-9')
    expect((await put('hibernation/machines/v-1/rule', rule)).status).toBe(404)
    expect((await put('hibernation/machines/i-9/rule', { ...rule, workFrom: 24 })).status).toBe(400)
    expect((await put('hibernation/machines/i-9/rule', { ...rule, more: 1 })).status).toBe(400)
    expect((await app.request('/api/v1/hibernation?caution=9')).status).toBe(400)
  })

  test('advised schedules go out as cron lines, as a script and as a calendar', async () => {
    const text = async (path: string) => (await app.request(`/api/v1/exports/${path}`)).text()
    expect(await text('schedules/cron?of=advice&machine=i-9')).toContain(
      'CRON_TZ=Europe/Oslo\n\n# old;box, a: asleep all week, until somebody needs it\n0 0 * * 1 quartermaster-sleep hibernate i-9\n',
    )
    expect(await text('schedules/sh?of=advice')).toMatch(/^#!\/bin\/sh\n[^]*'hibernate ACTIVE'\) ;;/)
    const calendar = await text('schedules/ics?of=advice')
    expect(calendar).toContain('SUMMARY:old\\;box\\, a asleep\r\n')
    for (const line of calendar.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75)
    expect((await app.request('/api/v1/exports/schedules/exe')).status).toBe(400)
    const csv = await text('hibernation.csv')
    expect(csv.split('\r\n')[0]).toMatch(/^currency,region,gpu_model,.*,ask$/)
    expect(csv).toContain('"old;box, a",shutoff,1,asleep all week')
    await app.request('/api/v1/assignments', {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        resourceIds: ['i-9'],
        parts: [
          { project: 'lab', share: '3' },
          { owner: 'anna', share: '1' },
        ],
      }),
    })
    const shared = (await text('hibernation.csv?with=project,owner')).split('\r\n')
    expect(shared[0]).toBe(`${csv.split('\r\n')[0]},project,owner,share`)
    const avoided = (line: string) =>
      Number(line.split(',').at(csv.split('\r\n')[0]!.split(',').indexOf('beyond_now') + 1))
    const whole = csv.split('\r\n').find((line) => line.includes('old;box'))!
    const [lab, anna] = shared.filter((line) => line.includes('old;box'))
    expect([lab, anna].map((line) => line!.split(',').slice(-3))).toEqual([
      ['lab', '', '0.75'],
      ['', 'anna', '0.25'],
    ])
    expect(avoided(whole)).toBeGreaterThan(0)
    expect(Math.abs(avoided(lab!) + avoided(anna!) - avoided(whole))).toBeLessThan(0.011)
  })

  test('the use of GPUs is kept by the hour, for machines by id or name', async () => {
    const row = (machine: string, time: string, busy: number) => ({ machine, at: time, busy })
    const post = (rows: unknown[]) =>
      app.request('/api/v1/utilisation', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ rows }),
      })
    const answer = await post([
      row('train-7', '2026-04-09T10:05:00Z', 0.2),
      row('i-1', '2026-04-09T10:55:00Z', 0.4),
      row('i-1', '2026-04-09T11:05:00Z', 0),
      row('i-1', '2024-04-09T11:05:00Z', 1),
      row('elsewhere', '2026-04-09T11:05:00Z', 1),
    ])
    expect(await answer.json()).toEqual({ rows: 5, hours: 2, tooOld: 1, unknownMachines: ['elsewhere'] })
    const hours = await findUtilisation(store.db, 1, 0)
    expect([...hours.get('i-1')!.values()].map((busy) => Number(busy.toFixed(6)))).toEqual([0.3, 0])
    expect(await machine('i-1')).toMatchObject({ measuredHours: 2 })
    expect((await post([row('i-1', '2026-04-09T10:05:00Z', 1.2)])).status).toBe(400)
    expect((await post([row('i-1', 'yesterday', 1)])).status).toBe(400)
  })

  describe('with stock', () => {
    beforeAll(async () => {
      await addStock(store)
      // A new reading has come in: what was kept of the old one is not asked again.
      await store.db
        .insertInto('ingest_run')
        .values({ account_id: 1, started_at: isoOf(NOW), finished_at: isoOf(NOW), status: 'ok', requests: 1 })
        .execute()
    })

    test('it tells what can be had now, by hour of the week and how long it was missing', async () => {
      const { pools, sizes } = await get<CapacityDto>('capacity?size=8')
      expect(sizes).toEqual([1, 2, 8])
      const [pool] = pools
      expect(pool).toMatchObject({
        region: 'CANADA-1',
        available: '10+',
        planned: { in7Days: '8', announced: 1, open: 1 },
        shortages: { count: 4, medianHours: 12, runningSince: null },
      })
      expect(pool!.sizes.find(({ size }) => size === 8)).toMatchObject({ now: 2, isFloor: false })
      // Monday 12:00 in Oslo is 10:00 UTC; Tuesday at the same hour there is stock.
      expect(pool!.chances[12]!).toBeLessThan(0.3)
      expect(pool!.chances[36]!).toBeGreaterThan(0.9)
      const csv = await (await app.request('/api/v1/exports/capacity.csv?size=8')).text()
      expect(csv).toContain('CANADA-1,RTX-A6000,8,')
    })

    test('a demand is checked against stock, price and wallet, and another hour is offered', async () => {
      const monday = await get<DemandDto>('capacity/demand?line=8+A6000,+monday+12:00,+2+days')
      expect(monday.understood).toMatchObject({ gpus: 8, startsAt: '2026-04-13T10:00:00.000Z' })
      const [option] = monday.options
      expect(option).toMatchObject({ machines: 1, gpusEach: 8, verdict: 'not likely' })
      expect(option!.betterStart!.p).toBeGreaterThan(0.8)
      expect(option!.hold!.costs[0]).toMatchObject({ currency: 'USD' })
      // 8 GPUs at 0.5 for 48 hours
      expect(option!.prices).toMatchObject([{ currency: 'USD', perMachineHour: '4', total: '192', balance: '812.4' }])
      const tuesday = await get<DemandDto>('capacity/demand?line=8+A6000,+tuesday+12:00,+2+days')
      expect(tuesday.options[0]).toMatchObject({ verdict: 'feasible', hold: null, betterStart: null })
    })

    test('work by a deadline is checked for each size of machine, and what to try instead is told with its figures', async () => {
      const { understood, options } = await get<DemandDto>('capacity/demand?line=96+gpu-hours+of+A6000+by+monday+23:59')
      expect(understood).toMatchObject({ gpus: null, gpuHours: 96, model: 'A6000' })
      const eight = options.filter(({ gpusEach }) => gpusEach === 8)
      expect(eight.map(({ machines }) => machines).sort()).toEqual([1, 2])
      // 96 GPU-hours at 0.5, whoever does them
      for (const { prices, startsAt, endsAt, machines, gpusEach } of options) {
        expect(prices[0]).toMatchObject({ total: '48', canDeploy: true })
        const hours = (Date.parse(endsAt) - Date.parse(startsAt)) / HOUR_MS
        expect(hours * machines * gpusEach).toBeCloseTo(96, 6)
      }
      const { advice } = await get<DemandDto>('capacity/demand?line=8+A6000,+monday+12:00,+2+days')
      expect(advice.map(({ kind }) => kind)).toEqual(['other time', 'take early and hold'])
      expect(advice[1]!.words).toMatch(
        /^from .* the chance is \d+ %; holding it \d+ h until the start costs [\d.]+ USD/,
      )
      const big = await get<DemandDto>('capacity/demand?line=8+A6000,+tuesday+12:00,+40+days')
      expect(big.options[0]).toMatchObject({ verdict: 'tight', reasons: ['top-up needed'] })
      expect(Date.parse(big.options[0]!.prices[0]!.topUpBy!)).toBeGreaterThan(Date.parse(big.understood!.startsAt))
    })

    test('a demand is kept as a plan in one step, with what its check came to, and is checked anew until it begins', async () => {
      const plan = (body: unknown) =>
        app.request('/api/v1/capacity/demand/plan', {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(body),
        })
      const line = '8 A6000, tuesday 12:00, 2 days'
      const kept = (await (await plan({ line, by: 'anna' })).json()) as PlanDto
      expect(kept).toMatchObject({
        state: 'proposed',
        source: 'demand',
        proposed: { by: 'anna' },
        what: {
          kind: 'deploy',
          name: '8 A6000',
          machines: 1,
          gpuCount: 8,
          tier: 'legacy',
          region: 'CANADA-1',
          currency: 'USD',
        },
        startsAt: '2026-04-14T10:00:00.000Z',
        endsAt: '2026-04-16T10:00:00.000Z',
      })
      expect(kept.reason).toMatch(/^‘8 A6000, .*feasible, \d+ % at the start \(\d+ observations\); 192\.00 USD in all$/)
      const planned = async () => (await get<PlannedDemandsDto>('capacity/planned')).rows
      const [before] = await planned()
      expect(before).toMatchObject({ plan: { planId: kept.planId }, option: { verdict: 'feasible', machines: 1 } })
      await app.request(`/api/v1/plans/${kept.planId}/approve`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ by: 'bob' }),
      })
      // Its own cost, now in the forecast of the wallet, is not taken off twice.
      expect((await planned())[0]!.option!.prices).toEqual(before!.option!.prices)

      const monday = '8 A6000, monday 12:00, 2 days'
      const early = (await (await plan({ line: monday, start: 'early', by: 'anna' })).json()) as PlanDto
      expect(Date.parse(early.startsAt)).toBeLessThan(Date.parse('2026-04-13T10:00:00Z'))
      expect(early).toMatchObject({ endsAt: '2026-04-15T10:00:00.000Z' })
      expect(early.reason).toMatch(/taken \d+ h early and held/)
      const problem = async (body: unknown) => {
        const answer = await plan(body)
        expect(answer.status).toBe(400)
        return JSON.stringify(await answer.json())
      }
      expect(await problem({ line: '8 A6000, someday', by: 'anna' })).toContain('someday')
      expect(await problem({ line, region: 'MOON-1', by: 'anna' })).toContain('1 x RTX-A6000 in CANADA-1')
      expect(await problem({ line, currency: 'INR', by: 'anna' })).toContain('which wallet pays: USD')
      expect(await problem({ line, start: 'early', by: 'anna' })).toContain('likely enough')
    })

    test('a line that is not understood says which part', async () => {
      expect(await get<DemandDto>('capacity/demand?line=8+A6000,+someday')).toMatchObject({
        understood: null,
        unclear: { part: 'someday' },
      })
      expect((await app.request('/api/v1/capacity/demand')).status).toBe(400)
    })

    test('the advice of past weeks is tried on the stock that was read afterwards', async () => {
      const { weeks, total } = await get<RestoreBacktestDto>('hibernation/backtest')
      expect(weeks).toHaveLength(2)
      // Asleep until somebody needs it: nothing is restored.
      expect(total).toEqual({
        recommended: { restores: 0, failed: 0, expected: 0 },
        riskIgnored: { restores: 0, failed: 0, expected: 0 },
      })
      const { rule } = await machine('i-9')
      await put('hibernation/machines/i-9/rule', { ...rule, needed: 'working hours', workFrom: 9, workTo: 17 })
      const office = await get<RestoreBacktestDto>('hibernation/backtest?risk=50')
      // Restored at 8:00 in Oslo; on Mondays at 6:00 UTC nothing is free, so the advice wakes it before.
      expect(office.total.riskIgnored).toMatchObject({ restores: 10, failed: 2 })
      expect(office.total.recommended.failed).toBe(0)
      await put('hibernation/machines/i-9/rule', rule)
    })

    test('advice counts the stock, waking by waking', async () => {
      expect(await machine('i-9')).toMatchObject({ snapshots: STOCK_HOURS, riskFrom: 'stock', wakes: [] })
      const { rule } = await machine('i-9')
      await put('hibernation/machines/i-9/rule', { ...rule, needed: 'working hours', workFrom: 9, workTo: 17 })
      const { wakes, waitHours } = await machine('i-9', '?risk=50')
      expect(wakes).toHaveLength(5)
      // Restored at 8:00 in Oslo of a Tuesday, when there was stock in all four weeks.
      const tuesday = wakes.find(({ at: hour }) => hour.startsWith('Tue'))!
      expect(tuesday).toMatchObject({ at: 'Tue 09:00', seen: 4, without: 0 })
      expect(tuesday.low).toBeLessThanOrEqual(tuesday.failure)
      expect(tuesday.high).toBeGreaterThan(tuesday.failure)
      expect(waitHours).toBeGreaterThan(0)
      await put('hibernation/machines/i-9/rule', rule)
    })
  })
})
