import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { askPrometheus, isPrometheus } from '../../src/commands/ask-prometheus.ts'

const DAY_S = 86_400
const NOW = Date.parse('2026-03-31T00:00:00Z')

describe('a Prometheus that is asked', () => {
  const asked: IncomingMessage[] = []
  const closing: (() => void)[] = []
  afterEach(() => {
    asked.length = 0
    for (const close of closing.splice(0)) close()
  })

  async function serve(status: number, body: string): Promise<string> {
    const server = createServer((request, response) => {
      asked.push(request)
      response.writeHead(status, { 'content-type': 'application/json', connection: 'close' }).end(body)
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    closing.push(() => server.close())
    return `127.0.0.1:${(server.address() as AddressInfo).port}`
  }
  async function ask(address: string): Promise<string[]> {
    const answers: string[] = []
    for await (const answer of askPrometheus(address, { query: 'up{a="b"}', days: 10, now: NOW })) answers.push(answer)
    return answers
  }

  it('is asked for a week at a time, each moment once, by its own path and with the password of the address', async () => {
    const host = await serve(200, '{}')
    expect(await ask(`http://me:s%40cret@${host}/prom/`)).toEqual(['{}', '{}'])
    const urls = asked.map(({ url }) => new URL(url!, 'http://any'))
    expect(urls.map(({ pathname }) => pathname)).toEqual(['/prom/api/v1/query_range', '/prom/api/v1/query_range'])
    const end = NOW / 1000
    const first = end - 10 * DAY_S
    expect(urls.map(({ searchParams }) => Object.fromEntries(searchParams))).toEqual([
      { query: 'up{a="b"}', start: `${first}`, end: `${first + 7 * DAY_S - 300}`, step: '300' },
      { query: 'up{a="b"}', start: `${first + 7 * DAY_S}`, end: `${end}`, step: '300' },
    ])
    expect(asked[0]!.headers.authorization).toBe(`Basic ${Buffer.from('me:s@cret').toString('base64')}`)
  })

  it('is quoted where it refuses', async () => {
    const host = await serve(400, '{"status":"error","error":"parse error"}')
    await expect(ask(`http://${host}`)).rejects.toThrow(/query_range answered 400: .*parse error/)
  })

  it('is named where it cannot be reached', async () => {
    const host = await serve(200, '{}')
    closing.pop()!()
    await expect(ask(`http://${host}`)).rejects.toThrow(`http://${host}/api/v1/query_range cannot be reached`)
  })

  it('is told from a file by its address', () => {
    expect(['http://a', 'HTTPS://a/b', 'http.json', '-', '/http://a'].map(isPrometheus)).toEqual([
      true,
      true,
      false,
      false,
      false,
    ])
  })
})
