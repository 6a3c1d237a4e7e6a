import { describe, expect, test } from 'vitest'
import { dueNotices, follow, type Alert, type DispatchInput, type RulePolicy } from '../../../src/engine/alert/index.ts'
import { HOUR_MS } from '../../../src/engine/time.ts'

/** 10:00 in Oslo. */
const NOW = Date.parse('2026-12-01T09:00:00Z')
const NIGHT = Date.parse('2026-12-01T23:00:00Z')
const at = (text: string) => Date.parse(text)

const alert = (of: Partial<Alert> = {}): Alert => ({
  alertId: 1,
  ruleId: 1,
  cause: 'USD',
  marks: ['a'],
  told: [],
  openedAt: NOW,
  toldAt: null,
  acknowledgedAt: null,
  standInsToldAt: null,
  resolvedAt: null,
  closed: false,
  ...of,
})
const rule = (of: Partial<RulePolicy> = {}): RulePolicy => ({
  ruleId: 1,
  kind: 'ingest-stale',
  delivery: 'at once',
  channels: [7],
  standIns: [],
  standInAfterHours: null,
  ...of,
})
const due = (alerts: Alert[], of: Partial<RulePolicy> = {}, more: Partial<DispatchInput> = {}) =>
  dueNotices({
    alerts,
    rules: [rule(of)],
    quiet: { from: 1200, to: 480 },
    digestAt: 480,
    lastDigestAt: null,
    now: NOW,
    zone: 'Europe/Oslo',
    ...more,
  })

describe('who is told what', () => {
  test('what is new, once', () => {
    expect(due([alert()])).toEqual([{ kind: 'alert', alertId: 1, channels: [7] }])
    expect(due([alert({ told: ['a'], toldAt: NOW })])).toEqual([])
    expect(due([alert({ marks: ['a', 'b'], told: ['a'], toldAt: NOW })])).toHaveLength(1)
  })

  test('those that it is about beside those of the rule, each once', () => {
    const concerned = new Map([[1, [7, 9]]])
    expect(due([alert()], {}, { concerned })).toEqual([{ kind: 'alert', alertId: 1, channels: [7, 9] }])
    expect(due([alert()], { channels: [] }, { concerned })).toMatchObject([{ channels: [7, 9] }])
    expect(due([alert({ alertId: 2 })], {}, { concerned })).toMatchObject([{ channels: [7] }])
    expect(due([alert()], { delivery: 'digest' }, { concerned })).toMatchObject([{ channels: [7] }, { channels: [9] }])
  })

  test('nobody where there is no channel yet', () => {
    expect(due([alert()], { channels: [] })).toEqual([])
  })

  test('quiet hours hold back what can wait, never money that runs out', () => {
    expect(due([alert()], {}, { now: NIGHT })).toEqual([])
    expect(due([alert()], { kind: 'depletion' }, { now: NIGHT })).toHaveLength(1)
    expect(due([alert()], { kind: 'burn-guard', delivery: 'digest' }, { now: NIGHT })).toHaveLength(1)
    expect(due([alert()], {}, { now: NIGHT, quiet: null })).toHaveLength(1)
    expect(due([alert()], {}, { now: at('2026-12-02T07:00:00Z') })).toHaveLength(1)
  })

  test('that it is over, where they were told that it began', () => {
    const over = { resolvedAt: NOW }
    expect(due([alert({ ...over, told: ['a'], toldAt: NOW })])).toEqual([{ kind: 'over', alertId: 1, channels: [7] }])
    expect(due([alert(over)])).toEqual([])
    expect(due([alert({ ...over, told: ['a'], toldAt: NOW, closed: true })])).toEqual([])
  })
})

