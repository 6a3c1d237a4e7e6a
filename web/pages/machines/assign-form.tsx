import { useState } from 'preact/hooks'
import { ApiError } from '../../api.ts'
import { booksApi, type Assignments, type Part } from '../../books-api.ts'
import { ProblemNote } from '../../components/problem-note.tsx'
import { plural } from '../../format.ts'
import type { Day } from '../../zone-time.ts'
import { DaysInput } from './days-input.tsx'
import { EMPTY_PART, PartsInput } from './parts-input.tsx'

interface Props {
  readonly chosen: readonly string[]
  readonly values: Assignments['values']
  readonly onDone: () => void
}

/** Says whose the chosen resources are, or takes back what was said of them. */
export function AssignForm({ chosen, values, onDone }: Props) {
  const [parts, setParts] = useState<readonly Part[]>([EMPTY_PART])
  const [days, setDays] = useState<{ from: Day | null; to: Day | null }>({ from: null, to: null })
  const [state, setState] = useState<{ said: string } | 'saving' | ApiError | null>(null)
  const send = async (said: readonly Part[] | null) => {
    setState('saving')
    try {
      const { resources } = await booksApi.assign({
        resourceIds: [...chosen],
        ...days,
        parts: said && [...said],
      })
      const what = plural(resources, 'resource')
      setState({ said: said === null ? `${what} left to the rules again.` : `${what} assigned.` })
      onDone()
    } catch (cause) {
      setState(cause instanceof ApiError ? cause : new ApiError(String(cause)))
    }
  }
  const isIdle = chosen.length === 0 || state === 'saving'
  return (
    <form
      class="books-form"
      aria-label="Assign what is chosen"
      onSubmit={(event) => {
        event.preventDefault()
        void send(parts)
      }}
    >
      <PartsInput parts={parts} values={values} onParts={setParts} />
      <div class="books-fields">
        <DaysInput {...days} onDays={setDays} />
      </div>
      <div class="actions">
        <button type="submit" class="button" disabled={isIdle}>
          Assign the {plural(chosen.length, 'chosen one', 'chosen')}
        </button>
        <button type="button" class="button quiet" disabled={isIdle} onClick={() => void send(null)}>
          Leave them to the rules
        </button>
      </div>
      <span role="status">{state !== null && typeof state === 'object' && 'said' in state ? state.said : ''}</span>
      {state instanceof ApiError && <ProblemNote error={state} />}
    </form>
  )
}
