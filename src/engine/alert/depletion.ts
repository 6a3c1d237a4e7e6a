import { calendarOf, HOUR_MS, type Instant } from '../time.ts'
import type { Finding } from './alert.ts'
import { lastCall, type WorkCalendar } from './working-days.ts'

/** How long before the early date of depletion somebody is told, each once. */
const STEPS: readonly (readonly [mark: string, hours: number])[] = [
  ['14 d', 336],
  ['7 d', 168],
  ['3 d', 72],
  ['1 d', 24],
  ['12 h', 12],
  ['3 h', 3],
  ['1 h', 1],
]
const EMPTY = 'empty'
/** A step that was told counts as told until the wallet lasts a fifth longer than it, so that a trembling forecast is quiet. */
const HOLD = 1.2

export interface DepletionInput {
  readonly ruleId: number
  readonly currency: string
  /** As early as the wallet could be empty; null where it is not within the horizon. 'empty': it is. */
  readonly earlyAt: Instant | null | typeof EMPTY
  readonly now: Instant
  /** How long a top-up takes to arrive. */
  readonly topUpLeadMs: number
  readonly calendar: WorkCalendar
  /** How long it takes to the next look at most: what falls due before it is told now. */
  readonly lookEveryMs: number
  /** A step of the rule's own beside the usual ones. */
  readonly withinHours: number | null
  /** What was told of this wallet already. */
  readonly told: readonly string[]
}

/**
 * What is to be told of a wallet that could run out: the steps that its early date has come under, and the last call: by
 * 15:00 of the last working day on which a top-up still arrives in time, unless a step is told on that day anyway. Null
 * where it is far from all of them.
 */
export function depletionFinding(input: DepletionInput): Finding | null {
  const { ruleId, currency, earlyAt, now } = input
  if (earlyAt === null) return null
  const found = { ruleId, cause: currency }
  if (earlyAt === EMPTY) return { ...found, marks: [EMPTY], holds: [EMPTY, ...input.told] }
  const left = earlyAt - now
  const steps = [
    ...STEPS,
    ...(input.withinHours === null ? [] : [[`${input.withinHours} h of its own`, input.withinHours] as const]),
  ]
  const under = steps.filter(([, hours]) => left <= hours * HOUR_MS).map(([mark]) => mark)
  const holds = steps.filter(([, hours]) => left <= hours * HOUR_MS * HOLD).map(([mark]) => mark)
  const call = lastCallMark(
    input,
    earlyAt,
    under.some((mark) => !input.told.includes(mark)),
  )
  if (holds.length === 0 && call === null) return null
  return {
    ...found,
    marks: call === null ? under : [...under, call],
    // A last call was for one day: the day is over, the wallet is not.
    holds: [...holds, ...input.told.filter((mark) => mark.startsWith(CALL))],
  }
}

const CALL = 'last call '

function lastCallMark(input: DepletionInput, earlyAt: Instant, isTellingAnyway: boolean): string | null {
  const { now, topUpLeadMs, calendar, lookEveryMs } = input
  const callAt = lastCall(earlyAt, topUpLeadMs, calendar)
  const days = calendarOf(calendar.zone)
  const callDay = days.dayOf(callAt)
  const isItsDay = callDay === days.dayOf(now)
  const isDue = now >= callAt - lookEveryMs
  return isDue || (isItsDay && isTellingAnyway) ? CALL + callDay : null
}
