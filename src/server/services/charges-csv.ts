import type { Account } from '../../db/account-repository.ts'
import {
  chargeExport,
  readingTimes,
  type ChargeExportRow,
  type ChargeSource,
  type ExportDay,
} from '../../db/charge-export-repository.ts'
import { chargeExtent } from '../../db/charge-query-repository.ts'
import type { Store } from '../../db/store.ts'
import {
  addDays,
  calendarOf,
  daysBetween,
  DIMENSIONS,
  isAnyone,
  type DayRange,
  type DimensionFilter,
  type Instant,
} from '../../engine/index.ts'
import type { AppContext } from '../context.ts'
import { chargesHeader, chargesLine, type ChargeColumn } from '../export/charges-csv.ts'
import { textStream } from '../export/text-stream.ts'
import { splitList } from '../parameters.ts'
import { invalidParameter } from '../problem.ts'
import { accountOf, fileNameOf, zonedName, zonedNameOfAll } from './account.ts'
import { assignmentsOf } from './assigned.ts'
import { closedFile } from './closed-file.ts'
import { accountsRead } from './first-ingest.ts'
import type { StreamedReport } from './report-file.ts'

export interface ChargesCsvQuery extends DayRange, DimensionFilter {
  /** Without it the rows of all accounts: each names its own. */
  readonly account?: string | undefined
  /** Columns that are wanted beside the usual ones, separated by commas. */
  readonly with?: string | undefined
  /** The file that a closed month keeps, of one account. */
  readonly closed?: boolean | undefined
}

/** The charges of [from, to) as CSV, made while it is read. */
export async function chargesCsv(
  context: AppContext,
  { with: more, account, closed = false, from, to, ...only }: ChargesCsvQuery,
): Promise<StreamedReport> {
  const { store } = context
  const period = { from, to }
  if (closed && !isAnyone(only)) throw invalidParameter('closed', 'a closed month keeps the file of everybody')
  if (closed) return closedChargesCsv(context, period, account, splitList(more))
  const accounts = await accountsRead(context, account)
  const days = await exportDays(store, accounts, period)
  const columns = splitList(more) as ChargeColumn[]
  const dimensions = DIMENSIONS.filter((dimension) => columns.includes(dimension))
  const isPlain = dimensions.length === 0 && isAnyone(only)
  const assigned = isPlain ? null : { dimensions, only, assignments: await assignmentsOf(store, accounts) }
  const name = `charges-${period.from}-${period.to}.csv`
  return {
    fileName: fileNameOf(context, accounts.length === 1 ? accounts[0]! : null, zonedNameOfAll(accounts, name)),
    mediaType: 'text/csv; charset=utf-8',
    body: textStream(chargeLines(store.stream(chargeExport(days, assigned).compile(store.db)), columns)),
  }
}

async function closedChargesCsv(
  context: AppContext,
  period: DayRange,
  slug: string | undefined,
  more: readonly string[],
): Promise<StreamedReport> {
  const account = await accountOf(context, slug)
  if (more.length > 0 && more.join() !== DIMENSIONS.join()) {
    throw invalidParameter('with', `a closed month keeps the file with ${DIMENSIONS.join()} or with none of them`)
  }
  const body = await closedFile(context, account, period, more.length > 0 ? 'charges-with.csv' : 'charges.csv')
  return {
    fileName: fileNameOf(context, account, zonedName(account, `charges-${period.from}-${period.to}-closed.csv`)),
    mediaType: 'text/csv; charset=utf-8',
    body,
  }
}

async function* chargeLines(
  batches: AsyncIterable<ChargeExportRow[]>,
  more: readonly ChargeColumn[],
): AsyncGenerator<string> {
  yield chargesHeader(more)
  for await (const rows of batches) yield rows.map((row) => chargesLine(row, more)).join('')
}

/** The days of the period that can hold a charge, of each account, each with its readings after its end. */
async function exportDays(store: Store, accounts: readonly Account[], period: DayRange): Promise<ExportDay[]> {
  const days = await Promise.all(accounts.map((account) => daysOf(store, account, period)))
  return days.flat()
}

async function daysOf(store: Store, { accountId, zone }: Account, period: DayRange): Promise<ExportDay[]> {
  const extent = await chargeExtent(store.db, accountId)
  if (!extent) return []
  const from = period.from > extent.from ? period.from : extent.from
  const end = addDays(extent.last, 1)
  const days = daysBetween(from, period.to < end ? period.to : end)
  if (days.length === 0) return []
  const calendar = calendarOf(zone)
  const readings = await readingTimes(store.db, accountId, calendar.endOf(from))
  return days.map((day) => {
    const endsAt = calendar.endOf(day)
    const firstAfter = (source: ChargeSource) => firstAtOrAfter(readings[source], endsAt)
    return {
      accountId,
      day,
      endsAt,
      readAt: {
        'instance-billing': firstAfter('instance-billing'),
        'volume-billing': firstAfter('volume-billing'),
        'snapshot-billing': firstAfter('snapshot-billing'),
        'ai-history': firstAfter('ai-history'),
      },
    }
  })
}

/** Of sorted instants the first that is not before `at`; null where there is none. */
function firstAtOrAfter(sorted: readonly Instant[], at: Instant): Instant | null {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (sorted[middle]! < at) low = middle + 1
    else high = middle
  }
  return sorted[low] ?? null
}
