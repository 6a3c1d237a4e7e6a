import { AI_MODELS, aiCost } from '../ai-models.ts'
import { draw, drawInteger, drawOne, hashOf } from '../random.ts'
import type { AiTransaction } from '../resource.ts'
import { DAY, dayNumberOf, SECOND, weekdayOf } from '../time.ts'
import type { DemoFrame } from './machines.ts'

const MOST_PER_DAY = 3

/** A few chat calls on working days, paid in dollars, oldest first. */
export function demoAiUsage({ seed, firstAt, until }: DemoFrame): AiTransaction[] {
  const history: AiTransaction[] = []
  for (let day = dayNumberOf(firstAt); day * DAY <= until; day++) {
    if ([0, 6].includes(weekdayOf(day))) continue
    const calls = Math.floor(draw(seed, 'ai', day) * (MOST_PER_DAY + 1))
    for (let call = 0; call < calls; call++) history.push(transaction(seed, day, call))
  }
  return history.sort((a, b) => a.at - b.at)
}

function transaction(seed: number, day: number, call: number): AiTransaction {
  const model = drawOne(AI_MODELS, seed, 'ai', day, call, 'model')
  const inputTokens = drawInteger(300, 60_000, seed, 'ai', day, call, 'in')
  const outputTokens = drawInteger(50, 4000, seed, 'ai', day, call, 'out')
  return {
    id: `AIT-${hashOf(`${seed}|ai|${day}|${call}`).toString(36)}`,
    model: model.id,
    inputTokens,
    outputTokens,
    costPicos: aiCost(model, 'USD', inputTokens, outputTokens),
    currency: 'USD',
    at: day * DAY + drawInteger(8 * 3600, 21 * 3600, seed, 'ai', day, call, 'at') * SECOND,
  }
}
