import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findPlans } from '../../src/db/plan-repository.ts'
import { findAudit } from '../../src/db/audit-repository.ts'
import type { Store } from '../../src/db/store.ts'
import { plannedSpans } from '../../src/engine/plan/index.ts'
import { createApp } from '../../src/server/app.ts'
import type { ForecastDto } from '../../src/server/dto/forecast.ts'
import type { PlanDto, PlanImportDto } from '../../src/server/dto/plan.ts'
import { STORES } from '../support/stores.ts'
import { contextOf, fill, ZONE } from './fixture.ts'

describe.each(STORES)('plans on $name', ({ open }) => {
  let store: Store
  let app: ReturnType<typeof createApp>
  beforeAll(async () => {
    store = await open()
    await fill(store)
    app = createApp(contextOf(store))
  })
  afterAll(() => store.close())

  const post = (path: string, body: unknown) =>
    app.request(`/api/v1/plans${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
  const made = async (body: unknown, path = ''): Promise<PlanDto> => {
    const answer = await post(path, body)
    expect(answer.status, await answer.clone().text()).toBe(200)
    return (await answer.json()) as PlanDto
  }
  const refused = async (body: unknown, path = '') => {
    const answer = await post(path, body)
    expect(answer.status).toBe(400)
    return ((await answer.json()) as { detail: string }).detail
  }
  const list = async (query = '') => {
    const answer = await app.request(`/api/v1/plans${query}`)
    return ((await answer.json()) as { rows: PlanDto[] }).rows
  }
  const machine = { kind: 'machine', name: 'train-7' }
  const week = [{ days: ['mon', 'tue'], from: 20, to: 8 }]

  test('an exception is taken as it is said, by the clock of the account', async () => {
    const plan = await made({ who: machine, line: 'keep on until tomorrow 18:00', by: 'anna' }, '/exceptions')
    expect(plan).toMatchObject({
      state: 'approved',
      sentence: 'train-7 stays on until Sat 11 Apr 18:00',
      who: { kind: 'machine', name: 'train-7', resourceId: 'i-1' },
      what: { kind: 'keep-on' },
      endsAt: '2026-04-11T16:00:00.000Z',
      approved: { by: 'anna', at: '2026-04-10T12:00:00.000Z' },
    })
    expect(await refused({ who: machine, line: 'sleep well', by: 'anna' }, '/exceptions')).toContain("'sleep well'")
  })

  test('a schedule is proposed, approved by somebody, and taken back; it never goes away', async () => {
    const { planId, state } = await made({ who: machine, what: { kind: 'sleep' }, week, source: 'schedule', by: 'qm' })
    expect(state).toBe('proposed')
    const approved = await made({ by: 'bob' }, `/${planId}/approve`)
    expect(approved).toMatchObject({ state: 'approved', proposed: { by: 'qm' }, approved: { by: 'bob' } })
    expect(await refused({ by: 'bob' }, `/${planId}/approve`)).toContain('approved or taken back already')

    // Nothing of the way through the store is lost to the engine.
    const plans = await findPlans(store.db, 1)
    const monday = Date.parse('2026-04-13T00:00:00+02:00')
    const spans = plannedSpans(
      { resourceId: 'i-1', owner: null, project: null },
      plans,
      { zone: ZONE, holidays: new Set() },
      { startsAt: monday, endsAt: monday + 24 * 3_600_000 },
    )
    expect(spans.map((span) => span.state)).toEqual(['on', 'asleep'])

    expect(await made({ by: 'anna' }, `/${planId}/withdraw`)).toMatchObject({ state: 'withdrawn' })
    expect(await refused({ by: 'anna' }, `/${planId}/withdraw`)).toContain('taken back already')
    expect((await list()).some((row) => row.planId === planId)).toBe(false)
    expect(await list('?state=withdrawn')).toMatchObject([{ planId, withdrawn: { by: 'anna' } }])
    expect((await post('/99999/approve', { by: 'bob' })).status).toBe(404)
  })

  test('a month by hand keeps its amount to the last place, and its reason', async () => {
    const month = { kind: 'month', currency: 'USD', amount: '1200.000000000001' }
    const plan = { who: { kind: 'account' }, what: month, startsAt: '2026-05-20', by: 'finance' }
    expect(await refused(plan)).toContain('needs its reason')
    expect(await made({ ...plan, reason: 'contract signed' })).toMatchObject({
      what: month,
      reason: 'contract signed',
      startsAt: '2026-04-30T22:00:00.000Z',
      endsAt: '2026-05-31T22:00:00.000Z',
    })
    const forecast = await app.request('/api/v1/forecast?from=2026-04-01&to=2026-06-01&step=month')
    expect(((await forecast.json()) as ForecastDto).overrides).toEqual([
      {
        month: '2026-05-01',
        who: 'the account',
        currency: 'USD',
        amount: '1200.000000000001',
        reason: 'contract signed',
        by: 'finance',
      },
    ])
  })

  const wrong: [string, object, string][] = [
    ['an unknown machine', { who: { kind: 'machine', name: 'nobody' }, what: { kind: 'end' } }, "no machine 'nobody'"],
    ['no name', { who: { kind: 'owner' }, what: { kind: 'away' } }, 'which owner?'],
    ['no end', { who: machine, what: { kind: 'keep-on' } }, 'until when?'],
    ['no time', { who: machine, what: { kind: 'sleep' } }, 'in which hours'],
    ['no day', { who: machine, what: { kind: 'away' }, startsAt: '2026-02-30' }, "'2026-02-30' is no moment"],
    [
      'an end before the beginning',
      { who: machine, what: { kind: 'away' }, startsAt: '2026-05-02', endsAt: '2026-05-01' },
      'end after it begins',
    ],
    ['an end of an end', { who: machine, what: { kind: 'end' }, endsAt: '2026-05-01' }, 'has no end'],
  ]
  test.each(wrong)('says what is wrong: %s', async (_, body, said) => {
    expect(await refused({ ...body, by: 'anna' })).toContain(said)
  })

  test('holidays of a calendar file are taken once', async () => {
    const text =
      'BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20260501\r\nSUMMARY:May Day\r\nEND:VEVENT\r\nEND:VCALENDAR'
    const take = async () => (await (await post('/import', { text, by: 'anna' })).json()) as PlanImportDto
    expect(await take()).toEqual({ taken: 1, unchanged: 0, leftOut: [] })
    expect(await take()).toEqual({ taken: 0, unchanged: 1, leftOut: [] })
    expect(await list('?kind=holiday')).toMatchObject([
      { startsAt: '2026-04-30T22:00:00.000Z', endsAt: '2026-05-01T22:00:00.000Z', what: { name: 'May Day' } },
    ])
    const logged = await findAudit(store.db, 1, { before: null, limit: 100 })
    const ofHolidays = logged.filter(({ detail }) => detail.includes('May Day'))
    expect(ofHolidays.map(({ actor, event }) => `${actor}: ${event}`)).toEqual(['anna: plan approved'])
  })

  test('a deployment without a price is refused: it would cost nothing in every forecast', async () => {
    const deploy = { kind: 'deploy', name: 'x', machines: 1, gpuModel: 'H100', gpuCount: 8, currency: 'EUR' }
    const of = (more: object) =>
      refused({ who: { kind: 'account' }, what: { ...deploy, ...more }, startsAt: '2026-05-01', by: 'anna' })
    expect(await of({ tier: 'legacy' })).toMatch(/no price of H100 \(legacy\) in EUR.*of the tier advanced/)
    expect(await of({ tier: 'legacy', gpuModel: 'H200' })).toContain('qm export prices')
    const text = 'who,what,name,tier,gpu_model,gpu_count,currency,from\naccount,deploy,x,legacy,H200,8,EUR,2026-05-01'
    expect(await refused({ text, by: 'anna' }, '/import')).toMatch(/line 2.*tier: no price of H200 \(legacy\) in EUR/)
  })

  test('what is exported is imported again as it is', async () => {
    const deploy = { kind: 'deploy', name: 'big, run', machines: 2, tier: 'advanced', gpuModel: 'H100', gpuCount: 8 }
    const who = { kind: 'project', name: 'vision' }
    await made({
      who,
      what: { ...deploy, currency: 'EUR' },
      startsAt: '2026-05-01T09:00',
      source: 'demand',
      by: 'anna',
    })
    const text = await (await app.request('/api/v1/exports/plans.csv')).text()
    const rows = (await list()).length
    const answer = (await (await post('/import', { text, by: 'anna' })).json()) as PlanImportDto
    expect(answer).toEqual({ taken: 0, unchanged: rows, leftOut: [] })
    const bad = await refused({ text: 'who,what,from\ntrain-7,nap,2026-05-01\n,end,x', by: 'anna' }, '/import')
    expect(bad).toContain('line 2')
    expect(bad).toContain('line 3')
  })

  test('a machine is found by a name that it alone has', async () => {
    const line = { line: 'away until tomorrow', by: 'anna' }
    await store.db.updateTable('resource').set({ name: 'train-7' }).where('resource_id', '=', 'i-2').execute()
    expect(await refused({ who: machine, ...line }, '/exceptions')).toContain('say the id: i-1, i-2')
    expect(await made({ who: { kind: 'machine', name: 'i-2' }, ...line }, '/exceptions')).toMatchObject({
      who: { resourceId: 'i-2' },
    })
  })
})
