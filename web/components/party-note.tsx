import type { ComponentChildren } from 'preact'
import { isEverybody, partiesText, type Parties } from '../filters.ts'

interface Props {
  readonly parties: Parties
  /** Nothing of the page is split: what several share is in the list of each. */
  readonly isWhole?: boolean
  /** What is of the whole account in spite of it. */
  readonly children: ComponentChildren
}

/** Says whose figures these are, and which cannot be narrowed. */
export function PartyNote({ parties, isWhole = false, children }: Props) {
  if (isEverybody(parties)) return null
  return (
    <p class="muted">
      Only {partiesText(parties)}
      {isWhole ? '' : '; of what is shared, the share'}. {children}
    </p>
  )
}
