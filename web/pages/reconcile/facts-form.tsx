import { useState } from 'preact/hooks'
import { ApiError } from '../../api.ts'
import { PersonInput, usePerson } from '../../components/person-input.tsx'
import { ProblemNote } from '../../components/problem-note.tsx'
import { pricesApi, type FactsRow } from '../../prices-api.ts'
import { FACT_WORDS } from './fact-words.ts'

interface Props {
  readonly row: FactsRow
  readonly onDone: () => void
  readonly onLeave: () => void
}

const EXAMPLES = { region: 'CANADA-1', tier: 'legacy, advanced', volumeType: 'NVMe' } as const

/** The facts of one resource that a person knows; an emptied field takes back what was typed. */
export function FactsForm({ row, onDone, onLeave }: Props) {
  const [values, setValues] = useState({ region: row.region, tier: row.tier, volumeType: row.volumeType })
  const [person, setPerson] = usePerson()
  const [error, setError] = useState<ApiError | null>(null)
  const save = async () => {
    setError(null)
    const said = Object.fromEntries(row.canType.map((fact) => [fact, values[fact]?.trim() || null]))
    try {
      await pricesApi.putTypedFacts({ resourceId: row.resourceId, ...said, by: person.trim() })
      onDone()
    } catch (cause) {
      setError(cause instanceof ApiError ? cause : new ApiError(String(cause)))
    }
  }
  return (
    <form
      class="books-form"
      aria-label={`What is known of ${row.name}`}
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
    >
      <div class="books-fields">
        {row.canType.map((fact) => (
          <label key={fact}>
            <span>
              {FACT_WORDS[fact]} of {row.name}
            </span>
            <input
              type="text"
              maxLength={100}
              placeholder={EXAMPLES[fact]}
              value={values[fact] ?? ''}
              onInput={({ currentTarget }) => setValues((before) => ({ ...before, [fact]: currentTarget.value }))}
            />
          </label>
        ))}
        <PersonInput name={person} onName={setPerson} />
      </div>
      <div class="actions">
        <button type="submit" class="button" disabled={person.trim() === ''}>
          Write it down
        </button>
        <button type="button" class="button quiet" onClick={onLeave}>
          Leave it
        </button>
      </div>
      {error && <ProblemNote error={error} />}
    </form>
  )
}
