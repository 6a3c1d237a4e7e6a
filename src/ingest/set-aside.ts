import type { RefusedRow } from '../barrack/client.ts'
import { setAside, type Refused } from '../db/quarantine-repository.ts'
import type { Connection } from '../db/store.ts'
import type { Instant } from '../engine/index.ts'
import { fingerprintOfJson } from './fingerprint.ts'
import type { SourceName } from './ingest-report.ts'

/** Puts refused rows in quarantine and gives how many they are. */
export async function quarantine(
  tx: Connection,
  accountId: number,
  source: SourceName,
  rows: readonly RefusedRow[],
  at: Instant,
): Promise<number> {
  await setAside(tx, accountId, source, rows.map(toRefused), at)
  return rows.length
}

function toRefused({ raw, reason }: RefusedRow): Refused {
  return { fingerprint: fingerprintOfJson(raw), reason, payload: raw }
}
