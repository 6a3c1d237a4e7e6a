import { findReadings, findRecordSources } from '../../db/reading-query-repository.ts'
import {
  addDays,
  calendarOf,
  daysBetween,
  formatPicos,
  proveKnown,
  type BillingRecord,
  type Dimension,
  type DimensionValues,
  type ProofLine,
  type RecordReading,
  type ResourceType,
} from '../../engine/index.ts'
import type { AppContext } from '../context.ts'
import type { ProofDto, ProofRecordDto } from '../dto/proof.ts'
import { toIso, toIsoOrNull } from '../iso.ts'
import { ProblemException } from '../problem.ts'
import { proofCsv, type ProofRow } from '../export/proof-csv.ts'
import { splitList } from '../parameters.ts'
import { accountOf, fileNameOf, toAccountDto } from './account.ts'
import { assignedOf, partsOn } from './assigned.ts'
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

/** The same as a file, a row per range of minutes, with columns of whose it was then where they are asked for. */
export async function proofFile(
  context: AppContext,
  { resource, with: columns, ...query }: ProofQuery & { readonly resource: string; readonly with?: string | undefined },
): Promise<ReportFile> {
  const bundle = await proof(context, resource, query)
  const more = splitList(columns) as Dimension[]
  return {
    fileName: fileNameOf(context, bundle.account, `proof-${resource.replace(/[^\w.-]/g, '_')}.csv`),
    mediaType: 'text/csv; charset=utf-8',
    body: proofCsv(bundle, more, await whoseThen(context, bundle, more)),
  }
}

/** Who had a share of the resource on the days of a range. */
async function whoseThen(
  context: AppContext,
  { account: { slug }, resourceType, resourceId }: ProofDto,
  more: readonly Dimension[],
): Promise<(row: ProofRow) => DimensionValues[]> {
  if (more.length === 0) return () => []
  const account = await accountOf(context, slug)
  const calendar = calendarOf(account.zone)
  const { assignments } = await assignedOf(context.store, account)
  return ({ record: { currency }, line: { startsAt, endsAt } }) => {
    const from = calendar.dayOf(Date.parse(startsAt))
    const to = addDays(calendar.dayOf(Math.max(Date.parse(startsAt), Date.parse(endsAt) - 1)), 1)
    return daysBetween(from, to)
      .flatMap((day) => partsOn(assignments, { resourceType: resourceType as ResourceType, resourceId, currency }, day))
      .filter(({ weight }, _, { length }) => length === 1 || weight > 0n)
      .map(({ values }) => values)
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
