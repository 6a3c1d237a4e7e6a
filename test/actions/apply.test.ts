import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { applyTurn } from '../../src/actions/apply-turn.ts'
import { createActionClient } from '../../src/barrack/action-client.ts'
import { findAudit } from '../../src/db/audit-repository.ts'
import type { Account } from '../../src/db/account-repository.ts'
import { insertChannel } from '../../src/db/notify-channel-repository.ts'
import { findMessages } from '../../src/db/notify-message-repository.ts'
import type { Store } from '../../src/db/store.ts'
import { HOUR_MS, MINUTE_MS, parsePicos } from '../../src/engine/index.ts'
import { startSandbox, type RunningSandbox } from '../../src/sandbox/serve.ts'
import { createApp } from '../../src/server/app.ts'
import type { PlanDto } from '../../src/server/dto/plan.ts'
import type { RealisedDto, SleepActionsDto } from '../../src/server/dto/sleep-action.ts'
import { parseCsv } from '../../src/server/export/parse-csv.ts'
import { mayAct } from '../../src/server/services/may-act.ts'
import { planSleep } from '../../src/server/services/plan-sleep.ts'
import { tellUnwoken } from '../../src/server/services/tell-unwoken.ts'
import { contextOf } from '../server/fixture.ts'
import { ingestAccount, type IngestAccount } from '../support/ingest-account.ts'
import { STORES } from '../support/stores.ts'

/** A Wednesday, 12:00 in Oslo. */
const START = Date.parse('2026-03-18T11:00:00Z')
/** 20:00 and 8:00 in Oslo. */
const NIGHT = Date.parse('2026-03-18T19:00:00Z')
const MORNING = Date.parse('2026-03-19T07:00:00Z')
const NIGHTS = [{ days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: 20, to: 8 }]

