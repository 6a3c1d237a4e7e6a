import { expect, test } from 'vitest'
import { nextTry } from '../../../src/engine/alert/back-off.ts'

const FAILED_AT = Date.UTC(2026, 2, 1, 12)
const minutesAfter = (failures: number, askedMs?: number) => {
  const at = nextTry(failures, FAILED_AT, askedMs)
  return at === null ? null : (at - FAILED_AT) / 60_000
}

test('waits longer after each failure, for sixteen hours in all', () => {
  const waits = Array.from({ length: 9 }, (_, i) => minutesAfter(i + 1)!)
  expect(waits.every((wait, i) => i === 0 || wait > waits[i - 1]!)).toBe(true)
  expect(waits[0]).toBe(1)
  expect(waits.reduce((sum, wait) => sum + wait, 0)).toBe(953)
  expect(minutesAfter(10)).toBeNull()
})

test('a receiver that asks for patience gets it, up to a day', () => {
  expect(minutesAfter(1, 5 * 60_000)).toBe(5)
  expect(minutesAfter(6, 1000)).toBe(60)
  expect(minutesAfter(1, Infinity)).toBe(24 * 60)
})
