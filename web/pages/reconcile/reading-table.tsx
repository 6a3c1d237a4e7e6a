import { DataTable } from '../../components/data-table.tsx'
import { count, plural } from '../../format.ts'
import { readingText, ruleText } from '../../price-words.ts'
import type { Reading } from '../../prices-api.ts'

/** How Barrack's rules are read, and what the own bills say of that. */
export function ReadingTable({ rows }: { rows: readonly Reading[] }) {
  return (
    <>
      <DataTable
        caption="How the price list is read, and what your bills say"
        columns={[
          { key: 'rule', label: 'Rule', cell: ({ rule }) => ruleText(rule) },
          { key: 'present', label: 'Read now', cell: ({ rule, present }) => readingText(rule, present) },
          { key: 'inferred', label: 'Your bills say', cell: inferredCell },
          { key: 'evidence', label: 'Bills explained by each reading', cell: evidenceCell },
          { key: 'setting', label: 'Setting', cell: settingCell },
        ]}
        rows={rows}
        rowKey={({ rule }) => rule}
        empty="There is no rule whose reading is open."
      />
      <p class="muted">Only bills on which the readings differ are counted, of all that were ever read.</p>
    </>
  )
}

const inferredCell = ({ rule, inferred }: Reading) =>
  inferred === null ? <span class="muted">not decidable</span> : readingText(rule, inferred)

const evidenceCell = ({ rule, explained, telling }: Reading) =>
  telling === 0 ? (
    <span class="muted">no bill tells</span>
  ) : (
    <>
      {explained.map(({ reading, bills }) => (
        <span key={reading} class="price-line">
          {readingText(rule, reading)}: {count(bills)}
        </span>
      ))}
      <span class="under">of {plural(telling, 'bill')} that tell</span>
    </>
  )

const settingCell = ({ setting, present, inferred }: Reading) => {
  if (inferred === null || inferred === present) return <span class="muted">stays as it is</span>
  return setting === null ? (
    <span class="watch">bills and reading differ; there is no setting yet</span>
  ) : (
    <>
      <code>
        {setting}={inferred}
      </code>
      <span class="under">set this and start again</span>
    </>
  )
}
