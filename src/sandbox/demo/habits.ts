import { LedgerWriter } from '../ledger.ts'
import { draw, drawInteger } from '../random.ts'
import type { Stretch } from '../resource.ts'
import { DAY, dayNumberOf, HOUR, MINUTE, SECOND, utcDayOf, weekdayOf } from '../time.ts'

/**
 * How a machine is used. Hours are those of the people who use it, `zoneHours` ahead of UTC.
 * - always: runs; rebooted now and then.
 * - work-hours: awake on working days, hibernated at night and at the week-end; some nights are worked through.
 * - work-weeks: awake from Monday morning to Friday evening.
 * - nightly: awake for a batch each working night.
 * - at-times: awake on some working days only.
 * - month-ends: awake for the last two days of a month.
 * - day-and-night: awake all the time.
 * - shifts: awake twice a day, every day.
 * - forgotten: runs until `idleAfterDays`, then is shut off and stays so.
 * - once: runs for `hours`, then is deleted.
 */
export type Habit =
  | { kind: 'always'; rebootEveryDays: number }
  | Rhythm
  | { kind: 'forgotten'; idleAfterDays: number; by: 'poweroff' | 'stop' }
  | { kind: 'once'; hours: number }

/** A habit by days; `changes` says after how many days it becomes another one. */
export interface Rhythm {
  kind: RhythmKind
  zoneHours: number
  changes?: { afterDays: number; to: RhythmKind }
  /** Shut off instead of hibernated while it is not used. */
  rests?: 'SHUTOFF'
}
export type RhythmKind =
  'work-hours' | 'work-weeks' | 'nightly' | 'at-times' | 'month-ends' | 'day-and-night' | 'shifts'

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
      writeWakefulness(
        writer,
        wakefulDays(habit, activeAt, end, draws),
        TRANSITIONS[habit.rests ?? 'HIBERNATED'],
        draws,
      )
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

interface RestTransitions {
  rest: string
  falling: string
  fallsFor: [number, number]
  waking: string
  wakesFor: [number, number]
}

const TRANSITIONS: Record<'HIBERNATED' | 'SHUTOFF', RestTransitions> = {
  HIBERNATED: {
    rest: 'HIBERNATED',
    falling: 'HIBERNATING',
    fallsFor: [90, 330],
    waking: 'RESTORING',
    wakesFor: [120, 420],
  },
  SHUTOFF: { rest: 'SHUTOFF', falling: 'STOPPING', fallsFor: [20, 60], waking: 'STARTING', wakesFor: [35, 90] },
}

/** From the end of the first use on at rest, woken for each use. */
function writeWakefulness(writer: LedgerWriter, uses: Wakefulness[], transitions: RestTransitions, draws: Draws): void {
  const { rest, falling, fallsFor, waking, wakesFor } = transitions
  for (const { wakeAt, sleepAt } of uses) {
    if (writer.state === rest) {
      if (wakeAt <= writer.since) continue
      writer.enter(waking, wakeAt).enter('ACTIVE', wakeAt + seconds(...wakesFor, draws, 'restore', wakeAt))
    }
    if (sleepAt <= writer.since) continue
    writer.enter(falling, sleepAt).enter(rest, sleepAt + seconds(...fallsFor, draws, 'hibernate', sleepAt))
  }
}

/** The uses of a machine in order; those that meet are one. */
function wakefulDays(habit: Rhythm, from: number, end: number, draws: Draws): Wakefulness[] {
  const uses: Wakefulness[] = []
  const changesOn = habit.changes ? dayNumberOf(from) + habit.changes.afterDays : Infinity
  // A use may have begun days before the machine was there; then only its end counts.
  for (let day = dayNumberOf(from) - 6; day <= dayNumberOf(end) + OVERHANG_DAYS; day++) {
    const kind = habit.changes && day >= changesOn ? habit.changes.to : habit.kind
    for (const minutes of usesOfDay(kind, day, draws)) {
      const use = inZone(minutes, day, habit.zoneHours)
      const last = uses.at(-1)
      if (last && use.wakeAt <= last.sleepAt) last.sleepAt = Math.max(last.sleepAt, use.sleepAt)
      else uses.push(use)
    }
  }
  return uses
}

function usesOfDay(kind: RhythmKind, day: number, draws: Draws): [number, number][] {
  if (kind !== 'shifts') {
    const use = useOfDay(kind, day, draws)
    return use ? [use] : []
  }
  const late = (word: string) => Math.round(draw(draws.seed, draws.name, word, day) * 60)
  return [
    [360 + late('wake'), 720 + late('sleep')],
    [840 + late('wake again'), 1260 + late('sleep again')],
  ]
}

/** Minutes after local midnight at which the machine is woken and put to sleep on a day; past 1,440 is the next day. */
function useOfDay(kind: Exclude<RhythmKind, 'shifts'>, day: number, { seed, name }: Draws): [number, number] | null {
  const weekday = weekdayOf(day)
  const free = weekday === 0 || weekday === 6 || isHoliday(day)
  const chance = (word: string) => draw(seed, name, word, day)
  const around = (minute: number, spread: number, word: string) => minute + Math.round((chance(word) * 2 - 1) * spread)
  switch (kind) {
    case 'work-hours':
      if (free) return chance('weekend') < 0.05 ? [around(660, 60, 'wake'), around(1020, 90, 'sleep')] : null
      if (chance('off') < 0.04) return null
      return [
        around(515, 45, 'wake'),
        chance('all night') < 0.1 ? around(1690, 20, 'sleep') : around(1105, 75, 'sleep'),
      ]
    case 'work-weeks':
      return weekday === 1 ? [around(500, 30, 'wake'), 4 * MINUTES_PER_DAY + around(1120, 60, 'sleep')] : null
    case 'nightly':
      return free ? null : [around(125, 10, 'wake'), around(340, 70, 'sleep')]
    case 'at-times':
      return free || chance('needed') > 0.16 ? null : [around(590, 30, 'wake'), around(960, 60, 'sleep')]
    case 'month-ends':
      return isMonthEnd(day) ? [0, MINUTES_PER_DAY] : null
    case 'day-and-night':
      return [0, MINUTES_PER_DAY]
  }
}

/** Days on which nobody comes to work, by month and day. */
const HOLIDAYS = ['01-01', '05-01', '05-17', '07-01', '12-24', '12-25', '12-26', '12-31']

function isHoliday(day: number): boolean {
  return HOLIDAYS.includes(utcDayOf(day * DAY).slice(5))
}

/** One of the last two days of a month. */
function isMonthEnd(day: number): boolean {
  return utcDayOf((day + 2) * DAY).slice(8) <= '02'
}

function inZone([wake, sleep]: [number, number], day: number, zoneHours: number): Wakefulness {
  const midnight = day * DAY - zoneHours * HOUR
  return { wakeAt: midnight + wake * MINUTE, sleepAt: midnight + sleep * MINUTE }
}
