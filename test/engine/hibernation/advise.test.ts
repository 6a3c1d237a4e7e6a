import { describe, expect, it } from 'vitest'
import {
  adviseSleep,
  cautionCurve,
  CAUTIONS,
  defaultSleepSettings,
  type SleepAdvice,
  type SleepInput,
  type SleepSettings,
} from '../../../src/engine/hibernation/advise.ts'
import { isUnclear } from '../../../src/engine/hibernation/candidates.ts'
import { nightsAndWeekends } from '../../../src/engine/hibernation/schedule.ts'
import { machineHours, profileGrid } from '../../../src/engine/hibernation/week-profile.ts'
import { planCalendar } from '../../../src/engine/plan/index.ts'
import { HOUR_MS } from '../../../src/engine/index.ts'
import { at } from '../values.ts'
import { DECOYS, ledgerOf, PLANTED, plantedMachine } from './planted-machines.ts'

const WEEK = 168
const monday = at('2026-01-05T00:00:00Z')
const weeksLater = (weeks: number) => monday + weeks * WEEK * HOUR_MS
const RUN = 2.5

const input = (overrides: Partial<SleepInput> = {}): SleepInput => ({
  resourceId: 'BRK-000001D',
  ledger: officeLedger(8),
  runPerHour: RUN,
  hibernatedPerHour: 0.01,
  canHibernate: true,
  allowed: 'any time',
  keepsAddress: false,
  missPerHour: null,
  neededSlots: null,
  busy: null,
  restore: null,
  ...overrides,
})

/** Needed on working days from 9 to 17, shut off at all other hours. */
const officeHour = (hour: number) => (hour % WEEK < 120 && hour % 24 >= 9 && hour % 24 < 17 ? 1 : 0)
function officeLedger(weeks: number) {
  return ledgerOf(
    Uint8Array.from({ length: weeks * WEEK }, (_, hour) => officeHour(hour)),
    monday,
    'shutoff',
  )
}

function advise(machine: SleepInput, weeks = 8, settings: Partial<SleepSettings> = {}): SleepAdvice {
  const asOf = weeksLater(weeks)
  return adviseSleep(machine, machineHours(profileGrid(planCalendar('UTC', []), asOf)), {
    ...defaultSleepSettings,
    asOf,
    ...settings,
  })
}

const failing = (slots: number[], chance: number) => ({
  from: 'stock' as const,
  low: new Float64Array(WEEK),
  high: Float64Array.from({ length: WEEK }, (_, slot) => (slots.includes(slot) ? chance : 0)),
  failure: Float64Array.from({ length: WEEK }, (_, slot) => (slots.includes(slot) ? chance : 0)),
  most: Float64Array.from({ length: WEEK }, (_, slot) => (slots.includes(slot) ? chance : 0)),
  waitHours: 5,
  snapshots: 1000,
  seen: new Uint16Array(WEEK).fill(8),
  none: new Uint16Array(WEEK).fill(1),
})

