import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createAccount } from '../../../src/db/account-repository.ts'
import { claimMessages, queueMessages, type Message } from '../../../src/db/notify-message-repository.ts'
import type { Store } from '../../../src/db/store.ts'
import { createApp } from '../../../src/server/app.ts'
import type { ChannelsDto, CreatedChannelDto, MessageDto, MessagesDto } from '../../../src/server/dto/notify.ts'
import { deliverDue } from '../../../src/server/notify/deliver.ts'
import { heartbeat } from '../../../src/server/notify/heartbeat.ts'
import { NO_SETTINGS, type NotifySettings } from '../../../src/server/notify/settings.ts'
import { signature } from '../../../src/server/notify/webhook.ts'
import { startMailServer, startReceiver, type MailServer, type Receiver } from '../../support/receiver.ts'
import { clear, STORES } from '../../support/stores.ts'
import { contextOf, NOW } from '../fixture.ts'

const TEXT = {
  kind: 'alert',
  subject: 'Wallet & <more>',
  text: 'Empty on Sunday.',
  path: '/spend?from=2026-04-01',
  facts: { a: 1 },
}

describe.each(STORES)('delivery on $name', ({ open }) => {
  let store: Store
  let accountId: number
  let receiver: Receiver
  let mailServer: MailServer
  let settings: NotifySettings
  let now: number
  const clock = () => now

  beforeAll(async () => {
    store = await open()
    receiver = await startReceiver()
    mailServer = await startMailServer()
  })
  afterAll(async () => {
    await receiver[Symbol.asyncDispose]()
    await mailServer[Symbol.asyncDispose]()
    await store.close()
  })
  beforeEach(async () => {
    await clear(store)
    receiver.received.length = 0
    receiver.answer = { status: 200 }
    mailServer.mails.length = 0
    mailServer.recipientAnswer = '250 ok'
    now = NOW
    settings = {
      ...NO_SETTINGS,
      baseUrl: 'https://qm.example',
      privateHosts: ['127.0.0.1'],
      smtpUrl: mailServer.url,
      mailFrom: 'Quartermaster <qm@lab.example>',
    }
    const account = { slug: 'lab', name: 'The lab', kind: 'real', zone: 'Europe/Oslo', createdAt: NOW } as const
    accountId = (await createAccount(store.db, account)).accountId
  })

  const call = async <T>(method: string, path: string, body?: unknown, status = 200): Promise<T> => {
    const base = contextOf(store)
    const app = createApp({ ...base, clock, config: { ...base.config, notify: settings } })
    const json = { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
    const answer = await app.request(`/api/v1/notify/${path}`, { method, ...(body !== undefined && json) })
    const found = (await answer.json()) as T
    expect({ status: answer.status, found }).toMatchObject({ status })
    return found
  }
  const add = (kind: string, target: string, name = kind) =>
    call<CreatedChannelDto>('POST', 'channels', { name, kind, target })
  const messages = async () => (await call<MessagesDto>('GET', 'messages')).rows
  const write = async (channel: CreatedChannelDto) =>
    (await queueMessages(store.db, accountId, [channel], TEXT, now))[0]!
  const deliver = () => deliverDue({ store, clock, settings })

  test('a webhook gets the message once, signed, with a link', async () => {
    const channel = await add('webhook', `${receiver.url}/hook`)
    const { messageId } = await write(channel)
    expect(await deliver()).toBe(1)
    expect(await deliver()).toBe(0)
    const [got] = receiver.received
    expect(receiver.received).toHaveLength(1)
    expect(got).toMatchObject({ method: 'POST', path: '/hook' })
    expect(JSON.parse(got!.body)).toEqual({
      type: 'alert',
      timestamp: '2026-04-10T12:00:00.000Z',
      data: {
        account: { slug: 'lab', name: 'The lab' },
        subject: TEXT.subject,
        text: TEXT.text,
        url: 'https://qm.example/spend?from=2026-04-01&account=lab',
        a: 1,
      },
    })
    const id = `qm_lab_${messageId}`
    expect(got!.headers).toMatchObject({
      'webhook-id': id,
      'webhook-timestamp': String(NOW / 1000),
      'webhook-signature': signature(channel.secret!, id, NOW / 1000, got!.body),
    })
    expect(await messages()).toMatchObject([{ channel: 'webhook', status: 'sent', tries: [{ answer: '200 said' }] }])
    expect((await call<ChannelsDto>('GET', 'channels')).rows).toMatchObject([{ last: { status: 'sent' } }])
  })

  test('what fails is tried again, later each time, until it arrives', async () => {
    await write(await add('webhook', receiver.url))
    receiver.answer = { status: 503 }
    await deliver()
    // Nobody has to look through the messages to see that a channel is dead.
    expect((await call<ChannelsDto>('GET', 'channels')).rows).toMatchObject([{ last: { status: 'waiting' } }])
    now += 59_000
    expect(await deliver()).toBe(0)
    now += 1000
    receiver.answer = { status: 429, headers: { 'retry-after': '600' } }
    await deliver()
    now += 599_000
    expect(await deliver()).toBe(0)
    now += 1000
    receiver.answer = { status: 204 }
    expect(await deliver()).toBe(1)
    const [message] = await messages()
    expect(message).toMatchObject({ status: 'sent', tries: [{ answer: '503 said' }, { answer: '429 said' }, {}] })
    expect(new Set(receiver.received.map(({ headers }) => headers['webhook-id'])).size).toBe(1)
    expect(new Set(receiver.received.map(({ headers }) => headers['webhook-signature'])).size).toBe(3)
  })

  test('it is given up after ten tries, and can be tried again by hand', async () => {
    const { messageId } = await write(await add('webhook', receiver.url))
    receiver.answer = { status: 500 }
    for (let day = 0; day < 12; day++) {
      await deliver()
      now += 86_400_000
    }
    expect(receiver.received).toHaveLength(10)
    expect((await messages())[0]).toMatchObject({ status: 'failed', nextTryAt: null })
    receiver.answer = { status: 200 }
    expect(await call<MessageDto>('POST', `messages/${messageId}/retry`)).toMatchObject({ status: 'sent' })
    await call('POST', `messages/${messageId}/retry`, undefined, 400)
    await call('POST', `messages/999/retry`, undefined, 404)
  })

  test('private addresses and redirects are refused at once', async () => {
    const channel = await add('webhook', receiver.url)
    await write(channel)
    receiver.answer = { status: 302, headers: { location: 'http://169.254.169.254/' } }
    await deliver()
    settings = { ...settings, privateHosts: [] }
    await write(channel)
    await write(await add('webhook', receiver.url.replace('127.0.0.1', 'localhost'), 'by name'))
    await deliver()
    expect(receiver.received).toHaveLength(1)
    expect((await messages()).map(({ status, tries }) => [status, tries[0]!.answer])).toEqual([
      ['failed', expect.stringMatching(/^localhost \(.*\) is a private address; QM_PRIVATE_HOSTS can allow it\.$/)],
      ['failed', '127.0.0.1 is a private address; QM_PRIVATE_HOSTS can allow it.'],
      ['failed', '302 redirects to http://169.254.169.254/; redirects are not followed.'],
    ])
  })

  test('any number of processes send each message once', async () => {
    const channel = await add('webhook', receiver.url)
    for (let count = 0; count < 20; count++) await write(channel)
    const tried = await Promise.all([deliver(), deliver(), deliver()])
    expect(tried.reduce((sum, count) => sum + count, 0)).toBe(20)
    expect(new Set(receiver.received.map(({ headers }) => headers['webhook-id'])).size).toBe(20)
    expect(receiver.received).toHaveLength(20)
  })

  test('what a process held that ended is sent by another one two minutes later', async () => {
    await write(await add('webhook', receiver.url))
    const held: Message[] = await claimMessages(store.db, { now, until: now + 120_000, limit: 8 })
    expect(held).toHaveLength(1)
    now += 119_999
    expect(await deliver()).toBe(0)
    now += 1
    expect(await deliver()).toBe(1)
  })

  test('Slack gets its own form', async () => {
    await write(await add('slack', `${receiver.url}/services/T/B/secret`))
    await deliver()
    expect(JSON.parse(receiver.received[0]!.body)).toEqual({
      text: '*Wallet &amp; &lt;more&gt;*\nEmpty on Sunday.\n<https://qm.example/spend?from=2026-04-01&amp;account=lab|Open in Quartermaster>',
    })
    expect(receiver.received[0]!.headers['webhook-signature']).toBeUndefined()
  })

  test('mail goes by the server of the settings', async () => {
    const { messageId } = await write(await add('mail', 'ops@lab.example, lead@lab.example'))
    await deliver()
    const [mail] = mailServer.mails
    expect(mail).toMatchObject({
      from: expect.stringContaining('<qm@lab.example>') as string,
      to: [expect.stringContaining('<ops@lab.example>'), expect.stringContaining('<lead@lab.example>')],
    })
    expect(mail!.data).toContain('Subject: Wallet & <more>\n')
    expect(mail!.data).toContain(`Message-ID: <qm_lab_${messageId}@lab.example>\n`)
    expect(mail!.data).toContain('Empty on Sunday.\n\nhttps://qm.example/spend?from=2026-04-01&account=lab')
    mailServer.recipientAnswer = '550 no such user'
    await write(await add('mail', 'gone@lab.example', 'gone'))
    await deliver()
    expect((await messages())[0]).toMatchObject({ status: 'failed' })
    settings = { ...settings, smtpUrl: null }
    await call('POST', 'channels', { name: 'more', kind: 'mail', target: 'a@b.example' }, 400)
  })

  test('a test message tells at once how it went', async () => {
    const { channelId } = await add('webhook', receiver.url)
    expect(await call<MessageDto>('POST', `channels/${channelId}/test`)).toMatchObject({
      kind: 'test',
      status: 'sent',
      tries: [{ delivered: true }],
    })
    expect(JSON.parse(receiver.received[0]!.body)).toMatchObject({ type: 'test' })
    receiver.answer = { status: 404 }
    expect(await call<MessageDto>('POST', `channels/${channelId}/test`)).toMatchObject({
      status: 'waiting',
      tries: [{ delivered: false, answer: '404 said' }],
    })
  })

  test('channels are changed, paused and taken away; what was sent stays', async () => {
    const { channelId } = await add('webhook', `${receiver.url}/a?token=1`)
    await add('slack', receiver.url)
    const changed = await call('PATCH', `channels/${channelId}`, { name: 'ops', paused: true })
    expect(changed).toMatchObject({ name: 'ops', paused: true, target: `${receiver.url}/a?…` })
    await call('PATCH', `channels/${channelId}`, { name: 'slack' }, 400)
    await call('PATCH', `channels/${channelId}`, { target: 'nowhere' }, 400)
    await call('POST', 'channels', { name: 'ops', kind: 'webhook', target: receiver.url }, 400)
    await call('POST', 'channels', { name: 'x', kind: 'slack', target: receiver.url, secret: 'whsec_x' }, 400)
    await call('POST', `channels/${channelId}/test`)
    await call('DELETE', `channels/${channelId}`)
    await call('DELETE', `channels/${channelId}`, undefined, 404)
    expect(await messages()).toMatchObject([{ channel: 'ops', status: 'sent' }])
  })

  test('the list of messages goes on where a page ends', async () => {
    const channel = await add('webhook', receiver.url)
    for (let count = 0; count < 51; count++) await write(channel)
    const first = await call<MessagesDto>('GET', 'messages')
    const second = await call<MessagesDto>('GET', `messages?next=${first.next}`)
    expect([first.rows.length, second.rows.length, second.next]).toEqual([50, 1, null])
  })
})

test('the heartbeat is a GET to the address of the settings, in the own network too', async () => {
  await using receiver = await startReceiver()
  expect(await heartbeat(NO_SETTINGS, 'lab')).toBeNull()
  const settings = { ...NO_SETTINGS, heartbeatUrl: `${receiver.url}/ping/{account}?up` }
  expect(await heartbeat(settings, 'a b')).toMatchObject({ delivered: true })
  expect(receiver.received).toMatchObject([{ method: 'GET', path: '/ping/a%20b?up', body: '' }])
})
