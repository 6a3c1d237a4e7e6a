interface Props {
  readonly label: string
  /** Empty or absent: any. */
  readonly value: readonly string[] | undefined
  readonly options: readonly string[]
  readonly onValue: (value: string[] | undefined) => void
}

/** Several of a few, or any: opens into a list of boxes. */
export function PickMany({ label, value = [], options, onValue }: Props) {
  const chosen = options.filter((option) => value.includes(option))
  const said = chosen.length === 0 ? 'any' : chosen.join(', ')
  return (
    <div class="pick-many">
      <span>{label}</span>
      <details>
        <summary aria-label={`${label}: ${said}`}>{said}</summary>
        <div>
          {options.map((option) => (
            <label key={option} class="box">
              <input
                type="checkbox"
                checked={value.includes(option)}
                onChange={({ currentTarget: { checked } }) => {
                  const next = options.filter((each) => (each === option ? checked : value.includes(each)))
                  onValue(next.length === 0 ? undefined : next)
                }}
              />
              {option}
            </label>
          ))}
        </div>
      </details>
    </div>
  )
}