describe('the advice for one machine', () => {
  it('sleeps outside office hours, and says what that avoids', () => {
    const advice = advise(input())
    if (advice.kind !== 'schedule') throw new Error(advice.kind)
    expect([...advice.asleep].map((slot) => 1 - slot)).toEqual(
      Array.from({ length: WEEK }, (_, hour) => officeHour(hour)),
    )
    // 128 idle hours a week x 2.49 x 4.348 weeks, all of them paid today since the machine is shut off
    expect(advice.figures.avoided.p50).toBeCloseTo(128 * 2.49 * (365.25 / 84), 6)
    expect(advice.figures.beyondNow.p50).toBeCloseTo(advice.figures.avoided.p50, 6)
    expect(advice.figures).toMatchObject({ missedHours: 0, regular: 1, idleWeeks: 8, weeks: 8 })
  })

  it('saves nothing more where the owner hibernates by hand', () => {
    const ledger = officeLedger(8).map((part) =>
      part.state === 'shutoff' ? { ...part, state: 'hibernated' as const } : part,
    )
    const advice = advise(input({ ledger }))
    expect(advice).toMatchObject({ kind: 'schedule', figures: { beyondNow: { p50: 0 } } })
  })

  it('sleeps all week where a machine was shut off and forgotten', () => {
    const ledger = ledgerOf(new Uint8Array(8 * WEEK), monday, 'shutoff')
    expect(advise(input({ ledger })).kind).toBe('asleep all week')
  })

  it('sleeps where a machine was in use for weeks and then left, whatever it did before', () => {
    const needed = Uint8Array.from({ length: 8 * WEEK }, (_, hour) => (hour < 5 * WEEK ? 1 : 0))
    const advice = advise(input({ ledger: ledgerOf(needed, monday, 'shutoff') }))
    expect(advice).toMatchObject({ kind: 'asleep all week', figures: { missedHours: 0, regular: 1, weeks: 3 } })
  })

  it('does not where it was left and came back before: it may do so again', () => {
    // On for the last two days of every four weeks, shut off in between.
    const needed = Uint8Array.from({ length: 12 * WEEK + 500 }, (_, hour) =>
      hour % (4 * WEEK) >= 4 * WEEK - 48 ? 1 : 0,
    )
    const advice = advise(input({ ledger: ledgerOf(needed, monday, 'shutoff') }), 12 + 500 / WEEK)
    expect(advice).toMatchObject({ kind: 'none', reason: 'used now and then, at no regular hours' })
  })

  const never: [string, Partial<SleepInput>, string][] = [
    ['cannot hibernate', { canHibernate: false }, 'cannot hibernate'],
    ['must not', { allowed: 'never' }, 'not allowed'],
    ['keeps its address', { keepsAddress: true }, 'address must stay'],
    ['is young', { ledger: officeLedger(8).slice(-12) }, 'too little history'],
    ['never stops', { ledger: ledgerOf(new Uint8Array(8 * WEEK).fill(1), monday, 'active') }, 'in use all the time'],
    [
      'was never looked at',
      { ledger: [{ startsAt: monday, endsAt: weeksLater(8), state: 'unknown' }] },
      'in use all the time',
    ],
  ]
  it.each(never)('gives no schedule to a machine that %s', (_, overrides, reason) => {
    expect(advise(input(overrides))).toMatchObject({ kind: 'none', reason })
  })

  it('is unclear where it never stops, also where it cannot hibernate, and clear where it has hours', () => {
    const never = ledgerOf(new Uint8Array(8 * WEEK).fill(1), monday, 'active')
    expect(isUnclear(advise(input({ ledger: never })))).toBe(true)
    expect(isUnclear(advise(input({ ledger: never, canHibernate: false })))).toBe(true)
    expect(isUnclear(advise(input({ canHibernate: false })))).toBe(false)
    expect(isUnclear(advise(input()))).toBe(false)
  })

  it('sleeps by night alone where only nights are allowed', () => {
    const advice = advise(input({ allowed: 'nights' }))
    if (advice.kind !== 'schedule') throw new Error(advice.kind)
    for (const [slot, asleep] of advice.asleep.entries()) if (slot % 24 >= 8 && slot % 24 < 20) expect(asleep).toBe(0)
  })

  it('takes a machine that runs unused for idle where its use is measured', () => {
    const ledger = ledgerOf(new Uint8Array(8 * WEEK).fill(1), monday, 'active')
    const busy = new Map(
      Array.from({ length: 8 * WEEK }, (_, hour) => [monday + hour * HOUR_MS, officeHour(hour) === 1 ? 0.7 : 0.01]),
    )
    const advice = advise(input({ ledger, busy }))
    if (advice.kind !== 'schedule') throw new Error(advice.kind)
    expect([...advice.asleep].map((slot) => 1 - slot)).toEqual(
      Array.from({ length: WEEK }, (_, hour) => officeHour(hour)),
    )
    // It runs and is paid at all of them: everything can still be avoided.
    expect(advice.figures.beyondNow.p50).toBeCloseTo(128 * 2.49 * (365.25 / 84), 6)
  })

  it('goes by the weeks that were measured, once there are two: what ran before may have been idle too', () => {
    const ledger = ledgerOf(new Uint8Array(8 * WEEK).fill(1), monday, 'active')
    const measured = (weeks: number) =>
      new Map(
        Array.from({ length: weeks * WEEK }, (_, i) => {
          const hour = (8 - weeks) * WEEK + i
          return [monday + hour * HOUR_MS, officeHour(hour) === 1 ? 0.7 : 0.01]
        }),
      )
    expect(advise(input({ ledger, busy: measured(1) })).kind).toBe('none')
    const advice = advise(input({ ledger, busy: measured(2) }))
    expect(advice).toMatchObject({ kind: 'schedule', figures: { weeks: 2, missedHours: 0 } })
  })

  it('takes the word of the owner for a machine that never stops', () => {
    const neededSlots = Uint8Array.from({ length: WEEK }, (_, hour) => officeHour(hour))
    const ledger = ledgerOf(new Uint8Array(8 * WEEK).fill(1), monday, 'active')
    const advice = advise(input({ ledger, neededSlots }))
    expect(advice).toMatchObject({ kind: 'schedule', figures: { missedHours: 0 } })
  })
})

