import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { insertAlertRules } from '../../src/db/alert-rule-repository.ts'
import { insertAlert } from '../../src/db/alert-repository.ts'
import type { Store } from '../../src/db/store.ts'
import { FIRST_RULES } from '../../src/engine/alert/index.ts'
import { formatPicos, parsePicos } from '../../src/engine/index.ts'
import { createApp } from '../../src/server/app.ts'
import type { PlannedDemandsDto } from '../../src/server/dto/capacity.ts'
import type { ChargebackDto } from '../../src/server/dto/chargeback.ts'
import type { ChangesDto } from '../../src/server/dto/changes.ts'
import type { ShownSpendDto } from '../../src/server/dto/fx.ts'
import type { GpuEconomicsDto } from '../../src/server/dto/gpu-economics.ts'
import type { RunningDto } from '../../src/server/dto/running.ts'
import { parseCsv } from '../../src/server/export/parse-csv.ts'
import { STORES } from '../support/stores.ts'
import { contextOf, fill, NOW } from './fixture.ts'

const DAYS = 'from=2026-03-01&to=2026-05-01'
const SINCE = 'since=2026-03-29T12:00:00Z'
/** Every share is of one of these. */
const PROJECTS = ['lab', 'web', 'not assigned']

type Amounts = Readonly<Record<string, string>>

/** Sums by name; a name that some of them do not have counts as 0 there. */
function addUp(parts: readonly Amounts[]): Amounts {
  const sums = new Map<string, bigint>()
  for (const part of parts)
    for (const [name, amount] of Object.entries(part)) sums.set(name, (sums.get(name) ?? 0n) + parsePicos(amount))
  return Object.fromEntries([...sums].sort().map(([name, picos]) => [name, formatPicos(picos)]))
}

