import { buffer } from 'node:stream/consumers'
import { atMoment, type Moment } from '../../charges/at-moment.ts'
import { lastFinishedIngestRun } from '../../db/ingest-run-repository.ts'
import { findRatingBasis } from '../../db/rating-basis-repository.ts'
import { calendarOf, type Instant } from '../../engine/index.ts'
import type { AppContext } from '../context.ts'
import { toIso } from '../iso.ts'
import { invalidParameter } from '../problem.ts'
import { accountOf } from './account.ts'
import { accountsRead } from './first-ingest.ts'
import type { AnyReportFile } from './report-file.ts'

export interface KnownAtQuery {
  /** An instant with its zone, or a day of the account's zone: its last moment. Without it the present. */
  readonly asOf?: string | undefined
  readonly account?: string | undefined
}

/** Which charges an answer needs: of all time, of the period that is asked for, or of what lies around the moment. */
export type ChargesNeeded = 'all' | 'period' | 'month'

/** Days of the account's zone, the last exclusive. */
interface Period {
  readonly from?: string | undefined
  readonly to?: string | undefined
}

const DAY_MS = 86_400_000

/**
 * Answers as of an earlier moment where the question names one: the same work, over what was known then and with the
 * clock of then, so that it is that moment's answer to the last byte. Plans, budgets and assignments are the present ones.
 */
export async function knownAt<Query extends KnownAtQuery & Period, Answer>(
  context: AppContext,
  query: Query,
  needed: ChargesNeeded,
  work: (context: AppContext, query: Query) => Promise<Answer>,
): Promise<Answer> {
  if (query.asOf === undefined) return work(context, query)
  const { store, config } = context
  const { accountId, zone } = await accountOf(context, query.account)
  const at = momentOf(query.asOf, zone)
  if (at > context.clock()) throw invalidParameter('asOf', `${toIso(at)} lies in the future`)
  const rules = (await findRatingBasis(store.db, accountId, at))?.rules ?? config.rules
  return atMoment(store, { at, span: spanOf(needed, query, at) }, async (past) => {
    const then: AppContext = { ...context, store: past, clock: () => at, config: { ...config, rules } }
    await requireKnown(then, query.account, at)
    return work(then, query)
  })
}

/** A file of a report, with the moment in its name; it is made whole before anything of it is sent. */
export async function fileKnownAt<Query extends KnownAtQuery & Period, File extends AnyReportFile>(
  context: AppContext,
  query: Query,
  needed: ChargesNeeded,
  work: (context: AppContext, query: Query) => Promise<File>,
): Promise<File> {
  if (query.asOf === undefined) return work(context, query)
  return knownAt(context, query, needed, async (then, asked) => {
    const file = await work(then, asked)
    const body = file.body instanceof ReadableStream ? new Blob([await buffer(file.body)]).stream() : file.body
    const moment = toIso(then.clock()).replace(/[-:]|\.000/g, '')
    return { ...file, fileName: file.fileName.replace(/(\.\w+)$/, `-as-of-${moment}$1`), body }
  })
}

/** '2026-03-05' is the last moment of that day in the zone. */
function momentOf(asOf: string, zone: string): Instant {
  return /^\d{4}-\d{2}-\d{2}$/.test(asOf) ? calendarOf(zone).endOf(asOf) - 1 : Date.parse(asOf)
}

async function requireKnown(then: AppContext, slug: string | undefined, at: Instant): Promise<void> {
  const accounts = await accountsRead(then, slug).catch(() => [])
  for (const { accountId } of accounts) if (await lastFinishedIngestRun(then.store.db, accountId)) return
  throw invalidParameter('asOf', `nothing had been read to its end by ${toIso(at)}`)
}

/** A day more on either side than the zone of the days can ask for. */
function spanOf(needed: ChargesNeeded, { from, to }: Period, at: Instant): Moment['span'] {
  if (needed === 'month') return { startsAt: at - 40 * DAY_MS, endsAt: at + DAY_MS }
  if (needed === 'all' || from === undefined || to === undefined) return undefined
  return { startsAt: Date.parse(from) - DAY_MS, endsAt: Date.parse(to) + DAY_MS }
}
