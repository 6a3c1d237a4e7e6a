import { NOT_OFFERED, type IngestReport } from '../ingest/ingest-report.ts'
import type { IngestProgress } from '../ingest/run-ingest.ts'
import { duration, say } from './talk.ts'

/** A line for each source that was read: what, how many, how long; of which account where that has to be said. */
export function progressLines(account = ''): (progress: IngestProgress) => void {
  return ({ source, elapsedMs, done }) => {
    if (!done) return
    const { fetched, inserted, updated, unchanged, quarantined, error, note } = done
    const counts = [
      `${fetched} read`,
      inserted && `${inserted} new`,
      updated && `${updated} changed`,
      unchanged && `${unchanged} as before`,
      quarantined && `${quarantined} in quarantine`,
      error ?? note?.text,
    ]
    say(
      `  ${account && `${account} `}${source.padEnd(16)} ${counts.filter(Boolean).join(', ')} (${duration(elapsedMs)})`,
    )
  }
}

/** 'ok: 24 requests in 3.2 s.' */
export const spentLine = ({ status, requests }: IngestReport, elapsedMs: number): string =>
  `${status}: ${requests} ${requests === 1 ? 'request' : 'requests'} in ${duration(elapsedMs)}.`

/** Why sources were not read to their end, where no line told it: ' Not read: balance: GET /api/balance/ refused ...' */
export function unreadWords({ sources }: IngestReport): string {
  const unread = Object.entries(sources).flatMap(([source, { error }]) =>
    error === null || error === NOT_OFFERED ? [] : [`${source}: ${error}`],
  )
  return unread.length === 0 ? '' : ` Not read: ${unread.join('; ')}`
}