describe('the digest', () => {
  const digest = { delivery: 'digest' } as const
  test('gathers the day, what is over with it, once a day from its time on', () => {
    const alerts = [alert(), alert({ alertId: 2, told: ['a'], toldAt: NOW, resolvedAt: NOW })]
    const all = [{ kind: 'digest', channels: [7], found: [1], over: [2] }]
    expect(due(alerts, digest)).toEqual(all)
    expect(due(alerts, digest, { lastDigestAt: at('2026-12-01T07:00:00Z') })).toEqual([])
    expect(due(alerts, digest, { lastDigestAt: at('2026-12-01T06:59:59Z') })).toEqual(all)
    expect(due(alerts, digest, { lastDigestAt: NOW, now: at('2026-12-02T06:59:00Z') })).toEqual([])
    expect(due(alerts, digest, { lastDigestAt: NOW, now: at('2026-12-02T07:00:00Z') })).toEqual(all)
  })

  test('waits for the end of quiet hours', () => {
    const late = { digestAt: 1320, lastDigestAt: NOW }
    expect(due([alert()], digest, { ...late, now: NIGHT })).toEqual([])
    expect(due([alert()], digest, { ...late, now: NIGHT, quiet: null })).toHaveLength(1)
    expect(due([alert()], digest, { ...late, now: at('2026-12-02T07:00:00Z') })).toHaveLength(1)
  })

  test('is not sent with nothing in it', () => {
    expect(due([alert({ told: ['a'], toldAt: NOW })], digest)).toEqual([])
  })

  test('tells each channel what is for it', () => {
    const notices = dueNotices({
      alerts: [alert(), alert({ alertId: 2, ruleId: 2 })],
      rules: [rule({ ...digest, channels: [7, 8] }), rule({ ...digest, ruleId: 2, channels: [8] })],
      quiet: null,
      digestAt: 480,
      lastDigestAt: null,
      now: NOW,
      zone: 'Europe/Oslo',
    })
    expect(notices).toEqual([
      { kind: 'digest', channels: [7], found: [1], over: [] },
      { kind: 'digest', channels: [8], found: [1, 2], over: [] },
    ])
  })
})

describe('stand-ins', () => {
  const standIn = { standIns: [9], standInAfterHours: 2 }
  const toldAt = NOW - 2 * HOUR_MS
  const told = { told: ['a'], toldAt }
  test('are told when nobody acknowledged in time, once', () => {
    expect(due([alert(told)], standIn)).toEqual([{ kind: 'stand-in', alertId: 1, channels: [9] }])
    expect(due([alert({ ...told, toldAt: toldAt + 1 })], standIn)).toEqual([])
    expect(due([alert({ ...told, acknowledgedAt: NOW })], standIn)).toEqual([])
    expect(due([alert({ ...told, standInsToldAt: NOW })], standIn)).toEqual([])
    expect(due([alert({ ...told, resolvedAt: NOW })], standIn)).toEqual([{ kind: 'over', alertId: 1, channels: [7] }])
  })

  test('sleep in quiet hours, except for money that runs out', () => {
    const old = alert({ ...told, toldAt: NIGHT - 3 * HOUR_MS })
    expect(due([old], standIn, { now: NIGHT })).toEqual([])
    expect(due([old], { ...standIn, kind: 'depletion' }, { now: NIGHT })).toHaveLength(1)
  })
})

describe('following what is found', () => {
  const finding = (of: object = {}) => ({ ruleId: 1, cause: 'USD', marks: ['a'], holds: ['a', 'b'], ...of })
  test('opens, keeps and resolves; a rule that could not be judged resolves nothing', () => {
    const open = [
      alert({ told: ['a', 'b', 'c'] }),
      alert({ alertId: 2, cause: 'EUR' }),
      alert({ alertId: 3, ruleId: 2 }),
    ]
    const { opened, found, resolved } = follow(open, [finding(), finding({ cause: 'INR' })], new Set([1]))
    expect(opened.map(({ cause }) => cause)).toEqual(['INR'])
    expect(found).toMatchObject([{ alert: { alertId: 1 }, told: ['a', 'b'] }])
    expect(resolved.map(({ alertId }) => alertId)).toEqual([2])
  })
})
