import type { AppContext } from '../context.ts'
import type { ReadingsDto } from '../dto/ingest.ts'
import { toIso, toIsoOrNull } from '../iso.ts'
import { accountOf, toAccountDto } from './account.ts'

/** When each source was read and is read next, in the order in which they are read. */
export async function readings(context: AppContext, query: { account?: string | undefined }): Promise<ReadingsDto> {
  const account = await accountOf(context, query.account)
  const known = await context.readings(account)
  return {
    account: toAccountDto(account),
    isScheduled: known !== null,
    requestsPerMinute: known && Number(known.requestsPerMinute.toFixed(3)),
    allowedPerMinute: known?.allowedPerMinute ?? null,
    rows: (known?.sources ?? []).map(({ source, everyMs, setMs, readAt, triedAt, nextAt, error, requests, sweep }) => ({
      source,
      everySeconds: Math.round(everyMs / 1000),
      setSeconds: Math.round(setMs / 1000),
      readAt: toIsoOrNull(readAt),
      triedAt: toIsoOrNull(triedAt),
      nextAt: nextAt === 0 ? null : toIso(nextAt),
      error,
      requests: requests === null ? null : Number(requests.toFixed(2)),
      sweep: sweep && { page: sweep.page, pages: sweep.pages },
    })),
  }
}
