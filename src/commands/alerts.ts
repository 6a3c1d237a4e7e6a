import type { Config } from '../config.ts'
import type { AlertDto, AlertsDto, AlertSettingBody, RuleDto } from '../server/dto/alerts.ts'
import type { Api } from './api.ts'
import { channels, numberOf } from './notify.ts'
import { userName } from './plan.ts'
import { withApi } from './product.ts'
import { parametersOf } from './query.ts'
import { readText } from './read-text.ts'
import { textTable } from './table.ts'
import { CommandError, print, say } from './talk.ts'

const ALERTS = '/api/v1/alerts'
const RULES = '/api/v1/alert-rules'
const SETTING = '/api/v1/alert-setting'

/** `qm alerts`: each with all that is needed to act on it. */
export interface ListOptions {
  readonly state: string
  readonly project?: string
  readonly owner?: string
  readonly costCenter?: string
  readonly json?: true
}

/** `qm alerts list`. */
export function listAlerts(config: Config, { state, json, ...asked }: ListOptions): Promise<number> {
  const query = parametersOf({ ...asked, ...(state !== 'all' && { state }) })
  return withApi(config, async (api) => {
    const answer = (await (await api.get(`${ALERTS}?${query}`)).json()) as AlertsDto
    if (json) await print(`${JSON.stringify(answer)}\n`)
    else if (answer.rows.length === 0) say(state === 'open' ? 'Nothing needs you.' : 'Nothing was found.')
    else await print(answer.rows.map(alertText).join('\n'))
    return 0
  })
}

function alertText({ alertId, subject, text, openedAt, toldAt, acknowledged, resolvedAt }: AlertDto): string {
  const state = [
    `found ${openedAt}`,
    toldAt === null ? 'nobody was told' : `told ${toldAt}`,
    ...(acknowledged ? [`acknowledged by ${acknowledged.by}`] : []),
    ...(resolvedAt === null ? [] : [`over ${resolvedAt}`]),
  ].join(', ')
  return `${alertId}  ${subject}\n    (${state})\n${text.replace(/^(?=.)/gm, '    ')}\n`
}

/** `qm alerts acknowledge ALERT --by NAME`. */
export function acknowledgeAlert(config: Config, alert: number, { by = userName() }: { by?: string }): Promise<number> {
  return withApi(config, async (api) => {
    await api.post(`${ALERTS}/${alert}/acknowledge`, { by })
    say(`Alert ${alert} is acknowledged by ${by}.`)
    return 0
  })
}

/** `qm alerts rules`. */
export function listRules(config: Config, { json }: { json?: true }): Promise<number> {
  return withApi(config, async (api) => {
    const { rows } = (await (await api.get(RULES)).json()) as { rows: RuleDto[] }
    if (json) await print(`${JSON.stringify({ rows })}\n`)
    else {
      const names = new Map((await channels(api)).rows.map(({ channelId, name }) => [channelId, name]))
      const named = (ids: readonly number[]) => ids.map((id) => names.get(id) ?? String(id)).join(', ')
      const lines = rows.map(
        ({ ruleId, name, delivery, channels: to, standIns, standInAfterHours, paused, sentence }) => [
          String(ruleId),
          name,
          paused ? 'paused' : delivery,
          to.length === 0 ? 'all' : named(to),
          standIns.length === 0 ? '-' : `${named(standIns)} after ${standInAfterHours} h`,
          sentence,
        ],
      )
      await print(textTable(['number', 'rule', 'told', 'channels', 'stand-ins', 'when'], lines))
    }
    return 0
  })
}

/** `qm alerts watch FILE`. */
export async function addRule(config: Config, file: string): Promise<number> {
  const text = await readText(file)
  return withApi(config, async (api) => {
    const { ruleId, sentence } = (await (await api.post(RULES, json(text, file))).json()) as RuleDto
    say(`Rule ${ruleId} watches: ${sentence}.`)
    return 0
  })
}

function json(text: string, file: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new CommandError(`${file} is no JSON: ${(error as Error).message}`, 2)
  }
}

