import { buffer } from 'node:stream/consumers'
import type { Account } from '../../db/account-repository.ts'
import { DIMENSIONS, type DayRange } from '../../engine/index.ts'
import type { AppContext } from '../context.ts'
import { monthDays } from '../months.ts'
import { bookingsFile } from './bookings-files.ts'
import { chargesCsv } from './charges-csv.ts'
import type { ClosedFileName } from './closed-file.ts'
import { linesOf } from './focus-csv.ts'
import { statementFile } from './statement-csv.ts'

/** The files of a month as they are at this moment. */
export async function closedMonthFiles(
  context: AppContext,
  account: Account,
  month: string,
): Promise<{ name: ClosedFileName; bytes: Uint8Array }[]> {
  const { slug } = account
  const days = monthDays(month)
  const read = async (file: Promise<{ body: ReadableStream<Uint8Array> | string }>) => {
    const { body } = await file
    return typeof body === 'string' ? Buffer.from(body) : await buffer(body)
  }
  const charges = (more: { with?: string }) => read(chargesCsv(context, { account: slug, ...days, ...more }))
  return [
    { name: 'bookings.csv', bytes: await read(bookingsFile(context, { account: slug, month })) },
    { name: 'charges.csv', bytes: await charges({}) },
    { name: 'charges-with.csv', bytes: await charges({ with: DIMENSIONS.join() }) },
    ...(await focusFiles(context, account, days)),
    { name: 'statement.csv', bytes: await read(statementFile(context, { account: slug, month, by: 'day' })) },
  ]
}

async function focusFiles(context: AppContext, account: Account, days: DayRange) {
  const [newer, older]: [Buffer[], Buffer[]] = [[], []]
  for await (const [of14, of12] of linesOf(context, account, days, ['1.4', '1.2'])) {
    newer.push(Buffer.from(of14!))
    older.push(Buffer.from(of12!))
  }
  return [
    { name: 'focus-1.4.csv' as const, bytes: Buffer.concat(newer) },
    { name: 'focus-1.2.csv' as const, bytes: Buffer.concat(older) },
  ]
}
