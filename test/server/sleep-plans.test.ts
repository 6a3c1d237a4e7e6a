import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Store } from '../../src/db/store.ts'
import { isoOf } from '../../src/db/timestamp.ts'
import { createApp } from '../../src/server/app.ts'
import type { NewTokenDto } from '../../src/server/dto/api-token.ts'
import type { HibernationDto } from '../../src/server/dto/hibernation.ts'
import type { PlanDto } from '../../src/server/dto/plan.ts'
import type { SleepActionsDto } from '../../src/server/dto/sleep-action.ts'
import type { SleepCheckDto } from '../../src/server/dto/sleep-check.ts'
import { serveApp } from '../../src/server/main.ts'
import { STORES } from '../support/stores.ts'
import { contextOf, fill, NOW } from './fixture.ts'

const run = promisify(execFile)
const MINUTE = 60_000

describe.each(STORES)('planned sleep on $name', ({ name, open }) => {
  let store: Store
  let app: ReturnType<typeof createApp>
  let now = NOW
  beforeAll(async () => {
    store = await open()
    await fill(store)
    app = createApp({ ...contextOf(store), clock: () => now })
  })
  afterAll(() => store.close())

  const send = async <T>(method: string, path: string, body?: unknown, headers = {}): Promise<T> => {
    const answer = await app.request(`/api/v1/${path}`, {
      method,
      headers: { 'content-type': 'application/json', ...headers },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    expect(answer.status, await answer.clone().text()).toBe(200)
    return (await answer.json()) as T
  }
  const machine = async (id: string) => {
    const { machines } = await send<HibernationDto>('GET', 'hibernation')
    return machines.find(({ resourceId }) => resourceId === id)!
  }
  const check = (action = 'hibernate') =>
    send<SleepCheckDto>('GET', `hibernation/machines/i-1/sleep-check?action=${action}`)
  const text = async (path: string) => (await app.request(`/api/v1/exports/${path}`)).text()
  const nights = (from: number) => [{ days: ['mon', 'tue', 'wed', 'thu', 'fri'], from, to: 8 }]
  const sleep = (from: number) => ({
    who: { kind: 'machine', name: 'i-1' },
    what: { kind: 'sleep' },
    week: nights(from),
    source: 'schedule',
    by: 'qm',
  })

  test('a schedule counts once it is approved, and takes the place of the one before', async () => {
    const first = await send<PlanDto>('POST', 'plans', sleep(20))
    expect(await machine('i-1')).toMatchObject({ plans: [{ planId: first.planId, state: 'proposed' }], next: null })
    expect(await text('schedules/cron')).not.toContain('hibernate i-1')
    await send('POST', `plans/${first.planId}/approve`, { by: 'bob' })
    // Now is Friday noon by UTC, 14:00 in Oslo.
    expect((await machine('i-1')).next).toEqual({
      at: '2026-04-10T18:00:00.000Z',
      state: 'asleep',
      planId: first.planId,
    })

    const second = await send<PlanDto>('POST', 'plans', sleep(22))
    await send('POST', `plans/${second.planId}/approve`, { by: 'bob' })
    expect((await machine('i-1')).plans.map(({ planId }) => planId)).toEqual([second.planId])
    const cron = await text('schedules/cron')
    expect(cron).toContain('CRON_TZ=Europe/Oslo')
    expect(cron).toContain('0 22 * * 1 quartermaster-sleep hibernate i-1\n50 7 * * 2 quartermaster-sleep restore i-1')
    expect(await text('schedules/cron?machine=i-2')).not.toContain('hibernate')
  })

  test('a sleep that an exception cuts to minutes is not begun', async () => {
    const who = { kind: 'machine', name: 'i-2' }
    const begun = async () => {
      const { rows } = await send<SleepActionsDto>('POST', 'sleep-actions/dry-run')
      return rows.filter(({ resourceId, action }) => resourceId === 'i-2' && action === 'hibernate').length
    }
    // Friday 14:00 in Oslo.
    const week = [{ days: ['fri'], from: 13, to: 17 }]
    const { planId } = await send<PlanDto>('POST', 'plans', {
      who,
      what: { kind: 'sleep' },
      week,
      by: 'qm',
      approvedBy: 'bob',
    })
    expect(await begun()).toBe(1)
    const startsAt = new Date(now + 5 * MINUTE).toISOString()
    const kept = { who, what: { kind: 'keep-on' }, startsAt, endsAt: '2026-04-10T17:00', by: 'anna' }
    const exception = await send<PlanDto>('POST', 'plans', kept)
    expect(await begun()).toBe(0)
    for (const id of [planId, exception.planId]) await send('POST', `plans/${id}/withdraw`, { by: 'bob' })
  })

  test('a calendar heeds holidays and exceptions', async () => {
    const asleep = async () =>
      [...(await text('schedules/ics')).matchAll(/DTSTART:(\S+)\r\nDTEND:(\S+)/g)].map(
        ([, from, to]) => `${from!} ${to!}`,
      )
    expect((await asleep()).slice(0, 2)).toEqual([
      '20260410T200000Z 20260411T060000Z',
      '20260413T200000Z 20260414T060000Z',
    ])
    const keep = await send<PlanDto>('POST', 'plans/exceptions', {
      who: { kind: 'machine', name: 'i-1' },
      line: 'keep on until Tue 09:00',
      by: 'anna',
    })
    expect((await asleep())[0]).toBe('20260414T200000Z 20260415T060000Z')
    await send('POST', `plans/${keep.planId}/withdraw`, { by: 'anna' })
    const away = await send<PlanDto>('POST', 'plans/exceptions', {
      who: { kind: 'machine', name: 'i-1' },
      line: 'away until Mon',
      by: 'anna',
    })
    expect((await asleep())[0]).toBe('20260410T120000Z 20260414T060000Z')
    expect(await check('restore')).toEqual({ may: false, because: 'it is to sleep until Tue 14 Apr 08:00' })
    await send('POST', `plans/${away.planId}/withdraw`, { by: 'anna' })
    expect(await check('restore')).toEqual({ may: true, because: null })
  })

  test('dated sleeps go out too, of machines without a week and whenever they are', async () => {
    const { planId } = await send<PlanDto>('POST', 'plans/exceptions', {
      who: { kind: 'machine', name: 'i-2' },
      line: 'away 20 Dec to 7 Jan',
      reason: 'holidays; all of us',
      by: 'anna',
    })
    const calendar = await text('schedules/ics?machine=i-2')
    expect(calendar.match(/BEGIN:VEVENT/g)).toHaveLength(1)
    expect(calendar).toContain('DTSTART:20261219T230000Z\r\nDTEND:20270107T230000Z\r\n')
    expect(calendar).toContain('UID:i-2-20261219T230000Z@quartermaster\r\n')
    const dated = (await text('schedules/cron')).split('\n').filter((line) => line.endsWith('i-2'))
    expect(dated).toEqual([
      String.raw`0 0 20 12 * [ "$(TZ=Europe/Oslo date +\%Y)" = 2026 ] && quartermaster-sleep hibernate i-2`,
      String.raw`50 23 7 1 * [ "$(TZ=Europe/Oslo date +\%Y)" = 2027 ] && quartermaster-sleep restore i-2`,
    ])
    expect(await text('schedules/sh')).toMatch(
      /^# {3}i-2 {2}\S+: \S+ away, so asleep from Sun 20 Dec 2026 00:00 until Fri 8 Jan 2027 00:00$/m,
    )

    const planned = () => send('GET', 'hibernation/machines/i-2/sleep-check?planned=true')
    const asked = now
    expect(await planned()).toEqual({ may: false, because: 'no approved plan has it asleep now' })
    now = Date.parse('2026-12-19T22:58:00Z')
    expect(await planned()).toEqual({ may: true, because: null })
    // What is under way keeps its beginning and its name.
    now = Date.parse('2026-12-24T10:00:00Z')
    expect(await text('schedules/ics?machine=i-2')).toContain('UID:i-2-20261219T230000Z@quartermaster\r\n')
    const keep = await send<PlanDto>('POST', 'plans/exceptions', {
      who: { kind: 'machine', name: 'i-2' },
      line: 'keep on until Mon 18:00',
      by: 'anna',
    })
    expect([...(await text('schedules/ics?machine=i-2')).matchAll(/DTSTART:(\S+)/g)].map(([, at]) => at)).toEqual([
      '20261228T170000Z',
    ])
    now = asked
    for (const id of [planId, keep.planId]) await send('POST', `plans/${id}/withdraw`, { by: 'anna' })
    expect(await text('schedules/ics?machine=i-2')).not.toContain('VEVENT')
  })

  test('what is kept on, needed always or busy may not be put to sleep', async () => {
    expect(await check()).toEqual({ may: true, because: null })
    const keep = await send<PlanDto>('POST', 'plans/exceptions', {
      who: { kind: 'machine', name: 'i-1' },
      line: 'keep on until Fri 18:00',
      by: 'anna',
    })
    expect(await check()).toEqual({ may: false, because: 'anna keeps it on until Fri 10 Apr 18:00' })
    await send('POST', `plans/${keep.planId}/withdraw`, { by: 'anna' })

    const { rule } = await machine('i-1')
    await send('PUT', 'hibernation/machines/i-1/rule', { ...rule, needed: 'always' })
    expect(await check()).toMatchObject({ may: false, because: 'its owner needs it always' })
    await send('PUT', 'hibernation/machines/i-1/rule', rule)

    const { secret, tokenId } = await send<NewTokenDto>('POST', 'tokens', { name: 'notebooks', by: 'anna' })
    const authorization = { authorization: `Bearer ${secret}` }
    const sample = (busy: number) => send('POST', 'utilisation/samples', { machine: 'train-7', busy }, authorization)
    await sample(0)
    now = NOW + 5 * MINUTE
    await sample(0.9)
    now = NOW + 8 * MINUTE
    expect(await check()).toEqual({ may: false, because: 'its GPUs were 90 % busy 3 min ago' })
    now = NOW + 70 * MINUTE
    expect(await check()).toEqual({ may: true, because: null })
    // The mean of the hour is what the advice goes by.
    const [hour] = await store.db.selectFrom('utilisation_hour').selectAll().execute()
    expect([Number(hour!.busy), hour!.samples]).toEqual([0.45, 2])

    const { rows } = await send<{ rows: { lastUsedAt: string | null }[] }>('GET', 'tokens')
    expect(rows).toMatchObject([{ name: 'notebooks', lastUsedAt: isoOf(NOW + 5 * MINUTE), revokedAt: null }])
    for (const path of ['overview', 'tokens', 'exports/charges.csv']) {
      const answer = await app.request(`/api/v1/${path}`, { headers: { authorization: `Bearer ${secret}` } })
      expect(answer.status, path).toBe(401)
    }
    await send('DELETE', `tokens/${tokenId}`)
    for (const headers of [authorization, {}, { authorization: 'Bearer qmu_other' }]) {
      const answer = await app.request('/api/v1/utilisation/samples', {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify({ machine: 'i-1', busy: 0.5 }),
      })
      expect(answer.status).toBe(401)
    }
  })

  test('the words by which owners are asked can be changed', async () => {
    const settings = await send<{ deskWords: string[] }>('GET', 'planning-settings')
    expect(settings.deskWords).toContain('notebook')
    await send('PUT', 'planning-settings', { ...settings, deskWords: ['train'] })
    expect(await send('GET', 'planning-settings')).toMatchObject({ deskWords: ['train'], longOnDays: 14 })
  })

  describe.runIf(name === 'PGlite')('the scripts, run by sh', () => {
    const cleanUp = new AsyncDisposableStack()
    let folder = ''
    let url = ''
    const asked: string[] = []
    let barrack = ''
    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'qm-scripts-'))
      cleanUp.defer(() => rm(folder, { recursive: true }))
      const server = await serveApp({ ...contextOf(store), clock: () => now }, { host: '127.0.0.1', port: 0 })
      cleanUp.defer(() => server.close())
      url = server.url
      const api = createServer((request, response) => {
        asked.push(`${request.method!} ${request.url!} ${request.headers.authorization!}`)
        response.end(JSON.stringify({ success: true, instance: { id: 'i-1', status: 'ACTIVE' } }))
      })
      await new Promise<void>((resolve) => api.listen(0, '127.0.0.1', resolve))
      cleanUp.defer(async () => {
        await new Promise((resolve) => api.close(resolve))
      })
      barrack = `http://127.0.0.1:${(api.address() as AddressInfo).port}`
    })
    afterAll(() => cleanUp.disposeAsync())

    const script = async (path: string, args: string[], env: Record<string, string>) => {
      const file = join(folder, 'script.sh')
      await writeFile(file, await (await fetch(`${url}/api/v1/exports/${path}`)).text())
      const { PATH } = process.env
      return run('sh', [file, ...args], { env: { PATH: `${folder}:${PATH!}`, ...env } })
    }
    const sleepIt = async (env: Record<string, string> = {}) => {
      asked.length = 0
      const keys = { BARRACK_API_URL: barrack, BARRACK_API_KEY: 'k', ...env }
      const { stderr } = await script('schedules/sh', ['hibernate', 'i-1'], keys)
      return [stderr.trim(), asked.filter((line) => line.startsWith('POST')).length]
    }

    test('put to sleep what runs and is free, and nothing that is busy or kept on', async () => {
      // By day, as a cron line does that was left after its plan changed.
      expect(await sleepIt()).toEqual([expect.stringContaining('no approved plan has it asleep now') as string, 0])
      now = NOW + 8 * 60 * MINUTE
      expect(await sleepIt()).toEqual(['hibernate i-1: asked for', 1])
      expect(asked.at(-1)).toBe('POST /api/instances/i-1/hibernate/ Bearer k')
      expect(await sleepIt({ DRY_RUN: '1' })).toEqual(['would hibernate i-1', 0])
      const keep = await send<PlanDto>('POST', 'plans/exceptions', {
        who: { kind: 'machine', name: 'i-1' },
        line: 'keep on until Sat 18:00',
        by: 'anna',
      })
      expect(await sleepIt()).toEqual([expect.stringContaining('anna keeps it on') as string, 0])
      await send('POST', `plans/${keep.planId}/withdraw`, { by: 'anna' })
      expect(await sleepIt({ QM_URL: 'http://127.0.0.1:9' })).toEqual([
        'i-1 is left as it is: Quartermaster does not answer at http://127.0.0.1:9',
        0,
      ])
      expect(await sleepIt({ BUSY_CHECK: 'true' })).toEqual(['i-1 is busy: left on', 0])
    })

    test('tell the use of the busiest GPU', async () => {
      await writeFile(join(folder, 'nvidia-smi'), '#!/bin/sh\necho 3\necho 88\necho 0\n', { mode: 0o755 })
      const { secret } = await send<NewTokenDto>('POST', 'tokens', { name: 'sh', by: 'anna' })
      now = NOW + 130 * MINUTE
      await script('push-utilisation.sh', [], { QM_TOKEN: secret, MACHINE: 'train-7', ONCE: '1' })
      expect(await check()).toEqual({ may: false, because: 'its GPUs were 88 % busy just now' })
      await expect(
        script('push-utilisation.sh', [], { QM_TOKEN: 'qmu_no', MACHINE: 'train-7', ONCE: '1' }),
      ).rejects.toThrow(/401/)
    })
  })
})
