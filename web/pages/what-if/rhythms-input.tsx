import { WeekInput } from '../../components/week-input.tsx'
import type { OptimiseAsked } from '../../what-if-api.ts'
import { NIGHTS } from './hours-input.tsx'

type Rhythm = NonNullable<OptimiseAsked['hours']>[number]
type OwnWeek = NonNullable<Rhythm['week']>

interface Props {
  /** Undefined: without a break alone. */
  readonly value: readonly Rhythm[] | undefined
  readonly onValue: (value: Rhythm[] | undefined) => void
}

const ALWAYS: Rhythm = { week: null, off: 'hibernate' }
const MOST = 10

/** The hours in which a piece of work may be done, each a way to be tried: without a break, and in weekly hours. */
export function RhythmsInput({ value = [ALWAYS], onValue }: Props) {
  const hasAlways = value.some(({ week }) => week === null)
  const weekly = value.filter(({ week }) => week !== null)
  const give = (isAlways: boolean, rhythms: readonly Rhythm[]) => {
    const next = [...(isAlways || rhythms.length === 0 ? [ALWAYS] : []), ...rhythms]
    onValue(next.length === 1 && next[0]!.week === null ? undefined : next)
  }
  const set = (place: number, rhythm: Rhythm) =>
    give(
      hasAlways,
      weekly.map((each, i) => (i === place ? rhythm : each)),
    )
  return (
    <fieldset class="rhythms">
      <legend>When it may run: each is tried</legend>
      <label class="box">
        <input
          type="checkbox"
          checked={hasAlways}
          disabled={weekly.length === 0}
          onChange={({ currentTarget }) => give(currentTarget.checked, weekly)}
        />
        without a break
      </label>
      {weekly.map((rhythm, place) => (
        <div key={place}>
          <WeekInput
            label="In these hours only"
            value={rhythm.week}
            onValue={(week) => set(place, { ...rhythm, week: week as OwnWeek })}
          />
          <label class="hours">
            <span>Between them</span>
            <select
              value={rhythm.off}
              onChange={({ currentTarget }) => set(place, { ...rhythm, off: currentTarget.value as Rhythm['off'] })}
            >
              <option value="hibernate">hibernated</option>
              <option value="delete">deleted</option>
            </select>
          </label>
          <button
            type="button"
            class="button quiet"
            onClick={() =>
              give(
                hasAlways,
                weekly.filter((_, i) => i !== place),
              )
            }
          >
            Do not try these hours
          </button>
        </div>
      ))}
      {value.length < MOST && (
        <button
          type="button"
          class="button quiet"
          onClick={() => give(hasAlways, [...weekly, { week: NIGHTS as OwnWeek, off: 'hibernate' }])}
        >
          Try weekly hours too
        </button>
      )}
    </fieldset>
  )
}
