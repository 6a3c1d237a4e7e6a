import type { Instant } from '../engine/time.ts'
import type { Connection } from './store.ts'
import { isoOf } from './timestamp.ts'

export interface ScenarioRow {
  readonly scenarioId: number
  readonly name: string
  /** As they were written. */
  readonly changes: readonly unknown[]
  readonly createdAt: Instant
  readonly changedAt: Instant
}

export interface ScenarioText {
  readonly name: string
  readonly changes: readonly unknown[]
}

const COLUMNS = [
  'scenario_id as scenarioId',
  'name',
  'changes',
  'created_at as createdAt',
  'changed_at as changedAt',
] as const

export async function findScenarios(db: Connection, accountId: number): Promise<ScenarioRow[]> {
  return db.selectFrom('scenario').select(COLUMNS).where('account_id', '=', accountId).orderBy('name').execute()
}

export async function findScenario(db: Connection, accountId: number, scenarioId: number): Promise<ScenarioRow | null> {
  const row = await db
    .selectFrom('scenario')
    .select(COLUMNS)
    .where('account_id', '=', accountId)
    .where('scenario_id', '=', scenarioId)
    .executeTakeFirst()
  return row ?? null
}

/** Null where the account has one of that name. */
export async function insertScenario(
  db: Connection,
  accountId: number,
  { name, changes }: ScenarioText,
  at: Instant,
): Promise<ScenarioRow | null> {
  const row = await db
    .insertInto('scenario')
    .values({
      account_id: accountId,
      name,
      changes: JSON.stringify(changes),
      created_at: isoOf(at),
      changed_at: isoOf(at),
    })
    .onConflict((oc) => oc.columns(['account_id', 'name']).doNothing())
    .returning(COLUMNS)
    .executeTakeFirst()
  return row ?? null
}

/** 'taken' where another one has the name, null where there is none of that number. */
export async function updateScenario(
  db: Connection,
  accountId: number,
  scenarioId: number,
  { name, changes }: ScenarioText,
  at: Instant,
): Promise<ScenarioRow | 'taken' | null> {
  const row = await db
    .updateTable('scenario')
    .set({ name, changes: JSON.stringify(changes), changed_at: isoOf(at) })
    .where('account_id', '=', accountId)
    .where('scenario_id', '=', scenarioId)
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('scenario as other')
            .select('other.scenario_id')
            .where('other.account_id', '=', accountId)
            .where('other.name', '=', name)
            .where('other.scenario_id', '<>', scenarioId),
        ),
      ),
    )
    .returning(COLUMNS)
    .executeTakeFirst()
  if (row) return row
  return (await findScenario(db, accountId, scenarioId)) ? 'taken' : null
}

export async function deleteScenario(db: Connection, accountId: number, scenarioId: number): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom('scenario')
    .where('account_id', '=', accountId)
    .where('scenario_id', '=', scenarioId)
    .executeTakeFirst()
  return numDeletedRows > 0n
}
