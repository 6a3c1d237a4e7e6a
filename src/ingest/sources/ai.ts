import { aiBatch } from '../ai-batch.ts'
import type { Source } from '../source.ts'

/** Each use of an AI model with its tokens and its cost. */
export const aiHistory: Source = {
  name: 'ai-history',
  optional: true,
  async *read(context) {
    const { client, clock, signal } = context
    for await (const page of client.pages('ai-history', signal))
      yield { ...aiBatch(context, page, clock()), total: page.total }
    return {}
  },
}
