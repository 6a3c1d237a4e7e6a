import { describe, expect, test } from 'vitest'
import { apiMapOf } from '../../src/barrack/endpoint-map.ts'
import { examineSamples } from '../../src/ingest/doctor/examine-samples.ts'
import { bill, machine } from '../support/fake-barrack.ts'

const SECRETS = ['s3ssion-cookie', 'k3y-of-mine', 'b0dy-with-password', 'train-of-kari']

const entry = (url: string, body: unknown, more: Record<string, unknown> = {}) => ({
  request: {
    method: 'GET',
    url,
    headers: [
      { name: 'Cookie', value: SECRETS[0] },
      { name: 'X-API-Key', value: SECRETS[1] },
    ],
    cookies: [{ name: 'session', value: SECRETS[0] }],
    postData: { text: SECRETS[2] },
  },
  response: { status: 200, content: { mimeType: 'application/json', text: JSON.stringify(body), ...more } },
})

const rows = [machine('BRK-1', { name: SECRETS[3] }), machine('BRK-2')].map(({ id, status, ...rest }) => ({
  ...rest,
  uuid: id,
  state: status,
}))
const balance = Buffer.from(JSON.stringify({ balance: { USD: 812.4 } })).toString('base64')

const recording = JSON.stringify({
  log: {
    entries: [
      entry('https://console.example/api/v1/vms?p=1&per_page=50', { data: { vms: rows } }),
      entry('https://console.example/api/v1/credits', {}, { text: balance, encoding: 'base64' }),
      entry('https://console.example/internal/ledger-of-machines', {
        items: [bill('R1', 'BRK-1'), bill('R2', 'BRK-2')],
      }),
      entry('https://console.example/api/v1/flags', { dark: true }),
      { request: { method: 'GET', url: 'https://console.example/main.js', headers: [] }, response: { content: {} } },
    ],
  },
})

describe('saved answers in place of asking', () => {
  test('the recording of a browser tells paths, names and parameters, and keeps no secret', () => {
    const report = examineSamples(recording)
    expect(apiMapOf(report.map)).toEqual({
      auth: { header: 'X-API-Key', scheme: '' },
      balance: { path: '/api/v1/credits' },
      instances: {
        path: '/api/v1/vms',
        list: 'data.vms',
        fields: { id: 'uuid', status: 'state' },
        pageParameter: 'p',
        limitParameter: 'per_page',
      },
      'instance-billing': {
        path: '/internal/ledger-of-machines',
        list: 'items',
        pageParameter: 'p',
        limitParameter: 'per_page',
      },
    })
    expect(report.origins).toEqual(['https://console.example'])
    expect(report.sources.map(({ name, state, rows }) => [name, state, rows])).toEqual([
      ['balance', 'found', null],
      ['instances', 'found', 2],
      ['instance-billing', 'found', 2],
    ])
    expect(report.leftOut).toEqual([
      { what: 'console.example/api/v1/flags', why: 'it looks like no answer of the contract' },
    ])
    for (const secret of SECRETS) expect(JSON.stringify(report)).not.toContain(secret)
  })

  test('the answer of one machine is known by its key, and its path keeps no id', () => {
    const told = { uuid: 'BRK-1', image: { name: 'Ubuntu' }, private_ip: '10.0.0.5', startup_script: SECRETS[2] }
    const list = { instances: rows }
    const entries = [
      entry('https://console.example/api/v1/vms', list),
      entry('https://console.example/api/v1/vms/BRK-1', { instance: told }),
    ]
    const report = examineSamples(JSON.stringify({ log: { entries } }))
    expect(report.sources.map(({ name, state }) => [name, state])).toEqual([
      ['instances', 'found'],
      ['instance-details', 'found'],
    ])
    expect(apiMapOf(report.map)).toMatchObject({
      'instance-details': { path: '/api/v1/vms/{id}', fields: { id: 'uuid' } },
    })
    for (const secret of SECRETS) expect(JSON.stringify(report)).not.toContain(secret)
  })

  test.each([
    ['instances', { success: true, instances: [machine('A')] }],
    ['instance-billing', { success: true, records: [bill('R1', 'A')] }],
    ['balance', { success: true, balance: { USD: 1, EUR: 0 }, currency: 'USD' }],
  ])('a bare answer is known by its fields: %s', (name, answer) => {
    const report = examineSamples(JSON.stringify(answer))
    expect(report.sources.map((source) => source.name)).toEqual([name])
    expect(apiMapOf(report.map)).toEqual({})
  })

  test('what is no answer is said to be none', () => {
    expect(() => examineSamples('<html>')).toThrow(/no JSON/)
    expect(() => examineSamples('{"log": {"entries": []}}')).toThrow(/holds no answer in JSON/)
    expect(() => examineSamples('{"weather": "fine"}')).toThrow(/looks like an answer/)
  })
})
