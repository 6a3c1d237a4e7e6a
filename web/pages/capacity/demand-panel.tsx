import { useState } from 'preact/hooks'
import { api } from '../../api.ts'
import { ProblemNote } from '../../components/problem-note.tsx'
import { count, momentText, plural } from '../../format.ts'
import type { Parties } from '../../filters.ts'
import { useLoad } from '../../load.ts'
import { address, setParams } from '../../router.ts'
import type { Instant } from '../../zone-time.ts'
import { OptionTable } from './option-table.tsx'

interface Props {
  readonly zone: string
  readonly asOf: string
  readonly now: Instant
  readonly parties: Parties
  /** To be told when an option was kept as a plan. */
  readonly onPlanned: () => void
}

const EXAMPLE = '8 H100, Tuesday 09:00, 5 days'
const FORMS = `Such as ${EXAMPLE}; 8 H100, 1 Dec to 14 Dec; or 4000 GPU-hours of H100 by 12 Dec.`

/** One line of demand: what is wanted, when, for how long; checked against stock, prices and wallets. */
export function DemandPanel({ zone, asOf, now, parties, onPlanned }: Props) {
  const line = address.value.params['line'] ?? ''
  const [text, setText] = useState(line)
  return (
    <section class="card planning" aria-labelledby="demand">
      <h2 id="demand">What do you need?</h2>
      <form
        class="demand-form"
        onSubmit={(event) => {
          event.preventDefault()
          setParams({ line: text.trim() })
        }}
      >
        <label class="line">
          <span>How many of which GPU, when, how long. Times of {zone}</span>
          <input
            type="text"
            value={text}
            placeholder={EXAMPLE}
            maxLength={200}
            onInput={({ currentTarget }) => setText(currentTarget.value)}
          />
        </label>
        <button type="submit" class="button">
          Check
        </button>
      </form>
      {line === '' && <p class="muted">{FORMS}</p>}
      {line !== '' && (
        <Answer key={line} line={line} zone={zone} asOf={asOf} now={now} parties={parties} onPlanned={onPlanned} />
      )}
    </section>
  )
}

function Answer({ line, zone, asOf, now, parties, onPlanned }: Props & { readonly line: string }) {
  const { value, error, isLoading } = useLoad(`demand ${line} ${asOf}`, () => api.demand({ line }))
  if (error) return <ProblemNote error={error} />
  if (value?.line !== line) return <p role="status">{isLoading ? 'Checking' : ''}</p>
  const { understood, unclear, question, options, advice } = value
  return (
    <>
      {unclear && (
        <p class="note watch" role="status">
          Not understood: ‘{unclear.part}’. Write {unclear.hint}.
        </p>
      )}
      {understood && (
        <p role="status">
          {understood.gpus === null
            ? `${count(understood.gpuHours)} GPU-hours of ${understood.model}, by `
            : `${plural(understood.gpus, 'GPU')} of ${understood.model}, ${momentText(Date.parse(understood.startsAt), zone, now)} to `}
          {momentText(Date.parse(understood.endsAt), zone, now)}. {question}
        </p>
      )}
      {advice.length > 0 && (
        <ul class="advice" aria-label="What to try instead">
          {advice.map(({ kind, words }) => (
            <li key={`${kind} ${words}`}>
              <b>{kind}</b> {words}
            </li>
          ))}
        </ul>
      )}
      {options.length > 0 && (
        <OptionTable answer={value} zone={zone} now={now} parties={parties} onPlanned={onPlanned} />
      )}
    </>
  )
}
