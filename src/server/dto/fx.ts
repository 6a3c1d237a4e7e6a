import { z } from 'zod'
import { currency, day, decimal } from './common.ts'

const namedRate = z.object({
  from: currency,
  to: currency,
  rate: decimal.meta({ description: 'Units of `to` for one of `from`' }),
  kind: z.enum(['day', 'month mean', 'month last', 'typed']),
  days: z.array(day).meta({ description: 'The published days that it comes from' }),
})
export type NamedRateDto = z.infer<typeof namedRate>

export const typedRateBody = z.strictObject({
  month: z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'a month is written YYYY-MM'),
  from: currency,
  to: currency,
  rate: z.string().regex(/^\d{1,9}(\.\d{1,12})?$/, 'a plain decimal, as 1.1699'),
})
export type TypedRateBody = z.infer<typeof typedRateBody>
export const typedRateKey = typedRateBody.omit({ rate: true })
export type TypedRateKey = z.infer<typeof typedRateKey>

export const fxDto = z.object({
  published: z
    .array(z.object({ currency, from: day, last: day, days: z.int() }))
    .meta({ description: 'Imported rates against the euro' }),
  typed: z.array(typedRateBody),
})
export type FxDto = z.infer<typeof fxDto>

export const importedFxDto = z.object({ days: z.int(), from: day, last: day, changed: z.int() })
export type ImportedFxDto = z.infer<typeof importedFxDto>

const missing = z.object({ day, currency, last: day.nullable() })

/** One mode for the whole answer, so that amounts of two modes never meet. */
export const shownSpendDto = z.object({
  from: day,
  to: day,
  mode: z.enum(['wallet', 'month-fixed', 'as-of']),
  inCurrency: currency.nullable().meta({ description: 'Null in mode wallet: nothing is converted' }),
  wallets: z.array(
    z.object({
      currency,
      billed: decimal.meta({ description: 'Of the wallet, as it was billed' }),
      converted: decimal.nullable().meta({ description: 'Null where a day has no rate, or nothing is converted' }),
      rates: z.array(namedRate),
    }),
  ),
  total: decimal.nullable().meta({ description: 'Of all wallets, converted; null in mode wallet' }),
  missing: z.array(missing).meta({ description: 'Days without a rate, with the last day that has one' }),
})
export type ShownSpendDto = z.infer<typeof shownSpendDto>

export const parityDto = z.object({
  from: currency,
  to: currency,
  day,
  rate: namedRate.nullable(),
  note: z.string(),
  rows: z.array(
    z.object({
      sku: z.string(),
      fromPrice: decimal,
      toPrice: decimal,
      impliedRate: decimal.meta({ description: 'At which both lists cost the same' }),
      converted: decimal.nullable().meta({ description: 'The first price at the market rate, with tax on top-ups' }),
      taxed: decimal.nullable().meta({ description: 'The second price with tax on top-ups' }),
      difference: z.number().nullable().meta({ description: '0.27 = the second list is 27 % dearer' }),
    }),
  ),
})
export type ParityDto = z.infer<typeof parityDto>
