import type { Config } from '../config.ts'
import type { AlertDto, AlertsDto, AlertSettingBody, RuleDto } from '../server/dto/alerts.ts'
import { withApi } from './product.ts'
import { readText } from './read-text.ts'
import { textTable } from './table.ts'
import { CommandError, print, say } from './talk.ts'

const ALERTS = '/api/v1/alerts'
const RULES = '/api/v1/alert-rules'
const SETTING = '/api/v1/alert-setting'

/** `qm alerts`: each with all that is needed to act on it. */
export function listAlerts(config: Config, { state, json }: { state: string; json?: true }): Promise<number> {
  return withApi(config, async (api) => {
    const answer = (await (await api.get(`${ALERTS}${state === 'all' ? '' : `?state=${state}`}`)).json()) as AlertsDto
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
export function acknowledgeAlert(config: Config, alert: number, { by }: { by: string }): Promise<number> {
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
      const lines = rows.map(({ ruleId, name, delivery, channels, paused, sentence }) => [
        String(ruleId),
        name,
        paused ? 'paused' : delivery,
        channels.length === 0 ? 'all' : channels.join(', '),
        sentence,
      ])
      await print(textTable(['number', 'rule', 'told', 'channels', 'when'], lines))
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
