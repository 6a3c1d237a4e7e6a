import type { MessageKey } from './notify-message-repository.ts'
import type { Connection } from './store.ts'

/** A file that goes with a message. */
export interface Attachment {
  readonly fileName: string
  readonly mediaType: string
  readonly content: Uint8Array
}

/** Keeps the file with messages, in the transaction that writes them. */
export async function insertAttachment(
  tx: Connection,
  messages: readonly MessageKey[],
  { fileName, mediaType, content }: Attachment,
): Promise<void> {
  if (messages.length === 0) return
  await tx
    .insertInto('notify_attachment')
    .values(
      messages.map(({ accountId, messageId }) => ({
        account_id: accountId,
        message_id: messageId,
        file_name: fileName,
        media_type: mediaType,
        content,
      })),
    )
    .execute()
}

export async function findAttachment(db: Connection, { accountId, messageId }: MessageKey): Promise<Attachment | null> {
  const row = await db
    .selectFrom('notify_attachment')
    .select(['file_name as fileName', 'media_type as mediaType', 'content'])
    .where('account_id', '=', accountId)
    .where('message_id', '=', messageId)
    .executeTakeFirst()
  return row ?? null
}
