import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Store } from '../../src/db/store.ts'
import { formatPicos, parsePicos } from '../../src/engine/index.ts'
import { createApp } from '../../src/server/app.ts'
import type { ProofDto } from '../../src/server/dto/proof.ts'
import type { ReconciledRecordsDto, ReconciliationDto } from '../../src/server/dto/reconciliation.ts'
import { parseCsv } from '../../src/server/export/parse-csv.ts'
import { STORES } from '../support/stores.ts'
import { contextOf, fill, records } from './fixture.ts'

const WHOLE = 'from=2026-03-01&to=2026-05-01'
const sum = (amounts: readonly string[]) => formatPicos(amounts.reduce((total, one) => total + parsePicos(one), 0n))

describe.each(STORES)('bills against the price list on $name', ({ open }) => {
  let store: Store
  beforeAll(async () => {
    store = await open()
    await fill(store)
  })
  afterAll(() => store.close())

  const request = (path: string) => createApp(contextOf(store)).request(`/api/v1/${path}`)
  const reconciliation = async (query = WHOLE) =>
    (await (await request(`reconciliation?${query}`)).json()) as ReconciliationDto

  test('says of each wallet how much money could be checked, and how', async () => {
    const { wallets } = await reconciliation()
    expect(wallets.map(({ currency, sentence }) => [currency, sentence])).toEqual([
      ['EUR', '1,000.00 EUR: 100 % checked, difference 0.00.'],
      [
        'USD',
        '28.48 USD: 83 % checked, difference 0.00; 11 % does not agree with the list of 29 Mar 2026, assumed for the days before; 7 % not checkable: no price known on that day.',
      ],
    ])
  })

  test('law: days, months, resources and kinds of evidence each add up to what the records bill', async () => {
    const { wallets, days, months, resources } = await reconciliation()
    for (const wallet of wallets) {
      const billed = sum(
        records.flatMap(({ record }) => (record.currency === wallet.currency ? formatPicos(record.totalPicos) : [])),
      )
      const ours = ({ currency }: { currency: string }) => currency === wallet.currency
      expect(wallet.billed).toBe(billed)
      for (const rows of [days, months, resources]) {
        expect(sum(rows.filter(ours).map((row) => row.billed))).toBe(billed)
        expect(sum(rows.filter(ours).map((row) => row.difference))).toBe(wallet.difference)
      }
      const { checked, assumedRight, assumedWrong, uncheckable } = wallet
      expect(sum([checked, assumedRight, assumedWrong, ...uncheckable.map((one) => one.billed)])).toBe(billed)
    }
  })

  test('law: neighbouring periods make the whole', async () => {
    const parts = await Promise.all([
      reconciliation('from=2026-03-01&to=2026-03-30'),
      reconciliation('from=2026-03-30&to=2026-05-01'),
    ])
    const whole = await reconciliation()
    for (const key of ['billed', 'recalculated', 'difference', 'unpriced'] as const) {
      const of = (one: ReconciliationDto) => one.wallets.filter(({ currency }) => currency === 'USD').map((w) => w[key])
      expect(sum(parts.flatMap(of))).toBe(of(whole)[0])
    }
  })

  test('law: projects, owners and cost centers add up to the wallet, as filter and as columns of the file', async () => {
    const say = (parts: unknown) =>
      createApp(contextOf(store)).request('/api/v1/assignments', {
        method: 'PUT',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ resourceIds: ['i-1'], parts }),
      })
    const before = await reconciliation()
    expect([before.projects, before.owners, before.costCenters]).toEqual([[], [], []])
    const shares = [
      { project: 'lab', owner: 'anna', share: '2' },
      { project: 'web', cost_center: 'CC-1', share: '1' },
      { project: 'idle', share: '0' },
    ]
    expect((await say(shares)).status).toBe(200)
    const whole = await reconciliation()
    expect(whole.wallets).toEqual(before.wallets)
    const dollars = whole.wallets.find(({ currency }) => currency === 'USD')!
    const inDollars = <Row extends { currency: string }>(rows: readonly Row[]) =>
      rows.filter(({ currency }) => currency === 'USD')
    for (const rows of [whole.projects, whole.owners, whole.costCenters])
      for (const key of ['billed', 'recalculated', 'difference', 'unpriced'] as const)
        expect(sum(inDollars(rows).map((row) => row[key]))).toBe(dollars[key])
    expect(inDollars(whole.projects).map(({ name }) => name)).toEqual([null, 'lab', 'web'])
    for (const { name, billed, difference } of inDollars(whole.projects)) {
      const filter = `currency=USD&project=${name ?? 'not assigned'}`
      const { wallets, days } = await reconciliation(`${WHOLE}&${filter}`)
      expect(wallets).toMatchObject([{ billed, difference }])
      const { checked, assumedRight, assumedWrong, uncheckable } = wallets[0]!
      expect(sum([checked, assumedRight, assumedWrong, ...uncheckable.map((one) => one.billed)])).toBe(billed)
      expect(sum(days.map((day) => day.billed))).toBe(billed)
      const file = await (await request(`exports/reconciliation.csv?${WHOLE}&${filter}`)).text()
      expect(
        sum(
          parseCsv(file)
            .slice(1)
            .map((row) => row[8]!),
        ),
      ).toBe(billed)
    }
    const records = await request(`reconciliation/records?${WHOLE}&owner=anna`)
    const { rows } = (await records.json()) as ReconciledRecordsDto
    expect(new Set(rows.map(({ resourceId }) => resourceId))).toEqual(new Set(['i-1']))
    const [head, ...lines] = parseCsv(
      await (await request(`exports/reconciliation.csv?${WHOLE}&currency=USD&with=project,cost_center`)).text(),
    )
    expect(head!.slice(-3)).toEqual(['not_checkable_cost', 'project', 'cost_center'])
    expect(sum(lines.map((row) => row[8]!))).toBe(dollars.billed)
    expect(new Set(lines.map((row) => row.slice(-2).join()))).toEqual(new Set(['lab,', 'web,CC-1', ',']))
    expect((await say(null)).status).toBe(200)
  })

  test('what has no price is shown with its billed cost', async () => {
    const { unrated } = await reconciliation()
    expect(unrated).toEqual([
      { sku: 'gpu/legacy/RTX-A6000', currency: 'USD', billed: '3', records: 1, causes: ['missing price'] },
      { sku: 'volume/legacy/SSD', currency: 'USD', billed: '1.9', records: 1, causes: ['missing price'] },
    ])
  })

  test('readings come from the own bills, with their evidence and the setting that takes them', async () => {
    const { rules } = await reconciliation()
    expect(rules.map(({ rule, setting, present }) => [rule, setting, present])).toEqual([
      ['snapshot', 'SNAPSHOT_RULE', 'per_100gb'],
      ['gbPerTb', 'GB_PER_TB', '1000'],
      ['hibernation', 'HIBERNATION_RULE', 'own_record'],
    ])
    expect(rules[2]).toMatchObject({ inferred: 'own_record', telling: 1 })
    expect(rules[0]).toMatchObject({ inferred: null, telling: 0 })
  })

  test('records come page by page, the largest difference first, or for one cause', async () => {
    const page = async (query: string) =>
      (await (await request(`reconciliation/records?${WHOLE}&${query}`)).json()) as ReconciledRecordsDto
    const all = await page('limit=10')
    expect(all.next).toBeNull()
    const [first, second] = [await page('limit=1'), await page(`limit=3&next=${(await page('limit=1')).next}`)]
    expect([...first.rows, ...second.rows]).toEqual(all.rows)
    const missing = await page('cause=missing%20price')
    expect(missing.rows.map(({ recordId, recalculated }) => [recordId, recalculated])).toEqual([
      ['r-1', null],
      ['r-4', null],
    ])
    expect((await page('resource=i-2')).rows.map(({ recordId }) => recordId)).toEqual(['r-3'])
  })

  test('the file is that of the golden folder', async () => {
    const answer = await request(`exports/reconciliation.csv?${WHOLE}`)
    expect(answer.headers.get('content-disposition')).toContain('reconciliation-2026-03-01-2026-05-01-europe-oslo.csv')
    const golden = new URL('../golden/server/reconciliation.csv', import.meta.url)
    expect(await answer.text()).toBe(await readFile(golden, 'utf8'))
  })

  test('the days of a record recalculate as the charges CSV does', async () => {
    const table = async (path: string) => {
      const [names = [], ...rows] = parseCsv(await (await request(path)).text())
      return rows.map((cells) => Object.fromEntries(names.map((name, i) => [name, cells[i]!])))
    }
    const charges = await table(`exports/charges.csv?${WHOLE}`)
    const ours = (await table(`exports/reconciliation.csv?${WHOLE}`)).filter(
      ({ expected_cost }) => expected_cost !== '',
    )
    expect(ours.length).toBeGreaterThan(0)
    for (const { day, resource_id } of ours) {
      const isSame = (row: Record<string, string>) => row.day === day && row.resource_id === resource_id
      const expected = (rows: Record<string, string>[]) => sum(rows.filter(isSame).map((row) => row.expected_cost!))
      expect(expected(ours)).toBe(expected(charges))
    }
  })

  test('the proof of a resource: its minutes without a gap, adding up to each record, with price and source', async () => {
    const answer = await request('proof/i-1')
    const bundle = (await answer.json()) as ProofDto
    expect(bundle).toMatchObject({ resourceId: 'i-1', name: 'train-7', resourceType: 'instance' })
    expect(bundle.records.map(({ recordId }) => recordId)).toEqual(['r-1', 'r-2'])
    for (const { billed, lines } of bundle.records) {
      expect(sum(lines.map((line) => line.billed))).toBe(billed)
      for (let i = 1; i < lines.length; i++) expect(lines[i]!.startsAt).toBe(lines[i - 1]!.endsAt)
    }
    expect(bundle.records[0]!.lines.map(({ state, price }) => [state, price?.price ?? null])).toEqual([
      ['unknown', null],
      ['unknown', '0.5'],
      ['active', '0.5'],
      ['shutoff', '0.5'],
    ])
    expect(bundle.records[0]!.readings).toHaveLength(2)
    expect(bundle.records[0]!.source.raw).toEqual({})
    const [, ...rows] = parseCsv(await (await request('exports/proof.csv?resource=i-1')).text())
    expect(rows).toHaveLength(bundle.records.flatMap(({ lines }) => lines).length)
  })

  test.each([
    ['reconciliation?from=2026-05-01&to=2026-03-01', 400],
    ['reconciliation', 400],
    ['reconciliation/records?from=2026-03-01&to=2026-05-01&cause=bad%20luck', 400],
    ['reconciliation/records?from=2026-03-01&to=2026-05-01&next=x', 400],
    ['exports/reconciliation.csv?from=2026-03-01&to=2026-03-01', 400],
    ['proof/i-404', 404],
    ['exports/proof.csv?resource=i-404', 404],
  ])('%s is refused with %i', async (path, status) => {
    const answer = await request(path)
    expect(answer.status).toBe(status)
    expect(answer.headers.get('content-type')).toContain('application/problem+json')
  })
})

describe.each(STORES)('a bill whose price changed before anybody looked, on $name', ({ open }) => {
  let store: Store
  beforeAll(async () => {
    store = await open()
    await fill(store)
    await store.db
      .updateTable('charge_day')
      .set((row) => ({ expected: row('expected', '-', '2') }))
      .where('record_id', '=', 'r-3')
      .where('day', '=', '2026-04-08')
      .execute()
  })
  afterAll(() => store.close())

  test('agrees on each of its days where it agrees on the whole', async () => {
    const answer = await createApp(contextOf(store)).request('/api/v1/reconciliation?from=2026-04-09&to=2026-05-01')
    const { wallets } = (await answer.json()) as ReconciliationDto
    expect(wallets.find(({ currency }) => currency === 'EUR')).toMatchObject({ records: 1, difference: '0' })
  })
})