export interface RuleOptions {
  readonly how?: 'at-once' | 'digest'
  readonly to?: string
  readonly standIns?: string
  readonly after?: number
  readonly pause?: true
  readonly resume?: true
  readonly project?: string
  readonly owner?: string
  readonly costCenter?: string
}

/** `qm alerts change RULE`: what is not said stays as it is. */
export function changeRule(config: Config, number: number, options: RuleOptions): Promise<number> {
  const { how, to, pause, resume } = options
  return withApi(config, async (api) => {
    const { rows } = (await (await api.get(RULES)).json()) as { rows: RuleDto[] }
    const before = rows.find(({ ruleId }) => ruleId === number)
    if (!before) throw new CommandError(`There is no rule ${number}.`)
    const { ruleId: _ruleId, sentence: _sentence, createdAt: _createdAt, ...rule } = before
    const standIns =
      options.standIns === undefined ? rule.standIns : await channelNumbers(api, options.standIns, 'none')
    const changed = {
      ...rule,
      watch: narrowed(rule.watch, options),
      delivery: how === undefined ? rule.delivery : how === 'digest' ? 'digest' : 'at once',
      channels: to === undefined ? rule.channels : await channelNumbers(api, to, 'all'),
      standIns,
      standInAfterHours: standIns.length === 0 ? null : (options.after ?? rule.standInAfterHours ?? USUAL_HOURS),
      paused: pause ? true : resume ? false : rule.paused,
    }
    const { sentence, delivery } = (await (await api.put(`${RULES}/${number}`, changed)).json()) as RuleDto
    say(`Rule ${number} tells ${delivery === 'digest' ? 'in the digest of the day' : 'at once'} when ${sentence}.`)
    return 0
  })
}

/** A watch of somebody alone; 'all' takes it back. What cannot be narrowed is refused by the server, which says why. */
function narrowed(watch: RuleDto['watch'], { project, owner, costCenter }: RuleOptions): RuleDto['watch'] {
  const said = Object.entries({ project, owner, cost_center: costCenter }).filter(([, value]) => value !== undefined)
  return { ...watch, ...Object.fromEntries(said.map(([key, value]) => [key, value === 'all' ? null : value])) }
}

/** Stand-ins are told after so many hours unless somebody says otherwise. */
const USUAL_HOURS = 4

/** Channels by name or number; the word for none is none. */
async function channelNumbers(api: Api, list: string, none: string): Promise<number[]> {
  if (list === none) return []
  const numbers: number[] = []
  for (const channel of list.split(',')) numbers.push(await numberOf(api, channel.trim()))
  return numbers
}

/** `qm alerts unwatch RULE`. */
export function removeRule(config: Config, rule: number): Promise<number> {
  return withApi(config, async (api) => {
    await api.delete(`${RULES}/${rule}`)
    say(`Rule ${rule} is gone.`)
    return 0
  })
}

/** `qm alerts when`: prints it, after what is changed. */
export function when(
  config: Config,
  { quiet, digest, topUpHours }: { quiet?: string; digest?: string; topUpHours?: number },
): Promise<number> {
  return withApi(config, async (api) => {
    let setting = (await (await api.get(SETTING)).json()) as AlertSettingBody
    if (quiet !== undefined || digest !== undefined || topUpHours !== undefined) {
      const changed = {
        quiet: quiet === undefined ? setting.quiet : quietOf(quiet),
        digestAt: digest ?? setting.digestAt,
        topUpLeadHours: topUpHours ?? setting.topUpLeadHours,
      }
      setting = (await (await api.put(SETTING, changed)).json()) as AlertSettingBody
    }
    const hours = setting.quiet === null ? 'none' : `${setting.quiet.from} to ${setting.quiet.to}`
    await print(
      textTable(
        ['quiet hours', 'digest at', 'a top-up takes'],
        [[hours, setting.digestAt, `${setting.topUpLeadHours} h`]],
      ),
    )
    return 0
  })
}

function quietOf(text: string): AlertSettingBody['quiet'] {
  if (text === 'none') return null
  const [from, to] = text.split('-').map((part) => part.trim())
  if (!from || !to) throw new CommandError("Quiet hours are written as 20:00-08:00, or 'none'.", 2)
  return { from, to }
}
