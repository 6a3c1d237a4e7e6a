import { describe, expect, test } from 'vitest'
import { depletionFinding, MONDAY_TO_FRIDAY, type DepletionInput } from '../../../src/engine/alert/index.ts'
import { HOUR_MS, MINUTE_MS } from '../../../src/engine/time.ts'

/** A Tuesday, 10:00 in Oslo. */
const NOW = Date.parse('2026-12-01T09:00:00Z')
const find = (hours: number | null, more: Partial<DepletionInput> = {}) => {
  const now = more.now ?? NOW
  return depletionFinding({
    ruleId: 1,
    currency: 'USD',
    earlyAt: hours === null ? null : now + hours * HOUR_MS,
    now,
    topUpLeadMs: 0,
    calendar: { zone: 'Europe/Oslo', holidays: new Set(), weekdays: MONDAY_TO_FRIDAY },
    lookEveryMs: 10 * MINUTE_MS,
    withinHours: null,
    told: [],
    ...more,
  })
}

describe('a wallet that could run out', () => {
  test.each([
    ['in a month', 720, undefined],
    ['a little after 14 days: not yet, but still where it was', 337, []],
    ['in 14 days to the hour', 336, ['14 d']],
    ['in 6 days', 144, ['14 d', '7 d']],
    ['in 60 hours', 60, ['14 d', '7 d', '3 d']],
    ['tomorrow, so that today is the last call', 30, ['14 d', '7 d', '3 d', 'last call 2026-12-01']],
    ['in half an hour', 0.5, ['14 d', '7 d', '3 d', '1 d', '12 h', '3 h', '1 h', 'last call 2026-11-30']],
  ])('%s', (_, hours, marks) => {
    expect(find(hours)?.marks).toEqual(marks)
  })

  test('one that does not within the horizon is no finding, one that is empty is', () => {
    expect(find(null)).toBeNull()
    expect(find(0, { earlyAt: 'empty', told: ['1 h'] })).toMatchObject({ marks: ['empty'], holds: ['empty', '1 h'] })
  })

  test('a step that was told stays told until it lasts a fifth longer', () => {
    expect(find(170)!.holds).toContain('7 d')
    expect(find(202)!.holds).not.toContain('7 d')
  })

  test('a step of its own beside the usual ones', () => {
    expect(find(200, { withinHours: 240 })?.marks).toEqual(['14 d', '240 h of its own'])
  })
})

describe('the last call', () => {
  /** Empty on Monday 10:00; the last working day before is Friday the 4th. */
  const emptyAt = Date.parse('2026-12-07T09:00:00Z')
  const told = ['14 d', '7 d']
  const at = (text: string, more: Partial<DepletionInput> = {}) =>
    find(0, { now: Date.parse(text), earlyAt: emptyAt, told, ...more })!.marks

  test('comes at 15:00 of the last working day, by the look before it', () => {
    const called = [...told, '3 d', 'last call 2026-12-04']
    const already = { told: [...told, '3 d'] }
    expect(at('2026-12-04T13:49:00Z', already)).not.toContain('last call 2026-12-04')
    expect(at('2026-12-04T13:50:00Z', already)).toEqual(called)
    expect(at('2026-12-05T08:00:00Z', already)).toEqual(called)
  })

  test('comes with a step that is told on that day anyway', () => {
    expect(at('2026-12-04T09:30:00Z')).toContain('last call 2026-12-04')
    expect(at('2026-12-03T09:30:00Z')).not.toContain('last call 2026-12-04')
  })

  test('comes the sooner the longer a top-up takes, and before all steps if need be', () => {
    expect(at('2026-12-03T13:50:00Z', { topUpLeadMs: 72 * HOUR_MS })).toContain('last call 2026-12-03')
    const far = find(500, { topUpLeadMs: 500 * HOUR_MS })
    expect(far).toMatchObject({ marks: ['last call 2026-11-30'], holds: [] })
  })

  test('on a holiday nobody is called', () => {
    const calendar = { zone: 'Europe/Oslo', holidays: new Set(['2026-12-04']), weekdays: MONDAY_TO_FRIDAY }
    expect(at('2026-12-03T13:55:00Z', { calendar })).toContain('last call 2026-12-03')
  })

  test('was made once it was told, whatever the forecast says then', () => {
    const finding = find(100, { told: ['14 d', '7 d', 'last call 2026-11-30'] })
    expect(finding!.holds).toContain('last call 2026-11-30')
  })
})
