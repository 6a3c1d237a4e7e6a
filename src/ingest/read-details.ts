import { BarrackError } from '../barrack/barrack-error.ts'
import type { RefusedRow } from '../barrack/client.ts'
import { findAsked, saveMachineDetails, type AskedMachine } from '../db/machine-detail-repository.ts'
import type { JsonObject } from '../db/schema/column.ts'
import type { Connection } from '../db/store.ts'
import { countsOf } from './ingest-report.ts'
import { normalizeDetails, withoutPrivate } from './normalize/machine-details.ts'
import { quarantine } from './set-aside.ts'
import { paceOf, type Batch, type IngestContext, type SourceEnd } from './source.ts'

/** Asked side by side once one has answered. */
const ABREAST = 4
/** So many machines without a usable answer, one after another, end the asking until the next run. */
const GIVE_UP_AFTER = 3
/** Of a scheduled run, which must not keep the next one waiting; the rest is asked with those that follow. */
const MOST_WHEN_DUE = 100
const DAY_MS = 86_400_000

/** What the list of machines said of each: by id, in a form that differs where the machine does. */
export type Listed = ReadonlyMap<string, string>

type Answer =
  | { readonly kind: 'told'; readonly machine: AskedMachine }
  | { readonly kind: 'missing'; readonly machine: AskedMachine }
  | { readonly kind: 'refused'; readonly row: RefusedRow }
  | { readonly kind: 'failed'; readonly error: BarrackError }

/**
 * Asks about the machines that are new, or of which the list says something else than when they were last asked about,
 * each by itself. One that fails leaves the others whole and is asked again in the next run. Where the first ones are not
 * there although the list has them, the account does not offer it: said once, tried again after a day. A machine is
 * counted by its row of the list; here only answers that could not be understood count, as quarantined.
 */
export async function* readDetails(
  context: IngestContext,
  listed: Listed,
  before: JsonObject,
): AsyncGenerator<Batch, Pick<SourceEnd, 'note'> & { cursor: JsonObject }> {
  const { client, store, account, clock, sweep } = context
  const missingSince = typeof before.detailsMissingSince === 'number' ? before.detailsMissingSince : -Infinity
  if (clock() - missingSince < DAY_MS) return { cursor: { detailsMissingSince: missingSince } }
  const asked = await findAsked(store.db, account.accountId)
  const changed = [...listed].filter(
    ([id, row]) => asked.listed.get(id) !== row && (client.canTellOf === undefined || client.canTellOf(id)),
  )
  const due = inTurn(changed, clock()).slice(0, sweep === 'due' ? MOST_WHEN_DUE : undefined)
  const failures: BarrackError[] = []
  let hasTold = asked.hasTold
  let missing: AskedMachine[] = []
  let inVain = 0
  let notUnderstood = 0
  let next = 0
  while (next < due.length && inVain < GIVE_UP_AFTER) {
    const some = due.slice(next, next + (inVain > 0 || !hasTold ? 1 : ABREAST))
    next += some.length
    const answers = await Promise.all(some.map(([id, row]) => ask(context, id, row)))
    const told = answers.flatMap((answer) => (answer.kind === 'told' ? [answer.machine] : []))
    const refused = answers.flatMap((answer) => (answer.kind === 'refused' ? [answer.row] : []))
    missing.push(...answers.flatMap((answer) => (answer.kind === 'missing' ? [answer.machine] : [])))
    failures.push(...answers.flatMap((answer) => (answer.kind === 'failed' ? [answer.error] : [])))
    hasTold ||= told.length > 0
    notUnderstood += refused.length
    inVain = told.length > 0 ? 0 : inVain + some.length
    if (failures.at(-1)?.kind === 'unauthorized' || failures.at(-1)?.kind === 'silent') inVain = GIVE_UP_AFTER
    // Once a machine has told something, one that is not there has gone since the list was read.
    const settled = hasTold ? [...told, ...missing] : told
    if (hasTold) missing = []
    if (settled.length > 0 || refused.length > 0) yield batchOf(context, settled, refused)
  }
  if (failures.length > 0) return { cursor: {}, note: { text: inWords(failures, due.length), isFailure: true } }
  if (missing.length === 0) return { cursor: {}, note: leftNote(notUnderstood, due.length - next) }
  return { cursor: { detailsMissingSince: clock() }, note: { text: 'details not offered', isFailure: false } }
}

async function ask({ client, signal, sweep }: IngestContext, resourceId: string, listed: string): Promise<Answer> {
  try {
    const answer = await client.machine(resourceId, signal, paceOf(sweep))
    if ('reason' in answer) return { kind: 'refused', row: { ...answer, raw: withoutPrivate(answer.raw) } }
    const raw = withoutPrivate(answer.raw) as JsonObject
    return { kind: 'told', machine: { resourceId, listed, details: normalizeDetails(answer.value), raw } }
  } catch (error) {
    if (!(error instanceof BarrackError)) throw error
    if (error.kind !== 'not-found') return { kind: 'failed', error }
    return { kind: 'missing', machine: { resourceId, listed, details: null, raw: {} } }
  }
}

function batchOf(
  { account: { accountId }, clock }: IngestContext,
  machines: readonly AskedMachine[],
  refused: readonly RefusedRow[],
): Batch {
  const readAt = clock()
  return {
    async apply(tx: Connection) {
      await saveMachineDetails(tx, accountId, machines, readAt)
      return countsOf({ quarantined: await quarantine(tx, accountId, 'instances', refused, readAt) })
    },
  }
}

/** Begins with another one each minute, so that some that never answer do not keep all others from being asked. */
function inTurn<One>(all: readonly One[], at: number): One[] {
  const first = all.length === 0 ? 0 : Math.floor(at / 60_000) % all.length
  return [...all.slice(first), ...all.slice(0, first)]
}

/** Where none could be understood, what has not been asked; each answer is in quarantine with its own reason. */
function leftNote(notUnderstood: number, left: number): SourceEnd['note'] {
  if (left === 0) return undefined
  const text = `the details of ${notUnderstood} machines are in quarantine, ${left} more are asked for next time`
  return { text, isFailure: false }
}

function inWords(failures: readonly BarrackError[], asked: number): string {
  const which = asked === 1 ? 'of a machine' : `of ${failures.length} of ${asked} machines`
  return `The details ${which} could not be read and are asked for again: ${failures[0]!.message}`
}
