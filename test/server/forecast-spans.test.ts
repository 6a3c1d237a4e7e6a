import { expect, test } from 'vitest'
import { calendarOf } from '../../src/engine/index.ts'
import { spansAt } from '../../src/server/services/record-forecasts.ts'

test('what is forecast at the first midnight of a month of thirty days is asked for once', () => {
  const spans = spansAt(calendarOf('Asia/Kolkata'), Date.parse('2026-03-31T18:30:00Z'))
  const lengths = spans.map(({ startsAt, endsAt }) => (endsAt - startsAt) / 86_400_000)
  expect(lengths).toEqual([...new Set(lengths)])
  expect(lengths).toContain(30)
  expect(lengths).toContain(91)
})
