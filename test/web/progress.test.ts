import { expect, it } from 'vitest'
import { parseProgress, progressSentence } from '../../web/progress.ts'

it.each([
  [
    { source: 'instance-billing', fetched: 1204, total: 4816, elapsedMs: 12_000, done: null },
    'Reading bills of machines: 1,204 rows, for 12 s',
    0.25,
  ],
  [
    { at: '2026-08-12T10:30:00Z', from: '2026-07-29T10:30:00Z', to: '2026-08-26T10:30:00Z', rows: 812, elapsedMs: 900 },
    'Reading the account as of 12 Aug: 812 rows, for 1 s',
    0.5,
  ],
  [{ at: 1_786_530_600_000, from: 1_786_530_600_000, to: 1_786_530_600_000 }, 'Reading the account as of 12 Aug', null],
  [{ source: 'balance' }, 'Reading balance', null],
  [null, 'Getting ready', null],
  [{ fetched: 'many', total: Number.NaN, at: 'noon', elapsedMs: null }, 'Getting ready', null],
])('%o reads %s', (value, sentence, share) => {
  const progress = parseProgress(value)
  expect(progressSentence(progress)).toBe(sentence)
  expect(progress.share).toBe(share)
})
