import { LedgerWriter } from '../ledger.ts'
import { draw, drawInteger } from '../random.ts'
import type { Stretch } from '../resource.ts'
import { DAY, dayNumberOf, HOUR, MINUTE, SECOND, weekdayOf } from '../time.ts'

/**
 * How a machine is used. Hours are those of the people who use it, `zoneHours` ahead of UTC.
 * - always: runs; rebooted now and then.
 * - work-hours: awake on working days, hibernated at night and at the week-end; some nights are worked through.
 * - work-weeks: awake from Monday morning to Friday evening.
 * - nightly: awake for a batch each working night.
 * - at-times: awake on some working days only.
 * - forgotten: runs until `idleAfterDays`, then is shut off and stays so.
 * - once: runs for `hours`, then is deleted.
 */
export type Habit =
  | { kind: 'always'; rebootEveryDays: number }
  | { kind: 'work-hours' | 'work-weeks' | 'nightly' | 'at-times'; zoneHours: number }
  | { kind: 'forgotten'; idleAfterDays: number; by: 'poweroff' | 'stop' }
  | { kind: 'once'; hours: number }

/** What a habit is drawn from: the account's seed and the machine's name. */
interface Draws {
  seed: number
  name: string
}

interface Wakefulness {
  wakeAt: number
  sleepAt: number
}

/** Days beyond the asked moment that are made as well, so that whatever begins before it also has its end. */
const OVERHANG_DAYS = 4
const MINUTES_PER_DAY = 1440

/**
 * The ledger of a machine that is asked for at `createdAt`, made at least up to `until`.
 * What it says of any moment does not depend on `until`.
 */
export function ledgerOfHabit(
  habit: Habit,
  createdAt: number,
  deletedAt: number,
  until: number,
  draws: Draws,
): Stretch[] {
  const writer = new LedgerWriter().enter('CREATING', createdAt)
  const activeAt = createdAt + seconds(70, 260, draws, 'create')
  writer.enter('ACTIVE', activeAt)
  const end = Math.min(until, deletedAt)
  switch (habit.kind) {
    case 'always':
      writeReboots(writer, habit.rebootEveryDays, activeAt, end, draws)
      break
    case 'forgotten':
      writeForgotten(writer, habit, createdAt, draws)
      break
    case 'once':
      return writeDeletion(writer, activeAt + Math.round((habit.hours * HOUR) / SECOND) * SECOND, draws)
    default:
      writeWakefulness(writer, wakefulDays(habit, activeAt, end, draws), draws)
  }
  return deletedAt < Infinity ? writeDeletion(writer, deletedAt, draws) : writer.ledger
}

function seconds(least: number, most: number, { seed, name }: Draws, ...words: (string | number)[]): number {
  return drawInteger(least, most, seed, name, ...words) * SECOND
}

/** Deletes at the moment, or as soon as the transition under way is through. */
function writeDeletion(writer: LedgerWriter, at: number, draws: Draws): Stretch[] {
  while (writer.since > at) writer.ledger.pop()
  return writer.enter('DELETING', at).end(at + seconds(8, 40, draws, 'delete')).ledger
}

function writeReboots(writer: LedgerWriter, everyDays: number, from: number, end: number, draws: Draws): void {
  for (let day = dayNumberOf(from) + 1; day <= dayNumberOf(end) + OVERHANG_DAYS; day++) {
    if (draw(draws.seed, draws.name, 'reboot', day) >= 1 / everyDays) continue
    const at = day * DAY + seconds(6 * 3600, 20 * 3600, draws, 'reboot at', day)
    writer.enter('REBOOTING', at).enter('ACTIVE', at + seconds(40, 150, draws, 'reboot for', day))
  }
}

/** Powered off from inside it goes from ACTIVE straight to SHUTOFF; stopped by the API it is STOPPING in between. */
function writeForgotten(
  writer: LedgerWriter,
  habit: Extract<Habit, { kind: 'forgotten' }>,
  from: number,
  draws: Draws,
): void {
  const at = from + habit.idleAfterDays * DAY + seconds(0, 6 * 3600, draws, 'forgotten')
  if (habit.by === 'poweroff') writer.enter('SHUTOFF', at)
  else writer.enter('STOPPING', at).enter('SHUTOFF', at + seconds(20, 60, draws, 'stop'))
}

/** From the first evening on: HIBERNATED, woken for each stretch of use. */
function writeWakefulness(writer: LedgerWriter, stretches: Wakefulness[], draws: Draws): void {
  for (const { wakeAt, sleepAt } of stretches) {
    if (writer.state === 'HIBERNATED') {
      if (wakeAt <= writer.since) continue
      writer.enter('RESTORING', wakeAt).enter('ACTIVE', wakeAt + seconds(120, 420, draws, 'restore', wakeAt))
    }
    if (sleepAt <= writer.since) continue
    writer.enter('HIBERNATING', sleepAt).enter('HIBERNATED', sleepAt + seconds(90, 330, draws, 'hibernate', sleepAt))
  }
}

function wakefulDays(
  habit: Extract<Habit, { zoneHours: number }>,
  from: number,
  end: number,
  draws: Draws,
): Wakefulness[] {
  const days: Wakefulness[] = []
  // A use may have begun days before the machine was there; then only its end counts.
  for (let day = dayNumberOf(from) - 6; day <= dayNumberOf(end) + OVERHANG_DAYS; day++) {
    const use = useOfDay(habit.kind, day, draws)
    if (use) days.push(inZone(use, day, habit.zoneHours))
  }
  return days
}

/** Minutes after local midnight at which the machine is woken and put to sleep on a day; past 1,440 is the next day. */
function useOfDay(kind: Habit['kind'], day: number, { seed, name }: Draws): [number, number] | null {
  const weekday = weekdayOf(day)
  const weekend = weekday === 0 || weekday === 6
  const chance = (word: string) => draw(seed, name, word, day)
  const around = (minute: number, spread: number, word: string) => minute + Math.round((chance(word) * 2 - 1) * spread)
  switch (kind) {
    case 'work-hours':
      if (weekend) return chance('weekend') < 0.05 ? [around(660, 60, 'wake'), around(1020, 90, 'sleep')] : null
      if (chance('off') < 0.04) return null
      return [
        around(515, 45, 'wake'),
        chance('all night') < 0.1 ? around(1690, 20, 'sleep') : around(1105, 75, 'sleep'),
      ]
    case 'work-weeks':
      return weekday === 1 ? [around(500, 30, 'wake'), 4 * MINUTES_PER_DAY + around(1120, 60, 'sleep')] : null
    case 'nightly':
      return weekend ? null : [around(125, 10, 'wake'), around(340, 70, 'sleep')]
    default:
      return weekend || chance('needed') > 0.16 ? null : [around(590, 30, 'wake'), around(960, 60, 'sleep')]
  }
}

function inZone([wake, sleep]: [number, number], day: number, zoneHours: number): Wakefulness {
  const midnight = day * DAY - zoneHours * HOUR
  return { wakeAt: midnight + wake * MINUTE, sleepAt: midnight + sleep * MINUTE }
}
