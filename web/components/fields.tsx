interface FieldProps {
  readonly label: string
  readonly value: string
  readonly isRequired?: boolean
  readonly onValue: (value: string) => void
}

export function TextField({ label, value, isRequired, onValue }: FieldProps) {
  return (
    <label>
      <span>{label}</span>
      <input
        type="text"
        maxLength={200}
        required={isRequired}
        value={value}
        onInput={({ currentTarget }) => onValue(currentTarget.value)}
      />
    </label>
  )
}

/** A day, a month, or a day with its time, by the clock of the account. */
export function TimeField({
  label,
  kind,
  value,
  isRequired,
  onValue,
}: FieldProps & { readonly kind: 'date' | 'month' | 'datetime-local' }) {
  return (
    <label>
      <span>{label}</span>
      <input
        type={kind}
        required={isRequired}
        value={value}
        onInput={({ currentTarget }) => onValue(currentTarget.value)}
      />
    </label>
  )
}

export function NumberField({ label, value, isRequired, onValue }: FieldProps) {
  return (
    <label>
      <span>{label}</span>
      <input
        type="number"
        min={0}
        step="any"
        required={isRequired}
        value={value}
        onInput={({ currentTarget }) => onValue(currentTarget.value)}
      />
    </label>
  )
}

export function ChoiceField({
  label,
  value,
  options,
  onValue,
}: Omit<FieldProps, 'isRequired'> & { readonly options: readonly (readonly [value: string, text: string])[] }) {
  return (
    <label>
      <span>{label}</span>
      <select value={value} onChange={({ currentTarget }) => onValue(currentTarget.value)}>
        {options.map(([each, text]) => (
          <option key={each} value={each}>
            {text}
          </option>
        ))}
      </select>
    </label>
  )
}
