import { expect, test } from 'vitest'
import { wrapped } from '../../src/server/export/pdf.ts'

test('a text of a page is cut between words into lines that fit, and loses nothing', () => {
  const text =
    'Forecasts are of the whole month, if topped up; what could be avoided is of each month: these overlap, do not add.'
  const lines = wrapped(text, 9)
  expect(lines.length).toBe(2)
  expect(lines.join(' ')).toBe(text)
  for (const line of lines) expect(line.length * 9 * 0.5).toBeLessThan(595 - 2 * 48)
  expect(wrapped('short', 9)).toEqual(['short'])
  expect(wrapped('w'.repeat(200), 16)).toEqual(['w'.repeat(200)])
})
