import { useState } from 'preact/hooks'
import { alertsApi, type When } from '../../alerts-api.ts'
import { AskForm } from '../../components/ask-form.tsx'

interface Props {
  readonly when: When
  readonly zone: string
  readonly onChanged: () => void
}

const NIGHT = { from: '20:00', to: '08:00' }

/** Quiet hours, the time of the digest, and how long a top-up takes. */
export function WhenForm({ when, zone, onChanged }: Props) {
  const [value, setValue] = useState(when)
  const change = (part: Partial<When>) => setValue((before) => ({ ...before, ...part }))
  const keep = async () => {
    await alertsApi.putWhen(value)
    onChanged()
    return 'Kept.'
  }
  return (
    <AskForm label="When" button="Keep these times" ask={keep}>
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
          <ClockField
            label="From"
            value={value.quiet.from}
            onValue={(from) => change({ quiet: { ...value.quiet!, from } })}
          />
          <ClockField label="To" value={value.quiet.to} onValue={(to) => change({ quiet: { ...value.quiet!, to } })} />
        </>
      )}
      <ClockField label={`Digest at (${zone})`} value={value.digestAt} onValue={(digestAt) => change({ digestAt })} />
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
    </AskForm>
  )
}

function ClockField({ label, value, onValue }: { label: string; value: string; onValue: (time: string) => void }) {
  return (
    <label>
      <span>{label}</span>
      <input type="time" required value={value} onInput={({ currentTarget }) => onValue(currentTarget.value)} />
    </label>
  )
}
