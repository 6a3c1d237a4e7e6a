import { setParams } from '../router.ts'

interface Props {
  readonly name: string
  readonly label: string
  readonly all: string
  readonly value: string | null
  readonly options: readonly string[]
}

/** Which one of some, or all of them, as the address says under this name. */
export function AddressChoice({ name, label, all, value, options }: Props) {
  return (
    <label>
      <span>{label}</span>
      <select value={value ?? ''} onChange={({ currentTarget }) => setParams({ [name]: currentTarget.value })}>
        <option value="">{all}</option>
        {options.map((option) => (
          <option key={option} value={option}>
            {option === 'unknown' ? 'Not known' : option}
          </option>
        ))}
      </select>
    </label>
  )
}
