import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { FAULTS } from '../../src/sandbox/faults/index.ts'
import { type RunningSandbox, startSandbox } from '../../src/sandbox/serve.ts'
import { NOW } from './support.ts'

interface Page {
  records: Record<string, unknown>[]
  page: number
  total_pages: number
  pricing_data: { metadata: { timestamp: number } }
}

let running: RunningSandbox
beforeAll(async () => {
  running = await startSandbox({ now: NOW })
})
afterAll(() => running.close())

const ask = (fault: string, path: string) =>
  fetch(`${running.url}${path}`, { headers: { api_key: 'k', ...(fault ? { 'x-sandbox-fault': fault } : {}) } })
const read = async (fault: string, query = 'limit=100') =>
  (await (await ask(fault, `/api/instances/billing/?${query}`)).json()) as Page
const id = (record: Record<string, unknown>) => record['billing_id']
const schedule = (faults: unknown) =>
  fetch(`${running.url}/_sandbox/faults`, {
    method: 'PUT',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ faults }),
  })

/** What each fault does to an answer, over a real connection. */
const EFFECTS: Record<string, () => Promise<void>> = {
  'rate-limited': async () => {
    const answer = await ask('rate-limited', '/api/balance/')
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([429, null])
  },
  'rate-limited-retry-after': async () => {
    const answer = await ask('rate-limited-retry-after', '/api/balance/')
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([429, '1'])
  },
  'server-error': async () => {
    const answer = await ask('server-error', '/api/balance/')
    expect([answer.status, await answer.json()]).toEqual([500, { message: 'Internal Server Error' }])
  },
  'bad-gateway': async () => {
    const answer = await ask('bad-gateway', '/api/balance/')
    expect([answer.status, (await answer.text()).startsWith('<html>')]).toEqual([502, true])
  },
  'proxy-page': async () => {
    const answer = await ask('proxy-page', '/api/balance/')
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/html'])
  },
  truncated: async () => {
    const answer = await ask('truncated', '/api/regions/')
    expect(answer.status).toBe(200)
    await expect(answer.json()).rejects.toThrow(SyntaxError)
  },
  dropped: async () => {
    const answer = await ask('dropped', '/api/regions/')
    await expect(answer.text()).rejects.toThrow(TypeError)
  },
  slow: async () => {
    const answer = await ask('slow', '/api/balance/')
    const first = await answer.body!.getReader().read()
    const whole = await (await ask('', '/api/balance/')).text()
    expect((first.value as Uint8Array).length).toBeLessThan(whole.length / 2)
  },
  'endless-pages': async () => {
    const [first, ninth] = [await read('endless-pages', 'limit=20'), await read('endless-pages', 'limit=20&page=9')]
    expect([ninth.page, ninth.total_pages]).toEqual([9, 10])
    expect(ninth.records.map(id)).toEqual(first.records.map(id))
  },
  'shifting-pages': async () => {
    const [before, page] = [await read('', 'limit=20&page=1'), await read('shifting-pages', 'limit=20&page=2')]
    expect(id(page.records[0]!)).toBe(id(before.records.at(-1)!))
    expect(page.records).toHaveLength(20)
  },
  'duplicate-records': async () => {
    expect((await read('duplicate-records')).records).toHaveLength(200)
  },
  'shuffled-records': async () => {
    const [sound, shuffled] = [(await read('')).records.map(id), (await read('shuffled-records')).records.map(id)]
    expect(shuffled).not.toEqual(sound)
    expect(shuffled.toSorted()).toEqual(sound.toSorted())
  },
  'refused-key': async () => {
    expect((await ask('refused-key', '/api/balance/')).status).toBe(401)
  },
  'not-offered': async () => {
    expect((await ask('not-offered', '/api/ai/models/')).status).toBe(404)
  },
  'clock-skew': async () => {
    const answer = await ask('clock-skew', '/api/pricing/')
    expect(Date.parse(answer.headers.get('date')!) - Date.now()).toBeGreaterThan(7_000_000)
    expect(((await answer.json()) as Page).pricing_data.metadata.timestamp).toBe(NOW / 1000 + 7200)
  },
  'other-case': async () => {
    const { records } = await read('other-case')
    expect(records[0]).toMatchObject({ currency: expect.stringMatching(/^(usd|eur)$/) as string })
    expect(new Set(records.map((record) => record['tier']))).toEqual(new Set(['LEGACY', 'ADVANCED']))
  },
  'zoneless-times': async () => {
    for (const { start_time } of (await read('zoneless-times')).records) expect(start_time).toMatch(/\d$/)
  },
  'numbers-as-text': async () => {
    const { records, page } = await read('numbers-as-text')
    expect([typeof records[0]!['total_cost'], typeof page]).toEqual(['string', 'number'])
  },
  'not-a-number': async () => {
    const spoilt = (await read('not-a-number')).records.filter((record) => record['total_cost'] === 'NaN')
    expect(spoilt.length).toBeGreaterThan(5)
    expect(spoilt.length).toBeLessThan(40)
  },
  'unknown-words': async () => {
    const spoilt = (await read('unknown-words')).records.filter((record) => record['status'] === 'SUSPENDED')
    expect(spoilt.length).toBeGreaterThan(5)
    expect(spoilt[0]).toMatchObject({ gpu_type: 'X900-1TB' })
  },
  backwards: async () => {
    const sound = new Map((await read('')).records.map((record) => [id(record), record]))
    const changed = (await read('backwards')).records.filter(
      (record) => record['total_duration_minutes'] !== sound.get(id(record))!['total_duration_minutes'],
    )
    expect(changed.length).toBeGreaterThan(0)
    for (const record of changed) {
      expect(record['end_time']).toBeNull()
      expect(record['total_cost']).toBeLessThan(sound.get(id(record))!['total_cost'] as number)
    }
  },
}

describe('faults by header', () => {
  it.each(FAULTS.map(({ name, what }) => [name, what]))('%s: %s', async (name) => {
    await EFFECTS[name]!()
  })

  it('strike together, the first named outermost', async () => {
    expect((await read('shuffled-records, duplicate-records')).records).toHaveLength(200)
  })

  it('that do not exist are refused with the list of those that do', async () => {
    const answer = await ask('gremlins', '/api/balance/')
    expect([answer.status, await answer.text()]).toEqual([400, expect.stringContaining('rate-limited') as string])
  })
})

describe('faults by schedule', () => {
  it('strike each nth request of a path, so many times, and are counted', async () => {
    await schedule([{ fault: 'server-error', path: '/balance', every: 2, times: 2 }])
    const answers = []
    for (let number = 0; number < 7; number++) answers.push((await ask('', '/api/balance/')).status)
    expect(answers).toEqual([200, 500, 200, 500, 200, 200, 200])
    expect((await ask('', '/api/regions/')).status).toBe(200)
    const view = (await (await fetch(`${running.url}/_sandbox/faults`)).json()) as { scheduled: unknown[] }
    expect(view.scheduled).toMatchObject([{ fault: 'server-error', struck: 2 }])
    expect((await schedule([])).status).toBe(200)
  })

  it('names what it does not know', async () => {
    expect((await schedule([{ fault: 'gremlins' }])).status).toBe(400)
    expect((await schedule([{ fault: 'slow', every: 0 }])).status).toBe(400)
  })
})
