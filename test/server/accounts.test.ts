import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import openapi from '../../docs/openapi.json' with { type: 'json' }
import { createAccount } from '../../src/db/account-repository.ts'
import type { Store } from '../../src/db/store.ts'
import { createApp } from '../../src/server/app.ts'
import type { AccountsDto } from '../../src/server/dto/accounts.ts'
import type { ProblemDto } from '../../src/server/dto/common.ts'
import type { ChargesDto } from '../../src/server/dto/charges.ts'
import type { WhatIfDto } from '../../src/server/dto/what-if.ts'
import { STORES } from '../support/stores.ts'
import { contextOf, fill, NOW } from './fixture.ts'

const PERIOD = 'from=2026-03-01&to=2026-05-01'

/** What answers for the whole house, or for the account of a token. */
const OF_NO_ACCOUNT = [
  '/health',
  '/accounts',
  '/fx/import',
  '/what-if/schema.json',
  '/what-if/optimise/schema.json',
  '/utilisation/samples',
  '/exports/push-utilisation.sh',
]

/** Values for what an operation cannot do without. */
const NEEDED: Record<string, string> = {
  from: '2026-03-01',
  to: '2026-05-01',
  line: '8 H100, Tuesday 09:00, 5 days',
  resource: 'i-1',
  format: 'cron',
  id: '1',
}

interface Operation {
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly required?: boolean }[]
}

const operations = Object.entries(openapi.paths).flatMap(([path, methods]) =>
  Object.entries(methods as Record<string, Operation>)
    .filter(() => !OF_NO_ACCOUNT.includes(path) && !path.startsWith('/accounts/'))
    .map(([method, { parameters = [] }]) => ({ method, path, parameters })),
)

/** What can be read with what is needed for it. */
const readings = operations.flatMap(({ method, path, parameters }): string[] => {
  const needed = parameters.filter(({ required }) => required).map(({ name }) => name)
  if (method !== 'get' || !needed.every((name) => name in NEEDED)) return []
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => NEEDED[name]!)
  const query = needed.filter((name) => !path.includes(`{${name}}`)).map((name) => `${name}=${NEEDED[name]!}`)
  return [`${filled}?${query.join('&')}`]
})

test.each(operations)('$method $path takes an account', ({ parameters }) => {
  expect(parameters.map(({ name }) => name)).toContain('account')
})

