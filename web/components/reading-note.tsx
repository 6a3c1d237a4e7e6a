import type { Overview } from '../api.ts'
import { hrefOf } from '../router.ts'
import { readingTrouble } from '../reading-words.ts'
import type { Instant } from '../zone-time.ts'
import { Icon } from './icon.tsx'

interface Props {
  readonly overview: Overview
  readonly zone: string
  readonly now: Instant
}

/** At the top of every page, where the account could not be read as it should have been. */
export function ReadingNote({ overview, zone, now }: Props) {
  const trouble = readingTrouble(overview, zone, now)
  if (!trouble) return null
  const { urgency, title, details } = trouble
  return (
    <div class={`note ${urgency}`} role="status">
      <Icon name="warning" />
      <div>
        <strong>{title}</strong>
        {details.map((detail) => (
          <p key={detail}>{detail}</p>
        ))}
        <p>
          <a href={hrefOf({ path: '/set-up', params: {} })}>Set-up</a> finds out whether the API of the account differs.
        </p>
      </div>
    </div>
  )
}
