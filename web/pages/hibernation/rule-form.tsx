import { useState } from 'preact/hooks'
import { api, ApiError, type SleepMachine } from '../../api.ts'
import { ProblemNote } from '../../components/problem-note.tsx'

type Rule = SleepMachine['rule']

interface Props {
  readonly machine: SleepMachine
  readonly onSaved: () => void
}

/** The owner's word on one machine: asked once, kept until something else is said. */
export function RuleForm({ machine, onSaved }: Props) {
  const [rule, setRule] = useState<Rule>(machine.rule)
  const [state, setState] = useState<'open' | 'saving' | 'saved' | ApiError>('open')
  const change = (part: Partial<Rule>) => {
    setRule((before) => ({ ...before, ...part }))
    setState('open')
  }
  const save = async (event: SubmitEvent) => {
    event.preventDefault()
    setState('saving')
    try {
      await api.putSleepRule(machine.resourceId, rule)
      setState('saved')
      onSaved()
    } catch (cause) {
      setState(cause instanceof ApiError ? cause : new ApiError(String(cause)))
    }
  }
  return (
    <form class="rule-form" onSubmit={(event) => void save(event)}>
      <label>
        <span>It is needed</span>
        <select
          value={rule.needed}
          onChange={({ currentTarget }) => change({ needed: currentTarget.value as Rule['needed'] })}
        >
          <option value="learned">as its habits show</option>
          <option value="working hours">in working hours, Mon to Fri</option>
          <option value="always">always</option>
        </select>
      </label>
      {rule.needed === 'working hours' && (
        <>
          <HourInput label="From" value={rule.workFrom} onValue={(workFrom) => change({ workFrom })} />
          <HourInput label="To" value={rule.workTo} onValue={(workTo) => change({ workTo })} />
        </>
      )}
      <label>
        <span>It may sleep</span>
        <select
          value={rule.allowed}
          onChange={({ currentTarget }) => change({ allowed: currentTarget.value as Rule['allowed'] })}
        >
          <option value="any time">at any time</option>
          <option value="nights">at night only, 20:00 to 08:00</option>
        </select>
      </label>
      <label>
        <span>Keep it on until and with</span>
        <input
          type="date"
          value={rule.keepUntil ?? ''}
          onChange={({ currentTarget }) =>
            change({ keepUntil: currentTarget.value === '' ? null : currentTarget.value })
          }
        />
      </label>
      <label>
        <span>Not wanted, because (empty = wanted)</span>
        <input
          type="text"
          maxLength={500}
          value={rule.dismissed ?? ''}
          onInput={({ currentTarget }) =>
            change({ dismissed: currentTarget.value === '' ? null : currentTarget.value })
          }
        />
      </label>
      <label class="check">
        <input
          type="checkbox"
          checked={rule.keepsAddress}
          onChange={({ currentTarget }) => change({ keepsAddress: currentTarget.checked })}
        />
        its public IP must stay
      </label>
      <button type="submit" class="button" disabled={state === 'saving'}>
        Keep this answer
      </button>
      <span role="status">{state === 'saved' ? 'Kept.' : ''}</span>
      {state instanceof ApiError && <ProblemNote error={state} />}
    </form>
  )
}

interface HourProps {
  readonly label: string
  readonly value: number
  readonly onValue: (hour: number) => void
}

function HourInput({ label, value, onValue }: HourProps) {
  return (
    <label>
      <span>{label} (hour)</span>
      <input
        type="number"
        min={0}
        max={23}
        value={value}
        onInput={({ currentTarget }) => onValue(Math.min(23, Math.max(0, Math.round(Number(currentTarget.value)))))}
      />
    </label>
  )
}