describe('restore risk', () => {
  it('wakes before the hours without GPUs', () => {
    // On Mondays nothing is free from 7:00 on: the restore has to happen in the hour before 7:00.
    const advice = advise(input({ restore: failing([7, 8, 9, 10, 11], 0.9) }))
    if (advice.kind !== 'schedule') throw new Error(advice.kind)
    expect(advice.windows.at(-1)).toMatchObject({ fromSlot: 4 * 24 + 17, wakeSlot: 6 })
  })

  it('gives no schedule where every restore fails more often than the user bears', () => {
    const always = failing(
      Array.from({ length: WEEK }, (_, slot) => slot),
      0.2,
    )
    expect(advise(input({ restore: always }))).toMatchObject({ kind: 'none', reason: 'restores fail too often' })
    expect(advise(input({ restore: always }), 8, { mostFailures: 0.3 }).kind).toBe('schedule')
  })

  it('gives no schedule where it is likely, and not sure, that restores fail no more often', () => {
    const likely = { ...failing([], 0), failure: new Float64Array(WEEK).fill(0.04) }
    const most = (share: number) => advise(input({ restore: { ...likely, most: new Float64Array(WEEK).fill(share) } }))
    expect(most(0.11)).toMatchObject({ kind: 'none', reason: 'not sure yet that it wakes' })
    expect(most(0.1).kind).toBe('schedule')
  })

  it('gives no schedule where waiting for GPUs costs more than the sleep saves', () => {
    const rarely = {
      ...failing(
        Array.from({ length: WEEK }, (_, slot) => slot),
        0.08,
      ),
      waitHours: 400,
    }
    expect(advise(input({ restore: rarely })).kind).toBe('none')
  })

  it('is counted per month with the wait at the price of an hour without', () => {
    const advice = advise(
      input({
        restore: failing(
          Array.from({ length: WEEK }, (_, slot) => slot),
          0.05,
        ),
      }),
    )
    if (advice.kind === 'none') throw new Error(advice.reason)
    const { wakes, failedRestores, restoreLoss } = advice.figures
    expect(failedRestores).toBeCloseTo(wakes * 0.05, 9)
    expect(restoreLoss).toBeCloseTo(failedRestores! * 5 * 2 * RUN, 9)
  })
})

describe('on planted machines of seeds that nothing was tuned on', () => {
  const LEARN = 8
  const TEST = 6
  const habits = [...PLANTED, ...DECOYS]
  const machines = Array.from({ length: 240 }, (_, i) =>
    plantedMachine(habits[i % habits.length]!, monday, LEARN + TEST, 770_000 + i),
  )
  const known = (i: number) =>
    machines[i]!.ledger.filter(({ startsAt }) => startsAt < weeksLater(LEARN)).map((part) => ({
      ...part,
      endsAt: Math.min(part.endsAt, weeksLater(LEARN)),
    }))
  const advices = machines.map((_, i) => advise(input({ ledger: known(i) }), LEARN))
  const miss = 2 * RUN
  const netOf = (asleep: Uint8Array, needed: Uint8Array) => {
    let net = 0
    for (let hour = LEARN * WEEK; hour < needed.length; hour++) {
      if (asleep[hour % WEEK] === 1) net += needed[hour] === 1 ? -miss : RUN - 0.01
    }
    return net
  }

  it('finds the planted patterns and none in the decoys', () => {
    const found = machines.map(({ habit }, i) => ({
      planted: PLANTED.includes(habit),
      found: advices[i]!.kind !== 'none',
    }))
    const hits = found.filter((machine) => machine.planted && machine.found).length
    expect(hits / found.filter(({ planted }) => planted).length).toBeGreaterThanOrEqual(0.95)
    expect(hits / found.filter((machine) => machine.found).length).toBeGreaterThanOrEqual(0.95)
  })

  it('is worth more than nights and week-ends, after the price of needed hours missed', () => {
    const fixed = nightsAndWeekends()
    let ours = 0
    let theirs = 0
    for (const [i, { habit, needed }] of machines.entries()) {
      const advice = advices[i]!
      if (advice.kind !== 'none') ours += netOf(advice.asleep, needed)
      // Of the fixed plan count only those machines that it does good.
      if (PLANTED.includes(habit)) theirs += Math.max(0, netOf(fixed, needed))
    }
    expect(ours / theirs).toBeGreaterThanOrEqual(1)
  })

  it('foretells what is avoided in the weeks after', () => {
    let inside = 0
    let all = 0
    for (const [i, advice] of advices.entries()) {
      if (advice.kind === 'none') continue
      let idle = 0
      for (let hour = LEARN * WEEK; hour < (LEARN + TEST) * WEEK; hour++) {
        if (advice.asleep[hour % WEEK] === 1 && machines[i]!.needed[hour] === 0) idle++
      }
      const perMonth = ((idle * (RUN - 0.01)) / TEST) * (365.25 / 84)
      all++
      if (perMonth >= advice.figures.avoided.p10 && perMonth <= advice.figures.avoided.p90) inside++
    }
    expect(inside / all).toBeGreaterThan(0.75)
  })
})

describe('caution', () => {
  it('law: a dearer miss never misses more needed hours', () => {
    for (const seed of [1, 2, 3, 4]) {
      const { ledger } = plantedMachine('office', monday, 8, seed)
      const asOf = weeksLater(8)
      const hours = machineHours(profileGrid(planCalendar('UTC', []), asOf))
      const settings = { ...defaultSleepSettings, asOf }
      adviseSleep(input({ ledger }), hours, settings)
      const curve = cautionCurve(input({ ledger }), hours, settings)
      expect(curve).toHaveLength(CAUTIONS.length)
      for (let i = 1; i < curve.length; i++) {
        expect(curve[i]!.missedHours).toBeLessThanOrEqual(curve[i - 1]!.missedHours + 1e-9)
      }
    }
  })
})
