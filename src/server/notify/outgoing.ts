import type { MessageText } from '../../db/notify-message-repository.ts'
import type { Attachment } from '../../db/notify-attachment-repository.ts'
import type { Instant } from '../../engine/index.ts'

/** A message as a sender is given it. */
export interface Outgoing extends MessageText {
  /** The same over all tries, so that a receiver can tell a second copy. */
  readonly id: string
  readonly account: { readonly slug: string; readonly name: string }
  /** Where the page shows it; null where nobody said how this server is reached. */
  readonly url: string | null
  readonly createdAt: Instant
  /** A file that goes with it, where the channel can carry one. */
  readonly attachment: Attachment | null
}
