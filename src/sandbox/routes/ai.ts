import { Hono } from 'hono'
import { z } from 'zod'
import { AI_MODELS } from '../ai-models.ts'
import { numberOf } from '../money.ts'
import { pageOf, pageQuery } from '../pagination.ts'
import type { Sandbox } from '../sandbox.ts'
import { chat, chatSchema } from '../rules/chat.ts'
import { isoOf, SECOND } from '../time.ts'
import { body, query } from '../validation.ts'

const currencyQuery = z.object({ currency: z.enum(['USD', 'EUR', 'INR']).default('USD') })

export function aiRoutes(sandbox: Sandbox) {
  const { account, clock } = sandbox
  return new Hono()
    .post('/chat/completions', body(chatSchema), (c) => {
      const { transaction, text, cut } = chat(sandbox, c.req.valid('json'))
      const { id, model, inputTokens, outputTokens, at } = transaction
      return c.json({
        success: true,
        id,
        object: 'chat.completion',
        created: at / SECOND,
        model,
        choices: [{ index: 0, message: { role: 'assistant', content: text }, finish_reason: cut ? 'length' : 'stop' }],
        usage: {
          prompt_tokens: inputTokens,
          completion_tokens: outputTokens,
          total_tokens: inputTokens + outputTokens,
        },
      })
    })
    .get('/models', query(currencyQuery), (c) => {
      const { currency } = c.req.valid('query')
      const models = AI_MODELS.map(({ id, inputPerMillion, outputPerMillion }) => ({
        id,
        input_price_per_million: Number(inputPerMillion[currency]),
        output_price_per_million: Number(outputPerMillion[currency]),
        currency,
      }))
      return c.json({ success: true, models })
    })
    .get('/usage/summary', query(currencyQuery), (c) => {
      const { currency } = c.req.valid('query')
      const history = account.aiHistory(clock.now()).filter((transaction) => transaction.currency === currency)
      return c.json({
        success: true,
        currency,
        total_cost: numberOf(history.reduce((sum, { costPicos }) => sum + costPicos, 0n)),
        total_tokens: history.reduce((sum, { inputTokens, outputTokens }) => sum + inputTokens + outputTokens, 0),
        requests: history.length,
      })
    })
    .get('/usage/history', query(pageQuery), (c) => {
      const { items, pagination } = pageOf(account.aiHistory(clock.now()), c.req.valid('query'))
      const transactions = items.map((transaction) => ({
        id: transaction.id,
        model: transaction.model,
        input_tokens: transaction.inputTokens,
        output_tokens: transaction.outputTokens,
        cost: numberOf(transaction.costPicos),
        currency: transaction.currency,
        created_at: isoOf(transaction.at),
      }))
      return c.json({ success: true, transactions, pagination })
    })
}
