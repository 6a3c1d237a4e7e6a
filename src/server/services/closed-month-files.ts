import { buffer } from 'node:stream/consumers'
import type { Account } from '../../db/account-repository.ts'
import { DIMENSIONS } from '../../engine/index.ts'
import type { AppContext } from '../context.ts'
import { monthDays } from '../months.ts'
import { bookingsFile } from './bookings-files.ts'
import { chargesCsv } from './charges-csv.ts'
import type { ClosedFileName } from './closed-file.ts'
import { focusCsv } from './focus-csv.ts'
import { statementFile } from './statement-csv.ts'

/** The files of a month as they are at this moment. */
export async function closedMonthFiles(
  context: AppContext,
  { slug: account }: Account,
  month: string,
): Promise<{ name: ClosedFileName; bytes: Uint8Array }[]> {
  const days = { account, ...monthDays(month) }
  const read = async (file: Promise<{ body: ReadableStream<Uint8Array> | string }>) => {
    const { body } = await file
    return typeof body === 'string' ? Buffer.from(body) : await buffer(body)
  }
  return [
    { name: 'bookings.csv', bytes: await read(bookingsFile(context, { account, month })) },
    { name: 'charges.csv', bytes: await read(chargesCsv(context, days)) },
    { name: 'charges-with.csv', bytes: await read(chargesCsv(context, { ...days, with: DIMENSIONS.join() })) },
    { name: 'focus-1.4.csv', bytes: await read(focusCsv(context, { ...days, version: '1.4' })) },
    { name: 'focus-1.2.csv', bytes: await read(focusCsv(context, { ...days, version: '1.2' })) },
    { name: 'statement.csv', bytes: await read(statementFile(context, { account, month, by: 'day' })) },
  ]
}
