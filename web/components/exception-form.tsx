import { useState } from 'preact/hooks'
import { planApi, type Who } from '../plan-api.ts'
import { AskForm } from './ask-form.tsx'
import { PersonInput } from './person-input.tsx'
import { WhoInput } from './who-input.tsx'

interface Props {
  /** Whom it is about; null: to be chosen. */
  readonly who: Who | null
  readonly machines?: readonly string[]
  readonly person: string
  readonly onPerson: (name: string) => void
  readonly onChanged: () => void
}

/** An exception as it is said: 'keep on until Fri 18:00', 'away 20 Dec to 7 Jan', 'ends on 12 Dec'. */
export function ExceptionForm({ who, machines = [], person, onPerson, onChanged }: Props) {
  const [line, setLine] = useState('')
  const [chosen, setChosen] = useState<Who>(who ?? { kind: 'machine', name: '' })
  return (
    <AskForm
      label="Add an exception"
      button="Add the exception"
      ask={async () => {
        const { sentence } = await planApi.except({ who: who ?? chosen, line, by: person })
        setLine('')
        onChanged()
        return `Planned: ${sentence}.`
      }}
    >
      {who === null && <WhoInput who={chosen} machines={machines} onWho={setChosen} />}
      <label class="line">
        <span>Exception</span>
        <input
          type="text"
          required
          maxLength={200}
          value={line}
          placeholder="keep on until Fri 18:00"
          aria-describedby="exception-forms"
          onInput={({ currentTarget }) => setLine(currentTarget.value)}
        />
      </label>
      <PersonInput name={person} onName={onPerson} />
      <small id="exception-forms" class="muted line">
        ‘keep on until Fri 18:00’, ‘away 20 Dec to 7 Jan’, ‘ends on 12 Dec’; it goes before any schedule.
      </small>
    </AskForm>
  )
}
