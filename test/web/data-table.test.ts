import { expect, it } from 'vitest'
import { sortRows } from '../../web/components/data-table.tsx'

const columns = [
  { key: 'name', sortBy: (row: { name: string; cost: number }) => row.name },
  { key: 'cost', sortBy: (row: { cost: number }) => row.cost },
  { key: 'note' },
]
const rows = [
  { name: 'b', cost: 1 },
  { name: 'a', cost: 2 },
  { name: 'c', cost: 1 },
]

it.each([
  [null, 'bac'],
  [{ key: 'name', isDescending: false }, 'abc'],
  [{ key: 'cost', isDescending: true }, 'abc'],
  [{ key: 'cost', isDescending: false }, 'bca'],
  [{ key: 'note', isDescending: true }, 'bac'],
])('sorted by %o: %s', (sort, names) => {
  expect(
    sortRows(rows, columns, sort)
      .map(({ name }) => name)
      .join(''),
  ).toBe(names)
})
