import { useState } from 'preact/hooks'
import { alertsApi, type When } from '../../alerts-api.ts'
import { ApiError } from '../../api.ts'
import { ProblemNote } from '../../components/problem-note.tsx'

interface Props {
  readonly when: When
  readonly zone: string
  readonly onChanged: () => void
}

const NIGHT = { from: '20:00', to: '08:00' }

/** Quiet hours, the time of the digest, and how long a top-up takes. */
export function WhenForm({ when, zone, onChanged }: Props) {
  const [value, setValue] = useState(when)
  const [state, setState] = useState<'open' | 'saved' | ApiError>('open')
  const change = (part: Partial<When>) => {
    setValue((before) => ({ ...before, ...part }))
    setState('open')
  }
  const save = async (event: SubmitEvent) => {
    event.preventDefault()
    try {
      await alertsApi.putWhen(value)
      setState('saved')
      onChanged()
    } catch (cause) {
      setState(cause instanceof ApiError ? cause : new ApiError(String(cause)))
    }
  }
  return (
    <form class="rule-form" aria-label="When" onSubmit={(event) => void save(event)}>
      <label class="check">
        <input
          type="checkbox"
          checked={value.quiet !== null}
          onChange={({ currentTarget }) => change({ quiet: currentTarget.checked ? NIGHT : null })}
        />
        quiet hours, for all but depletion and burn guard
      </label>
      {value.quiet && (
        <>
          <TimeInput
            label="From"
            value={value.quiet.from}
            onValue={(from) => change({ quiet: { ...value.quiet!, from } })}
          />
          <TimeInput label="To" value={value.quiet.to} onValue={(to) => change({ quiet: { ...value.quiet!, to } })} />
        </>
      )}
      <TimeInput label={`Digest at (${zone})`} value={value.digestAt} onValue={(digestAt) => change({ digestAt })} />
      <label>
        <span>A top-up takes (hours)</span>
        <input
          type="number"
          min={0}
          max={1440}
          value={value.topUpLeadHours}
          onInput={({ currentTarget }) => change({ topUpLeadHours: Number(currentTarget.value) })}
        />
      </label>
      <button type="submit" class="button">
        Keep these times
      </button>
      <span role="status">{state === 'saved' ? 'Kept.' : ''}</span>
      {state instanceof ApiError && <ProblemNote error={state} />}
    </form>
  )
}

function TimeInput({ label, value, onValue }: { label: string; value: string; onValue: (time: string) => void }) {
  return (
    <label>
      <span>{label}</span>
      <input type="time" required value={value} onInput={({ currentTarget }) => onValue(currentTarget.value)} />
    </label>
  )
}
