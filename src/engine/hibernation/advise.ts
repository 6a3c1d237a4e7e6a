import { WEEK_HOURS } from '../capacity/week.ts'
import { HOUR_MS, type Instant } from '../time.ts'
import type { StateInterval } from '../usage/state-ledger.ts'
import { forgetBefore, useOf } from './machine-use.ts'
import { planFigures, type PlanFigures } from './plan-figures.ts'
import { mostNear, restoreSlot, type RestoreRisk } from './restore-risk.ts'
import { bestSchedule, nights, nightsAndWeekends, sleepWindows, type SleepSlots, type SleepWindow } from './schedule.ts'
import {
  fillHours,
  FOLDS,
  weekProfiles,
  type BusyHours,
  type MachineHours,
  type NeedBySlot,
  type NeededSlots,
  type WeekProfile,
} from './week-profile.ts'

/** A machine to be advised on. */
export interface SleepInput {
  readonly resourceId: string
  /** Its states in the order of time. */
  readonly ledger: readonly StateInterval[]
  /** Of the whole machine, in units of its wallet. */
  readonly runPerHour: number
  readonly hibernatedPerHour: number
  /** What the specification says; null = not told, which does not forbid. */
  readonly canHibernate: boolean | null
  /** What its owner allows. */
  readonly allowed: 'any time' | 'nights' | 'never'
  /** Its address has to stay; hibernating releases it. */
  readonly keepsAddress: boolean
  /** The owner's own price of a needed hour without it, in units of its wallet; null: by the caution. */
  readonly missPerHour: number | null
  /** When it is needed, where the owner has said so: then the ledger's habits do not count. */
  readonly neededSlots: NeededSlots | null
  /** Null = nobody measures it. */
  readonly busy: BusyHours | null
  /** Null = too little stock history. */
  readonly restore: RestoreRisk | null
}

export interface SleepSettings {
  readonly asOf: Instant
  readonly caution: Caution
  /** A schedule holds no restore of which it is not sure, 19 times in 20, that it fails no more often. */
  readonly mostFailures: number
  readonly minimumHours: number
  readonly hibernateMinutes: number
  readonly restoreMinutes: number
}

/** How dear a needed hour asleep is, in hours of the machine's rate, and how many standard errors of doubt are added. */
export interface Caution {
  readonly missMultiple: number
  readonly doubt: number
}

/** The slider from 'save more' to 'miss fewer needed hours'. */
export const CAUTIONS: readonly Caution[] = [
  { missMultiple: 1, doubt: 0 },
  { missMultiple: 2, doubt: 0 },
  { missMultiple: 3, doubt: 0.5 },
  { missMultiple: 6, doubt: 0.5 },
  { missMultiple: 10, doubt: 1 },
]

export const defaultSleepSettings: Omit<SleepSettings, 'asOf'> = {
  caution: CAUTIONS[1]!,
  mostFailures: 0.1,
  minimumHours: 3,
  hibernateMinutes: 5,
  restoreMinutes: 10,
}

/** Why there is no schedule. */
export type NoSchedule =
  | 'cannot hibernate'
  | 'not allowed'
  | 'address must stay'
  | 'too little history'
  | 'in use all the time'
  | 'no regular pattern'
  | 'used now and then, at no regular hours'
  | 'restores fail too often'
  | 'not sure yet that it wakes'

export type SleepAdvice = {
  readonly resourceId: string
  readonly profile: WeekProfile
  /** Nights and week-ends, for comparison; without regard to what is allowed. */
  readonly fixed: PlanFigures
} & (
  | {
      /** `asleep all week`: nobody needs it at any regular hour. */
      readonly kind: 'schedule' | 'asleep all week'
      readonly asleep: SleepSlots
      readonly windows: readonly SleepWindow[]
      readonly figures: PlanFigures
    }
  | { readonly kind: 'none'; readonly reason: NoSchedule }
)

/** A pattern is learned from no fewer. */
const LEAST_WEEKS = 2
/** Of the sleep of a schedule so much must have been idle: below that it is chance, not habit. */
const LEAST_REGULAR = 0.75

const fixedPlan = nightsAndWeekends()
const nightSlots = nights()

/**
 * The best weekly schedule of one machine; a machine that was left idle two weeks ago or longer, and had not come and gone
 * before, should sleep until somebody needs it. `hours` is room to work in, on a grid that ends at `asOf`.
 *
 * An hour asleep gains (1 - p) x (full rate - flat rate) - p x price of a missed hour, p being the chance that it is
 * needed. At 2.50 an hour, p = 0.1 and two hours' worth for a miss: 0.9 x 2.49 - 0.1 x 5 = 1.74.
 * Being woken costs the minutes of hibernating and restoring, and failure x wait x price of an hour without.
 */
