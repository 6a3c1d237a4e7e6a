import { defaultSleepSettings } from './advise.ts'

/** What an account says once about how its machines are advised on. */
export interface PlanningSettings {
  /** Words in a name that make a machine that never stops worth a question. */
  readonly deskWords: readonly string[]
  /** On without a pause for so long is worth a question. */
  readonly longOnDays: number
  /** A sleep lasts no shorter. */
  readonly minimumHours: number
  readonly hibernateMinutes: number
  /** A restore begins so long before the machine is needed. */
  readonly restoreMinutes: number
  /** A schedule holds no restore that fails more often; nothing is put to sleep that would. */
  readonly mostFailures: number
}

/** Words in a name that speak of somebody's desk, not of a service. */
const DESK_WORDS: readonly string[] = ['notebook', 'jupyter', 'dev', 'sandbox', 'test', 'demo', 'playground', 'tmp']

/** On without a pause for so long is worth a question. */
const LONG_ON_DAYS = 14

const { minimumHours, hibernateMinutes, restoreMinutes, mostFailures } = defaultSleepSettings

export const defaultPlanningSettings: PlanningSettings = {
  deskWords: DESK_WORDS,
  longOnDays: LONG_ON_DAYS,
  minimumHours,
  hibernateMinutes,
  restoreMinutes,
  mostFailures,
}
