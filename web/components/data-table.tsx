import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'

export interface Column<Row> {
  readonly key: string
  readonly label: string
  readonly cell: (row: Row) => ComponentChildren
  /** What the column is sorted by; without it there is nothing to sort by. */
  readonly sortBy?: (row: Row) => number | string
  readonly isNumber?: boolean
}

interface Props<Row> {
  /** Says what the table holds; every table has one. */
  readonly caption: string
  readonly isCaptionHidden?: boolean
  /** The first column names the row. */
  readonly columns: readonly Column<Row>[]
  readonly rows: readonly Row[]
  readonly rowKey: (row: Row) => string
  /** Said in place of rows when there are none. */
  readonly empty: string
  /** Rows shown at first; the rest on demand. */
  readonly shown?: number
}

interface Sort {
  readonly key: string
  readonly isDescending: boolean
}

/**
 * A table with sortable columns. On a narrow screen each row becomes a card with the column's name before each value;
 * the roles are spelled out since the style takes the table's own away there.
 */
export function DataTable<Row>({ caption, isCaptionHidden, columns, rows, rowKey, empty, shown }: Props<Row>) {
  const [sort, setSort] = useState<Sort | null>(null)
  const [isWhole, setWhole] = useState(false)
  if (rows.length === 0) return <p class="muted">{empty}</p>
  const sorted = sortRows(rows, columns, sort)
  const visible = shown === undefined || isWhole ? sorted : sorted.slice(0, shown)
  return (
    <>
      <table class="data-table" role="table">
        <caption class={isCaptionHidden ? 'visually-hidden' : undefined}>{caption}</caption>
        <thead role="rowgroup">
          <tr role="row">
            {columns.map((column) => (
              <HeaderCell key={column.key} column={column} sort={sort} onSort={setSort} />
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup">
          {visible.map((row) => (
            <tr role="row" key={rowKey(row)}>
              {columns.map((column, index) => {
                const role = index === 0 ? 'rowheader' : 'cell'
                const Cell = index === 0 ? 'th' : 'td'
                return (
                  <Cell
                    key={column.key}
                    role={role}
                    scope={index === 0 ? 'row' : undefined}
                    class={column.isNumber ? 'number' : undefined}
                    data-label={column.label}
                  >
                    {column.cell(row)}
                  </Cell>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
      {visible.length < sorted.length && (
        <button type="button" class="button quiet" onClick={() => setWhole(true)}>
          Show all {sorted.length}
        </button>
      )}
    </>
  )
}

interface HeaderProps<Row> {
  readonly column: Column<Row>
  readonly sort: Sort | null
  readonly onSort: (sort: Sort) => void
}

function HeaderCell<Row>({ column, sort, onSort }: HeaderProps<Row>) {
  const isSorted = sort?.key === column.key
  const direction = isSorted ? (sort.isDescending ? 'descending' : 'ascending') : undefined
  // The first click on a number asks for the largest, on a word for the first.
  const next = { key: column.key, isDescending: isSorted ? !sort.isDescending : column.isNumber === true }
  return (
    <th role="columnheader" scope="col" class={column.isNumber ? 'number' : undefined} aria-sort={direction}>
      {column.sortBy ? (
        <button type="button" class="sort" onClick={() => onSort(next)}>
          {column.label}
          <span aria-hidden="true">{isSorted ? (sort.isDescending ? ' ↓' : ' ↑') : ''}</span>
        </button>
      ) : (
        column.label
      )}
    </th>
  )
}

/** In the order that was asked for; the given order where nothing was, and among equals. */
export function sortRows<Row>(
  rows: readonly Row[],
  columns: readonly Pick<Column<Row>, 'key' | 'sortBy'>[],
  sort: Sort | null,
): readonly Row[] {
  const sortBy = columns.find(({ key }) => key === sort?.key)?.sortBy
  if (!sort || !sortBy) return rows
  const sign = sort.isDescending ? -1 : 1
  return rows.toSorted((a, b) => {
    const [left, right] = [sortBy(a), sortBy(b)]
    return left === right ? 0 : left < right ? -sign : sign
  })
}