export function adviseSleep(input: SleepInput, hours: MachineHours, settings: SleepSettings): SleepAdvice {
  const looked = sinceLooked(input.ledger, settings.asOf)
  fillHours(hours, sinceMeasured(looked, input.busy, settings.asOf), input.neededSlots, input.busy)
  const { all: profile, without } = weekProfiles(hours, settings.asOf)
  const terms = termsOf(input, settings)
  const base = { resourceId: input.resourceId, profile, fixed: planFigures(fixedPlan, [], hours, terms) }
  const none = (reason: NoSchedule): SleepAdvice => ({ ...base, kind: 'none', reason })
  if (input.canHibernate === false) return none('cannot hibernate')
  if (input.allowed === 'never') return none('not allowed')
  if (input.keepsAddress) return none('address must stay')
  if (profile.weeks < LEAST_WEEKS && !input.neededSlots) return none('too little history')

  const use = useOf(hours, settings.asOf)
  if (use.uses <= 1 && use.idleHours >= LEAST_WEEKS * WEEK_HOURS && input.allowed === 'any time') {
    forgetBefore(hours, use.idleSince)
    const asleep = new Uint8Array(WEEK_HOURS).fill(1)
    const figures = planFigures(asleep, [], hours, terms)
    return { ...base, kind: 'asleep all week', asleep, windows: sleepWindows(asleep), figures }
  }
  const { asleep, value } = scheduleFor(input, profile, settings)
  if (value <= 0) return none(whyNone(input, profile, settings))
  // What comes back at no hour of the week comes back by a calendar that nobody told us.
  if (use.uses > 1 && asleep.every((slot) => slot === 1)) return none('used now and then, at no regular hours')
  const figures = planFigures(asleep, learnedWithout(input, without, settings), hours, terms)
  if (figures.regular < LEAST_REGULAR) return none('no regular pattern')
  const windows = sleepWindows(asleep)
  const kind = windows[0]!.hours === WEEK_HOURS ? 'asleep all week' : 'schedule'
  return { ...base, kind, asleep, windows, figures }
}

/**
 * The ledger from the first time on at which running and shut off could be told apart, where that is two weeks ago or
 * more: before it a machine that was shut off looks like one in use.
 */
function sinceLooked(ledger: readonly StateInterval[], asOf: Instant): readonly StateInterval[] {
  const first = ledger.findIndex(({ state }) => state === 'active' || state === 'shutoff')
  if (first < 0 || asOf - ledger[first]!.startsAt < LEAST_WEEKS * WEEK_HOURS * HOUR_MS) return ledger
  return ledger.slice(first)
}

/**
 * The ledger from the first measurement of use on, where two weeks or more were measured and mostly so: what ran before it
 * would count as needed, though nobody knows.
 */
function sinceMeasured(
  ledger: readonly StateInterval[],
  busy: BusyHours | null,
  asOf: Instant,
): readonly StateInterval[] {
  if (!busy || busy.size < LEAST_WEEKS * WEEK_HOURS) return ledger
  let first = asOf
  for (const hour of busy.keys()) first = Math.min(first, hour)
  if (busy.size * HOUR_MS < (asOf - first) / 2) return ledger
  return ledger
    .filter(({ endsAt }) => endsAt > first)
    .map((state) => (state.startsAt < first ? { ...state, startsAt: first } : state))
}

/** The schedule at each step of caution, with its figures: what the slider trades. Needs the hours filled by adviseSleep. */
export function cautionCurve(input: SleepInput, hours: MachineHours, settings: SleepSettings): PlanFigures[] {
  const { all, without } = weekProfiles(hours, settings.asOf)
  return CAUTIONS.map((caution) => {
    const at = { ...settings, caution }
    const { asleep } = scheduleFor(input, all, at)
    return planFigures(asleep, learnedWithout(input, without, at), hours, termsOf(input, at))
  })
}

function learnedWithout(
  input: SleepInput,
  without: (fold: number) => NeedBySlot,
  settings: SleepSettings,
): SleepSlots[] {
  return Array.from({ length: FOLDS }, (_, fold) => scheduleFor(input, without(fold), settings).asleep)
}

function termsOf(input: SleepInput, { caution, asOf }: SleepSettings) {
  const { runPerHour, hibernatedPerHour, restore } = input
  const missPerHour = input.missPerHour ?? caution.missMultiple * runPerHour
  return { savedPerHour: Math.max(0, runPerHour - hibernatedPerHour), missPerHour, restore, asOf }
}

function scheduleFor(input: SleepInput, profile: NeedBySlot, settings: SleepSettings) {
  const { savedPerHour, missPerHour, restore } = termsOf(input, settings)
  const gain = new Float64Array(WEEK_HOURS)
  const wakeCost = new Float64Array(WEEK_HOURS)
  const transition = ((settings.hibernateMinutes + settings.restoreMinutes) / 60) * savedPerHour
  for (let slot = 0; slot < WEEK_HOURS; slot++) {
    const p = Math.min(1, profile.needed[slot]! + settings.caution.doubt * profile.error[slot]!)
    const forbidden = input.allowed === 'nights' && nightSlots[slot] === 0
    // More often needed than not: no owner would agree to sleep through it, whatever the sums say.
    gain[slot] = forbidden || profile.needed[slot]! > 0.5 ? -Infinity : (1 - p) * savedPerHour - p * missPerHour
    const failure = restore ? restore.failure[restoreSlot(slot)]! : 0
    const loss = restore ? failure * restore.waitHours * missPerHour : 0
    const isTooRisky = restore !== null && mostNear(restore, slot) > settings.mostFailures
    wakeCost[slot] = isTooRisky ? Infinity : transition + loss
  }
  return bestSchedule({ gain, wakeCost, minimumHours: settings.minimumHours })
}

function whyNone(input: SleepInput, profile: WeekProfile, settings: SleepSettings): NoSchedule {
  const { restore } = input
  if (restore && scheduleFor({ ...input, restore: null }, profile, settings).value > 0) {
    const likely = { ...input, restore: { ...restore, most: restore.failure } }
    return scheduleFor(likely, profile, settings).value > 0 ? 'not sure yet that it wakes' : 'restores fail too often'
  }
  return isNeverIdle(profile) ? 'in use all the time' : 'no regular pattern'
}

/** In use at every hour of the week, as far as was seen. */
export function isNeverIdle({ idle }: Pick<WeekProfile, 'idle'>): boolean {
  return idle.reduce((sum, share) => sum + share, 0) < 1
}
