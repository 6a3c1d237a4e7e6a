import { formatPicos, type Reconciliation } from '../../engine/index.ts'
import type { AppContext } from '../context.ts'
import { decodeCursor, encodeCursor } from '../cursor.ts'
import type { ReconciledRecordDto, ReconciledRecordsDto } from '../dto/reconciliation.ts'
import { toIso, toIsoOrNull } from '../iso.ts'
import { invalidParameter } from '../problem.ts'
import type { ReconciledAccount } from './reconciled-account.ts'
import { loadReconciliation, nameOf, type ReconciliationQuery } from './reconciliation.ts'
import type { RecordPart } from './record-parts.ts'

export interface ReconciledRecordsQuery extends ReconciliationQuery {
  /** 'any': all that do not agree. */
  readonly cause?: string | undefined
  readonly resource?: string | undefined
  readonly limit?: number | undefined
  readonly next?: string | undefined
}

const LIMIT = 100

/** The records that hold time or money of a period, each as a whole, the largest difference first, then the most billed. */
export async function reconciledRecords(
  context: AppContext,
  query: ReconciledRecordsQuery,
): Promise<ReconciledRecordsDto> {
  const { reconciled, parts } = await loadReconciliation(context, query)
  const wanted = new Map(
    parts
      .filter(
        (part) => query.cause === undefined || (query.cause === 'any' ? isDoubtful(part) : part.cause === query.cause),
      )
      .filter(({ resourceId }) => query.resource === undefined || resourceId === query.resource)
      .map((part) => [part.recordId, part]),
  )
  const sorted = [...wanted.values()]
    .map((part) => ({ part, verdict: reconciled.verdicts.get(part.recordId) ?? part }))
    .sort((a, b) => compare(keyOf(a.verdict), keyOf(b.verdict)))
  const after = query.next === undefined ? null : afterOf(query.next)
  const rest = after === null ? sorted : sorted.filter(({ verdict }) => compare(keyOf(verdict), after) > 0)
  const limit = query.limit ?? LIMIT
  const page = rest.slice(0, limit)
  const last = page.at(-1)
  return {
    rows: page.map(({ part, verdict }) => recordDto(reconciled, part, verdict)),
    next: rest.length > limit && last ? encodeCursor(keyOf(last.verdict).map(String)) : null,
  }
}

/** A bill that does not agree with any list: one from before the first price that agrees with that is not one. */
const isDoubtful = ({ cause, isAssumedRight }: Reconciliation) => cause !== null && isAssumedRight !== true

function recordDto(reconciled: ReconciledAccount, part: RecordPart, verdict: Reconciliation): ReconciledRecordDto {
  const record = reconciled.records.get(part.recordId)
  const { checkedPicos, assumedPicos, uncheckablePicos, expectedPicos, differencePicos } = verdict
  const most = [checkedPicos, assumedPicos, uncheckablePicos].reduce((a, b) => (b > a ? b : a))
  return {
    recordId: part.recordId,
    resourceId: part.resourceId,
    name: nameOf(reconciled, part),
    resourceType: part.resourceType,
    currency: part.currency,
    startsAt: toIso(verdict.startsAt),
    endsAt: record ? toIsoOrNull(record.endsAt) : toIso(verdict.startsAt),
    minutes: record?.minutes ?? 0,
    billed: formatPicos(verdict.billedPicos),
    recalculated: expectedPicos === null ? null : formatPicos(expectedPicos),
    difference: differencePicos === null ? null : formatPicos(differencePicos),
    cause: verdict.cause,
    evidence: most === checkedPicos ? 'checked' : most === assumedPicos ? 'assumed' : 'not checkable',
    isAssumedRight: verdict.isAssumedRight,
  }
}

type SortKey = readonly [size: bigint, billed: bigint, recordId: string]

function keyOf({ differencePicos, billedPicos, recordId }: Reconciliation): SortKey {
  const difference = differencePicos ?? 0n
  return [difference < 0n ? -difference : difference, billedPicos, recordId]
}

function compare(a: SortKey, b: SortKey): number {
  if (a[0] !== b[0]) return a[0] > b[0] ? -1 : 1
  if (a[1] !== b[1]) return a[1] > b[1] ? -1 : 1
  return a[2] < b[2] ? -1 : a[2] > b[2] ? 1 : 0
}

function afterOf(next: string): SortKey {
  const [size = '', billed = '', recordId = ''] = decodeCursor(next, 3)
  if (!/^\d+$/.test(size) || !/^-?\d+$/.test(billed)) throw invalidParameter('next', 'not a cursor of this list')
  return [BigInt(size), BigInt(billed), recordId]
}
