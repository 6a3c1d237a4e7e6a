import { z } from 'zod'
import { currency, decimal, instant, orNull, text, whole } from './scalars.ts'

/** Use of the AI endpoints so far; read for its own sake, the transactions carry the money. */
export const aiSummaryAnswer = z.looseObject({
  currency: orNull(currency),
  total_cost: orNull(decimal),
  total_tokens: orNull(whole),
  requests: orNull(whole),
})

export const aiTransactionRow = z.looseObject({
  id: text,
  model: text,
  input_tokens: whole,
  output_tokens: whole,
  cost: decimal,
  currency: orNull(currency),
  created_at: instant,
})

export type AiSummaryAnswer = z.output<typeof aiSummaryAnswer>
export type AiTransactionRow = z.output<typeof aiTransactionRow>
