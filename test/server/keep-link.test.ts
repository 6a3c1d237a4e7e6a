import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { getAccount, type Account } from '../../src/db/account-repository.ts'
import { insertChannel } from '../../src/db/notify-channel-repository.ts'
import { findMessages } from '../../src/db/notify-message-repository.ts'
import type { Store } from '../../src/db/store.ts'
import { HOUR_MS, MINUTE_MS } from '../../src/engine/index.ts'
import { createApp } from '../../src/server/app.ts'
import type { PlanDto } from '../../src/server/dto/plan.ts'
import { planSleep } from '../../src/server/services/plan-sleep.ts'
import { channelsOf, remindSleep } from '../../src/server/services/remind-sleep.ts'
import { STORES } from '../support/stores.ts'
import { contextOf, fill, NOW } from './fixture.ts'

/** 20:00 in Oslo of the fixture's Friday. */
const NIGHT = Date.parse('2026-04-10T18:00:00Z')

describe.each(STORES)('the reminder of a sleep on $name', ({ open }) => {
  let store: Store
  let account: Account
  let now = NOW
  let path = ''
  let app: ReturnType<typeof createApp>
  let context: ReturnType<typeof contextOf>
  beforeAll(async () => {
    store = await open()
    await fill(store)
    account = (await getAccount(store.db, 1))!
    context = contextOf(store, { clock: () => now })
    app = createApp(context)
    const channel = { kind: 'webhook', target: 'https://example.com/x', secret: null } as const
    await insertChannel(store.db, 1, { ...channel, name: 'ops', paused: false }, NOW)
    await insertChannel(store.db, 1, { ...channel, name: 'asleep', paused: true }, NOW)
    const answer = await app.request('/api/v1/plans', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        who: { kind: 'machine', name: 'train-7' },
        what: { kind: 'sleep' },
        week: [{ days: ['fri'], from: 20, to: 8 }],
        by: 'qm',
        approvedBy: 'bob',
      }),
    })
    expect(answer.status).toBe(200)
  })
  afterAll(() => store.close())

  const turn = async (at: number) => {
    now = at
    await planSleep(context, account, now)
    await remindSleep(context, account, now)
    return findMessages(store.db, 1, { before: null, limit: 10 })
  }
  const choose = (until: string, headers: Record<string, string> = {}) =>
    app.request(path, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
      body: new URLSearchParams({ until }).toString(),
    })
  const standing = async () =>
    ((await (await app.request('/api/v1/plans?kind=keep-on')).json()) as { rows: PlanDto[] }).rows

  test('goes out once, half an hour before, and not of what is asleep already', async () => {
    const status = (text: string) =>
      store.db.updateTable('resource').set({ status: text }).where('name', '=', 'train-7').execute()
    expect(await turn(NIGHT - 31 * MINUTE_MS)).toEqual([])
    await status('HIBERNATED')
    expect(await turn(NIGHT - 30 * MINUTE_MS)).toEqual([])
    await status('ACTIVE')
    const [message, ...more] = await turn(NIGHT - 30 * MINUTE_MS)
    expect(more).toEqual([])
    expect(message).toMatchObject({
      channelName: 'ops',
      kind: 'sleep-reminder',
      subject: 'train-7 goes to sleep Fri 10 Apr 20:00',
      facts: { resourceId: 'i-1', sleepsAt: '2026-04-10T18:00:00.000Z', wakesAt: '2026-04-11T06:00:00.000Z' },
    })
    expect(message!.text).toContain('approved by bob. It is awake again Sat 11 Apr 08:00 (Europe/Oslo).')
    expect(message!.text).toContain('qm keep i-1 until tomorrow 09:00')
    path = message!.path
    expect(await turn(NIGHT - 20 * MINUTE_MS)).toHaveLength(1)
  })

  test('has a link that shows what can be chosen and changes nothing by being looked at', async () => {
    const answer = await app.request(path)
    expect([answer.status, answer.headers.get('referrer-policy')]).toEqual([200, 'same-origin'])
    const text = await answer.text()
    expect(text).toContain('train-7 goes to sleep Fri 10 Apr 20:00')
    for (const words of ['Fri 10 Apr 21:00', 'Fri 10 Apr 23:00', 'Sat 11 Apr 09:00', 'Fri 17 Apr 18:00']) {
      expect(text).toContain(`>${words}</button>`)
    }
    expect(await standing()).toEqual([])
  })

  test('puts the sleep off by a button or by a line', async () => {
    const answer = await choose('2026-04-10T19:00:00.000Z')
    expect(await answer.text()).toContain('train-7 stays on until Fri 10 Apr 21:00.')
    expect(await (await choose('tomorrow 09:00')).text()).toContain('train-7 stays on until Sat 11 Apr 09:00.')
    expect(await standing()).toMatchObject([
      { endsAt: '2026-04-11T07:00:00.000Z', reason: 'by the link in the reminder', approved: { by: 'the owner' } },
      { endsAt: '2026-04-10T19:00:00.000Z' },
    ])
    const unclear = await choose('whenever')
    expect(unclear.status).toBe(400)
    expect(await unclear.text()).toContain('whenever')
  })

  test('is of no use to others, for another machine, or for ever', async () => {
    expect((await choose('Fri 18:00', { origin: 'https://evil.example' })).status).toBe(403)
    const [claim = '', signature = ''] = path.replace('/keep/', '').split('.')
    const other = Buffer.from(claim, 'base64url').toString().replace('i-1', 'i-2')
    const forged = [
      `${Buffer.from(other).toString('base64url')}.${signature}`,
      `${claim}.${signature.slice(0, -2)}AA`,
      claim,
      'x.y',
    ]
    for (const token of forged) expect((await app.request(`/keep/${token}`)).status).toBe(404)
    now = NIGHT + 24 * HOUR_MS
    expect((await app.request(path)).status).toBe(404)
  })
})

test('a reminder goes to the channel of its owner, else of its project, else to all', () => {
  const channel = (name: string, paused = false) =>
    ({ channelId: 1, name, kind: 'webhook', target: '', secret: null, paused, createdAt: 0 }) as const
  const channels = [channel('ops'), channel('Anna'), channel('vision'), channel('bob', true)]
  const names = (owner: string | null, project: string | null) =>
    channelsOf({ resourceId: 'm', owner, project }, channels).map(({ name }) => name)
  expect(names('anna', 'vision')).toEqual(['Anna'])
  expect(names('carl', 'vision')).toEqual(['vision'])
  expect(names('bob', null)).toEqual(['ops', 'Anna', 'vision'])
})