describe.each(STORES)('filters by project, owner and cost center on $name', ({ open }) => {
  let store: Store
  const request = (path: string, init?: RequestInit) => createApp(contextOf(store)).request(`/api/v1/${path}`, init)
  const send = async (method: string, path: string, body: unknown) => {
    const headers = { 'content-type': 'application/json' }
    expect((await request(path, { method, headers, body: JSON.stringify(body) })).status).toBe(200)
  }

  beforeAll(async () => {
    store = await open()
    await fill(store)
    // train-7 is shared, the H100s are one owner's, the volume is nobody's.
    const shared = [
      { project: 'lab', owner: 'anna', cost_center: 'CC-1', share: '2' },
      { project: 'web', share: '1' },
    ]
    await send('PUT', 'assignments', { resourceIds: ['i-1'], parts: shared })
    await send('PUT', 'assignments', { resourceIds: ['i-2'], parts: [{ project: 'web', owner: 'eve', share: '1' }] })
    for (const who of [{ kind: 'machine', name: 'train-7' }, { kind: 'project', name: 'web' }, { kind: 'account' }])
      await send('POST', 'plans/exceptions', { who, line: 'away 20 Apr to 22 Apr', by: 'anna' })
    const topUp = { day: '2026-04-02', currency: 'USD', net: '100', tax: '18', taxName: 'GST' }
    expect(
      await request('top-ups', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(topUp),
      }),
    ).toHaveProperty('status', 200)
    const of = { currency: 'USD', firstDay: '2026-01-01', amounts: [{ from: '2026-01-01', amount: '400' }] }
    for (const scope of [{}, { project: 'lab' }, { owner: 'eve', region: 'CANADA-1' }])
      await send('POST', 'budgets', { ...of, name: Object.values(scope)[0] ?? 'all', scope })
    const grant = { currency: 'USD', amount: '900', firstDay: '2026-01-01', lastDay: '2026-12-31' }
    await send('POST', 'funds', { ...grant, name: 'ERC', projects: ['web', 'lab'] })
    await send('POST', 'funds', { ...grant, name: 'hers', projects: ['lab'], owners: ['anna'] })
    for (const [i, from] of ['USD', 'USD', 'EUR', 'EUR'].entries())
      await send('POST', 'fx/typed', { month: `2026-0${3 + (i % 2)}`, from, to: 'INR', rate: `8${i}.123456789012` })
    await insertAlertRules(
      store.db,
      1,
      FIRST_RULES.map((rule) => ({ ...rule, channels: [], standIns: [], standInAfterHours: null, paused: false })),
      NOW,
    )
    for (const [cause, parties] of [
      ['of lab', ['lab', 'anna']],
      ['of the wallet', []],
    ] as const) {
      const words = { kind: 'anomaly' as const, subject: cause, text: cause, path: '/', facts: {} }
      await insertAlert(store.db, 1, { ruleId: 1, cause, marks: [], holds: [], parties, ...words }, NOW)
    }
  })
  afterAll(() => store.close())

  const json = async <T>(path: string): Promise<T> => {
    const answer = await request(path)
    expect(answer.status).toBe(200)
    return (await answer.json()) as T
  }
  const table = async (path: string) => parseCsv(await (await request(path)).text())

  /** What is split: amounts by name, of which those of all parties have to add up to the whole. */
  const SPLIT: readonly [what: string, path: string, of: (path: string) => Promise<Amounts>][] = [
    [
      'converted spend',
      `fx/spend?${DAYS}`,
      async (path) =>
        Object.fromEntries((await json<ShownSpendDto>(path)).wallets.map(({ currency, billed }) => [currency, billed])),
    ],
    [
      'spend in another currency, each part rounded',
      `fx/spend?${DAYS}&mode=month-fixed&choice=typed&in=INR`,
      async (path) =>
        Object.fromEntries(
          (await json<ShownSpendDto>(path)).wallets.map(({ currency, converted }) => [currency, converted!]),
        ),
    ],
    [
      'what a GPU-hour cost',
      `gpu-economics?${DAYS}`,
      async (path) =>
        addUp(
          (await json<GpuEconomicsDto>(path)).effective.map((row) => ({
            [row.currency]: row.billed,
            [`${row.model} on`]: row.activeGpuHours,
            [`${row.model} off`]: row.shutoffGpuHours,
          })),
        ),
    ],
    [
      'what changed',
      `changes?${SINCE}`,
      async (path) =>
        addUp(
          (await json<ChangesDto>(path)).wallets.flatMap(({ currency, perDay, perDayBefore, changes }) => [
            { [`${currency} now`]: perDay, [`${currency} then`]: perDayBefore },
            ...changes.map((change) => ({ [change.resourceId]: change.perDay })),
          ]),
        ),
    ],
    [
      'the chargeback by owner',
      'chargeback?month=2026-03&by=owner',
      async (path) =>
        addUp(
          (await json<ChargebackDto>(path)).lines.map(({ currency, name, soFar, resources }) => ({
            [`${currency} of ${name}`]: soFar,
            [`resources of ${name}`]: formatPicos(resources.reduce((sum, each) => sum + parsePicos(each.amount), 0n)),
          })),
        ),
    ],
    [
      'the charges as CSV',
      `exports/charges.csv?${DAYS}`,
      async (path) => addUp((await table(path)).slice(1).map((row) => ({ [row[2]!]: row[14]! }))),
    ],
    [
      'the FOCUS file, its rows and what came into the wallet',
      `exports/focus.csv?${DAYS}`,
      async (path) => {
        const [head, ...rows] = await table(path)
        const cell = (row: string[], name: string) => row[head!.indexOf(name)]!
        return addUp(
          rows.map((row) =>
            Object.fromEntries<string>([
              ...['BilledCost', 'EffectiveCost', 'ListCost', 'ConsumedQuantity'].map((name): [string, string] => [
                `${cell(row, 'BillingCurrency')} ${name}`,
                cell(row, name) || '0',
              ]),
              [`rows of ${cell(row, 'ChargeCategory')}`, '1'],
            ]),
          ),
        )
      },
    ],
    [
      'converted spend as CSV',
      `exports/shown-spend.csv?${DAYS}`,
      async (path) => {
        const [head, ...rows] = await table(path)
        const at = (name: string) => head!.indexOf(name)
        return addUp(rows.map((row) => ({ [row[at('wallet')]!]: row[at('billed')]! })))
      },
    ],
  ]

  test.each(SPLIT)('law: the shares of all add up to the wallet to the last digit: %s', async (_, path, of) => {
    const whole = await of(path)
    expect(Object.keys(whole).length).toBeGreaterThan(1)
    const parts = await Promise.all(PROJECTS.map((project) => of(`${path}&project=${encodeURIComponent(project)}`)))
    const isMoved = (amount: string) => parsePicos(amount) !== 0n
    const moved = (amounts: Amounts) => Object.fromEntries(Object.entries(amounts).filter(([, each]) => isMoved(each)))
    expect(moved(addUp(parts))).toEqual(moved(addUp([whole])))
    expect(parts.filter((part) => Object.values(part).some(isMoved)).length).toBeGreaterThan(1)
  })

  /** What is a list: the ids that are told of each party; what is shared is told to each of them. */
  const LISTS: readonly [path: string, query: string, ids: readonly string[]][] = [
    ['running', 'project=lab', ['i-1']],
    ['running', 'project=web', ['i-2', 'i-1']],
    ['running', 'project=not%20assigned', ['v-1']],
    ['running', 'project=web&owner=eve', ['i-2']],
    ['machines', 'cost_center=CC-1', ['i-1']],
    ['machines', 'owner=nobody', []],
    ['recommendations', 'project=lab', []],
    ['plans', 'project=lab', ['account', 'train-7']],
    ['plans', 'project=web', ['account', 'web', 'train-7']],
    ['plans', 'owner=eve', ['account', 'web']],
    ['alerts', 'project=lab', ['of lab']],
    ['alerts', 'owner=anna&project=lab', ['of lab']],
    ['alerts', 'project=web', []],
    ['alerts', 'project=not%20assigned', ['of the wallet']],
    ['anomalies', 'project=lab', []],
    ['budgets', 'project=lab', ['lab']],
    ['budgets', 'project=web', ['eve']],
    ['budgets', 'project=web&owner=anna', []],
    ['budgets', 'project=not%20assigned', ['all', 'eve']],
    ['funds', 'project=web', ['ERC']],
    ['funds', 'project=lab', ['ERC', 'hers']],
    ['funds', 'owner=anna', ['ERC', 'hers']],
    ['funds', 'owner=not%20assigned', ['ERC']],
  ]
  test.each(LISTS)('%s of %s', async (path, query, ids) => {
    type Row = Partial<Record<'resourceId' | 'id' | 'cause' | 'name', string>> & { who?: { name: string | null } }
    const { rows } = await json<{ rows: Row[] }>(`${path}?${query}`)
    const idOf = (row: Row) => row.resourceId ?? row.id ?? row.cause ?? row.name ?? row.who!.name ?? 'account'
    expect(rows.map(idOf)).toEqual(ids)
  })

  test('credit that was bought is of nobody in the FOCUS file', async () => {
    const kinds = async (project: string) => {
      const [head, ...rows] = await table(`exports/focus.csv?${DAYS}&project=${encodeURIComponent(project)}`)
      return new Set(rows.map((row) => row[head!.indexOf('ChargeCategory')]))
    }
    expect(await kinds('lab')).toEqual(new Set(['Usage']))
    expect(await kinds('not assigned')).toEqual(new Set(['Usage', 'Purchase', 'Tax']))
  })

  test('what several share is told whole, with how much of it is theirs', async () => {
    const { rows: all } = await json<RunningDto>('running')
    const { rows } = await json<RunningDto>('running?project=lab')
    expect(rows).toEqual([{ ...all.find(({ resourceId }) => resourceId === 'i-1'), share: 2 / 3 }])
    expect(all[0]).not.toHaveProperty('share')
  })

  test.each([
    ['exports/machines.csv', 'i-1'],
    ['exports/plans.csv', 'train-7'],
    ['exports/anomalies.csv', 'starts_at'],
    ['exports/gpu-use.csv', 'RTX-A6000'],
    ['exports/realised.csv', 'resource'],
    ['exports/budgets.csv', 'lab'],
    ['exports/funds.csv', 'hers'],
    ['exports/chargeback.csv?month=2026-03', 'lab'],
    ['exports/hibernation.csv', 'i-1'],
    ['exports/schedules/sh', 'sh'],
    ['hibernation/backtest', 'weeks'],
    ['hibernation/realised', 'machines'],
    ['runway/last-until?currency=EUR&until=2026-04-30', '"steps":[]'],
  ])('%s knows them', async (path, said) => {
    const answer = await request(`${path}${path.includes('?') ? '&' : '?'}project=lab&owner=anna&cost_center=CC-1`)
    expect(answer.status).toBe(200)
    const text = await answer.text()
    expect(text).toContain(said)
    expect(text).not.toContain('i-2')
  })

  test.each([
    ['machine', 'i-1', ['lab; web', 'anna', 'CC-1']],
    ['project', 'web', ['web', '', '']],
    ['account', '', ['', '', '']],
  ])('the file of plans tells whose each is, a line per plan: of a %s', async (kind, name, whose) => {
    const [header, ...rows] = (await (await request('exports/plans.csv?with=project,owner,cost_center')).text())
      .trim()
      .split('\r\n')
    expect(header).toBe(
      `${(await (await request('exports/plans.csv')).text()).split('\r\n')[0]},project,owner,cost_center`,
    )
    expect(rows).toHaveLength(3)
    const row = rows.find((each) => each.includes(name === '' ? ',account,' : `,${kind}:${name},`))
    expect(row!.split(',').slice(-3)).toEqual(whose)
    const again = { text: [header, ...rows].join('\r\n'), by: 'anna' }
    const taken = await request('plans/import', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(again),
    })
    expect(await taken.json()).toEqual({ taken: 0, unchanged: 3, leftOut: [] })
  })

  test.each([
    ['exports/proof.csv?resource=i-1&', ['lab; web', 'anna', 'CC-1']],
    ['exports/proof.csv?resource=v-1&', ['', '', '']],
    ['exports/typed-facts.csv?', ['web', 'eve', '']],
    ['exports/audit.csv?', ['lab; web', 'anna', 'CC-1']],
    ['exports/recommendations.csv?', null],
  ])('%s tells whose each is, after its usual columns', async (path, whose) => {
    const [plain, [head, ...rows]] = [await table(path), await table(`${path}with=project,owner,cost_center`)]
    expect(head).toEqual([...plain[0]!, 'project', 'owner', 'cost_center'])
    expect(rows.map((row) => row.slice(0, -3))).toEqual(plain.slice(1))
    if (whose !== null) expect(rows.map((row) => row.slice(-3))).toContainEqual(whose)
  })

  test('of planned deployments those that are for them or for the whole account', async () => {
    const what = { kind: 'deploy', name: 'soon', machines: 1, tier: 'advanced', gpuModel: 'H100', gpuCount: 8 }
    for (const who of [{ kind: 'project', name: 'lab' }, { kind: 'account' }]) {
      await send('POST', 'plans', {
        who,
        what: { ...what, region: null, currency: 'EUR' },
        startsAt: '2026-04-20T08:00:00Z',
        by: 'anna',
      })
    }
    const whose = async (project: string) =>
      (await json<PlannedDemandsDto>(`capacity/planned?project=${project}`)).rows.map(({ plan }) => plan.who.kind)
    expect((await whose('lab')).sort()).toEqual(['account', 'project'])
    expect(await whose('web')).toEqual(['account'])
  })

  test('a closed month keeps one file for all, and nobody has an empty name', async () => {
    const problem = async (path: string) => ((await (await request(path)).json()) as { errors: unknown[] }).errors
    for (const file of ['charges', 'focus']) {
      expect(await problem(`exports/${file}.csv?from=2026-03-01&to=2026-04-01&closed=true&project=lab`)).toEqual([
        { pointer: '/closed', detail: 'a closed month keeps the file of everybody' },
      ])
    }
    expect((await request('running?project=')).status).toBe(400)
  })
})
