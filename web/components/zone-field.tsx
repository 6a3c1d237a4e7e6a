import { useId } from 'preact/hooks'

interface Props {
  readonly label: string
  readonly value: string
  readonly onValue: (zone: string) => void
}

/** Browsers offer some zones by their old names alone (Asia/Calcutta) and leave UTC out. */
const NEW_NAMES = ['UTC', 'Asia/Kathmandu', 'Asia/Kolkata', 'Asia/Yangon', 'Europe/Kyiv']
const zones = () => [...new Set([...NEW_NAMES, ...Intl.supportedValuesOf('timeZone')])].sort()

/** A time zone by its IANA name; what the list does not offer can be typed. */
export function ZoneField({ label, value, onValue }: Props) {
  const list = useId()
  return (
    <label>
      <span>{label}</span>
      <input
        type="text"
        required
        list={list}
        maxLength={60}
        value={value}
        onInput={({ currentTarget }) => onValue(currentTarget.value)}
      />
      <datalist id={list}>
        {zones().map((zone) => (
          <option key={zone} value={zone} />
        ))}
      </datalist>
    </label>
  )
}
