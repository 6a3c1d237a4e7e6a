import { expect, it } from 'vitest'
import { parseProgress, progressSentence } from '../../web/progress.ts'

const now = Date.parse('2026-11-23T10:00:12Z')

it.each([
  [
    { source: 'instance-billing', fetched: 1204, total: 3000, startedAt: '2026-11-23T10:00:00Z' },
    'Reading bills of machines: 1,204 of 3,000, for 12 s',
  ],
  [{ source: 'balance' }, 'Reading balance'],
  [undefined, 'Getting ready'],
  [{ fetched: 'many', total: Number.NaN }, 'Getting ready'],
])('%o reads %s', (progress, sentence) => expect(progressSentence(parseProgress(progress, now))).toBe(sentence))