/** Machines of the sandbox, put to sleep and woken through its API as its clock is stepped on. */
describe.each(STORES)('carrying out plans on $name', ({ open }) => {
  const cleanUp = new AsyncDisposableStack()
  let store: Store
  let sandbox: RunningSandbox
  let read: IngestAccount
  let account: Account
  let app: ReturnType<typeof createApp>
  let context: ReturnType<typeof contextOf>
  let now = START
  let perHour = 3
  const [dev, shut, busy] = ['apply-dev', 'apply-shut', 'apply-busy']
  const ids = new Map<string, string>()

  const call = async (method: string, path: string, body?: unknown) => {
    const answer = await fetch(`${sandbox.url}${path}`, {
      method,
      headers: { authorization: 'Bearer apply-key', 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    const json = (await answer.json()) as Record<string, never>
    if (!answer.ok) throw new Error(`${method} ${path}: ${JSON.stringify(json)}`)
    return json
  }
  const deploy = async (name: string) => {
    const { instance } = (await call('POST', '/api/instances/', {
      name,
      gpu_model: 'RTX-A6000',
      gpu_count: 1,
      region: 'CANADA-1',
      os_image: 'Ubuntu Server 22.04 LTS R550 CUDA 12.4',
      ssh_keys: ['k'],
    })) as unknown as { instance: { id: string } }
    return instance.id
  }
  /** Goes to a moment, reads the account where that is wanted, and does what is due. */
  const goTo = async (at: number, reads?: 'all') => {
    now = at
    await call('POST', '/_sandbox/clock', { now: new Date(at).toISOString() })
    if (reads)
      await read.ingest(new Date(at).toISOString(), [
        'instances',
        'gpu-specs',
        'gpu-stocks',
        'pricing',
        'instance-billing',
      ])
    await planSleep(context, account, now)
    await applyTurn({
      store,
      clock: () => now,
      accountId: account.accountId,
      client: createActionClient({ baseUrl: sandbox.url, apiKey: 'apply-key', maxPerMinute: null }),
      perHour,
      mayAct: (action, stock) => mayAct(context, account, action, stock),
    })
  }
  const statusOf = async (name: string) => {
    const { instance } = (await call('GET', `/api/instances/${ids.get(name)!}/`)) as unknown as {
      instance: { status: string }
    }
    return instance.status
  }
  const price = async () => {
    const { instance } = (await call('GET', `/api/instances/${ids.get(dev)!}/`)) as unknown as {
      instance: { price_per_hour: number }
    }
    return instance.price_per_hour
  }
  const send = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const answer = await app.request(`/api/v1/${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    expect(answer.status, await answer.clone().text()).toBe(200)
    return (await answer.json()) as T
  }
  const sleepsAtNight = async (name: string, approvedBy: string | null) =>
    send<PlanDto>('POST', 'plans', {
      who: { kind: 'machine', name },
      what: { kind: 'sleep' },
      week: NIGHTS,
      source: 'schedule',
      by: 'qm',
      ...(approvedBy !== null && { approvedBy }),
    })
  const logged = async (name: string) => {
    const entries = await findAudit(store.db, account.accountId, { before: null, limit: 200 })
    return entries.filter(({ resourceId }) => resourceId === ids.get(name)).reverse()
  }

  beforeAll(async () => {
    store = await open()
    cleanUp.defer(() => store.close())
    sandbox = await startSandbox({ now: START })
    cleanUp.defer(() => sandbox.close())
    await call('POST', '/api/ssh-keys/', { name: 'k', region: 'CANADA-1' })
    for (const name of [dev, shut, busy]) ids.set(name, await deploy(name))
    read = await ingestAccount(store, sandbox.url)
    account = read.account
    context = contextOf(store, { clock: () => now })
    app = createApp(context)
  })
  afterAll(() => cleanUp.disposeAsync())

  test('nothing is done by a proposal', async () => {
    await goTo(START + 10 * MINUTE_MS, 'all')
    await sleepsAtNight(dev, null)
    const { rows } = await send<SleepActionsDto>('POST', 'sleep-actions/dry-run')
    expect(rows).toEqual([])
    expect(await statusOf(dev)).toBe('ACTIVE')
  })

  test('a dry run says what would be done before it is', async () => {
    const { rows: proposed } = await send<{ rows: PlanDto[] }>('GET', 'plans?state=proposed')
    await send('POST', `plans/${proposed[0]!.planId}/approve`, { by: 'bob' })
    await sleepsAtNight(shut, 'bob')
    await sleepsAtNight(busy, 'bob')
    const { rows } = await send<SleepActionsDto>('POST', 'sleep-actions/dry-run')
    expect(rows.map(({ name, action, at }) => `${action} ${name} ${at}`).sort()).toEqual([
      ...[busy, dev, shut].map((name) => `hibernate ${name} 2026-03-18T19:00:00.000Z`),
      ...[busy, dev, shut].map((name) => `restore ${name} 2026-03-19T07:00:00.000Z`),
    ])
    for (const { action, state, check } of rows) {
      expect([state, check]).toEqual(['planned', action === 'hibernate' ? { may: true, because: null } : null])
    }
    expect((await logged(dev)).map(({ event, detail }) => [event, detail])).toEqual([
      ['plan proposed', 'apply-dev asleep Mon to Fri 20:00 to 08:00'],
      ['plan approved', 'apply-dev asleep Mon to Fri 20:00 to 08:00'],
      ['dry run', 'would hibernate apply-dev Wed 18 Mar 20:00, until Thu 19 Mar 08:00'],
      ['dry run', 'would restore apply-dev Thu 19 Mar 08:00'],
    ])
    expect(await statusOf(dev)).toBe('ACTIVE')
  })

  test('what runs is put to sleep, what is shut off started first, what is busy left on until it is free', async () => {
    await call('POST', `/api/instances/${ids.get(shut)!}/stop/`)
    const tell = async (load: number, at: number) => {
      now = at
      await send('POST', 'utilisation', {
        rows: [{ machine: busy, at: new Date(at - 30 * MINUTE_MS).toISOString(), busy: load }],
      })
    }
    await tell(0.8, NIGHT - MINUTE_MS)
    await goTo(NIGHT)
    expect((await logged(busy)).at(-1)).toMatchObject({
      actor: 'apply',
      event: 'left for now',
      detail: expect.stringContaining('80 % busy') as string,
    })
    for (const minute of [2, 8]) await goTo(NIGHT + minute * MINUTE_MS)
    expect([await statusOf(dev), await statusOf(shut), await statusOf(busy)]).toEqual([
      'HIBERNATED',
      'HIBERNATED',
      'ACTIVE',
    ])
    expect((await logged(shut)).slice(-3).map(({ event }) => event)).toEqual([
      'start asked',
      'hibernate asked',
      'hibernate done',
    ])
    await tell(0, NIGHT + 95 * MINUTE_MS)
    for (const minute of [100, 101, 110]) await goTo(NIGHT + minute * MINUTE_MS)
    expect(await statusOf(busy)).toBe('HIBERNATED')
  })

  test('what sleeps is woken before it is needed; an exception is heeded though the night was planned', async () => {
    for (const minute of [0, 5, 10]) await goTo(MORNING - 10 * MINUTE_MS + minute * MINUTE_MS)
    await goTo(MORNING + MINUTE_MS, 'all')
    expect([await statusOf(dev), await statusOf(shut), await statusOf(busy)]).toEqual(['ACTIVE', 'ACTIVE', 'ACTIVE'])
    now = MORNING + HOUR_MS
    await send('POST', 'plans/exceptions', {
      who: { kind: 'machine', name: dev },
      line: 'keep on until Fri',
      by: 'anna',
    })
    await goTo(NIGHT + 24 * HOUR_MS)
    await goTo(NIGHT + 24 * HOUR_MS + 10 * MINUTE_MS)
    expect([await statusOf(dev), await statusOf(shut)]).toEqual(['ACTIVE', 'HIBERNATED'])
  })

  test('somebody who needs it in the night gets it back at once', async () => {
    now = NIGHT + 26 * HOUR_MS
    await send('POST', 'plans/exceptions', {
      who: { kind: 'machine', name: shut },
      line: 'keep on until tomorrow 08:00',
      by: 'anna',
    })
    await goTo(now + MINUTE_MS)
    await goTo(now + 10 * MINUTE_MS)
    expect(await statusOf(shut)).toBe('ACTIVE')
    expect((await logged(shut)).at(-1)).toMatchObject({ event: 'restore done' })
  })

  test('no more machines are asked in an hour than the limit says', async () => {
    perHour = 0
    await goTo(MORNING + 24 * HOUR_MS - 10 * MINUTE_MS)
    expect(await statusOf(busy)).toBe('HIBERNATED')
    perHour = 3
    for (const minute of [-9, 0]) await goTo(MORNING + 24 * HOUR_MS + minute * MINUTE_MS)
    expect(await statusOf(busy)).toBe('ACTIVE')
  })

  test('the saving that came of it stands beside the one that was planned', async () => {
    await goTo(MORNING + 24 * HOUR_MS, 'all')
    const { machines, wallets } = await send<RealisedDto>('GET', 'hibernation/realised?from=2026-03-18&to=2026-03-20')
    const of = (name: string) => machines.find((row) => row.name === name)!
    // The first night from 20:00 to 24:00 and the morning to 8:00; the second night was excepted.
    expect(of(dev)).toMatchObject({ plannedHours: 12, sleeps: 1, done: 1, notDone: [], failedRestores: 0 })
    expect(of(dev).asleepHours).toBeGreaterThan(11.5)
    expect(of(dev).asleepHours).toBeLessThan(12)
    const saved = (await price()) - 0.01
    for (const row of machines) {
      expect(Number(row.planned) / row.plannedHours).toBeCloseTo(saved, 2)
      expect(Number(row.realised) / row.asleepHours).toBeCloseTo(saved, 1)
      expect(Number(row.realised)).toBeLessThan(Number(row.planned))
    }
    const share = ({ asleepHours, plannedHours }: RealisedDto['machines'][number]) => asleepHours / plannedHours
    expect(share(of(busy))).toBeLessThan(share(of(dev)))
    const csv = await (await app.request('/api/v1/exports/realised.csv?from=2026-03-18&to=2026-03-20')).text()
    expect(csv.split('\r\n')).toHaveLength(1 + machines.length + 1)
    expect(csv).toContain(`,${machines[0]!.planned!},${machines[0]!.realised!},`)
    const [first] = machines
    await send('PUT', 'assignments', {
      resourceIds: [first!.resourceId],
      parts: [
        { project: 'lab', share: '2' },
        { project: 'web', owner: 'eve', share: '1' },
      ],
    })
    const shared = parseCsv(
      await (await app.request('/api/v1/exports/realised.csv?from=2026-03-18&to=2026-03-20&with=project,owner')).text(),
    )
    const header = shared[0]!
    expect(header.slice(-3)).toEqual(['project', 'owner', 'share'])
    const parts = shared.filter((row) => row.includes(first!.resourceId))
    expect(parts.map((row) => row.slice(-3)).sort()).toEqual([
      ['lab', '', '0.666666666667'],
      ['web', 'eve', '0.333333333333'],
    ])
    for (const key of ['planned', 'realised'] as const) {
      const picos = parts.map((row) => parsePicos(row[header.indexOf(key)]!))
      expect(picos.reduce((total, each) => total + each, 0n)).toBe(parsePicos(first![key]!))
    }
    expect(shared).toHaveLength(1 + machines.length + 1)
    const owned = await Promise.all(
      ['eve', 'not%20assigned'].map((owner) =>
        send<RealisedDto>('GET', `hibernation/realised?from=2026-03-18&to=2026-03-20&owner=${owner}`),
      ),
    )
    expect(owned.map((part) => part.machines.length)).toEqual([1, machines.length])
    for (const key of ['planned', 'realised'] as const) {
      const picos = owned.map((part) => parsePicos(part.wallets[0]![key]))
      expect(picos.every((each) => each > 0n)).toBe(true)
      expect(picos[0]! + picos[1]!).toBe(parsePicos(wallets[0]![key]))
    }
    const sum = (key: 'planned' | 'realised') => machines.reduce((total, row) => total + Number(row[key]), 0)
    expect(Number(wallets[0]!.planned)).toBeCloseTo(sum('planned'), 9)
    expect(Number(wallets[0]!.realised)).toBeCloseTo(sum('realised'), 9)
  })

  test('a machine that finds no GPUs is tried again, its owner told once, and woken when some are back', async () => {
    const night = NIGHT + 48 * HOUR_MS
    const morning = MORNING + 48 * HOUR_MS
    await insertChannel(
      store.db,
      account.accountId,
      { kind: 'webhook', target: 'https://example.com/x', secret: null, name: 'ops', paused: false },
      START,
    )
    for (const minute of [0, 1, 10]) await goTo(night + minute * MINUTE_MS)
    expect(await statusOf(busy)).toBe('HIBERNATED')

    now = morning - 15 * MINUTE_MS
    await call('POST', '/_sandbox/clock', { now: new Date(now).toISOString() })
    const taken: string[] = []
    const takeOne = async () => {
      try {
        taken.push(await deploy(`taken-${taken.length}`))
        return true
      } catch (error) {
        expect(String(error)).toContain('out_of_stock')
        return false
      }
    }
    while (await takeOne());
    const told = () => findMessages(store.db, account.accountId, { before: null, limit: 20 })
    const failed = async () => (await told()).filter(({ kind }) => kind === 'restore-failed')
    const turn = async (at: number) => {
      await goTo(at)
      await tellUnwoken(context, account, now)
    }
    await turn(morning - 10 * MINUTE_MS)
    expect((await logged(busy)).at(-1)).toMatchObject({
      event: 'restore refused',
      detail: expect.stringContaining('out of stock') as string,
    })
    expect(await failed()).toEqual([])
    for (const minute of [5, 4, 3]) await turn(morning - minute * MINUTE_MS)
    const messages = (await failed()).filter(({ facts }) => facts.name === busy)
    expect(messages).toHaveLength(1)
    expect(messages[0]).toMatchObject({ subject: 'apply-busy cannot be woken', path: '/capacity' })
    expect(messages[0]!.text).toMatch(
      /is to be awake Sat 21 Mar 08:00 .* is out of stock in CANADA-1.*every five minutes/,
    )

    for (const id of taken) await call('DELETE', `/api/instances/${id}/`)
    for (const minute of [1, 10]) await turn(morning + minute * MINUTE_MS)
    await goTo(morning + 11 * MINUTE_MS, 'all')
    expect(await statusOf(busy)).toBe('ACTIVE')
    const { machines } = await send<RealisedDto>('GET', 'hibernation/realised?from=2026-03-20&to=2026-03-22')
    const { failedRestores, lateMinutes } = machines.find((row) => row.name === busy)!
    expect([failedRestores, lateMinutes]).toEqual([2, 10])
  })
})
