import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { gunzip, gzip } from 'node:zlib'
import type { Connection } from './store.ts'

const compress = promisify(gzip)
const expand = promisify(gunzip)

export interface ClosedFileInfo {
  readonly name: string
  readonly sha256: string
  readonly bytes: number
}

/** The files that are kept with a closed month, by name. */
export async function findClosedFiles(db: Connection, accountId: number, month: string): Promise<ClosedFileInfo[]> {
  return db
    .selectFrom('closed_file')
    .select(['name', 'sha256', 'bytes'])
    .where('account_id', '=', accountId)
    .where('month', '=', month)
    .orderBy('name')
    .execute()
}

/** The bytes of a kept file, checked against their SHA-256; null where there is none. Throws where they are damaged. */
export async function getClosedFile(
  db: Connection,
  accountId: number,
  month: string,
  name: string,
): Promise<Uint8Array | null> {
  const row = await db
    .selectFrom('closed_file')
    .select(['content', 'sha256'])
    .where('account_id', '=', accountId)
    .where('month', '=', month)
    .where('name', '=', name)
    .executeTakeFirst()
  if (!row) return null
  const bytes = await expand(row.content)
  if (sha256Of(bytes) !== row.sha256) throw new Error(`The kept file ${name} of ${month} is damaged`)
  return bytes
}

/** Keeps a file with a closed month. */
export async function insertClosedFile(
  tx: Connection,
  accountId: number,
  month: string,
  name: string,
  bytes: Uint8Array,
): Promise<void> {
  await tx
    .insertInto('closed_file')
    .values({
      account_id: accountId,
      month,
      name,
      sha256: sha256Of(bytes),
      bytes: bytes.length,
      content: await compress(bytes),
    })
    .execute()
}

const sha256Of = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')
