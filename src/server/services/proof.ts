import { findReadings, findRecordSources } from '../../db/reading-query-repository.ts'
import {
  calendarOf,
  formatPicos,
  proveKnown,
  type BillingRecord,
  type ProofLine,
  type RecordReading,
} from '../../engine/index.ts'
import type { AppContext } from '../context.ts'
import type { ProofDto, ProofRecordDto } from '../dto/proof.ts'
import { toIso, toIsoOrNull } from '../iso.ts'
import { ProblemException } from '../problem.ts'
import { proofCsv } from '../export/proof-csv.ts'
import { fileNameOf, toAccountDto } from './account.ts'
import type { ReportFile } from './report-file.ts'
import { reconciledAccount } from './reconciled-account.ts'

export interface ProofQuery {
  readonly from?: string | undefined
  readonly to?: string | undefined
  readonly account?: string | undefined
}

/** Every minute that a resource was billed for: state, price version and source record. Throws where it has no bill. */
export async function proof(context: AppContext, resourceId: string, query: ProofQuery): Promise<ProofDto> {
  const reconciled = await reconciledAccount(context, query)
  const { account, asOf, prices, verdicts } = reconciled
  const calendar = calendarOf(account.zone)
  const [startsAt, endsAt] = [
    query.from === undefined ? -Infinity : calendar.startOf(query.from),
    query.to === undefined ? Infinity : calendar.startOf(query.to),
  ]
  const bills = [...reconciled.records.values()].filter((record) => record.resourceId === resourceId)
  if (bills.length === 0) throw new ProblemException('not-found', `There is no bill of a resource ${resourceId}.`)
  const records = bills
    .filter((record) => record.startsAt < endsAt && (record.endsAt ?? Infinity) >= startsAt)
    .sort((a, b) => a.startsAt - b.startsAt)
  const ids = records.map(({ recordId }) => recordId)
  const { db } = context.store
  const [readings, sources] = await Promise.all([
    findReadings(db, account.accountId, ids),
    findRecordSources(db, account.accountId, ids),
  ])
  const resource = reconciled.resources.get(resourceId) ?? null
  const statuses = reconciled.statuses.filter((change) => change.resourceId === resourceId)
  return {
    account: toAccountDto(account),
    asOf: toIso(asOf),
    resourceId,
    name: resource?.name ?? bills[0]!.resourceName,
    resourceType: bills[0]!.kind,
    records: records.map((record) => {
      const seen = readings.get(record.recordId) ?? []
      const ways = { prices, calendar, rules: context.config.rules }
      const { raw, firstSeenAt, changedAt, lastSeenAt } = sources.get(record.recordId)!
      const { expectedPicos = null, differencePicos = null, cause = null } = verdicts.get(record.recordId) ?? {}
      return {
        ...recordOf(record, seen, proveKnown({ record, resource, statuses, readings: seen, readAt: asOf }, ways)),
        recalculated: orNull(expectedPicos),
        difference: orNull(differencePicos),
        cause,
        source: { raw, firstSeen: toIso(firstSeenAt), changed: toIso(changedAt), lastSeen: toIso(lastSeenAt) },
      }
    }),
  }
}

/** The same as a file, a row per range of minutes. */
export async function proofFile(
  context: AppContext,
  { resource, ...query }: ProofQuery & { readonly resource: string },
): Promise<ReportFile> {
  const bundle = await proof(context, resource, query)
  return {
    fileName: fileNameOf(context, bundle.account, `proof-${resource.replace(/[^\w.-]/g, '_')}.csv`),
    mediaType: 'text/csv; charset=utf-8',
    body: proofCsv(bundle),
  }
}

function recordOf(record: BillingRecord, readings: readonly RecordReading[], lines: readonly ProofLine[]) {
  const { recordId, currency, startsAt, endsAt, minutes, perMinutePicos, totalPicos } = record
  return {
    recordId,
    currency,
    startsAt: toIso(startsAt),
    endsAt: toIsoOrNull(endsAt),
    minutes,
    perMinute: orNull(perMinutePicos),
    billed: formatPicos(totalPicos),
    lines: lines.map(lineOf),
    readings: readings.map((reading) => ({
      seenAt: toIso(reading.seenAt),
      endsAt: toIsoOrNull(reading.endsAt),
      minutes: reading.minutes,
      billed: formatPicos(reading.totalPicos),
      status: reading.status,
    })),
  } satisfies Partial<ProofRecordDto>
}

function lineOf(line: ProofLine): ProofRecordDto['lines'][number] {
  const { startsAt, endsAt, state, sku, seconds, price, billedPicos, expectedPicos, inferred = false } = line
  return {
    startsAt: toIso(startsAt),
    endsAt: toIso(endsAt),
    state,
    sku,
    seconds,
    price: price && {
      price: formatPicos(price.pricePicos),
      unit: price.unit,
      source: price.source,
      since: toIso(price.validFrom),
      until: toIsoOrNull(price.validTo),
    },
    billed: formatPicos(billedPicos),
    recalculated: orNull(expectedPicos),
    inferred,
  }
}

const orNull = (picos: bigint | null): string | null => (picos === null ? null : formatPicos(picos))
