import { useState } from 'preact/hooks'
import { ApiError } from '../../api.ts'
import { partsText } from '../../assignment-words.ts'
import { booksApi, type Rule } from '../../books-api.ts'
import { DataTable } from '../../components/data-table.tsx'
import { ProblemNote } from '../../components/problem-note.tsx'
import { count, dayText } from '../../format.ts'
import { addDays, type Day } from '../../zone-time.ts'

interface Props {
  readonly rows: readonly Rule[]
  readonly today: Day
  readonly onEdit: (rule: Rule) => void
  readonly onChanged: () => void
}

/** The rules in the order in which they count. */
export function RuleTable({ rows, today, onEdit, onChanged }: Props) {
  const [error, setError] = useState<ApiError | null>(null)
  const attempt = async (work: () => Promise<unknown>) => {
    setError(null)
    try {
      await work()
      onChanged()
    } catch (cause) {
      setError(cause instanceof ApiError ? cause : new ApiError(String(cause)))
    }
  }
  const move = ({ match, from, to, parts, everyAccount, ruleId }: Rule, position: number) =>
    attempt(() => booksApi.keepRule({ match, from, to, parts, everyAccount, position }, ruleId))
  return (
    <>
      {error && <ProblemNote error={error} />}
      <DataTable
        caption="Rules: the first that says something counts"
        columns={[
          {
            key: 'rule',
            label: 'For what',
            cell: ({ position, words, everyAccount }) => (
              <>
                {position}. {words}
                {everyAccount && <span class="under">of all accounts</span>}
              </>
            ),
          },
          { key: 'whose', label: 'Whose', cell: ({ parts }) => partsText(parts) },
          { key: 'days', label: 'When', cell: ({ from, to }) => whenText(from, to, today) },
          { key: 'matched', label: 'Matches', isNumber: true, cell: ({ matched }) => count(matched) },
          {
            key: 'actions',
            label: 'Change',
            cell: (rule) => (
              <>
                <button type="button" class="button quiet" onClick={() => onEdit(rule)}>
                  Edit
                </button>
                <button
                  type="button"
                  class="button quiet"
                  disabled={rule.position === 1}
                  onClick={() => void move(rule, rule.position - 1)}
                >
                  Up
                </button>
                <button
                  type="button"
                  class="button quiet"
                  disabled={rule.position === rows.length}
                  onClick={() => void move(rule, rule.position + 1)}
                >
                  Down
                </button>
                <button
                  type="button"
                  class="button quiet"
                  onClick={() => void attempt(() => booksApi.forgetRule(rule.ruleId))}
                >
                  Forget
                </button>
              </>
            ),
          },
        ]}
        rows={rows}
        rowKey={({ ruleId }) => String(ruleId)}
        empty="There is no rule yet. One such as 'everything named dev-* is of project lab' assigns what is there and what comes."
      />
    </>
  )
}

function whenText(from: Day | null, to: Day | null, today: Day): string {
  const last = to === null ? null : dayText(addDays(to, -1), today)
  if (from === null) return last === null ? 'always' : `until ${last}`
  return last === null ? `from ${dayText(from, today)}` : `${dayText(from, today)} to ${last}`
}
