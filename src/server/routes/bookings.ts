import { Hono } from 'hono'
import { z } from 'zod'
import type { AppContext } from '../context.ts'
import { bookingsDto } from '../dto/bookings.ts'
import { accountParameter, currency } from '../dto/common.ts'
import { DATEV_ENCODINGS } from '../export/bookings-datev.ts'
import { monthParameter } from '../months.ts'
import { fileOperation, operation, query } from '../openapi.ts'
import { closedParameter } from '../parameters.ts'
import { bookingsFile, bookingsForDatev, bookingsWorkbook } from '../services/bookings-files.ts'
import { bookings } from '../services/bookings.ts'
import { sendFile } from './send-file.ts'

const asked = {
  account: accountParameter,
  month: monthParameter,
  currency: currency.optional().meta({ description: 'Only this wallet' }),
}

export const bookingsRoute = (context: AppContext) =>
  new Hono()
    .get(
      '/bookings',
      operation({
        id: 'getBookings',
        summary: 'What is booked of a month: lines to the cent that lead each wallet from opening to closing credit',
        answer: bookingsDto,
        problems: ['invalid-request', 'not-ready'],
      }),
      query(z.strictObject(asked)),
      async (c) => c.json(await bookings(context, c.req.valid('query'))),
    )
    .get(
      '/exports/bookings.csv',
      fileOperation(
        'exportBookings',
        'The bookings of a month as CSV',
        'text/csv',
        'A line per wallet, cost center and kind.',
      ),
      query(z.strictObject({ ...asked, closed: closedParameter })),
      async (c) => sendFile(c, await bookingsFile(context, c.req.valid('query'))),
    )
    .get(
      '/exports/bookings.xlsx',
      fileOperation(
        'exportBookingsWorkbook',
        'The bookings of a month as a workbook, in the columns of TallyPrime',
        'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
        'A voucher of two rows per line; refused where a line has no ledger account.',
      ),
      query(z.strictObject(asked)),
      async (c) => sendFile(c, await bookingsWorkbook(context, c.req.valid('query'))),
    )
    .get(
      '/exports/bookings-datev.csv',
      fileOperation(
        'exportBookingsForDatev',
        'The bookings of a month as a Buchungsstapel of DATEV',
        'text/csv',
        'EXTF 700; refused where a ledger account or the numbers of consultant and client are missing.',
      ),
      query(
        z.strictObject({
          ...asked,
          encoding: z.enum(DATEV_ENCODINGS).default('utf-8').meta({ description: 'UTF-8 with BOM, or Windows-1252' }),
        }),
      ),
      async (c) => sendFile(c, await bookingsForDatev(context, c.req.valid('query'))),
    )
