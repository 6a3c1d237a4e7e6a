import { dayWords, momentWords } from '../clock-words.ts'
import { scheduleWords } from '../hibernation/schedule-words.ts'
import { sleepWindows } from '../hibernation/schedule.ts'
import { formatPicos } from '../money.ts'
import { calendarOf, type Instant } from '../time.ts'
import type { Plan, PlanWho } from './plan.ts'
import { describeWeek, weekSlots } from './week-windows.ts'

export interface PlanWords {
  readonly zone: string
  readonly now: Instant
  /** The name of a machine; its id where it has none. */
  readonly nameOf: (resourceId: string) => string
}

type Spoken = Pick<Plan, 'who' | 'what' | 'startsAt' | 'endsAt' | 'week'>

/** A plan in words, without a full stop: 'dev-anna stays on until Fri 11 Dec 18:00'. */
export function describePlan(plan: Spoken, words: PlanWords): string {
  const { what, week } = plan
  const who = describeWho(plan.who, words)
  const when = describeWhen(plan, words)
  switch (what.kind) {
    case 'sleep':
      return said(who, week === null ? 'asleep' : scheduleWords(sleepWindows(weekSlots(week))), when)
    case 'keep-on':
      return said(who, 'stays on', week && describeWeek(week), when)
    case 'away':
      return said(who, 'away, so asleep', week && describeWeek(week), when)
    case 'end':
      return `${who} ends ${momentWords(plan.startsAt, words.zone, words.now)}`
    case 'working-hours':
      return said(who, 'working hours', week && describeWeek(week), when)
    case 'holiday':
      return `${what.name}: a holiday, with the hours of a Sunday, ${describeDays(plan, words)}`
    case 'deploy': {
      const { name, machines, gpuCount, gpuModel, tier, region, currency } = what
      const each = `${machines === 1 ? '1 machine' : `${machines} machines`} of ${gpuCount} x ${gpuModel}`
      return said(`${name}:`, `${each} (${tier})${region === null ? '' : ` in ${region}`}, paid in ${currency}`, when)
    }
    case 'month':
      return `${who}: ${formatPicos(what.amountPicos)} ${what.currency} by hand for ${monthOf(plan, words)}`
  }
}

const said = (...parts: readonly (string | null)[]) => parts.filter((part) => part !== null && part !== '').join(' ')

export function describeWho(who: PlanWho, { nameOf }: Pick<PlanWords, 'nameOf'>): string {
  switch (who.kind) {
    case 'account':
      return 'the account'
    case 'machine':
      return nameOf(who.resourceId)
    case 'owner':
      return `machines of ${who.name}`
    case 'project':
      return `machines of project ${who.name}`
  }
}

/** 'from Mon 1 Dec 09:00 until Fri 5 Dec 18:00'; nothing of what began before now, nor of an end that is open. */
function describeWhen({ startsAt, endsAt }: Spoken, { zone, now }: PlanWords): string {
  const from = startsAt > now ? `from ${momentWords(startsAt, zone, now)}` : ''
  const until = endsAt === null ? '' : `until ${momentWords(endsAt, zone, now)}`
  return said(from, until)
}

function describeDays({ startsAt, endsAt }: Spoken, { zone, now }: PlanWords): string {
  const calendar = calendarOf(zone)
  const [first, last] = [calendar.dayOf(startsAt), calendar.dayOf((endsAt ?? startsAt + 1) - 1)]
  const from = dayWords(first, zone, now)
  return first === last ? from : `${from} to ${dayWords(last, zone, now)}`
}

/** 'Dec 2026': the day words of the month's first day without weekday and day. */
function monthOf({ startsAt }: Spoken, { zone }: PlanWords): string {
  return dayWords(calendarOf(zone).dayOf(startsAt), zone, 0).split(' ').slice(2).join(' ')
}
