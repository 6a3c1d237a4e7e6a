import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { markAssignmentsChanged } from '../../src/db/assignment-repository.ts'
import type { Store } from '../../src/db/store.ts'
import { formatPicos, parsePicos } from '../../src/engine/index.ts'
import { createApp } from '../../src/server/app.ts'
import type {
  AssignmentsDto,
  ImportedAssignmentsDto,
  RuleDto,
  RulePreviewDto,
  RulesDto,
} from '../../src/server/dto/assignments.ts'
import type { ChargesDto } from '../../src/server/dto/charges.ts'
import type { ForecastDto } from '../../src/server/dto/forecast.ts'
import { STORES } from '../support/stores.ts'
import { contextOf, fill, NOW } from './fixture.ts'

const PERIOD = 'from=2026-03-01&to=2026-05-01'

const part = (of: { project?: string; owner?: string; cost_center?: string; share?: string }) => of
const rule = (match: object, ...parts: ReturnType<typeof part>[]) => ({ match, parts })

describe.each(STORES)('assignments on $name', ({ open }) => {
  let store: Store
  let app: ReturnType<typeof createApp>
  beforeAll(async () => {
    store = await open()
    await fill(store)
    app = createApp(contextOf(store))
  })
  beforeEach(async () => {
    for (const table of ['assignment', 'assignment_rule', 'use_hours'] as const)
      await store.db.deleteFrom(table).execute()
    await markAssignmentsChanged(store.db, [1], NOW)
  })
  afterAll(() => store.close())

  const send = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const init =
      body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }
    const answer = await app.request(`/api/v1/${path}`, { method, ...init })
    expect(answer.status, await answer.clone().text()).toBe(200)
    return (await answer.json()) as T
  }
  const problem = async (method: string, path: string, body: unknown) => {
    const answer = await app.request(`/api/v1/${path}`, {
      method,
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json' },
    })
    return { status: answer.status, ...((await answer.json()) as { detail: string }) }
  }
  const text = async (path: string) => (await app.request(`/api/v1/${path}`)).text()
  const addRule = (body: object) => send<RuleDto>('POST', 'assignment-rules', body)
  const share = (resourceIds: string[], parts: object[] | null, days: object = {}) =>
    send('PUT', 'assignments', { resourceIds, parts, ...days })
  const billedBy = async (group: string, query = PERIOD) => {
    const { rows } = await send<ChargesDto>('GET', `charges?${query}&group=${group}`)
    return rows.map((row) => [...group.split(',').map((key) => row[key as 'project']), row.currency, row.billedCost])
  }

  test('without a word everything is not assigned, in a row of its own', async () => {
    expect(await billedBy('project')).toEqual([
      [null, 'EUR', '1000'],
      [null, 'USD', '28.480000000001'],
    ])
  })

  test('rules in their order, by hand before them, and a filter of what nobody assigned', async () => {
    await addRule(rule({ name: 'train-*' }, part({ project: 'lab', owner: 'ann@example.org' })))
    await addRule(rule({ region: 'CANADA-1' }, part({ project: 'canada', cost_center: '70' })))
    expect(await billedBy('project,cost_center')).toEqual([
      [null, null, 'EUR', '1000'],
      [null, null, 'USD', '1.9'],
      ['lab', '70', 'USD', '26.580000000001'],
    ])
    await share(['i-1'], [part({ project: 'shop' })], { from: '2026-03-29' })
    expect(await billedBy('project,owner', `${PERIOD}&currency=USD`)).toEqual([
      [null, null, 'USD', '1.9'],
      ['lab', 'ann@example.org', 'USD', expect.any(String)],
      ['shop', 'ann@example.org', 'USD', expect.any(String)],
    ])
    expect(await billedBy('resource', `${PERIOD}&project=not assigned`)).toEqual([
      ['i-2', 'EUR', '1000'],
      ['v-1', 'USD', '1.9'],
    ])
    expect(await billedBy('resource', `${PERIOD}&cost_center=70`)).toEqual([['i-1', 'USD', '26.580000000001']])
  })

  test('law: a shared machine is split to the last unit, in every grouping and in both files', async () => {
    await share(
      ['i-1'],
      [1, 1, 1].map((_, i) => part({ project: `p${i}`, share: '1' })),
    )
    await share(['i-2'], [part({ project: 'p0', share: '2' }), part({ owner: 'bob', share: '5' })])
    const sum = (rows: { currency: string; billedCost: string; gpuHours: number }[]) =>
      ['EUR', 'USD'].map((currency) => {
        const own = rows.filter((row) => row.currency === currency)
        const billed = own.reduce((total, row) => total + parsePicos(row.billedCost), 0n)
        return [currency, formatPicos(billed), Math.round(own.reduce((total, row) => total + row.gpuHours, 0) * 3600)]
      })
    const whole = sum((await send<ChargesDto>('GET', `charges?${PERIOD}`)).rows)
    for (const group of ['project', 'owner', 'project,owner,cost_center', 'day,project', 'resource,state,project']) {
      expect(sum((await send<ChargesDto>('GET', `charges?${PERIOD}&group=${group}`)).rows), group).toEqual(whole)
    }
    const usual = await text(`exports/charges.csv?${PERIOD}`)
    const more = await text(`exports/charges.csv?${PERIOD}&with=project,owner`)
    expect(more.split('\r\n')[0]).toBe(`${usual.split('\r\n')[0]!},project,owner`)
    const total = (csv: string, cell: number, at = -1) =>
      csv
        .split('\r\n')
        .slice(1, -1)
        .reduce((all, line) => all + parsePicos(line.split(',').at(cell + at)!), 0n)
    expect(total(more, -4)).toBe(total(usual, -2))
    const projects = more
      .split('\r\n')
      .slice(1, -1)
      .map((line) => line.split(',').slice(-2).join(' '))
    expect(new Set(projects)).toEqual(new Set(['p0 ', 'p1 ', 'p2 ', ' bob', ' ']))
  })

  test('law: a forecast by project adds up to that of the wallet, shared machines in parts', async () => {
    await share(['i-2'], [part({ project: 'a', share: '1' }), part({ project: 'b', owner: 'bob', share: '2' })], {
      from: '2026-04-09',
    })
    const forecast = async (query: string) => {
      const { rows, totals } = await send<ForecastDto>('GET', `forecast?from=2026-04-01&to=2026-05-01&${query}`)
      return { rows, totals }
    }
    const sum = (rows: readonly { currency: string; p50: string; billedSoFar: string }[]) =>
      ['EUR', 'USD'].map((currency) =>
        (['p50', 'billedSoFar'] as const).map((name) =>
          formatPicos(rows.reduce((all, row) => all + (row.currency === currency ? parsePicos(row[name]) : 0n), 0n)),
        ),
      )
    const [whole, parts] = [await forecast(''), await forecast('group=project')]
    expect(sum(parts.rows)).toEqual(sum(whole.rows))
    expect(sum(parts.totals)).toEqual(sum(whole.totals))
    expect(parts.totals.map(({ project, currency }) => `${project} ${currency}`).sort()).toEqual([
      'a EUR',
      'b EUR',
      'null EUR',
      'null USD',
    ])
    const day = (rows: typeof parts.rows, project: string | null) =>
      rows.find((row) => row.day === '2026-04-20' && row.currency === 'EUR' && row.project === project)!
    expect(parsePicos(day(parts.rows, 'b').p50)).toBe(2n * parsePicos(day(parts.rows, 'a').p50))
    const ofB = await forecast('group=owner&project=b')
    expect(ofB.totals).toMatchObject([{ owner: 'bob', p50: parts.totals.find(({ project }) => project === 'b')!.p50 }])
    expect((await forecast('project=a')).totals[0]!.p50).toBe(parts.totals.find(({ project }) => project === 'a')!.p50)
  })

  test('FOCUS tells project, owner and cost center in columns of its own', async () => {
    await share(['i-1'], [part({ project: 'a', share: '1' }), part({ project: 'b', cost_center: '7', share: '2' })])
    const [header = '', ...lines] = (await text(`exports/focus.csv?${PERIOD}`)).trimEnd().split('\r\n')
    const columns = header.split(',')
    const ofMachine = lines.filter((line) => line.includes('train-7'))
    const cell = (line: string, name: string) => line.split(/,(?=(?:[^"]*"[^"]*")*[^"]*$)/)[columns.indexOf(name)]
    expect(new Set(ofMachine.map((line) => `${cell(line, 'x_Project')}/${cell(line, 'x_CostCenter')}`))).toEqual(
      new Set(['a/', 'b/7']),
    )
    const cost = ofMachine.reduce((sum, line) => sum + parsePicos(cell(line, 'EffectiveCost')!), 0n)
    expect(formatPicos(cost)).toBe('26.580000000001')
  })

  test('a rule shows what it matches and changes before it is kept', async () => {
    await addRule(rule({ name: 'train-*' }, part({ project: 'lab' })))
    const preview = await send<RulePreviewDto>('POST', 'assignment-rules/preview', {
      rule: rule({ currency: 'USD' }, part({ project: 'dollars' })),
    })
    expect(preview).toMatchObject({ matched: 2, changed: 1, wallets: [{ currency: 'USD', billed: '1.9' }] })
    expect(preview.rows.map(({ resourceId, isChanged, after }) => [resourceId, isChanged, after[0]!.project])).toEqual([
      ['v-1', true, 'dollars'],
      ['i-1', false, 'lab'],
    ])
    const first = await send<RulePreviewDto>('POST', 'assignment-rules/preview', {
      rule: { ...rule({ currency: 'USD' }, part({ project: 'dollars' })), position: 1 },
    })
    expect(first.changed).toBe(2)
    expect((await send<RulesDto>('GET', 'assignment-rules')).rows).toHaveLength(1)
  })

  test('rules are moved, written anew and forgotten', async () => {
    const [a, b] = [
      await addRule(rule({ name: 'train-7' }, part({ project: 'a' }))),
      await addRule(rule({}, part({ project: 'b' }))),
    ]
    const projectOf = async () => (await billedBy('project', `${PERIOD}&resource=i-1`))[0]![0]
    expect([a.position, b.position, await projectOf()]).toEqual([1, 2, 'a'])
    await send('PUT', `assignment-rules/${b.ruleId}`, { ...rule({}, part({ project: 'c' })), position: 1 })
    expect((await send<RulesDto>('GET', 'assignment-rules')).rows.map(({ ruleId }) => ruleId)).toEqual([
      b.ruleId,
      a.ruleId,
    ])
    expect(await projectOf()).toBe('c')
    await send('DELETE', `assignment-rules/${b.ruleId}`)
    expect(await projectOf()).toBe('a')
  })

  test('a list says whose each is and why; a word is taken back', async () => {
    await addRule(rule({ name: 'train-*' }, part({ project: 'lab' })))
    await share(['i-1', 'v-1'], [part({ owner: 'ann' })])
    const { rows, values } = await send<AssignmentsDto>('GET', 'assignments')
    expect(rows.map(({ resourceId, via, parts }) => [resourceId, via, parts[0]!.project, parts[0]!.owner])).toEqual([
      ['i-1', 'by hand, then rule 1', 'lab', 'ann'],
      ['i-2', 'nobody said', null, null],
      ['v-1', 'by hand', null, 'ann'],
    ])
    expect(values).toEqual({ project: ['lab'], owner: ['ann'], cost_center: [] })
    await share(['v-1'], null)
    expect((await send<AssignmentsDto>('GET', 'assignments')).rows.at(-1)).toMatchObject({ via: 'nobody said' })
  })

  test('files: whose resources are, the rules, hours of use; what was exported comes back as nothing new', async () => {
    const take = (csv: string) => send<ImportedAssignmentsDto>('POST', 'assignments/import', { csv })
    expect(
      await take('resource,project,share,from_day\ntrain-7,a,1,2026-03-29\ntrain-7,b,3,2026-03-29\nv-1,c,,\n'),
    ).toEqual({ form: 'resources', taken: 2, unchanged: 0 })
    expect(await take(await text('exports/assignments.csv'))).toEqual({ form: 'resources', taken: 0, unchanged: 4 })
    const rules = 'rule,name,currency,project,owner,share\n1,x-*,,x,,\n2,,EUR,y,ann,1\n2,,EUR,z,,1\n'
    expect(await take(rules)).toMatchObject({ form: 'rules', taken: 2 })
    const kept = await text('exports/assignment-rules.csv')
    expect(await take(kept)).toMatchObject({ form: 'rules', taken: 2 })
    expect(await text('exports/assignment-rules.csv')).toBe(kept)
    await take('day,resource,user,hours\n2026-04-09,i-2,ann,6\n2026-04-09,i-2,bob,2\n2026-04-09,i-2,bob,4\n')
    const byOwner = await billedBy('owner', 'from=2026-04-09&to=2026-04-10&currency=EUR')
    expect(byOwner.map(([owner]) => owner)).toEqual(['ann', 'bob'])
    expect(byOwner[0]![2]).toBe(byOwner[1]![2])
  })

  test.each([
    ['PUT', 'assignments', { resourceIds: ['nothing'], parts: [{ project: 'a' }] }, 'there is no resource nothing'],
    ['PUT', 'assignments', { resourceIds: ['i-1'], parts: [{}] }, 'say a project, an owner or a cost center'],
    ['PUT', 'assignments', { resourceIds: ['i-1'], parts: [{ project: 'Not Assigned' }] }, 'is what is shown where'],
    [
      'PUT',
      'assignments',
      { resourceIds: ['i-1'], parts: [{ project: 'a' }], from: '2026-03-02', to: '2026-03-02' },
      'after from',
    ],
    ['POST', 'assignment-rules', { match: { colour: 'red' }, parts: [{ project: 'a' }] }, 'colour'],
    ['PUT', 'assignment-rules/9', { match: {}, parts: [{ project: 'a' }] }, 'There is no rule 9'],
    [
      'POST',
      'assignments/import',
      { csv: 'resource,project\nnothing,a\nv-1,b\n' },
      "line 2: there is no resource 'nothing'",
    ],
    [
      'POST',
      'assignments/import',
      { csv: 'resource,project,from_day\nv-1,b,1 March\n' },
      "line 2: '1 March' is no day",
    ],
    [
      'POST',
      'assignments/import',
      { csv: 'day,resource,hours\n2026-03-01,v-1,4\n' },
      'a project, an owner or a cost_center',
    ],
    ['POST', 'assignments/import', { csv: 'rule,name,project\n1,dev-*,\n' }, 'line 2: say a project'],
  ])('%s %s of %j is refused', async (method, path, body, detail) => {
    const refused = await problem(method, path, body)
    expect([400, 404]).toContain(refused.status)
    expect(refused.detail).toContain(detail)
  })
})
