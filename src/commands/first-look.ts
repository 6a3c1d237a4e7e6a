import { findConnection } from '../db/connection-repository.ts'
import { findDoctorReport } from '../db/doctor-report-repository.ts'
import type { Account } from '../db/account-repository.ts'
import { lastFinishedIngestRun } from '../db/ingest-run-repository.ts'
import type { Connection } from '../db/store.ts'
import type { ApiFindingsDto } from '../server/dto/set-up.ts'
import type { SetUp } from '../server/set-up.ts'
import type { Rooms } from './rooms.ts'
import { say } from './talk.ts'

/**
 * Before an account is read for the first time: finds out how its API differs from the contract, once, and says what of it
 * can be read. What it proposes is not used before somebody has read it over and saved it.
 */
export async function firstLook(
  { store }: Pick<Rooms, 'store'>,
  setUp: SetUp,
  account: Account,
  tell: (line: string) => void = say,
): Promise<void> {
  const { accountId, kind, slug } = account
  if (kind === 'demo' || (await lastFinishedIngestRun(store.db, accountId))) return
  const known = await findDoctorReport(store.db, accountId)
  if (known) {
    // Somebody ran the doctor before the first start. Once a map is saved the reading itself shows whether it helps.
    if (await hasMap(store.db, accountId)) return
    tell(`What the last look at the API of '${slug}' found:`)
    for (const line of linesOf(known.report as unknown as ApiFindingsDto, slug)) tell(line)
    return
  }
  tell(`First look at the API of '${slug}', with GET alone and at most 60 requests ...`)
  try {
    const findings = await setUp.look(account)
    for (const line of linesOf(findings, slug)) tell(line)
  } catch (error) {
    tell(`The first look was not possible: ${(error as Error).message}`)
  }
}

async function hasMap(db: Connection, accountId: number): Promise<boolean> {
  const saved = await findConnection(db, accountId)
  return saved !== null && (saved.authHeader !== null || Object.keys(saved.endpoints).length > 0)
}

function linesOf({ auth, sources, map }: ApiFindingsDto, slug: string): string[] {
  if (!auth.accepted)
    return [
      `  The key was refused. Tried: ${auth.tried.join('; ')}. Check that it is whole and still valid at Barrack.`,
    ]
  const named = (state: string) => sources.filter((source) => source.state === state).map(({ name }) => name)
  const found = named('found')
  const others = (['needs mapping', 'refused', 'failed', 'not offered', 'not tried'] as const).flatMap((state) =>
    named(state).length === 0 ? [] : [`  ${state}: ${named(state).join(', ')}`],
  )
  const differs = ['auth', ...sources.map(({ name }) => name)].filter((name) => name in map)
  return [
    `  ${found.length} of ${sources.length} sources can be read.`,
    ...others,
    ...(differs.length === 0
      ? []
      : [
          `  It differs from the contract in: ${differs.join(', ')}. Read the proposed map over and save it on the page`,
          `  Set-up, or with: qm doctor --account ${slug} --save map.json, then qm account change ${slug} --map map.json`,
        ]),
  ]
}
