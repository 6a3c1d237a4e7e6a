import type { Config } from '../config.ts'
import type { ScenarioDto } from '../server/dto/scenario.ts'
import type { Api } from './api.ts'
import { withApi } from './product.ts'
import { CommandError, print, say } from './talk.ts'
import { readJson } from './what-if.ts'

const SCENARIOS = '/api/v1/scenarios'

/** `qm scenario`: the saved ones, each with its changes as sentences. */
export function listScenarios(config: Config, { json }: { json?: true }): Promise<number> {
  return withApi(config, async (api) => {
    const rows = await saved(api)
    if (json) await print(`${JSON.stringify({ rows })}\n`)
    else if (rows.length === 0) say('No scenario is saved yet: qm scenario save FILE.')
    else await print(rows.map(scenarioText).join(''))
    return 0
  })
}

const scenarioText = ({ name, sentences }: ScenarioDto) =>
  [name, ...(sentences.length === 0 ? ['nothing is changed'] : sentences).map((each) => `    ${each}`)].join('\n') +
  '\n'

/** `qm scenario save FILE`. */
export async function saveScenarios(config: Config, file: string): Promise<number> {
  const asked = await readJson(file)
  return withApi(config, async (api) => {
    for (const { name, isNew } of await save(api, asked))
      say(isNew ? `${name} is saved.` : `${name} is saved over what had its name.`)
    return 0
  })
}

/**
 * Saves the scenarios of what a comparison takes, `{scenarios}`, or one alone, each over the one of its name.
 * @throws CommandError where there is none, or with every field that is wrong.
 */
export async function save(api: Api, asked: object): Promise<{ name: string; isNew: boolean }[]> {
  const scenarios: unknown = 'scenarios' in asked ? asked.scenarios : 'changes' in asked ? [asked] : null
  if (!Array.isArray(scenarios) || scenarios.length === 0)
    throw new CommandError('There is no scenario in it: {"scenarios": [{"name": ..., "changes": [...]}]}.', 2)
  const before = new Map((await saved(api)).map(({ name, scenarioId }) => [name, scenarioId]))
  const done: { name: string; isNew: boolean }[] = []
  for (const scenario of scenarios as { name?: string }[]) {
    const over = before.get(scenario.name ?? '')
    const response = await (over === undefined
      ? api.post(SCENARIOS, scenario)
      : api.put(`${SCENARIOS}/${over}`, scenario))
    const { name } = (await response.json()) as ScenarioDto
    done.push({ name, isNew: over === undefined })
  }
  return done
}

/** `qm scenario show NAME ...`: as `qm what-if -` and the page's import take them. */
export function showScenarios(config: Config, names: readonly string[]): Promise<number> {
  return withApi(config, async (api) => {
    await print(`${JSON.stringify(await named(api, names), null, 2)}\n`)
    return 0
  })
}

/** @throws CommandError where one of them is not saved. */
export async function named(api: Api, names: readonly string[]): Promise<{ scenarios: object[] }> {
  const rows = await saved(api)
  return { scenarios: names.map((name) => rowOf(rows, name)).map(({ name, changes }) => ({ name, changes })) }
}

/** `qm scenario remove NAME`. */
export function removeScenario(config: Config, name: string): Promise<number> {
  return withApi(config, async (api) => {
    await api.delete(`${SCENARIOS}/${rowOf(await saved(api), name).scenarioId}`)
    say(`${name} is removed.`)
    return 0
  })
}

/** `qm scenario schema`: what a file of scenarios, or of a piece of work, may hold. */
export function scenarioSchema(config: Config, { work }: { work?: true }): Promise<number> {
  const path = work ? '/api/v1/what-if/optimise/schema.json' : '/api/v1/what-if/schema.json'
  return withApi(config, async (api) => {
    const schema: unknown = await (await api.get(path)).json()
    await print(`${JSON.stringify(schema, null, 2)}\n`)
    return 0
  })
}

async function saved(api: Api): Promise<ScenarioDto[]> {
  return ((await (await api.get(SCENARIOS)).json()) as { rows: ScenarioDto[] }).rows
}

function rowOf(rows: readonly ScenarioDto[], name: string): ScenarioDto {
  const row = rows.find((one) => one.name === name)
  if (row) return row
  const known = rows.length === 0 ? 'none is saved' : `there are ${rows.map((one) => one.name).join(', ')}`
  throw new CommandError(`No saved scenario is called ${name}; ${known}.`, 2)
}
