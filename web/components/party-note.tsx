import type { ComponentChildren } from 'preact'
import { isEverybody, partiesText, type Parties } from '../filters.ts'

interface Props {
  readonly parties: Parties
  /** What is of the whole account in spite of it. */
  readonly children: ComponentChildren
}

/** Says whose figures these are, and which cannot be narrowed. */
export function PartyNote({ parties, children }: Props) {
  if (isEverybody(parties)) return null
  return (
    <p class="muted">
      Only {partiesText(parties)}; of what is shared, the share. {children}
    </p>
  )
}
