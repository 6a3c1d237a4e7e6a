import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { findAccount, type Account } from '../../../src/db/account-repository.ts'
import { insertBalances, insertStock } from '../../../src/db/observation-repository.ts'
import { ensureMonths } from '../../../src/db/partition-repository.ts'
import type { Store } from '../../../src/db/store.ts'
import { isoOf } from '../../../src/db/timestamp.ts'
import type { AlertKind } from '../../../src/engine/alert/index.ts'
import { HOUR_MS, parsePicos } from '../../../src/engine/index.ts'
import { partiesOf } from '../../../src/server/alerts/parties.ts'
import { watchAccount } from '../../../src/server/alerts/watch.ts'
import { createApp } from '../../../src/server/app.ts'
import type { AlertDto, AlertsDto, RuleDto } from '../../../src/server/dto/alerts.ts'
import type { MessagesDto } from '../../../src/server/dto/notify.ts'
import { clear, STORES } from '../../support/stores.ts'
import { addRecord, contextOf, fill, NOW, records } from '../fixture.ts'

const DAY_MS = 24 * HOUR_MS

describe.each(STORES)('alerts on $name', ({ open }) => {
  let store: Store
  let account: Account
  let now: number
  beforeAll(async () => {
    store = await open()
  })
  afterAll(() => store.close())
  beforeEach(async () => {
    await clear(store)
    await fill(store)
    account = (await findAccount(store.db, 'lab'))!
    now = NOW
    await call('POST', 'notify/channels', { name: 'ops', kind: 'slack', target: 'https://hooks.example' })
  })

  const context = () => contextOf(store, { clock: () => now })
  const call = async <T>(method: string, path: string, body?: unknown, status = 200): Promise<T> => {
    const json = { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
    const answer = await createApp(context()).request(`/api/v1/${path}`, { method, ...(body !== undefined && json) })
    const found = (await answer.json()) as T
    expect({ status: answer.status, found }).toMatchObject({ status })
    return found
  }
  const watch = (...kinds: AlertKind[]) => watchAccount(context(), account, new Set(kinds))
  /** What was written to be sent since the last time, oldest first. */
  let seen = 0
  const written = async () => {
    const { rows } = await call<MessagesDto>('GET', 'notify/messages')
    const news = rows.filter(({ messageId }) => messageId > seen).reverse()
    seen = Math.max(seen, ...rows.map(({ messageId }) => messageId))
    return news
  }
  beforeEach(() => (seen = 0))
  const subjects = async () => (await written()).map(({ channel, subject }) => `${channel}: ${subject}`)
  const alerts = async (state = 'open') => (await call<AlertsDto>('GET', `alerts?state=${state}`)).rows
  const rules = async () => (await call<{ rows: RuleDto[] }>('GET', 'alert-rules')).rows
  const ruleOf = async (kind: AlertKind) => (await rules()).find((rule) => rule.watch.kind === kind)!
  const change = async (kind: AlertKind, of: Partial<RuleDto>) => {
    const { ruleId, sentence: _, createdAt: __, ...rule } = await ruleOf(kind)
    return call<RuleDto>('PUT', `alert-rules/${ruleId}`, { ...rule, ...of })
  }
  const balance = (currency: string, amount: string) =>
    insertBalances(store.db, account.accountId, [{ currency, observedAt: now, balance: amount }])
  const quietOff = () => call('PUT', 'alert-setting', { quiet: null, digestAt: '08:00', topUpLeadHours: 0 })

  test('a wallet that could run out is told once for each step, in words that suffice', async () => {
    await watch('depletion')
    const [message] = await written()
    expect(message!.subject).toMatch(/^EUR wallet of The lab could be empty /)
    expect(message!.text).toMatch(
      /^Balance: 600\.00 EUR, read Fri 10 Apr 14:00 \(Europe\/Oslo\)\.\nRun rate: 20\.00 EUR an hour\./,
    )
    expect(message!.text).toMatch(/as early as .* \(Europe\/Oslo\); likely .* \(Europe\/Oslo\)/)
    expect(message!.text).toMatch(/A top-up of [\d,.]+ EUR lasts until Mon 13 Apr 09:00 \(Europe\/Oslo\)/)
    expect(message!.text).toContain(
      `curl -X POST "https://barrack.example/api/instances/i-2/hibernate/" -H "Authorization: Bearer $BARRACK_API_KEY"`,
    )
    await watch('depletion')
    expect(await subjects()).toEqual([])
    now += 5 * 60_000
    await balance('EUR', '55')
    await watch('depletion')
    expect(await subjects()).toEqual([expect.stringMatching(/^ops: EUR wallet/)])
  })

  test('a wallet that never held or spent anything is not told of', async () => {
    await watch('depletion')
    expect((await alerts()).map(({ cause }) => cause)).toEqual(['EUR'])
  })

  test('a top-up ends it, and they are told so', async () => {
    await watch('depletion')
    await written()
    now += HOUR_MS
    await balance('EUR', '1000000')
    await watch('depletion')
    expect(await subjects()).toEqual([expect.stringMatching(/^ops: Over: EUR wallet/)])
    expect(await alerts()).toEqual([])
    expect(await alerts('over')).toMatchObject([{ cause: 'EUR' }])
    await watch('depletion')
    expect(await subjects()).toEqual([])
  })

  test('what cannot be judged at a look is not over', async () => {
    await watch('depletion')
    await watch('ingest-stale')
    await watch()
    expect((await alerts()).map(({ kind }) => kind)).toEqual(['depletion'])
  })

  test('stand-ins are told when nobody acknowledged in time', async () => {
    const standIn = await call<{ channelId: number }>('POST', 'notify/channels', {
      name: 'boss',
      kind: 'slack',
      target: 'https://boss.example',
    })
    await change('depletion', { standIns: [standIn.channelId], standInAfterHours: 2 })
    await watch('depletion')
    expect(await subjects()).toEqual([expect.stringMatching(/^ops: EUR/)])
    now += 2 * HOUR_MS - 1
    await watch()
    expect(await subjects()).toEqual([])
    now += 1
    await watch()
    expect(await subjects()).toEqual([expect.stringMatching(/^boss: Nobody acknowledged: EUR/)])
    await watch()
    expect(await subjects()).toEqual([])
  })

  test('who acknowledges spares the stand-ins until there is news', async () => {
    const { channelId } = await call<{ channelId: number }>('POST', 'notify/channels', {
      name: 'boss',
      kind: 'slack',
      target: 'https://boss.example',
    })
    await change('depletion', { standIns: [channelId], standInAfterHours: 1 })
    await watch('depletion')
    const [alert] = await alerts()
    const taken = await call<AlertDto>('POST', `alerts/${alert!.alertId}/acknowledge`, { by: 'anna' })
    expect(taken.acknowledged).toEqual({ at: '2026-04-10T12:00:00.000Z', by: 'anna' })
    now += 5 * HOUR_MS
    await watch()
    expect(await subjects()).toHaveLength(1)
    await balance('EUR', '30')
    await watch('depletion')
    expect((await alerts())[0]!.acknowledged).toBeNull()
    now += HOUR_MS
    await watch()
    expect(await subjects()).toEqual([
      expect.stringMatching(/^ops: EUR/),
      expect.stringMatching(/^boss: Nobody acknowledged/),
    ])
    await call('POST', 'alerts/999/acknowledge', { by: 'anna' }, 404)
  })

  test('what can wait is gathered in one digest a day, new and over', async () => {
    // 08:00 of the day after, in Oslo: nobody is told before.
    const digestAt = NOW + 18 * HOUR_MS
    now += 4 * HOUR_MS
    await watch('ingest-stale')
    now = digestAt - 60_000
    await watch()
    expect(await subjects()).toEqual([])
    now = digestAt
    await watch()
    expect(await subjects()).toEqual([expect.stringMatching(/^ops: The lab: Figures of The lab are /)])
    await addPrice('L40', '1')
    now += HOUR_MS
    await addPrice('L40', '2')
    now += HOUR_MS
    await watch('ingest-stale', 'price-change')
    expect(await subjects()).toEqual([])
    await store.db
      .updateTable('source_cursor')
      .set({ read_at: isoOf(now) })
      .execute()
    await watch('ingest-stale')
    expect(await subjects()).toEqual([])
    now = digestAt + DAY_MS
    await watch('price-change')
    const [digest] = await written()
    expect(digest).toMatchObject({ kind: 'digest', subject: 'The lab: 1 alert, 1 over' })
    expect(digest!.text).toContain('gpu/legacy/L40: 1 to 2 USD (up 100.0 %)')
    expect(digest!.text).toContain('Over:\n  Figures of The lab are')
    now += 4 * DAY_MS
    await watch('price-change')
    expect(await alerts()).toEqual([])
    expect(await subjects()).toEqual([])
  })

  test('what runs out stands before what is newer and can wait', async () => {
    await watch('depletion')
    now += 4 * HOUR_MS
    await watch('ingest-stale')
    expect((await alerts()).map(({ kind }) => kind)).toEqual(['depletion', 'ingest-stale'])
  })

  test('at once means now, except in quiet hours', async () => {
    await change('ingest-stale', { delivery: 'at once' })
    now = Date.parse('2026-04-10T19:00:00Z')
    await watch('ingest-stale')
    expect(await subjects()).toEqual([])
    now = Date.parse('2026-04-11T06:00:00Z')
    await watch('ingest-stale')
    expect(await subjects()).toEqual(['ops: Figures of The lab are 18 h old'])
    await quietOff()
    expect(await call('GET', 'alert-setting')).toMatchObject({ quiet: null })
  })

  test('a wallet that fell by more than 1 % beyond its charges is told of, once, when the day is over', async () => {
    await quietOff()
    await watch('wallet-fall')
    await change('wallet-fall', { delivery: 'at once' })
    const [eleventh, twelfth, thirteenth] = [
      '2026-04-10T22:00:00Z',
      '2026-04-11T22:00:00Z',
      '2026-04-12T22:00:00Z',
    ].map((midnight) => Date.parse(midnight)) as [number, number, number]
    const bill = async (recordId: string, startsAt: number, endsAt: number) => {
      const { record } = records[0]!
      const seen = { firstSeenAt: endsAt, changedAt: endsAt, lastSeenAt: endsAt, versions: [] }
      const of = { startsAt, endsAt, minutes: 1440, totalPicos: parsePicos('100'), status: 'completed' }
      await addRecord(store, { record: { ...record, ...of, recordId }, ...seen })
    }
    await bill('one', eleventh, twelfth)
    await bill('two', twelfth, thirteenth)
    for (const [at, amount] of [
      [eleventh, '500'],
      [twelfth, '399.2'],
      [thirteenth, '297.9'],
    ] as const) {
      now = at
      await balance('USD', amount)
    }
    now = thirteenth - HOUR_MS
    await watch('wallet-fall')
    expect(await alerts()).toEqual([])
    now = thirteenth + HOUR_MS
    await watch('wallet-fall')
    expect(await alerts()).toMatchObject([{ kind: 'wallet-fall', cause: 'USD 2026-04-12' }])
    const [message] = await written()
    expect(message!.subject).toBe(
      'You are charged for something that we do not see: 1.30 USD of the USD wallet of The lab on 2026-04-12',
    )
    expect(message!.text).toContain('On 2026-04-12 the bills say 100.00 USD; the balance lost 1.30 USD more.')
    expect(message!.text).toContain('Barrack charges for what its lists do not show')
    now += HOUR_MS
    await watch('wallet-fall')
    expect(await written()).toEqual([])
  })

  test('stock that is back is told, and again the next time', async () => {
    await quietOff()
    const watched = { kind: 'stock-back', region: null, gpuModel: 'H100', size: 8, machines: 1 }
    await call('POST', 'alert-rules', { name: 'eight H100', watch: watched, delivery: 'at once' })
    const stock = async (free: number) => {
      now += 5 * 60_000
      await ensureMonths(store, 'stock_observation', now, now)
      await insertStock(store.db, account.accountId, [
        {
          observedAt: now,
          region: 'NORWAY-1',
          gpuModel: 'H100',
          available: free,
          availableIsFloor: false,
          availableText: String(free),
          planned7Days: null,
          planned30Days: null,
          planned100Days: null,
          configurations: { '8x': Math.floor(free / 8) },
        },
      ])
      await watch('stock-back')
      return subjects()
    }
    expect(await stock(7)).toEqual([])
    expect(await stock(16)).toEqual(['ops: 8 x H100 can be had in NORWAY-1'])
    expect(await stock(24)).toEqual([])
    expect(await stock(0)).toEqual(['ops: Over: 8 x H100 can be had in NORWAY-1'])
    expect(await stock(8)).toEqual(['ops: 8 x H100 can be had in NORWAY-1'])
  })

  test('what is about a project is told to the channel that bears its name, and nothing else is', async () => {
    const slack = (name: string) =>
      call<{ channelId: number }>('POST', 'notify/channels', { name, kind: 'slack', target: `https://${name}.example` })
    await slack('Vision')
    await call('POST', 'assignment-rules', { match: { name: 'data*' }, parts: [{ project: 'vision' }] })
    await change('budget', {
      delivery: 'at once',
      watch: { kind: 'budget', budgetId: null, basis: 'actual', percents: [1] },
    })
    const likely = (await rules()).find(({ watch: of }) => of.kind === 'budget' && of.basis === 'p50')!
    await call('DELETE', `alert-rules/${likely.ruleId}`)
    const budget = { currency: 'USD', firstDay: '2026-04-01', amounts: [{ from: '2026-04-01', amount: '2' }] }
    await call('POST', 'budgets', { ...budget, name: 'ours', scope: { project: 'vision' } })
    await watch('budget', 'depletion')
    const told = await subjects()
    expect(told.sort()).toEqual([
      expect.stringMatching(/^Vision: Budget ours/),
      expect.stringMatching(/^ops: Budget ours/),
      expect.stringMatching(/^ops: EUR wallet/),
    ])
    expect((await alerts()).find(({ kind }) => kind === 'budget')!.facts).toMatchObject({ parties: ['vision'] })
  })

  test('a rule may be of the budgets, grants and spend of a project alone', async () => {
    await quietOff()
    const budget = { currency: 'USD', firstDay: '2026-04-01', amounts: [{ from: '2026-04-01', amount: '2' }] }
    await call('POST', 'budgets', { ...budget, name: 'ours', scope: { project: 'vision' } })
    await call('POST', 'budgets', { ...budget, name: 'all', scope: {} })
    for (const { ruleId } of await rules()) await call('DELETE', `alert-rules/${ruleId}`)
    const watched = (of: object) => ({ kind: 'budget', budgetId: null, basis: 'actual', percents: [1], ...of })
    const rule = (of: object) => ({ name: 'x', watch: of, delivery: 'at once' })
    await call('POST', 'assignment-rules', { match: { name: '*' }, parts: [{ project: 'vision', owner: 'anna' }] })
    await call('POST', 'alert-rules', rule(watched({ project: 'speech', owner: null })))
    await watch('budget')
    expect(await subjects()).toEqual([])
    const { sentence } = await call<RuleDto>('POST', 'alert-rules', rule(watched({ project: 'vision' })))
    expect(sentence).toBe('what is billed is over 1 % of a budget of project vision')
    await watch('budget')
    expect(await subjects()).toEqual([expect.stringMatching(/^ops: Budget ours/)])
    const spend = { kind: 'anomaly', currency: null, leastPercent: 2, owner: 'anna', cost_center: null }
    const ofSpend = await call<RuleDto>('POST', 'alert-rules', rule(spend))
    expect(ofSpend.watch).toEqual(spend)
    expect(ofSpend.sentence).toMatch(/, where a resource of owner anna is behind it$/)
    const grants = { kind: 'fund', fundId: null, underPercent: 50, project: 'vision' }
    const ofGrants = await call<RuleDto>('POST', 'alert-rules', rule(grants))
    expect(ofGrants.sentence).toBe('a grant of project vision lasts with less than 50 in 100')
    await watch('anomaly', 'fund')
    const parties = await partiesOf(store, account, now)
    expect(parties.hasShare(['i-1'], { owner: 'anna' })).toBe(true)
    expect(parties.hasShare(['i-1'], { owner: 'anna', project: 'speech' })).toBe(false)
    expect(parties.hasShare([], {})).toBe(true)
  })

  test('a burn guard of a project looks at its run rate and its new machines, at the share of what is shared', async () => {
    await quietOff()
    for (const { ruleId } of await rules()) await call('DELETE', `alert-rules/${ruleId}`)
    const guard = { kind: 'burn-guard', currency: 'EUR', limitPerHour: '14', factor: 2 }
    const rule = (of: object) => ({ name: 'x', watch: { ...guard, ...of }, delivery: 'at once' })
    const share = (percent: number) =>
      call('PUT', 'assignments', {
        resourceIds: ['i-2'],
        parts: [
          { project: 'vision', share: String(percent) },
          { project: 'speech', share: String(100 - percent) },
        ],
      })
    const { sentence, ruleId } = await call<RuleDto>('POST', 'alert-rules', rule({ project: 'vision' }))
    expect(sentence).toBe(
      'the EUR wallet burns more than 14 EUR an hour of project vision, or a machine of project vision starts of a model or in a region never used before, or one that nobody announced',
    )
    await share(60)
    await watch('burn-guard')
    expect(await subjects()).toEqual([])
    await share(75)
    await watch('burn-guard')
    const [message] = await written()
    expect(message!.subject).toBe('Burn guard: project vision of The lab burns 15.00 EUR an hour')
    expect(message!.text).toContain('The EUR wallet burns 20.00 EUR an hour, 15.00 EUR of it for project vision')
    expect((await alerts())[0]!.facts).toMatchObject({ runRatePerHour: '15', of: { project: 'vision' } })
    await call('PUT', `alert-rules/${ruleId}`, rule({ project: null }))
    await watch('burn-guard')
    expect(await subjects()).toEqual(['ops: Burn guard: The lab burns 20.00 EUR an hour'])
  })

  test('a rule of prices of a project is of what its resources pay', async () => {
    await quietOff()
    for (const { ruleId } of await rules()) await call('DELETE', `alert-rules/${ruleId}`)
    await addPrice('RTX-A6000', '1')
    const rule = (project: string) => ({
      name: project,
      watch: { kind: 'price-change', currency: null, leastPercent: 1, project },
      delivery: 'at once',
    })
    await call('PUT', 'assignments', { resourceIds: ['i-2'], parts: [{ project: 'h100s' }] })
    await call('PUT', 'assignments', { resourceIds: ['i-1'], parts: [{ project: 'a6000s' }] })
    const sentences: string[] = []
    for (const project of ['h100s', 'a6000s'])
      sentences.push((await call<RuleDto>('POST', 'alert-rules', rule(project))).sentence)
    expect(sentences[1]).toBe('a price that resources of project a6000s pay changes by 1 % or more')
    now += HOUR_MS
    await addPrice('RTX-A6000', '2')
    await watch('price-change')
    expect(await subjects()).toEqual(['ops: 1 price that project a6000s pays of The lab changed'])
  })

  test.each([
    [{ kind: 'depletion', currency: null, withinHours: null }, 'everybody of an account pays from the same wallet'],
    [{ kind: 'wallet-fall', currency: null }, 'what no bill explains is of no resource'],
    [{ kind: 'ingest-stale', hours: 3 }, 'an account is read as a whole'],
  ])('%j cannot be of a project', async (watched, why) => {
    const body = { name: 'x', watch: { ...watched, project: 'vision' }, delivery: 'digest' }
    const { detail } = await call<{ detail: string }>('POST', 'alert-rules', body, 400)
    expect(detail).toContain(`no project can be told here: ${why}`)
  })

  test('a rule whose only channel is taken away tells all again', async () => {
    const { channelId } = await call<{ channelId: number }>('POST', 'notify/channels', {
      name: 'boss',
      kind: 'slack',
      target: 'https://boss.example',
    })
    await change('depletion', { channels: [channelId], standIns: [1], standInAfterHours: 2 })
    await call('DELETE', `notify/channels/${channelId}`)
    expect(await ruleOf('depletion')).toMatchObject({ channels: [], standIns: [1] })
    await call('DELETE', 'notify/channels/1')
    expect(await ruleOf('depletion')).toMatchObject({ channels: [], standIns: [], standInAfterHours: null })
  })

  test('without a channel nobody is told; the first one that is added is told what stands', async () => {
    await call('DELETE', 'notify/channels/1')
    await watch('depletion')
    expect(await alerts()).toMatchObject([{ toldAt: null }])
    await call('POST', 'notify/channels', { name: 'late', kind: 'slack', target: 'https://late.example' })
    await watch()
    expect(await subjects()).toEqual([expect.stringMatching(/^late: EUR/)])
  })

  test('two processes that look at once tell once', async () => {
    await watch()
    await Promise.all([watch('depletion'), watch('depletion'), watch('depletion')])
    expect(await subjects()).toHaveLength(1)
    expect(await alerts()).toHaveLength(1)
  })

  test('rules are checked, changed and taken away with what they found', async () => {
    await watch('depletion')
    const rule = await ruleOf('depletion')
    expect(rule.sentence).toContain('15:00 of the last working day')
    await call('PUT', 'alert-rules/99', { name: 'x', watch: rule.watch, delivery: 'digest' }, 404)
    await call('POST', 'alert-rules', { name: 'x', watch: rule.watch, delivery: 'digest', channels: [99] }, 400)
    await call('POST', 'alert-rules', { name: 'x', watch: rule.watch, delivery: 'digest', standIns: [1] }, 400)
    const limit = { kind: 'burn-guard', currency: null, limitPerHour: '5', factor: 2 }
    await call('POST', 'alert-rules', { name: 'x', watch: limit, delivery: 'digest' }, 400)
    expect(await change('depletion', { delivery: 'digest' })).toMatchObject({ delivery: 'at once' })
    await change('depletion', { paused: true })
    expect(await alerts()).toEqual([])
    await watch('depletion')
    expect(await alerts()).toEqual([])
    await call('DELETE', `alert-rules/${rule.ruleId}`)
    await call('DELETE', `alert-rules/${rule.ruleId}`, undefined, 404)
  })

  async function addPrice(model: string, price: string) {
    const sku = `gpu/legacy/${model}`
    await store.db
      .updateTable('price_version')
      .set({ valid_to: isoOf(now) })
      .where('sku', '=', sku)
      .where('valid_to', 'is', null)
      .execute()
    await store.db
      .insertInto('price_version')
      .values({
        account_id: account.accountId,
        sku,
        currency: 'USD',
        valid_from: isoOf(now),
        valid_to: null,
        price,
        unit: 'gpu_hour',
        max_count: null,
        source: 'observed',
        first_seen: isoOf(now),
        last_seen: isoOf(now),
      })
      .execute()
  }
})
