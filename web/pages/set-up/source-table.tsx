import { DataTable, type Column } from '../../components/data-table.tsx'
import { Icon } from '../../components/icon.tsx'
import { count, NONE, plural } from '../../format.ts'
import type { ApiSource } from '../../set-up-api.ts'
import { STATE_WORDS } from '../../set-up-words.ts'
import { sourceText } from '../../words.ts'

/** Each source with what came of it; the answer itself opens, unreadable where it speaks of somebody. */
export function SourceTable({ rows }: { rows: readonly ApiSource[] }) {
  return (
    <DataTable
      caption="Sources"
      isCaptionHidden
      columns={COLUMNS}
      rows={rows}
      rowKey={({ name }) => name}
      empty="Nothing was looked at yet."
    />
  )
}

const COLUMNS: readonly Column<ApiSource>[] = [
  { key: 'source', label: 'Source', cell: ({ name }) => sourceText(name), sortBy: ({ name }) => sourceText(name) },
  { key: 'state', label: 'State', cell: (row) => <State {...row} />, sortBy: ({ state }) => STATE_WORDS[state].word },
  { key: 'path', label: 'Path', cell: (row) => <Path {...row} /> },
  {
    key: 'rows',
    label: 'Rows',
    isNumber: true,
    cell: ({ rows, total }) => (rows === null ? NONE : count(total ?? rows)),
    sortBy: ({ rows, total }) => total ?? rows ?? -1,
  },
  { key: 'answer', label: 'Answer', cell: (row) => <Answer {...row} /> },
]

function State({ state, reason }: ApiSource) {
  const { word, todo } = STATE_WORDS[state]
  return (
    <>
      <span class={todo ? 'with-icon watch' : undefined}>
        {todo && <Icon name="warning" />}
        {word}
      </span>
      {reason !== null && <span class="under">{reason}</span>}
    </>
  )
}

function Path({ path, tried, state }: ApiSource) {
  const others = tried.filter((other) => other !== path)
  if (state === 'found' || others.length === 0) return <code>{path}</code>
  return (
    <details>
      <summary>
        <code>{path}</code> and {others.length} more
      </summary>
      {others.map((other) => (
        <span key={other} class="under">
          <code>{other}</code>
        </span>
      ))}
    </details>
  )
}

function Answer({ sample, unknownFields }: ApiSource) {
  if (sample === null) return <>{NONE}</>
  return (
    <details>
      <summary>
        {unknownFields.length === 0 ? 'Show' : `Show, with ${plural(unknownFields.length, 'field')} we do not use`}
      </summary>
      {unknownFields.length > 0 && <span class="under">{unknownFields.join(', ')}</span>}
      <pre tabIndex={0} class="sample">
        <code>{JSON.stringify(sample, null, 1)}</code>
      </pre>
    </details>
  )
}
