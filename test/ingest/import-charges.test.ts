import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Store } from '../../src/db/store.ts'
import { createApp } from '../../src/server/app.ts'
import { parseCsv } from '../../src/server/export/parse-csv.ts'
import { startSandbox, type RunningSandbox } from '../../src/sandbox/serve.ts'
import { contextOf } from '../server/fixture.ts'
import { ingestAccount, sumByCurrency } from '../support/ingest-account.ts'
import { clear, STORES } from '../support/stores.ts'

const AT = '2026-03-20T10:00:00Z'
const SPAN = 'from=2026-03-14&to=2026-03-21'

describe.each(STORES)('a charges file ($name)', ({ open }) => {
  let store: Store
  let sandbox: RunningSandbox
  beforeAll(async () => {
    store = await open()
    sandbox = await startSandbox({ now: Date.parse(AT), firstDay: '2026-03-14', size: 'small' })
  })
  afterAll(async () => {
    await sandbox.close()
    await store.close()
  })
  beforeEach(() => clear(store))

  const ask = (path: string, init?: RequestInit) => createApp(contextOf(store)).request(`http://127.0.0.1${path}`, init)
  const exported = async () => (await ask(`/api/v1/exports/charges.csv?${SPAN}`)).text()
  const importing = (content: string, savedAt?: string) =>
    ask('/api/v1/billing-records/import', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ content, savedAt }),
    })
  /** Without what an import cannot know: prices of back then, and whether a day was settled; hours to the microsecond. */
  const lines = (csv: string) =>
    parseCsv(csv)
      .slice(1)
      .map((cells) => [...cells.slice(0, 12), Number(cells[12]).toFixed(9), ...cells.slice(13, 15)].join(','))

  test('comes out as it went in, goes in twice as once, and gives way to what Barrack tells', async () => {
    const source = await ingestAccount(store, sandbox.url)
    await source.ingest('2026-03-16T12:34:56Z')
    await source.ingest(AT)
    const csv = await exported()
    const billed = await sumByCurrency(store, 'charge_day')
    const states = new Set(parseCsv(csv).map((cells) => cells[11]))
    expect([...states].sort()).toEqual(['active', 'hibernated', 'state', 'stored', 'unknown', 'used'])
    const known = (await (await importing(csv)).json()) as { sources: object; leftToBarrack: number }
    expect(known).toMatchObject({ sources: {}, leftToBarrack: lines(csv).length })
    expect(await exported()).toBe(csv)

    await clear(store)
    const { ingest } = await ingestAccount(store, sandbox.url)
    const report = (await (await importing(csv, AT)).json()) as { sources: Record<string, { inserted: number }> }
    expect(Object.values(report.sources).reduce((sum, { inserted }) => sum + inserted, 0)).toBe(lines(csv).length)
    expect(lines(await exported())).toEqual(lines(csv))
    expect(await sumByCurrency(store, 'charge_day')).toEqual(billed)
    const again = (await (await importing(csv, AT)).json()) as { sources: Record<string, object> }
    for (const counts of Object.values(again.sources)) expect(counts).toMatchObject({ inserted: 0, updated: 0 })
    expect(await (await ask('/api/v1/overview')).json()).toMatchObject({ ingest: { quarantined: 0 } })

    await ingest(AT)
    expect(await sumByCurrency(store, 'charge_day')).toEqual(billed)
    const { rows } = (await (await ask('/api/v1/typed-facts')).json()) as { rows: { typed: { by: string }[] }[] }
    for (const { typed } of rows) for (const { by } of typed) expect(by).toBe('charges.csv')
  })

  test('what does not parse waits in quarantine, what is no charges file is refused', async () => {
    await ingestAccount(store, sandbox.url)
    const head = 'day,account,currency,resource_type,resource_id,sku,state,quantity,unit,billed_cost'
    const csv = [
      head,
      "2026-03-15,main,USD,instance,'=A,gpu/legacy/L40,active,1.5,Hours,3",
      '2026-03-15,main,USD,instance,A,gpu/legacy/L40,active,25,Hours,3',
      '2026-03-15,main,USD,instance,A,gpu/legacy/L40,active,x,Hours,3',
      '2026-02-31,main,USD,instance,A,gpu/legacy/L40,active,1,Hours,3',
      '2026-03-15,main,USD,rocket,A,gpu/legacy/L40,active,1,Hours,3',
      '2026-03-15,main,USDX,instance,B,gpu/legacy/L40,active,1,Hours,3',
      '2026-03-16,main,USD,instance,B,gpu/legacy/L40,shutoff,0.0025,Hours,3',
      '2026-03-15,main,USD,volume,V,volume/legacy/SSD,stored,500,GB-Hours,1',
    ].join('\r\n')
    expect(await (await importing(csv)).json()).toEqual({
      sources: {
        'instance-billing': { fetched: 7, inserted: 2, updated: 0, unchanged: 0, quarantined: 5 },
        'volume-billing': { fetched: 1, inserted: 1, updated: 0, unchanged: 0, quarantined: 0 },
      },
      unrecognised: 0,
      leftToBarrack: 0,
    })
    const { rows } = (await (await ask('/api/v1/quarantine')).json()) as { rows: { reason: string }[] }
    expect(rows.map(({ reason }) => reason).sort()).toEqual([
      'currency: expected a currency of three letters',
      'not a day: "2026-02-31"',
      "quantity: expected a decimal number, got 'x'",
      'quantity: more time than its day has',
      "resource_type: 'rocket' is none of instance, volume, snapshot, ai_model",
    ])
    expect(await exported()).toContain('2026-03-15,test,USD,unknown,,volume,V,V,volume/unknown/SSD')
    expect(await exported()).toContain(
      '2026-03-16,test,USD,unknown,,instance,B,B,gpu/unknown/unknown,,,shutoff,0.0025,Hours,3',
    )
    const refused = await importing('day,amount\n2026-03-02,4')
    expect(refused.status).toBe(400)
    expect(await refused.text()).toContain('names no account, currency, resource_type')
  })
})
