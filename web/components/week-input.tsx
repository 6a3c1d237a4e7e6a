const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const

interface Window {
  readonly days: readonly string[]
  readonly from: number
  readonly to: number
}

interface Props {
  readonly label: string
  readonly value: unknown
  readonly onValue: (value: Window[]) => void
}

/** Hours of the week, a line for each stretch; 20 to 8 goes on into the next day. */
export function WeekInput({ label, value, onValue }: Props) {
  const windows = (Array.isArray(value) ? value : []) as Window[]
  const set = (place: number, window: Window) => onValue(windows.map((each, i) => (i === place ? window : each)))
  return (
    <fieldset>
      <legend>{label}</legend>
      {windows.map((window, place) => (
        <div class="week-line" key={place}>
          <span class="days">
            {DAYS.map((day) => (
              <label key={day}>
                <input
                  type="checkbox"
                  checked={window.days.includes(day)}
                  onChange={({ currentTarget }) =>
                    set(place, {
                      ...window,
                      days: DAYS.filter((each) => (each === day ? currentTarget.checked : window.days.includes(each))),
                    })
                  }
                />
                {day}
              </label>
            ))}
          </span>
          <Hour label="from" value={window.from} most={23} onValue={(from) => set(place, { ...window, from })} />
          <Hour label="to" value={window.to} most={24} onValue={(to) => set(place, { ...window, to })} />
          {windows.length > 1 && (
            <button type="button" class="button quiet" onClick={() => onValue(windows.filter((_, i) => i !== place))}>
              Remove
            </button>
          )}
        </div>
      ))}
      <button
        type="button"
        class="button quiet"
        onClick={() => onValue([...windows, { days: ['sat', 'sun'], from: 10, to: 16 }])}
      >
        And other hours
      </button>
    </fieldset>
  )
}

interface HourProps {
  readonly label: string
  readonly value: number
  readonly most: number
  readonly onValue: (value: number) => void
}

function Hour({ label, value, most, onValue }: HourProps) {
  return (
    <label>
      <span>{label}</span>
      <select value={String(value)} onChange={({ currentTarget }) => onValue(Number(currentTarget.value))}>
        {Array.from({ length: most + 1 }, (_, hour) => (
          <option key={hour} value={String(hour)}>
            {String(hour).padStart(2, '0')}:00
          </option>
        ))}
      </select>
    </label>
  )
}
