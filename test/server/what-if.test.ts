import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Store } from '../../src/db/store.ts'
import { formatPicos, parsePicos } from '../../src/engine/index.ts'
import { createApp } from '../../src/server/app.ts'
import { optimiseBody, type OptimiseDto } from '../../src/server/dto/optimise.ts'
import type { ScenarioDto } from '../../src/server/dto/scenario.ts'
import { whatIfBody, type WhatIfChoicesDto, type WhatIfDto } from '../../src/server/dto/what-if.ts'
import type { OverviewDto } from '../../src/server/dto/overview.ts'
import { STORES } from '../support/stores.ts'
import { contextOf, fill } from './fixture.ts'

const EXAMPLES = join(import.meta.dirname, '../../examples/what-if')

describe.each(STORES)('what if, on $name', ({ open }) => {
  let store: Store
  beforeAll(async () => {
    store = await open()
    await fill(store)
    await store.db.insertInto('gpu_spec').values(SPECS).execute()
  })
  afterAll(() => store.close())

  const ask = (method: string, path: string, body?: unknown) =>
    createApp(contextOf(store)).request(`/api/v1${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    })
  const json = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const response = await ask(method, path, body)
    expect(response.status).toBe(200)
    return (await response.json()) as T
  }
  const problemOf = async (method: string, path: string, body?: unknown) => {
    const response = await ask(method, path, body)
    const { errors } = (await response.json()) as { errors?: { pointer: string; detail: string }[] }
    return [response.status, ...(errors ?? []).map(({ pointer, detail }) => `${pointer}: ${detail}`)]
  }
  const april = { from: '2026-04-01', to: '2026-05-01' }

  test('the baseline is what overview and forecast say', async () => {
    const answer = await json<WhatIfDto>('POST', '/what-if', { window: april, scenarios: [] })
    const overview = await json<OverviewDto>('GET', '/overview')
    const codesOf = (wallets: { currency: string }[]) => wallets.map(({ currency }) => currency)
    expect(codesOf(answer.baseline.wallets)).toEqual(codesOf(overview.wallets))
    for (const wallet of overview.wallets) {
      const own = answer.baseline.wallets.find(({ currency }) => currency === wallet.currency)!
      const { p10, p50, p90 } = wallet.monthEnd
      expect({ p10: own.total.p10, p50: own.total.p50, p90: own.total.p90 }).toEqual({ p10, p50, p90 })
      expect(own.runway).toEqual(wallet.runway)
      expect(own.difference.total).toBe('0')
    }
  })

  test('a scenario is told by cause, with the lines and pieces that make it', async () => {
    const half = { name: 'Half', changes: [{ kind: 'replace-gpu', machines: { ids: ['i-2'] }, gpuCount: 4 }] }
    const answer = await json<WhatIfDto>('POST', '/what-if?pieces=true', { window: april, scenarios: [half] })
    const [outcome] = answer.scenarios
    const euro = outcome!.wallets.find(({ currency }) => currency === 'EUR')!
    // 20 an hour for 20.5 days but 2 hours, half of it.
    expect(outcome!.sentences).toEqual(['For =SUM("A1") with 4 GPUs per machine'])
    expect(euro.difference).toMatchObject({ price: '0', state: '0', hours: '0', storage: '0', tax: '0' })
    expect(euro.difference.count).toBe(euro.difference.total)
    expect(Number(euro.difference.total)).toBeLessThan(0)
    const changed = outcome!.lines.filter(({ changes }) => changes.length > 0)
    expect(changed).toMatchObject([
      {
        id: 'i-2',
        name: '=SUM("A1")',
        now: { gpuModel: 'H100', gpuCount: 8, state: 'active', perHour: '20' },
        changes: [0],
      },
    ])
    expect(changed[0]!.pieces?.[0]).toMatchObject({ gpuCount: 4, onPerHour: '10' })
    // What sleeps is told as well: it makes what hibernation avoids.
    const dollars = outcome!.wallets.find(({ currency }) => currency === 'USD')!
    const asleep = outcome!.lines.filter(({ changes }) => changes.length === 0)
    expect(asleep.map(({ now }) => now?.state)).toEqual(['hibernated'])
    expect(asleep[0]).toMatchObject({ currency: 'USD', avoided: dollars.avoidedByHibernation })
  })

  test('machines are chosen by whose they are today, at once after that was said', async () => {
    const removal = (project: string) => ({
      window: april,
      scenarios: [{ name: 'Without', changes: [{ kind: 'remove', resources: { project } }] }],
    })
    const nobody = '/scenarios/0/changes/0/resources: no resource of the plan matches everything of project lab'
    expect(await problemOf('POST', '/what-if', removal('lab'))).toEqual([400, nobody])
    const shared = [
      { project: 'lab', owner: 'anna', share: '3' },
      { project: 'web', share: '1' },
      { project: 'idle', share: '0' },
    ]
    await json('PUT', '/assignments', { resourceIds: ['i-2'], parts: shared })
    for (const project of ['lab', 'web']) {
      const { scenarios } = await json<WhatIfDto>('POST', '/what-if', removal(project))
      expect(scenarios[0]!.sentences).toEqual([`Delete everything of project ${project}`])
      expect(scenarios[0]!.lines.filter(({ changes }) => changes.length > 0).map(({ id }) => id)).toEqual(['i-2'])
    }
    const { split, scenarios } = await json<WhatIfDto>('POST', '/what-if?split=project', removal('web'))
    const euro = scenarios[0]!.wallets.find(({ currency }) => currency === 'EUR')!
    const parties = scenarios[0]!.parties!.filter(({ currency }) => currency === 'EUR')
    expect([split, ...parties.map(({ name }) => name)]).toEqual(['project', 'lab', 'web'])
    const sumOf = (of: (party: (typeof parties)[number]) => string) =>
      formatPicos(parties.reduce((sum, party) => sum + parsePicos(of(party)), 0n))
    expect(sumOf(({ total }) => total.p50)).toBe(euro.total.p50)
    expect(sumOf(({ difference }) => difference.total)).toBe(euro.difference.total)
    const [lab, web] = parties.map(({ difference }) => Number(difference.total))
    expect(lab! / web!).toBeCloseTo(3, 9)
    const csv = await (await ask('POST', '/exports/what-if.csv?split=project', removal('web'))).text()
    const rows = csv
      .trimEnd()
      .split('\r\n')
      .map((line) => line.split(','))
    expect(rows.every(({ length }) => length === rows[0]!.length)).toBe(true)
    expect(rows[0]!.at(-1)).toBe('project')
    const ofParties = rows.filter(
      ([name, , currency, period]) => name === 'Without' && currency === 'EUR' && period === 'project',
    )
    expect(ofParties.map((row) => [row.at(-1), row[11]])).toEqual(
      parties.map(({ name, difference }) => [name ?? '', difference.total]),
    )
    expect((await problemOf('POST', '/what-if', removal('idle')))[0]).toBe(400)
    const choices = await json<WhatIfChoicesDto>('GET', '/what-if/choices')
    expect(choices).toMatchObject({ projects: ['lab', 'web'], owners: ['anna'], costCenters: [] })
  })

  test('what is wrong is told for each field of each scenario', async () => {
    const wrong = {
      name: 'A',
      changes: [
        {
          kind: 'add-machines',
          name: 'x',
          machines: 1,
          tier: 'legacy',
          gpuModel: 'RTX-A6000',
          gpuCount: 8,
          currency: 'USD',
        },
      ],
    }
    expect(await problemOf('POST', '/what-if', { scenarios: [{ name: 'Empty', changes: [] }, wrong] })).toEqual([
      400,
      '/scenarios/1/changes/0/gpuCount: RTX-A6000 is sold up to 4 per machine; 8 asked',
    ])
    expect(
      await problemOf('POST', '/what-if', {
        scenarios: [{ name: 'A', changes: [{ kind: 'growth', resources: { name: '*' }, percentPerMonth: 'much' }] }],
      }),
    ).toEqual([400, "/scenarios/0/changes/0/percentPerMonth: a decimal number as text, as '4.5'"])
    expect((await ask('POST', '/what-if', { scenarios: [], more: 1 })).status).toBe(400)
    expect(
      await problemOf('POST', '/what-if', { window: { from: '2026-04-01', to: '2036-04-01' }, scenarios: [] }),
    ).toEqual([400, '/window/to: at most three years can be compared'])
  })

  test('more than five scenarios are too many to compare', async () => {
    const scenarios = Array.from({ length: 6 }, (_, i) => ({ name: String(i), changes: [] }))
    expect((await ask('POST', '/what-if', { scenarios })).status).toBe(400)
  })

  test('the work of a job can be optimised', async () => {
    const answer = await json<OptimiseDto>('POST', '/what-if/optimise', {
      work: { measure: 'gpu-hours', amount: 100, referenceModel: 'RTX-A6000' },
      deadline: '2026-04-12',
      currencies: ['USD'],
    })
    const [dollars] = answer.wallets
    // 100 GPU-hours at 0.50 are dearest on many, which are done first; one takes longer than two days and a half.
    expect(dollars!.front.map(({ gpuCount, machines }) => gpuCount * machines)).toEqual([32, 16, 8, 4, 2, 1])
    expect(dollars!.front.at(-1)!.cost).toBe('50')
    expect(dollars!.cheapest).toMatchObject({ makesDeadline: true, chance: null })
    // One GPU for 100 hours at 0.50; eight machines of four do as much as 18.9 of them.
    expect(dollars!.front.at(-1)).toMatchObject({ onHours: 100, onPerHour: '0.5', asleepHours: 0 })
    expect(dollars!.front[0]!.onPerHour).toBe('16')
    expect(answer.scalingEfficiency).toBe(0.9)
  })

  test('scenarios are kept, copied, changed and forgotten', async () => {
    const night = { kind: 'remove', resources: { name: 'train-*' }, from: '2026-05-01' }
    const made = await json<ScenarioDto>('POST', '/scenarios', { name: 'Less', changes: [night] })
    expect(made).toMatchObject({ name: 'Less', changes: [night], sentences: ['Delete train-* from 1 May 2026'] })
    expect(await problemOf('POST', '/scenarios', { name: 'Less', changes: [] })).toEqual([
      400,
      '/name: there is a scenario called Less already',
    ])
    const copy = await json<ScenarioDto>('POST', '/scenarios', { name: 'Less 2', changes: made.changes })
    expect(await problemOf('PUT', `/scenarios/${copy.scenarioId}`, { name: 'Less', changes: [] })).toEqual([
      400,
      '/name: there is a scenario called Less already',
    ])
    await json('PUT', `/scenarios/${copy.scenarioId}`, { name: 'Nothing', changes: [] })
    const { rows } = await json<{ rows: ScenarioDto[] }>('GET', '/scenarios')
    expect(rows.map(({ name, changes }) => [name, changes.length])).toEqual([
      ['Less', 1],
      ['Nothing', 0],
    ])
    await json('DELETE', `/scenarios/${copy.scenarioId}`)
    expect((await ask('GET', `/scenarios/${copy.scenarioId}`)).status).toBe(404)
    expect((await ask('DELETE', `/scenarios/${copy.scenarioId}`)).status).toBe(404)
    expect(await json('GET', `/scenarios/${made.scenarioId}`)).toEqual(made)
  })

  test('the comparison is a table for a spreadsheet', async () => {
    const scenarios = [{ name: '=Less', changes: [{ kind: 'remove', resources: { ids: ['i-2'] } }] }]
    const response = await ask('POST', '/exports/what-if.csv', { window: april, scenarios })
    const lines = (await response.text()).split('\r\n')
    expect(response.headers.get('content-disposition')).toBe(
      'attachment; filename="lab-what-if-2026-04-01-2026-05-01-europe-oslo.csv"',
    )
    expect(lines[0]).toBe(
      'scenario,account,currency,period,from,to,billed_so_far,p10,p50,p90,tax,difference,by_price,by_hours,by_count,by_state,by_storage,by_tax',
    )
    expect(lines.filter((line) => line.startsWith("'=Less,lab,EUR,total"))).toHaveLength(1)
    expect(lines.at(-1)).toBe('')
  })

  test.each([
    ['/what-if/schema.json', ['window', 'scenarios']],
    ['/what-if/optimise/schema.json', ['work', 'deadline', 'hours']],
  ])('the schema of %s is published', async (path, fields) => {
    const schema = await json<{ type: string; properties: object }>('GET', path)
    expect(schema.type).toBe('object')
    expect(Object.keys(schema.properties)).toEqual(expect.arrayContaining(fields))
  })

  test('lines are told without their pieces unless they are asked for', async () => {
    const answer = await json<WhatIfDto>('POST', '/what-if', { window: april, scenarios: [] })
    const whole = await json<WhatIfDto>('POST', '/what-if?pieces=true', { window: april, scenarios: [] })
    expect(answer.baseline.lines.length).toBeGreaterThan(0)
    for (const [i, { pieces, ...line }] of whole.baseline.lines.entries()) {
      expect(answer.baseline.lines[i]).toEqual(line)
      expect(pieces!.reduce((sum, { cost }) => sum + Number(cost), 0)).toBeCloseTo(Number(line.scenario), 6)
    }
  })
})

test.each(readdirSync(EXAMPLES))('the example %s is what the API takes', (name) => {
  const example = JSON.parse(readFileSync(join(EXAMPLES, name), 'utf8')) as object
  const result = ('work' in example ? optimiseBody : whatIfBody).safeParse(example)
  expect(result.error?.issues ?? []).toEqual([])
})

const NOW = '2026-04-10T12:00:00Z'
const spec = (gpuModel: string, tier: string, gpuCount: number) => ({
  account_id: 1,
  gpu_model: gpuModel,
  tier,
  gpu_count: gpuCount,
  vram_gb: 48 * gpuCount,
  can_hibernate: true,
  raw: '{}',
  first_seen: NOW,
  last_seen: NOW,
})
const SPECS = [
  ...[1, 2, 4].map((gpuCount) => spec('RTX-A6000', 'legacy', gpuCount)),
  ...[1, 2, 4, 8].map((gpuCount) => spec('H100', 'advanced', gpuCount)),
]