describe.each(STORES)('several accounts on $name', ({ open }) => {
  let store: Store
  let app: ReturnType<typeof createApp>
  beforeAll(async () => {
    store = await open()
    await fill(store)
    await createAccount(store.db, { slug: 'branch', name: 'The branch', kind: 'real', zone: 'UTC', createdAt: NOW })
    // The branch spent a tenth on one of the same machines.
    for (const statement of [
      `insert into ingest_run (account_id, started_at, finished_at, status, requests)
        select 2, started_at, finished_at, status, requests from ingest_run where account_id = 1 and run_id = 1`,
      `insert into charge_day (account_id, day, record_id, state, sku, resource_id, resource_type, currency, tier,
          gpu_model, gpu_count, quantity, unit, seconds, billed, expected)
        select 2, day, record_id, state, sku, resource_id, resource_type, currency, tier, gpu_model, gpu_count,
          quantity, unit, seconds, billed / 10, expected / 10
        from charge_day where account_id = 1 and resource_id = 'i-2'`,
      `insert into balance_observation (account_id, currency, observed_at, balance)
        select 2, currency, observed_at, 500 from balance_observation where account_id = 1 and currency = 'EUR'`,
      `insert into price_version (account_id, sku, currency, valid_from, valid_to, price, unit, source, first_seen, last_seen)
        select 2, 'gpu/' || tier || '/' || gpu_model, 'EUR', now() - interval '20 years', null, 1, 'gpu_hour', 'observed', now(), now()
        from resource where account_id = 1 and resource_id = 'i-2'`,
    ])
      await sql.raw(statement).execute(store.db)
    app = createApp(contextOf(store))
  })
  afterAll(() => store.close())

  const get = async (path: string) => {
    const answer = await app.request(`/api/v1${path}`)
    expect(answer.status, path).toBe(200)
    return answer
  }
  const charges = async (query: string) => ((await (await get(`/charges?${query}`)).json()) as ChargesDto).rows
  const fileName = async (path: string) =>
    /filename="(.*)"/.exec((await get(path)).headers.get('content-disposition') ?? '')?.[1]

  test('are listed in the order in which they were added', async () => {
    const { rows } = (await (await get('/accounts')).json()) as AccountsDto
    expect(rows.map(({ slug, lastReading }) => [slug, lastReading?.status])).toEqual([
      ['lab', 'ok'],
      ['branch', 'ok'],
    ])
  })

  test.each(readings)('%s is asked for an account and says which there are', async (path) => {
    const answer = await app.request(`/api/v1${path}&account=nobody`)
    expect(answer.status, await answer.clone().text()).toBe(400)
    const { errors } = (await answer.json()) as ProblemDto
    expect(errors).toEqual([{ pointer: '/account', detail: "'nobody' is not one of lab, branch" }])
  })

  test('charges are those of the first, of the one that is named, or of all side by side', async () => {
    const euros = (rows: ChargesDto['rows']) =>
      rows.filter(({ currency }) => currency === 'EUR').map(({ account, billedCost }) => [account, billedCost])
    expect(euros(await charges(PERIOD))).toEqual([[undefined, '1000']])
    expect(euros(await charges(`${PERIOD}&account=branch`))).toEqual([[undefined, '100']])
    expect(euros(await charges(`${PERIOD}&group=account`))).toEqual([
      ['branch', '100'],
      ['lab', '1000'],
    ])
    expect(euros(await charges(`${PERIOD}&group=account&account=branch`))).toEqual([['branch', '100']])
  })

  test('the charges file names the account of each row, and is of one account where that is asked for', async () => {
    const accounts = async (query: string) => {
      const lines = (await (await get(`/exports/charges.csv?${PERIOD}${query}`)).text()).trimEnd().split('\r\n')
      return [...new Set(lines.slice(1).map((line) => line.split(',')[1]))]
    }
    expect(await accounts('')).toEqual(['lab', 'branch'])
    expect(await accounts('&account=branch')).toEqual(['branch'])
    expect(await fileName(`/exports/charges.csv?${PERIOD}`)).toBe(
      'all-accounts-charges-2026-03-01-2026-05-01-own-zones.csv',
    )
  })

  test.each(readings.filter((path) => path.startsWith('/exports/')))('%s is saved under an account', async (path) => {
    expect(await fileName(path)).toMatch(/^(lab|all-accounts)-/)
  })

  test.each([
    [`/exports/charges.csv?${PERIOD}&account=branch`, 'branch-charges-2026-03-01-2026-05-01-utc.csv'],
    [`/exports/focus.csv?${PERIOD}&account=branch`, 'branch-focus-1.4-2026-03-01-2026-05-01-utc.csv'],
    [`/exports/reconciliation.csv?${PERIOD}&account=branch`, 'branch-reconciliation-2026-03-01-2026-05-01-utc.csv'],
    [`/exports/reconciliation.csv?${PERIOD}`, 'lab-reconciliation-2026-03-01-2026-05-01-europe-oslo.csv'],
    ['/exports/prices.csv?account=branch', 'branch-prices.csv'],
    ['/exports/capacity.csv?account=branch', 'branch-capacity.csv'],
    ['/exports/hibernation.csv?account=branch', 'branch-hibernation.csv'],
    ['/exports/schedules/ics?account=branch', 'branch-schedules.ics'],
    ['/exports/proof.csv?resource=i-1', 'lab-proof-i-1.csv'],
  ])('%s is saved as %s', async (path, name) => {
    expect(await fileName(path)).toBe(name)
  })

  test('a scenario runs a machine in another account, at its prices, and tells its wallets beside', async () => {
    const ask = (account: string) =>
      app.request('/api/v1/what-if?pieces=true', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({
          window: { from: '2026-04-01', to: '2026-05-01' },
          scenarios: [
            {
              name: 'Moved',
              changes: [{ kind: 'another-account', resources: { ids: ['i-2'] }, account, currency: 'EUR' }],
            },
          ],
        }),
      })
    const answer = (await (await ask('branch')).json()) as WhatIfDto
    const [moved] = answer.scenarios
    const here = moved!.wallets.find(({ currency }) => currency === 'EUR')!
    const [there] = moved!.accounts
    expect(there).toMatchObject({ account: 'branch', wallets: [{ currency: 'EUR' }] })
    expect(Number(here.difference.total)).toBeLessThan(0)
    const [line] = there!.lines
    const { onHours, onPerHour, gpuCount, cost } = line!.pieces![0]!
    expect(Number(onPerHour)).toBe(gpuCount)
    expect(Number(cost)).toBeCloseTo(onHours * Number(onPerHour), 6)
    expect(there!.wallets[0]!.difference.total).toBe(cost)
    const refused = (await (await ask('nowhere')).json()) as ProblemDto
    expect(refused.errors).toEqual([
      { pointer: '/scenarios/0/changes/0/account', detail: 'no other account is called nowhere; there is branch' },
    ])
  })
})
