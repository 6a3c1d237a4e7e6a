import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import type { Column } from './data-table.tsx'

export interface TreeRow<Row> {
  readonly key: string
  readonly name: string
  readonly row: Row
  /** Gives what the row is made of; absent on the last level. */
  readonly open?: () => Promise<readonly TreeRow<Row>[]>
}

interface Props<Row> {
  readonly caption: string
  readonly nameLabel: string
  readonly columns: readonly Column<Row>[]
  readonly rows: readonly TreeRow<Row>[]
}

type Opened<Row> = readonly TreeRow<Row>[] | 'loading' | 'failed'

/** A table whose rows open into what they are made of, level by level. What was opened stays while the rows do. */
export function TreeTable<Row>({ caption, nameLabel, columns, rows }: Props<Row>) {
  return (
    <table class="data-table tree-table" role="table">
      <caption>{caption}</caption>
      <thead role="rowgroup">
        <tr role="row">
          <th role="columnheader" scope="col">
            {nameLabel}
          </th>
          {columns.map(({ key, label, isNumber }) => (
            <th key={key} role="columnheader" scope="col" class={isNumber ? 'number' : undefined}>
              {label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {rows.map((row) => (
          <Branch key={row.key} row={row} columns={columns} level={0} />
        ))}
      </tbody>
    </table>
  )
}

interface BranchProps<Row> {
  readonly row: TreeRow<Row>
  readonly columns: readonly Column<Row>[]
  readonly level: number
}

function Branch<Row>({ row, columns, level }: BranchProps<Row>) {
  const [opened, setOpened] = useState<Opened<Row> | null>(null)
  const toggle = () => {
    if (opened === null && row.open) {
      setOpened('loading')
      row.open().then(setOpened, () => setOpened('failed'))
    } else setOpened(null)
  }
  return (
    <>
      <tr role="row" class={`level-${level}`}>
        <th role="rowheader" scope="row">
          {row.open ? (
            <button type="button" class="opener" aria-expanded={opened !== null} onClick={toggle}>
              <span aria-hidden="true">{opened === null ? '▸' : '▾'}</span> {row.name}
            </button>
          ) : (
            row.name
          )}
        </th>
        {columns.map((column) => (
          <td key={column.key} role="cell" class={column.isNumber ? 'number' : undefined} data-label={column.label}>
            {column.cell(row.row)}
          </td>
        ))}
      </tr>
      {opened === 'loading' && <Said columns={columns.length + 1}>Reading</Said>}
      {opened === 'failed' && <Said columns={columns.length + 1}>It could not be read; close and open it again.</Said>}
      {Array.isArray(opened) &&
        (opened as readonly TreeRow<Row>[]).map((child) => (
          <Branch key={child.key} row={child} columns={columns} level={level + 1} />
        ))}
    </>
  )
}

function Said({ columns, children }: { columns: number; children: ComponentChildren }) {
  return (
    <tr role="row">
      <td role="cell" colSpan={columns} class="muted">
        {children}
      </td>
    </tr>
  )
}
