import { expect, it } from 'vitest'
import { stockChange } from '../../../src/engine/changes/index.ts'

const since = 100
const snapshot = (
  at: number,
  eights: number | null,
  available: number | null = eights === null ? null : eights * 8,
) => ({
  at,
  available,
  isFloor: false,
  configurations: eights === null ? {} : { '8x': eights },
  planned7: null,
})

it.each([
  [
    'sold out since the first reading that showed it',
    [snapshot(90, 2), snapshot(110, 1), snapshot(120, 0), snapshot(130, 0)],
    { kind: 'out', at: 120 },
  ],
  [
    'back, after it was there and gone again',
    [snapshot(90, 0), snapshot(110, 1), snapshot(120, 0), snapshot(130, 1)],
    { kind: 'back', at: 130 },
  ],
  ['gone and back: nothing has changed', [snapshot(90, 1), snapshot(110, 0), snapshot(120, 1)], null],
  [
    'a reading that tells nothing is passed over',
    [snapshot(90, 1), snapshot(110, 0), snapshot(120, null)],
    { kind: 'out', at: 110 },
  ],
  ['nothing was read before', [snapshot(110, 1), snapshot(120, 0)], null],
  ['nothing was read at all', [], null],
])('%s', (_, snapshots, expected) => {
  expect(stockChange(snapshots, { size: 8, count: 1 }, since)).toEqual(expected)
})
