import { expect, test, describe } from 'vitest'
import { parsePicos, toCents } from '../../src/engine/index.ts'
import { startSandbox } from '../../src/sandbox/serve.ts'
import { createApp } from '../../src/server/app.ts'
import type { ChargesDto } from '../../src/server/dto/charges.ts'
import type { ClosingDto } from '../../src/server/dto/closing.ts'
import type { StatementDto } from '../../src/server/dto/statement.ts'
import type { TopUpsDto } from '../../src/server/dto/top-ups.ts'
import { SOURCE_NAMES } from '../../src/ingest/ingest-report.ts'
import { ingestAccount } from '../support/ingest-account.ts'
import { STORES } from '../support/stores.ts'
import { agreedCharges } from './agreed-charges.ts'
import { contextOf } from './fixture.ts'

interface Bill {
  readonly billing_id: string
  readonly total_cost: number
  readonly start_time: string
  readonly end_time: string | null
}

const BALANCES = ['balance'] as const
const MARCH = 'from=2026-03-01&to=2026-04-01'

describe.each(STORES)('the books of the sandbox ($name)', ({ open }) => {
  test('agree to the cent over top-ups, a renamed and a shared machine, and bills that are restated after the close', async () => {
    await using started = new AsyncDisposableStack()
    const store = await open()
    started.defer(() => store.close())
    let now = Date.parse('2026-02-28T23:00:00Z')
    const sandbox = await startSandbox({ now, firstDay: '2026-02-10', size: 'small' })
    started.defer(() => sandbox.close())
    const { ingest } = await ingestAccount(store, sandbox.url, 'Europe/Berlin')
    const app = createApp(contextOf(store, { clock: () => now }))
    const json = (method: string, body: unknown) => ({
      method,
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json' },
    })
    const inSandbox = async <T>(path: string, body?: unknown): Promise<T> => {
      const answer = await fetch(`${sandbox.url}/${path}`, {
        ...(body === undefined ? {} : json('POST', body)),
        headers: { authorization: 'Bearer any', 'content-type': 'application/json' },
      })
      expect(answer.status, path).toBe(200)
      return (await answer.json()) as T
    }
    const send = async (method: string, path: string, body?: unknown): Promise<Response> => {
      const answer = await app.request(`/api/v1/${path}`, body === undefined ? { method } : json(method, body))
      expect(answer.status, `${path} ${await answer.clone().text()}`).toBe(200)
      return answer
    }
    const get = async <T>(path: string) => (await (await send('GET', path)).json()) as T
    const goTo = async (at: string) => {
      now = Date.parse(at)
      await inSandbox('_sandbox/clock', { now: at })
    }
    const readAt = async (at: string, sources: Parameters<typeof ingest>[1] = SOURCE_NAMES) => {
      await goTo(at)
      expect((await ingest(at, sources)).status).toBe('ok')
    }
    const confirmTopUps = async () => {
      const { proposals } = await get<TopUpsDto>('top-ups')
      for (const { from: _, ...rise } of proposals) await send('POST', 'top-ups', { ...rise, tax: '0' })
      return proposals.length
    }
    const byProject = async (period: string) =>
      Object.fromEntries(
        (await get<ChargesDto>(`charges?${period}&group=project&books=true`)).rows.map(
          ({ currency, project, billedCost }) => [`${currency} ${project ?? '-'}`, parsePicos(billedCost)],
        ),
      )

    await readAt('2026-02-28T23:00:00Z')
    const { instances } = await inSandbox<{ instances: { id: string; name: string; currency: string }[] }>(
      'api/instances/?limit=500',
    )
    const machine = (name: string) => instances.find((one) => one.name === name)!
    const [shared, renamed] = [machine('embeddings-api'), machine('llm-serving-1')]
    await send('POST', 'assignment-rules', { match: { name: 'llm-*' }, parts: [{ project: 'chat' }] })
    await send('POST', 'assignment-rules', { match: { name: 'search-*' }, parts: [{ project: 'search' }] })
    await send('PUT', 'assignments', {
      resourceIds: [shared.id],
      parts: [
        { project: 'chat', share: '2' },
        { project: 'search', share: '1' },
      ],
    })

    for (let day = 3; day <= 13; day += 5) await readAt(`2026-03-${String(day).padStart(2, '0')}T12:00:00Z`, BALANCES)
    await goTo('2026-03-15T11:00:00Z')
    await inSandbox('_sandbox/rename', { id: renamed.id, name: 'search-serving-1' })
    await readAt('2026-03-15T12:00:00Z')
    for (let day = 19; day <= 29; day += 5) await readAt(`2026-03-${day}T12:00:00Z`, BALANCES)
    await readAt('2026-03-31T22:00:00Z')
    await readAt('2026-04-02T12:00:00Z')
    expect(await confirmTopUps()).toBeGreaterThan(0)

    const before = { march: await agreedCharges(send, '2026-03'), april: await agreedCharges(send, '2026-04') }
    const projects = await byProject(MARCH)
    expect(projects[`${renamed.currency} search`]).toBeGreaterThan(0n)
    const [first, second] = [
      await byProject('from=2026-03-01&to=2026-03-15'),
      await byProject('from=2026-03-16&to=2026-03-30'),
    ]
    expect(first[`${renamed.currency} chat`]).toBeGreaterThan(second[`${renamed.currency} chat`]!)
    const statement = await get<StatementDto>('statement?month=2026-03')
    for (const { total, falls } of statement.wallets) {
      expect(falls).toEqual([])
      expect(Math.abs(total.unexplainedShare!)).toBeLessThan(0.001)
    }

    await send('POST', 'months/2026-03/close', { accept: true })
    const kept = await (await send('GET', 'exports/bookings.csv?month=2026-03&closed=true')).text()
    const { records } = await inSandbox<{ records: Bill[] }>('api/instances/billing/?limit=500')
    const inMarch = records.filter(
      ({ start_time, end_time }) => start_time > '2026-03-02' && end_time !== null && end_time < '2026-03-30',
    )
    const [dearer, cheaper] = [inMarch[0]!, inMarch.at(-1)!]
    const restated = async ({ billing_id, total_cost }: Bill, factor: number) => {
      const to = (total_cost * factor).toFixed(4)
      await inSandbox('_sandbox/restate', { billing_id, total_cost: to })
      return parsePicos(to) - parsePicos(String(total_cost))
    }
    await goTo('2026-04-05T08:00:00Z')
    const change = (await restated(dearer, 1.37)) + (await restated(cheaper, 0.81))
    await readAt('2026-04-05T12:00:00Z')
    await readAt('2026-04-07T12:00:00Z')
    await confirmTopUps()

    expect(await agreedCharges(send, '2026-03')).toEqual(before.march)
    expect(await byProject(MARCH)).toEqual(projects)
    expect(await (await send('GET', 'exports/bookings.csv?month=2026-03&closed=true')).text()).toBe(kept)
    await agreedCharges(send, '2026-04')
    const { changedSince } = await get<ClosingDto>('months/2026-03')
    expect(changedSince.map(({ recordId, cause }) => [recordId, cause]).sort()).toEqual(
      [dearer, cheaper].map(({ billing_id }) => [billing_id, 'restated by Barrack']).sort(),
    )
    const told = changedSince.reduce((sum, { amount }) => sum + parsePicos(amount), 0n)
    expect(toCents(told)).toBe(toCents(change))
    for (const { total, falls } of (await get<StatementDto>('statement?month=2026-04')).wallets) {
      expect(falls).toEqual([])
      expect(Math.abs(total.unexplainedShare!)).toBeLessThan(0.001)
    }
  }, 60_000)
})
