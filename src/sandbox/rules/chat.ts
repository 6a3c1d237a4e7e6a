import { z } from 'zod'
import { AI_MODELS, aiCost } from '../ai-models.ts'
import { ApiError } from '../api-error.ts'
import type { AiTransaction } from '../resource.ts'
import { commandMoment, nextNumber, type Sandbox } from '../sandbox.ts'
import { requireCredit } from './credit.ts'
import { currencySchema } from './names.ts'

export const chatSchema = z.object({
  model: z.string().max(100),
  messages: z
    .array(z.object({ role: z.enum(['system', 'user', 'assistant']), content: z.string().max(200_000) }))
    .min(1)
    .max(1000),
  max_tokens: z.number().int().min(1).max(100_000).optional(),
  currency: currencySchema,
})

/** Words, figures and signs, each one token: 'Hello, world!' has four. */
function tokensOf(text: string): string[] {
  return text.match(/\s*(?:[\p{L}\p{N}]+|[^\s\p{L}\p{N}])/gu) ?? []
}

/** A model that says back what the user said last, and charges for the tokens. */
export function chat(
  sandbox: Sandbox,
  asked: z.output<typeof chatSchema>,
): { transaction: AiTransaction; text: string; cut: boolean } {
  const at = commandMoment(sandbox)
  const model = AI_MODELS.find(({ id }) => id === asked.model)
  if (!model)
    throw new ApiError(
      'bad_request',
      `model: '${asked.model}' is not offered; one of ${AI_MODELS.map(({ id }) => id).join(', ')}`,
    )
  requireCredit(sandbox, asked.currency, at)
  const said = tokensOf(asked.messages.findLast(({ role }) => role === 'user')?.content ?? '')
  const answer = said.slice(0, asked.max_tokens)
  const inputTokens = asked.messages.reduce((sum, { content }) => sum + tokensOf(content).length, 0)
  const transaction: AiTransaction = {
    id: `AIT-${nextNumber(sandbox)}`,
    model: model.id,
    inputTokens,
    outputTokens: answer.length,
    costPicos: aiCost(model, asked.currency, inputTokens, answer.length),
    currency: asked.currency,
    at,
  }
  sandbox.account.addAi(transaction)
  return { transaction, text: answer.join('').trim(), cut: answer.length < said.length }
}
