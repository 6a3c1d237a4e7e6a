import { WeekInput } from '../../components/week-input.tsx'

type Week = Parameters<Parameters<typeof WeekInput>[0]['onValue']>[0]

interface Props {
  readonly label: string
  readonly value: unknown
  readonly onValue: (value: Week | undefined) => void
}

export const NIGHTS: Week = [{ days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'], from: 20, to: 8 }]

/** Without a break, or in some hours of the week only. */
export function HoursInput({ label, value, onValue }: Props) {
  return (
    <>
      <label class="hours">
        <span>{label}</span>
        <select
          value={value === undefined ? 'always' : 'some'}
          onChange={({ currentTarget }) => onValue(currentTarget.value === 'some' ? NIGHTS : undefined)}
        >
          <option value="always">without a break</option>
          <option value="some">in some hours only</option>
        </select>
      </label>
      {value !== undefined && <WeekInput label="In these hours" value={value} onValue={onValue} />}
    </>
  )
}
