/** A file that goes with a message. */
export interface NotifyAttachmentTable {
  account_id: number
  message_id: number
  file_name: string
  media_type: string
  content: Uint8Array
}
