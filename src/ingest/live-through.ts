import { setTimeout as delay } from 'node:timers/promises'
import { refreshCharges } from '../charges/rebuild-charges.ts'
import { holdingAccount } from '../db/account-lock.ts'
import { findCursor } from '../db/cursor-repository.ts'
import { failAbandonedIngestRuns, settleIngestRuns } from '../db/ingest-run-repository.ts'
import { findRatingBasis, saveRatingBasis } from '../db/rating-basis-repository.ts'
import { markChargesStale } from '../db/stale-charges-repository.ts'
import { defaultRules, type Instant } from '../engine/index.ts'
import type { IngestContext } from './source.ts'
import { answersAhead } from './answers-ahead.ts'
import { applyPolls, readPoll, type Poll } from './hourly-polls.ts'
import type { IngestReport } from './ingest-report.ts'
import { AccountBusyError, contextOf, ingestOnce, type IngestOptions } from './run-ingest.ts'

export interface LiveThroughOptions extends Omit<IngestOptions, 'clock' | 'sources' | 'onProgress'> {
  /** Where to begin where nothing was read yet; otherwise it goes on after the last reading. */
  readonly from: Instant
  /** The present: the last full reading is made as of it. */
  readonly to: Instant
  /** Puts the sandbox's clock forward. */
  readonly stepSandbox: (to: Instant) => Promise<void>
  /** After each full reading: what a day's end is the time for, forecasts above all. */
  readonly onFullReading?: (at: Instant) => Promise<void>
  readonly onProgress?: (progress: LiveProgress) => void
}

export interface LiveProgress {
  /** The moment that was lived through last. */
  readonly at: Instant
  readonly from: Instant
  readonly to: Instant
  /** Rows that the full readings brought so far. */
  readonly rows: number
  readonly requests: number
  readonly elapsedMs: number
}

const HOUR_MS = 3_600_000
const HOURS_PER_FULL_READING = 24
const STEP_TRIES = 3
const STEP_PAUSE_MS = 200

/**
 * Lives through a stretch of the sandbox's time as the schedule would have: stock, balance and instances hourly, every
 * source once a day, through HTTP alone. The API tells no history of states, stock, balance or prices: they exist only
 * for whom has looked. The hours of a day are one transaction, a full reading is an ingest run as any other, and both are
 * written while the next day is being looked at; one that is ended half way goes on where it stood. Its runs are shown as
 * running until the present is reached; charges are made once at the end, since every reading moves all days of all
 * open records. Gives the report of the last reading, or null where the present was reached before.
 * @throws AccountBusyError where the account is being ingested already.
 */
export async function liveThrough(options: LiveThroughOptions): Promise<IngestReport | null> {
  const { store, account } = options
  const held = await holdingAccount(store, account.accountId, async () => {
    await beginCharges(options)
    const last = await live(options)
    await refreshCharges(contextOf({ ...whole(options), clock: () => options.to }))
    await settleIngestRuns(store.db, account.accountId)
    await failAbandonedIngestRuns(store.db, account.accountId, options.to)
    return last
  })
  if (!held) throw new AccountBusyError(`The account '${account.slug}' is being ingested already.`)
  return held.result
}

/** They are made at the end, with what they would have been made with from the beginning. */
async function beginCharges({
  store: { db },
  account: { accountId, zone },
  rules = defaultRules,
  from,
}: LiveThroughOptions) {
  if (!(await findRatingBasis(db, accountId))) await saveRatingBasis(db, accountId, { since: from, zone, rules })
  await markChargesStale(db, accountId, from)
}

function whole({ onProgress: _, ...options }: LiveThroughOptions): Omit<IngestOptions, 'clock'> {
  return options
}

async function live(options: LiveThroughOptions): Promise<IngestReport | null> {
  const { client, to, onProgress, onFullReading, stepSandbox, signal } = options
  const moments = await momentsToLive(options)
  const from = moments[0]?.at ?? to
  const startedAt = performance.now()
  const requestsBefore = client.requests
  let rows = 0
  let last: IngestReport | null = null

  const write = async (context: IngestContext, polls: readonly Poll[]) => {
    await applyPolls(context, polls)
    last = await ingestOnce({}, context, () => 'running')
    for (const source of Object.values(last.sources)) rows += source.inserted + source.updated
    const at = context.clock()
    await onFullReading?.(at)
    onProgress?.({
      at,
      from,
      to,
      rows,
      requests: client.requests - requestsBefore,
      elapsedMs: performance.now() - startedAt,
    })
  }

  const askedAbout = new Set<string>()
  let polls: Poll[] = []
  let writing = Promise.resolve()
  try {
    for (const { at, isFull } of moments) {
      signal?.throwIfAborted()
      await patiently(() => stepSandbox(at))
      const context: IngestContext = { ...contextOf({ ...whole(options), clock: () => at }), charges: 'later' }
      if (!isFull) {
        polls.push(await readPoll(context))
        continue
      }
      const ahead = await answersAhead(client, askedAbout, signal)
      await writing
      writing = write({ ...context, client: ahead }, polls)
      // Awaited after the next day's answers; until then nobody else listens.
      writing.catch(() => undefined)
      polls = []
    }
  } finally {
    await writing
  }
  return last
}

/** A kept connection may be closed under a request; the same moment set twice is the same moment. */
async function patiently(step: () => Promise<void>): Promise<void> {
  for (let tried = 1; ; tried++) {
    try {
      await step()
      return
    } catch (error) {
      if (tried === STEP_TRIES) throw error
      await delay(STEP_PAUSE_MS)
    }
  }
}

/** The hours up to the present, every 24th of them counted back from it a full one, without those that were read. */
async function momentsToLive({ store, account, from, to }: LiveThroughOptions) {
  const hourly = await findCursor(store.db, account.accountId, 'balance')
  const full = await findCursor(store.db, account.accountId, 'snapshot-billing')
  const moments: { at: Instant; isFull: boolean }[] = []
  for (let hours = Math.floor((to - from) / HOUR_MS); hours >= 0; hours--) {
    const at = to - hours * HOUR_MS
    const isFull = hours % HOURS_PER_FULL_READING === 0
    if (at > ((isFull ? full : hourly)?.readAt ?? -Infinity)) moments.push({ at, isFull })
  }
  return moments
}
