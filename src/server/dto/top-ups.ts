import { z } from 'zod'
import { dayParameter } from '../parameters.ts'
import { currency, day, decimal, instant } from './common.ts'

const text = z.string().trim().min(1).max(200)
const money = z
  .string()
  .regex(/^-?\d{1,15}(\.\d{1,12})?$/, "a decimal number as text, as '1000' or '99.95'")
  .meta({ examples: ['1000'] })

export const topUpBody = z
  .strictObject({
    kind: z.enum(['top-up', 'voucher', 'adjustment']).default('top-up').meta({
      description: 'bought, given without money, or any other change of the balance',
    }),
    currency,
    day: dayParameter.meta({ description: 'On which it came into the wallet' }),
    creditedAt: z.iso.datetime().nullable().default(null).meta({ description: 'As the proposal told it' }),
    net: money.meta({ description: 'What the wallet gained, without tax' }),
    tax: money.default('0').meta({ description: 'GST or VAT that was paid on top' }),
    taxName: text
      .nullable()
      .default(null)
      .meta({ examples: ['GST 18 %'] }),
    receipt: text.nullable().default(null).meta({ description: 'Number of the receipt or invoice; once in a wallet' }),
    receiptDay: dayParameter.nullable().default(null),
    fund: text.nullable().default(null).meta({ description: 'The grant or budget that paid it' }),
    note: text.nullable().default(null),
  })
  .superRefine(({ kind, net, tax }, context) => {
    const wrong = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message })
    if (kind !== 'adjustment' && Number(net) <= 0) wrong('net', 'is more than 0; what takes credit is an adjustment')
    if (Number(net) === 0) wrong('net', 'is not 0')
    if (Number(tax) < 0) wrong('tax', 'is not negative')
    if (kind !== 'top-up' && Number(tax) !== 0) wrong('tax', 'goes with a top-up alone')
  })
export type TopUpBody = z.infer<typeof topUpBody>

export const topUpDto = z.object({
  topUpId: z.int(),
  kind: z.enum(['top-up', 'voucher', 'adjustment']),
  currency,
  day,
  creditedAt: instant.nullable(),
  net: decimal,
  tax: decimal,
  taxName: z.string().nullable(),
  receipt: z.string().nullable(),
  receiptDay: day.nullable(),
  fund: z.string().nullable(),
  note: z.string().nullable(),
  source: z.enum(['confirmed', 'typed', 'file']),
  enteredAt: instant,
})
export type TopUpDto = z.infer<typeof topUpDto>

export const topUpsDto = z.object({
  rows: z.array(topUpDto),
  proposals: z
    .array(
      z.object({
        currency,
        day,
        net: decimal,
        from: instant.meta({ description: 'The last balance without it' }),
        creditedAt: instant.meta({ description: 'The first balance with it' }),
      }),
    )
    .meta({ description: 'Rises of the balance beyond the charges, to be confirmed' }),
})
export type TopUpsDto = z.infer<typeof topUpsDto>

export const importedTopUpsDto = z.object({ taken: z.int(), known: z.int() })
export type ImportedTopUpsDto = z.infer<typeof importedTopUpsDto>
