import type { Interval } from '../../../engine/index.ts'

/** A sleep that is planned, told with what plans it. */
export interface PlannedSleep extends Interval {
  readonly words: string
  /** False where it goes on beyond its end, or the machine is given up then. */
  readonly wakes: boolean
}

/** A machine with its weekly schedule, its planned sleeps, or both. */
export interface ScheduledMachine {
  readonly resourceId: string
  readonly name: string
  readonly words: string
  /** By hour of the week from Monday 00:00, 1 = asleep; null: by dates alone. */
  readonly asleep: Uint8Array | null
  /** Its sleeps of the weeks ahead and every dated one, exceptions and holidays heeded; null: those of the bare week. */
  readonly sleeps: readonly PlannedSleep[] | null
}

/** So many weeks ahead are told one by one; dated sleeps whenever they are. */
export const WEEKS_AHEAD = 8

/** The name under which the cron lines call the script. */
export const SCRIPT = 'quartermaster-sleep'

/** Names and reasons go into comments: they must not end them. */
export function oneLine(text: string): string {
  return text.replace(/[\r\n]+/g, ' ')
}
