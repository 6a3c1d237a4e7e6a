import { expect, it } from 'vitest'
import { freshness, HOUR_MS } from '../../src/engine/index.ts'
import { at } from './values.ts'

const asOf = at('2026-01-10T12:00:00Z')

it.each([
  ['just read', 0, false],
  ['one interval', 1, false],
  ['two intervals', 2, false],
  ['past two intervals', 2.001, true],
])('%s', (_, hours, stale) => {
  const ageMs = hours * HOUR_MS
  expect(freshness({ readAt: asOf - ageMs, asOf, intervalMs: HOUR_MS })).toEqual({ ageMs, stale })
})

it('is stale when it was never read, and never from the future', () => {
  expect(freshness({ readAt: null, asOf, intervalMs: HOUR_MS })).toEqual({ ageMs: null, stale: true })
  expect(freshness({ readAt: asOf + 5, asOf, intervalMs: HOUR_MS })).toEqual({ ageMs: 0, stale: false })
})
