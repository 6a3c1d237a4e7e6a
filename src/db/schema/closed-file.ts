/** A file of a closed month, compressed by gzip. */
export interface ClosedFileTable {
  account_id: number
  month: string
  name: string
  sha256: string
  bytes: number
  content: Uint8Array
}
