interface Props {
  readonly label: string
  readonly value: string | undefined
  readonly options: readonly string[]
  readonly textOf?: (option: string) => string
  readonly onValue: (value: string) => void
}

/** One of some, or any: then the value is empty. */
export function NarrowField({ label, value, options, textOf = (option) => option, onValue }: Props) {
  return (
    <label>
      <span>{label}</span>
      <select value={value ?? ''} onChange={({ currentTarget }) => onValue(currentTarget.value)}>
        <option value="">any</option>
        {options.map((option) => (
          <option key={option} value={option}>
            {option === 'unknown' ? 'Not known' : textOf(option)}
          </option>
        ))}
      </select>
    </label>
  )
}
