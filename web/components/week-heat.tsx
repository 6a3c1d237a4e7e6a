interface Props {
  /** What the colours show. */
  readonly caption: string
  /** By hour of the week from Monday 00:00, 0 to 1; null where it is not known. */
  readonly values: readonly (number | null)[]
  /** 1 = asleep by the schedule. */
  readonly asleep?: readonly number[] | null
  /** What the darkest colour means. */
  readonly full: string
  /** What a share is of: 'needed', 'in stock'. */
  readonly word: string
}

const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']
const DAY_HOURS = 24
const LABEL_EVERY = 6

/** The hours of a week as a table that is coloured: every cell says its figure to who listens or points. */
export function WeekHeat({ caption, values, asleep, full, word }: Props) {
  return (
    <div>
      <table class="week-heat">
        <caption>{caption}</caption>
        <thead>
          <tr>
            <th class="day" scope="col">
              <span class="visually-hidden">Day</span>
            </th>
            {Array.from({ length: DAY_HOURS }, (_, hour) => (
              <th key={hour} scope="col" aria-label={clock(hour)}>
                {hour % LABEL_EVERY === 0 ? hour : ''}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {DAYS.map((day, index) => (
            <tr key={day}>
              <th scope="row">{day}</th>
              {values.slice(index * DAY_HOURS, (index + 1) * DAY_HOURS).map((value, hour) => {
                const isAsleep = asleep?.[index * DAY_HOURS + hour] === 1
                const text = cellText(value, isAsleep, word)
                return (
                  <td key={hour} class={cellClass(value, isAsleep)} title={`${day} ${clock(hour)}: ${text}`}>
                    <span class="visually-hidden">{text}</span>
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
      <p class="heat-key">
        <span>
          <i class="level-0" />
          never {word}
        </span>
        <span>
          <i class="level-5" />
          half of the time
        </span>
        <span>
          <i class="level-10" />
          {full}
        </span>
        {asleep && (
          <span>
            <i class="asleep" />
            asleep by the schedule
          </span>
        )}
      </p>
    </div>
  )
}

const clock = (hour: number) => `${String(hour).padStart(2, '0')}:00`

function cellClass(value: number | null, isAsleep: boolean): string {
  const level = value === null ? 'none' : `level-${Math.round(value * 10)}`
  return isAsleep ? `${level} asleep` : level
}

function cellText(value: number | null, isAsleep: boolean, word: string): string {
  const share = value === null ? 'not known' : `${word} ${Math.round(value * 100)} %`
  return isAsleep ? `${share}, asleep` : share
}
