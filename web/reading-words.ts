import type { Overview } from './api.ts'
import { momentText, plural } from './format.ts'
import { sourceText } from './words.ts'
import type { Instant } from './zone-time.ts'

export interface ReadingTrouble {
  /** act: nothing could be read. watch: some of it. */
  readonly urgency: 'act' | 'watch'
  readonly title: string
  readonly details: readonly string[]
}

/** Details that are told at once; the rest stands where the figures come from. */
const MOST = 2

/** What could not be read of the account and since when the figures stand still; null where everything was read. */
export function readingTrouble(
  { asOf, ingest, wallets }: Pick<Overview, 'asOf' | 'ingest'> & { readonly wallets: readonly unknown[] },
  zone: string,
  now: Instant,
): ReadingTrouble | null {
  const { status, problems, finishedAt } = ingest
  if (status === 'ok') return null
  const moment = (at: string) => momentText(Date.parse(at), zone, now)
  const details = problems
    .slice(0, MOST)
    .map(({ source, detail, at }) => `${capital(sourceText(source))}, tried ${moment(at)}: ${detail}`)
  const more = problems.length - MOST
  if (more > 0) details.push(`${plural(more, 'more source')}: see "Where the figures come from" on the Overview.`)
  return status === 'failed'
    ? {
        urgency: 'act',
        title:
          wallets.length === 0
            ? `The last reading, ${moment(finishedAt)}, failed, and none before it told of a wallet.`
            : `The last reading, ${moment(finishedAt)}, failed: the figures are those of ${moment(asOf)}.`,
        details,
      }
    : { urgency: 'watch', title: 'Some of the account could not be read: what follows from it is older.', details }
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)
