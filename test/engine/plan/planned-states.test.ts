import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { HOUR_MS } from '../../../src/engine/index.ts'
import { plannedSpans, type Plan } from '../../../src/engine/plan/index.ts'
import { at, LAW } from '../values.ts'
import { calendarIn, plan } from './values.ts'

const machine = { resourceId: 'm-1', owner: 'anna', project: 'vision' }
const utc = calendarIn('UTC')
/** A Monday, and the week that it begins. */
const monday = at('2026-06-01T00:00:00Z')
const week = { startsAt: monday, endsAt: monday + 168 * HOUR_MS }
const nights = plan({
  planId: 2,
  what: { kind: 'sleep' },
  week: [{ days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'], from: 20, to: 8 }],
})
const told = (plans: readonly Plan[], within = week) =>
  plannedSpans(machine, plans, utc, within).map(
    ({ startsAt, endsAt, state, plan: { planId } }) =>
      `${(startsAt - monday) / HOUR_MS}-${(endsAt - monday) / HOUR_MS} ${state} by ${planId}`,
  )
const day = { startsAt: monday, endsAt: monday + 24 * HOUR_MS }

describe('what is planned for a machine', () => {
  it('is asleep in the hours of its week and awake in the others', () => {
    expect(told([nights], day)).toEqual(['0-8 asleep by 2', '8-20 on by 2', '20-24 asleep by 2'])
  })

  it('stays on through an exception, and an absence sleeps through its waking hours', () => {
    const keep = plan({ planId: 3, what: { kind: 'keep-on' }, startsAt: monday, endsAt: monday + 22 * HOUR_MS })
    expect(told([nights, keep], day)).toEqual(['0-22 on by 3', '22-24 asleep by 2'])
    const away = plan({
      planId: 4,
      who: { kind: 'owner', name: 'anna' },
      what: { kind: 'away' },
      startsAt: monday + 6 * HOUR_MS,
      endsAt: monday + 18 * HOUR_MS,
    })
    expect(told([nights, away], day)).toEqual([
      '0-6 asleep by 2',
      '6-18 asleep by 4',
      '18-20 on by 2',
      '20-24 asleep by 2',
    ])
    expect(told([nights, away, keep], day)).toEqual(['0-22 on by 3', '22-24 asleep by 2'])
  })

  it('ends for good, whatever keeps it on', () => {
    const keep = plan({ planId: 3, what: { kind: 'keep-on' }, endsAt: week.endsAt })
    const end = plan({ planId: 4, what: { kind: 'end' }, startsAt: monday + 12 * HOUR_MS })
    expect(told([keep, end], day)).toEqual(['0-12 on by 3', '12-24 gone by 4'])
  })

  it('goes by its own week before that of its owner, project and account, and by the later of two', () => {
    const always = [{ days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'], from: 0, to: 24 }] as const
    const asleep = { what: { kind: 'sleep' }, week: always } as const
    const account = plan({ ...asleep, planId: 9, who: { kind: 'account' } })
    const project = plan({ ...asleep, planId: 8, who: { kind: 'project', name: 'vision' } })
    const owner = plan({ ...asleep, planId: 7, who: { kind: 'owner', name: 'anna' } })
    const ofAll = [account, project, owner, nights]
    expect(told(ofAll, day)[1]).toBe('8-20 on by 2')
    expect(told(ofAll.slice(0, 3), day)).toEqual(['0-24 asleep by 7'])
    expect(told(ofAll.slice(0, 2), day)).toEqual(['0-24 asleep by 8'])
    // The later week is followed in its waking hours too.
    expect(told([plan({ ...asleep, planId: 1 }), nights], day)[1]).toBe('8-20 on by 2')
  })

  it('is nothing where no plan in force speaks of it', () => {
    const other = plan({ ...nights, who: { kind: 'owner', name: 'bob' } })
    expect(told([other, { ...nights, approved: null }, { ...nights, withdrawn: nights.approved }])).toEqual([])
  })

  it('LAW: spans follow one another inside the stretch, and nothing that keeps a machine on is ever slept through', () => {
    const hour = fc.integer({ min: -20, max: 190 })
    const dated = fc
      .tuple(fc.constantFrom('keep-on' as const, 'away' as const), hour, fc.integer({ min: 1, max: 60 }))
      .map(([kind, from, hours]) => ({ kind, from, hours }))
    fc.assert(
      fc.property(fc.array(dated, { maxLength: 6 }), (some) => {
        const plans = some.map(({ kind, from, hours }, i) =>
          plan({
            planId: 10 + i,
            what: { kind },
            startsAt: monday + from * HOUR_MS,
            endsAt: monday + (from + hours) * HOUR_MS,
          }),
        )
        const spans = plannedSpans(machine, [nights, ...plans], utc, week)
        let before = week.startsAt
        for (const { startsAt, endsAt, state } of spans) {
          expect(startsAt).toBe(before)
          expect(endsAt).toBeGreaterThan(startsAt)
          before = endsAt
          if (state !== 'asleep') continue
          for (const { what, ...keep } of plans.filter((each) => each.what.kind === 'keep-on')) {
            expect(what.kind === 'keep-on' && keep.startsAt < endsAt && startsAt < keep.endsAt!).toBe(false)
          }
        }
        expect(before).toBe(week.endsAt)
      }),
      LAW,
    )
  })
})
