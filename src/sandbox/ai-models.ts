import { picosOf, roundPicos } from './money.ts'
import type { Currency } from './resource.ts'

/** A chat model with its prices per million tokens; the sandbox's own list, as Barrack's is not public. */
export interface AiModel {
  id: string
  inputPerMillion: Readonly<Record<Currency, string>>
  outputPerMillion: Readonly<Record<Currency, string>>
}

export const AI_MODELS: readonly [AiModel, ...AiModel[]] = [
  {
    id: 'qwen3-32b',
    inputPerMillion: { USD: '0.1', EUR: '0.1', INR: '8' },
    outputPerMillion: { USD: '0.3', EUR: '0.3', INR: '25' },
  },
  {
    id: 'llama-3.3-70b-instruct',
    inputPerMillion: { USD: '0.25', EUR: '0.25', INR: '21' },
    outputPerMillion: { USD: '0.6', EUR: '0.6', INR: '50' },
  },
]

const MILLION = 1_000_000n
/** Decimals of an AI transaction's cost. */
const COST_PLACES = 6

/** Tokens at the model's prices, rounded half-even to 6 decimals: 12,000 in and 800 out of qwen3-32b are 0.00144 USD. */
export function aiCost(model: AiModel, currency: Currency, inputTokens: number, outputTokens: number): bigint {
  const perMillion =
    picosOf(model.inputPerMillion[currency]) * BigInt(inputTokens) +
    picosOf(model.outputPerMillion[currency]) * BigInt(outputTokens)
  return roundPicos(perMillion, MILLION, COST_PLACES)
}
