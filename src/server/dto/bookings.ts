import { z } from 'zod'
import { BOOKING_KINDS } from '../../engine/index.ts'
import { currency, day, decimal } from './common.ts'

const kind = z.enum(BOOKING_KINDS)

export const bookingLineDto = z.object({
  kind,
  day,
  costCenter: z.string().nullable(),
  amount: decimal.meta({ description: 'Two decimals; debited to account, credited to contraAccount' }),
  creditChange: decimal.meta({ description: 'How it moves the credit of the wallet; tax moves nothing' }),
  account: z.string().nullable().meta({ description: 'Null where the mapping names none' }),
  contraAccount: z.string().nullable(),
  receipt: z.string().nullable(),
  receiptDay: day.nullable(),
  fund: z.string().nullable(),
  text: z.string(),
})
export type BookingLineDto = z.infer<typeof bookingLineDto>

export const bookingsDto = z.object({
  account: z.string(),
  entity: z.string(),
  month: z.string(),
  from: day,
  to: day.meta({ description: 'Exclusive' }),
  zone: z.string(),
  fiscalYear: z.string(),
  fiscalPeriod: z.int(),
  isOpen: z.boolean().meta({ description: 'The month is not over: figures so far' }),
  isClosed: z.boolean(),
  wallets: z.array(
    z.object({
      currency,
      opening: decimal.nullable().meta({ description: 'Null where the balance was not known' }),
      closing: decimal.nullable(),
      lines: z.array(bookingLineDto).meta({ description: 'opening + all creditChange = closing, to the cent' }),
    }),
  ),
  unmapped: z.array(z.string()).meta({ description: 'What has no ledger account yet, in words' }),
})
export type BookingsDto = z.infer<typeof bookingsDto>

const name = z.string().trim().min(1).max(100)

export const ledgerAccountDto = z.strictObject({
  kind,
  currency: currency.nullable().default(null).meta({ description: 'Null = any wallet' }),
  costCenter: name.nullable().default(null).meta({ description: 'Null = any cost center' }),
  account: name.meta({ description: 'Number or name; debited where the amount is positive' }),
  contraAccount: name.meta({ description: 'Credited where the amount is positive' }),
})
export type LedgerAccountDto = z.infer<typeof ledgerAccountDto>

export const ledgerAccountsDto = z.strictObject({ rows: z.array(ledgerAccountDto).max(2000) })
export type LedgerAccountsDto = z.infer<typeof ledgerAccountsDto>
