import { text } from 'node:stream/consumers'
import { getAccountCalendar } from '../../db/account-calendar-repository.ts'
import type { AppContext } from '../context.ts'
import type { BookingsDto } from '../dto/bookings.ts'
import { bookingsCsv } from '../export/bookings-csv.ts'
import { bookingsDatev, encoded, type DatevEncoding } from '../export/bookings-datev.ts'
import { bookingsXlsx } from '../export/bookings-xlsx.ts'
import { monthDays } from '../months.ts'
import { invalidParameter } from '../problem.ts'
import { accountOf, zonedName } from './account.ts'
import { bookings, type BookingsQuery } from './bookings.ts'
import { closedFile } from './closed-file.ts'
import { requireFirstIngest } from './first-ingest.ts'
import { reportFile, type ReportFile } from './report-file.ts'

/** Bookings as CSV; of a closed month, where it is asked for, the file that is kept. */
export async function bookingsFile(
  context: AppContext,
  { closed = false, ...query }: BookingsQuery & { readonly closed?: boolean | undefined },
): Promise<ReportFile<string>> {
  const { account } = await requireFirstIngest(context, query.account)
  const name = (ending: string) => zonedName(account, `bookings-${query.month}${ending}`)
  if (closed) {
    const kept = await text(await closedFile(context, account, monthDays(query.month), 'bookings.csv'))
    return reportFile(context, query, name('-closed.csv'), kept)
  }
  return reportFile(context, query, name('.csv'), bookingsCsv(await bookings(context, query)))
}

/** Bookings as a workbook. Throws a problem where a line has no ledger account. */
export async function bookingsWorkbook(context: AppContext, query: BookingsQuery): Promise<ReportFile<Uint8Array>> {
  const made = mapped(await bookings(context, query))
  const name = zonedName(await accountOf(context, query.account), `bookings-${query.month}.xlsx`)
  return reportFile(context, query, name, await bookingsXlsx(made), XLSX)
}

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

/** Bookings as DATEV takes them. Throws a problem where a ledger account or DATEV's own numbers are missing. */
export async function bookingsForDatev(
  context: AppContext,
  { encoding, ...query }: BookingsQuery & { readonly encoding: DatevEncoding },
): Promise<ReportFile<Uint8Array>> {
  const account = await accountOf(context, query.account)
  const calendar = await getAccountCalendar(context.store.db, account.accountId)
  const { datevConsultant, datevClient, datevAccountLength } = calendar
  if (datevConsultant === null || datevClient === null) {
    throw invalidParameter('account', 'DATEV wants the numbers of consultant and client: say them on the Books page')
  }
  const made = mapped(await bookings(context, query))
  const wrong = made.wallets
    .flatMap(({ lines }) => lines.flatMap((line) => [line.account!, line.contraAccount!]))
    .find(
      (number) => !/^\d+$/.test(number) || number.length < datevAccountLength || number.length > datevAccountLength + 1,
    )
  if (wrong !== undefined) {
    throw invalidParameter('account', `DATEV wants account numbers of ${datevAccountLength} digits: '${wrong}' is none`)
  }
  const content = bookingsDatev(made, { ...calendar, datevConsultant, datevClient }, context.clock())
  const name = zonedName(account, `bookings-${query.month}.csv`)
  const file = await reportFile(context, query, name, encoded(content, encoding), 'text/csv', encoding)
  // DATEV finds files to be imported by how their names begin.
  return { ...file, fileName: `EXTF_${file.fileName}` }
}

function mapped(made: BookingsDto): BookingsDto {
  if (made.unmapped.length === 0) return made
  throw invalidParameter(
    'month',
    `there is no ledger account for ${made.unmapped.join(', ')}: name them on the Books page`,
  )
}
