import {
  deleteScenario,
  findScenario,
  findScenarios,
  insertScenario,
  updateScenario,
  type ScenarioRow,
} from '../../db/scenario-repository.ts'
import type { AppContext } from '../context.ts'
import type { ScenarioBody, ScenarioDto } from '../dto/scenario.ts'
import { toIso } from '../iso.ts'
import { invalidParameter, ProblemException } from '../problem.ts'
import { accountOf } from './account.ts'
import { sentencesOf } from './what-if.ts'

interface Query {
  readonly account?: string | undefined
}

/** The scenarios that are kept, by name. */
export async function listScenarios(context: AppContext, query: Query): Promise<{ rows: ScenarioDto[] }> {
  const { accountId } = await accountOf(context, query.account)
  return { rows: (await findScenarios(context.store.db, accountId)).map(toDto) }
}

export async function getScenario(context: AppContext, scenarioId: number, query: Query): Promise<ScenarioDto> {
  const { accountId } = await accountOf(context, query.account)
  return toDto((await findScenario(context.store.db, accountId, scenarioId)) ?? missing(scenarioId))
}

/** Keeps a scenario under a name that is free; whether its changes can be made is asked each time that it is compared. */
export async function createScenario(context: AppContext, body: ScenarioBody, query: Query): Promise<ScenarioDto> {
  const { accountId } = await accountOf(context, query.account)
  return toDto((await insertScenario(context.store.db, accountId, body, context.clock())) ?? taken(body.name))
}

export async function putScenario(
  context: AppContext,
  scenarioId: number,
  body: ScenarioBody,
  query: Query,
): Promise<ScenarioDto> {
  const { accountId } = await accountOf(context, query.account)
  const result = await updateScenario(context.store.db, accountId, scenarioId, body, context.clock())
  if (result === 'taken') return taken(body.name)
  return toDto(result ?? missing(scenarioId))
}

export async function removeScenario(
  context: AppContext,
  scenarioId: number,
  query: Query,
): Promise<{ scenarioId: number }> {
  const { accountId } = await accountOf(context, query.account)
  if (!(await deleteScenario(context.store.db, accountId, scenarioId))) missing(scenarioId)
  return { scenarioId }
}

function missing(scenarioId: number): never {
  throw new ProblemException('not-found', `There is no scenario ${scenarioId}.`)
}

function taken(name: string): never {
  throw invalidParameter('name', `there is a scenario called ${name} already`)
}

function toDto({ scenarioId, name, changes, createdAt, changedAt }: ScenarioRow): ScenarioDto {
  const kept = changes as ScenarioDto['changes']
  return {
    scenarioId,
    name,
    changes: kept,
    sentences: sentencesOf({ changes: kept }),
    createdAt: toIso(createdAt),
    changedAt: toIso(changedAt),
  }
}
