import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Store } from '../../../src/db/store.ts'
import { startSandbox, type RunningSandbox } from '../../../src/sandbox/serve.ts'
import { watchAccount } from '../../../src/server/alerts/watch.ts'
import { createApp } from '../../../src/server/app.ts'
import { deliverDue } from '../../../src/server/notify/deliver.ts'
import { NO_SETTINGS } from '../../../src/server/notify/settings.ts'
import { ingestAccount } from '../../support/ingest-account.ts'
import { startReceiver, type Receiver } from '../../support/receiver.ts'
import { STORES } from '../../support/stores.ts'
import { contextOf } from '../fixture.ts'

/** A Saturday night in Oslo: quiet hours, and nobody looks. */
const AT = '2026-03-21T01:00:00Z'
const LEAK_AT = '2026-03-21T01:02:00Z'
/** The next reading of machines, as the schedule has it. */
const READING_AT = '2026-03-21T01:05:00Z'
const MACHINES = 10

interface Told {
  readonly type: string
  readonly data: {
    readonly subject: string
    readonly text: string
    readonly hoursUntilEmpty: number
    readonly machines: readonly { resourceId: string; perHour: string; gpuModel: string }[]
  }
}

/** Somebody has a key that is not theirs. The sandbox, the reading, the store and the webhook are real. */
describe.each(STORES)('a leaked key on $name', ({ open }) => {
  let store: Store
  let sandbox: RunningSandbox
  let receiver: Receiver
  const ids: string[] = []

  beforeAll(async () => {
    store = await open()
    receiver = await startReceiver()
    sandbox = await startSandbox({
      now: Date.parse(AT),
      firstDay: '2026-03-01',
      size: 'small',
      spareGpus: 8 * 2 * MACHINES,
    })
  })
  afterAll(async () => {
    await sandbox.close()
    await receiver[Symbol.asyncDispose]()
    await store.close()
  })

  const ask = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const answer = await fetch(sandbox.url + path, {
      method,
      headers: { 'content-type': 'application/json', authorization: 'Bearer leaked' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    const json = (await answer.json()) as T
    expect({ ok: answer.ok, json }).toMatchObject({ ok: true })
    return json
  }
  const setClock = (now: string) => ask('POST', '/_sandbox/clock', { now })

  test('ten 8 x B300 are told of within one reading, at night, with what stops them', async () => {
    const { ingest, account } = await ingestAccount(store, sandbox.url)
    let now = Date.parse(AT)
    const base = contextOf(store)
    const settings = { ...NO_SETTINGS, privateHosts: ['127.0.0.1'] }
    const context = { ...base, clock: () => now, config: { ...base.config, notify: settings } }
    const watch = async () => {
      await watchAccount(context, account, new Set(['burn-guard']))
      return deliverDue({ store, clock: context.clock, settings })
    }
    await ingest(AT)
    await createApp(context).request('/api/v1/notify/channels', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ name: 'pager', kind: 'webhook', target: receiver.url }),
    })
    expect(await watch()).toBe(0)

    await setClock(LEAK_AT)
    const { images } = await ask<{ images: { name: string; tier: string }[] }>('GET', '/api/images/os/?region=US-1')
    await ask('POST', '/api/ssh-keys/', { name: 'theirs', region: 'US-1' })
    for (let i = 0; i < MACHINES; i++) {
      const { instance } = await ask<{ instance: { id: string } }>('POST', '/api/instances/', {
        name: `miner-${i}`,
        gpu_model: 'B300-262GB',
        gpu_count: 8,
        region: 'US-1',
        currency: 'USD',
        os_image: images.find(({ tier }) => tier === 'advanced')!.name,
        ssh_keys: ['theirs'],
      })
      ids.push(instance.id)
    }
    await setClock(READING_AT)
    now = Date.parse(READING_AT)
    await ingest(READING_AT, ['balance', 'instances', 'gpu-stocks'])
    expect(await watch()).toBe(1)

    const [{ type, data }] = receiver.received.map(({ body }) => JSON.parse(body) as Told) as [Told]
    expect(type).toBe('burn-guard')
    expect(data.subject).toMatch(/^Burn guard: Test burns [\d,.]+ USD an hour$/)
    expect(data.machines.map(({ resourceId }) => resourceId).sort()).toEqual([...ids].sort())
    // 8 GPUs at 5.79 an hour each.
    expect(data.machines.every(({ perHour }) => perHour === '46.32')).toBe(true)
    expect(data.hoursUntilEmpty).toBeGreaterThan(0)
    expect(data.text).toContain('46.32 USD per machine-hour')
    expect(data.text).toMatch(/Its balance of [\d,.]+ USD lasts .* at this rate\./)
    expect(data.text).toMatch(/for id in .*; do curl -X DELETE "https:\/\/barrack\.example\/api\/instances\/\$id\/"/)
    for (const id of ids) expect(data.text).toContain(id)
    expect(data.text).toContain('Delete them, with what is on them (none of them can hibernate):')
    expect(data.text).toContain('a key has leaked')
    expect(data.text).toMatch(/is over the limit of [\d,.]+ USD, 2 times what is usual\./)
    expect(data.text).toMatch(/qm alerts acknowledge \d+$/)

    // The same reading again, and one of five minutes later, tell nobody anew.
    expect(await watch()).toBe(0)
    expect(receiver.received).toHaveLength(1)
  })
})
