import { useState } from 'preact/hooks'
import { api, type SleepMachine } from '../../api.ts'
import { AskForm } from '../../components/ask-form.tsx'
import { planApi } from '../../plan-api.ts'

type Rule = SleepMachine['rule']
type Answer = 'learned' | 'account hours' | 'own hours' | 'until' | 'always'

interface Props {
  readonly machine: SleepMachine
  readonly person: string
  readonly onSaved: () => void
}

/** The owner's word on one machine: asked once, kept until something else is said. */
export function RuleForm({ machine, person, onSaved }: Props) {
  const [rule, setRule] = useState<Rule>(machine.rule)
  const [answer, setAnswer] = useState<Answer>(answerOf(machine.rule))
  const [until, setUntil] = useState('')
  const change = (part: Partial<Rule>) => setRule((before) => ({ ...before, ...part }))
  const choose = (chosen: Answer) => {
    setAnswer(chosen)
    if (chosen === 'learned' || chosen === 'until') change({ needed: 'learned' })
    if (chosen === 'always') change({ needed: 'always' })
    if (chosen === 'account hours') change({ needed: 'working hours', workFrom: null, workTo: null })
    if (chosen === 'own hours') change({ needed: 'working hours', workFrom: 8, workTo: 18 })
  }
  const save = async () => {
    await api.putSleepRule(machine.resourceId, { ...rule, by: person || 'the owner' })
    if (answer === 'until') {
      const who = { kind: 'machine', name: machine.resourceId } as const
      await planApi.except({ who, line: `keep on until ${until}`, by: person || 'the owner' })
    }
    onSaved()
    return 'Kept.'
  }
  return (
    <AskForm label="When it is needed" button="Keep this answer" ask={save}>
      <label>
        <span>It is needed</span>
        <select value={answer} onChange={({ currentTarget }) => choose(currentTarget.value as Answer)}>
          <option value="learned">as its habits show</option>
          <option value="account hours">in the account’s working hours</option>
          <option value="own hours">in working hours of its own, Mon to Fri</option>
          <option value="until">until a date, then ask again</option>
          <option value="always">always</option>
        </select>
      </label>
      {answer === 'own hours' && (
        <>
          <HourInput label="From" value={rule.workFrom ?? 8} onValue={(workFrom) => change({ workFrom })} />
          <HourInput label="To" value={rule.workTo ?? 18} onValue={(workTo) => change({ workTo })} />
        </>
      )}
      {answer === 'until' && (
        <label>
          <span>Until and with</span>
          <input type="date" required value={until} onChange={({ currentTarget }) => setUntil(currentTarget.value)} />
        </label>
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
        <span>A needed hour without it costs ({machine.currency}; empty = by the caution)</span>
        <input
          type="number"
          min={0}
          step="any"
          value={rule.missPerHour ?? ''}
          onInput={({ currentTarget }) =>
            change({ missPerHour: currentTarget.value === '' ? null : Math.max(0, Number(currentTarget.value)) })
          }
        />
      </label>
      <label>
        <span>Advice not wanted, because (empty = wanted)</span>
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
    </AskForm>
  )
}

function answerOf({ needed, workFrom, workTo }: Rule): Answer {
  if (needed !== 'working hours') return needed
  return workFrom === null || workTo === null ? 'account hours' : 'own hours'
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
