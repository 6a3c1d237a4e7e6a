import type { Config } from '../config.ts'
import type { SleepRuleDto } from '../server/dto/hibernation.ts'
import type { PlanningSettingsDto } from '../server/dto/planning-settings.ts'
import { userName } from './plan.ts'
import { withApi } from './product.ts'
import { parametersOf, type Options } from './query.ts'
import { CommandError, print } from './talk.ts'

export interface NeededOptions {
  readonly from?: number
  readonly to?: number
  readonly sleep?: string
  readonly keepIp?: boolean
  readonly miss?: string
  readonly dismiss?: string
  readonly wanted?: true
  readonly by?: string
}

/** `qm needed MACHINE [WHEN]`: what its owner says about its sleep; what is not said stays as it was. */
export function needed(
  config: Config,
  machine: string,
  when: string | undefined,
  { by = userName(), ...said }: NeededOptions,
): Promise<number> {
  const path = `/api/v1/hibernation/machines/${encodeURIComponent(machine)}/rule`
  return withApi(config, async (api) => {
    const rule = (await (await api.get(path)).json()) as SleepRuleDto
    const changed = { ...rule, ...saidOf(when, said, rule) }
    const isChanged = when !== undefined || Object.keys(said).length > 0
    const kept = isChanged ? await (await api.put(path, { ...changed, by })).json() : rule
    await print(`${JSON.stringify(kept)}\n`)
    return 0
  })
}

const WHEN: Readonly<Record<string, SleepRuleDto['needed']>> = {
  learned: 'learned',
  'working-hours': 'working hours',
  always: 'always',
}
const SLEEP: Readonly<Record<string, SleepRuleDto['allowed']>> = { any: 'any time', nights: 'nights' }

function saidOf(
  when: string | undefined,
  { from, to, sleep, keepIp, miss, dismiss, wanted }: Omit<NeededOptions, 'by'>,
  before: SleepRuleDto,
): Partial<SleepRuleDto> {
  const hasHours = from !== undefined || to !== undefined
  if (hasHours && when !== undefined && when !== 'working-hours')
    throw new CommandError('--from and --to are those of working hours.', 2)
  const need = when === undefined && hasHours ? 'working-hours' : when
  return {
    ...(need !== undefined && { needed: wordOf(WHEN, need, 'when') }),
    ...(need === 'working-hours' && {
      workFrom: hasHours ? (from ?? before.workFrom ?? 8) : null,
      workTo: hasHours ? (to ?? before.workTo ?? 18) : null,
    }),
    ...(sleep !== undefined && { allowed: wordOf(SLEEP, sleep, '--sleep') }),
    ...(keepIp !== undefined && { keepsAddress: keepIp }),
    ...(miss !== undefined && { missPerHour: miss === 'caution' ? null : Number(miss) }),
    ...(dismiss !== undefined && { dismissed: dismiss }),
    ...(wanted && { dismissed: null }),
  }
}

function wordOf<Word>(words: Readonly<Record<string, Word>>, said: string, what: string): Word {
  const word = words[said]
  if (word === undefined)
    throw new CommandError(`${what} is one of ${Object.keys(words).join(', ')}, not '${said}'.`, 2)
  return word
}

export interface SettingsOptions {
  readonly askWords?: string
  readonly askAfterDays?: number
  readonly minimumHours?: number
  readonly hibernateMinutes?: number
  readonly restoreMinutes?: number
  readonly failures?: number
}

/** `qm sleep-settings`: how machines are advised on. */
export function sleepSettings(config: Config, options: SettingsOptions): Promise<number> {
  const path = '/api/v1/planning-settings'
  const { askWords, askAfterDays: longOnDays, failures, minimumHours, hibernateMinutes, restoreMinutes } = options
  const changes: Partial<PlanningSettingsDto> = {
    ...(askWords !== undefined && { deskWords: askWords.split(',').filter((word) => word.trim() !== '') }),
    ...(longOnDays !== undefined && { longOnDays }),
    ...(minimumHours !== undefined && { minimumHours }),
    ...(hibernateMinutes !== undefined && { hibernateMinutes }),
    ...(restoreMinutes !== undefined && { restoreMinutes }),
    ...(failures !== undefined && { mostFailures: failures / 100 }),
  }
  return withApi(config, async (api) => {
    const settings = (await (await api.get(path)).json()) as PlanningSettingsDto
    const isChanged = Object.keys(changes).length > 0
    const kept = isChanged ? await (await api.put(path, { ...settings, ...changes })).json() : settings
    await print(`${JSON.stringify(kept)}\n`)
    return 0
  })
}

/** `qm audit`: what was done to plans and machines, by whom. */
export function audit(config: Config, { json, ...options }: Options): Promise<number> {
  return withApi(config, async (api) => {
    const path = json ? '/api/v1/audit' : `/api/v1/exports/audit.csv?${parametersOf(options)}`
    const text = await (await api.get(path)).text()
    await print(text.endsWith('\n') ? text : `${text}\n`)
    return 0
  })
}
