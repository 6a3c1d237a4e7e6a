import { z } from 'zod'
import { currency, day, decimal, instant } from './common.ts'

const source = z
  .enum(['observed', 'imported', 'documented', 'contracted', 'inferred'])
  .meta({ description: 'observed: read from the API; inferred: what bills imply, it judges none of them' })
const unit = z.enum(['gpu_hour', 'tb_hour', 'snapshot_hour', 'machine_hour', 'million_tokens'])

const heldPrice = z.object({ price: decimal, source, since: instant, until: instant.nullable() })

export const priceDto = z.object({
  sku: z.string(),
  currency,
  unit,
  list: heldPrice.nullable().meta({ description: 'In force; null = no price is known now' }),
  yours: heldPrice.nullable().meta({ description: 'Agreed with this account; goes before the list' }),
  inferred: heldPrice.nullable().meta({ description: 'What bills imply, where no list tells' }),
  history: z.array(heldPrice).meta({ description: 'Every list price that held, oldest first' }),
})
export type PriceDto = z.infer<typeof priceDto>

export const termsDto = z.object({
  sku: z.string(),
  currency,
  price: decimal.nullable(),
  unit: unit.nullable(),
  discountPercent: decimal.nullable().meta({ description: 'Off whatever the list says at the time' }),
  from: instant,
  to: instant.nullable(),
})
export type TermsDto = z.infer<typeof termsDto>

export const pricesDto = z.object({
  at: instant,
  readAt: instant.nullable().meta({ description: 'When the price list was last read' }),
  areChargesStale: z.boolean(),
  rows: z.array(priceDto),
  terms: z.array(termsDto),
})
export type PricesDto = z.infer<typeof pricesDto>

export const priceChangesDto = z.object({
  rows: z.array(
    z.object({
      at: instant,
      day,
      sku: z.string(),
      currency,
      before: decimal,
      after: decimal,
      change: z.number().nullable().meta({ description: '0.1 = ten per cent dearer; null where it was free' }),
      source,
    }),
  ),
})
export type PriceChangesDto = z.infer<typeof priceChangesDto>

const typedPrice = z.string().regex(/^\d{1,12}(\.\d{1,12})?$/, 'a plain decimal, as 2.49')
const moment = z.string().min(1).meta({ description: 'A day of the account, or an instant with its offset' })

/** One line of the import, typed. */
export const priceEntryBody = z.strictObject({
  kind: z
    .enum(['list', 'contract'])
    .meta({ description: 'list: what everybody pays; contract: what this account does' }),
  sku: z.string().min(1).meta({ description: 'A discount may be for many: gpu/advanced/*' }),
  currency,
  price: typedPrice.optional().meta({ description: 'Or a discount' }),
  discountPercent: typedPrice.optional().meta({ description: 'Of a contract: off whatever the list says at the time' }),
  from: moment,
  to: moment.optional().meta({ description: 'Exclusive; without it there is no end' }),
})
export type PriceEntryBody = z.infer<typeof priceEntryBody>

export const priceEntryKey = z.strictObject({
  kind: priceEntryBody.shape.kind,
  sku: z.string().min(1),
  currency,
  from: moment,
})
export type PriceEntryKey = z.infer<typeof priceEntryKey>

/** What follows from a change of past prices. */
export const priceEntryDto = z.object({
  jobId: z.int().meta({ description: 'The ingest that was asked for: it rates the days of the past anew' }),
  note: z.string(),
})
export type PriceEntryDto = z.infer<typeof priceEntryDto>

/** A file as it was read, sent as text. */
export const fileBody = z.strictObject({ csv: z.string().min(1).max(20_000_000) })

export const importedPricesDto = z.object({
  list: z.int().meta({ description: 'Lines of dated lists that were written' }),
  contracts: z.int(),
  unchanged: z.int().meta({ description: 'Lines that the API itself told: those stay' }),
  jobId: z.int().meta({ description: 'The ingest that was asked for: it rates the days of the past anew' }),
  note: z.string(),
})
export type ImportedPricesDto = z.infer<typeof importedPricesDto>
