import { readingsBySource } from '../../db/overview-query-repository.ts'
import { HOUR_MS } from '../../engine/index.ts'
import { toIso } from '../iso.ts'
import type { Finder } from './finder.ts'
import { durationText, momentText } from './words.ts'

/** What the figures of the overview rest on. */
const WATCHED = [
  ['balance', 'balance'],
  ['instances', 'machines'],
  ['instance-billing', 'bills of machines'],
] as const

/** Sources that were not read to their end for too long. */
export const findStale: Finder<'ingest-stale'> = async ({ context, account, now }, { ruleId, watch }) => {
  const readings = await readingsBySource(context.store.db, account.accountId)
  const old = WATCHED.flatMap(([source, name]) => {
    const at = readings.get(source)
    return at !== undefined && now - at > watch.hours * HOUR_MS ? [{ source, name, at }] : []
  })
  if (readings.size === 0) return null
  if (old.length === 0) return []
  const oldest = Math.min(...old.map(({ at }) => at))
  const marks = old.map(({ source }) => source)
  return [
    {
      ruleId,
      kind: 'ingest-stale',
      cause: 'sources',
      marks,
      holds: marks,
      subject: `Figures of ${account.name} are ${durationText(now - oldest)} old`,
      text: [
        'Not read to the end since:',
        ...old.map(({ name, at }) => `  ${name}: ${momentText(at, account.zone, now)}`),
        'Runway, burn guard and budgets speak of that time. The overview tells what went wrong; qm ingest tries now.',
      ].join('\n'),
      path: '/',
      facts: { sources: old.map(({ source, at }) => ({ source, readAt: toIso(at) })) },
    },
  ]
}
