import type { Day } from '../../zone-time.ts'
import { addDays } from '../../zone-time.ts'

interface Props {
  readonly from: Day | null
  /** The day after the last. */
  readonly to: Day | null
  readonly onDays: (days: { from: Day | null; to: Day | null }) => void
}

/** Since when and until when something holds; empty = always. */
export function DaysInput({ from, to, onDays }: Props) {
  return (
    <>
      <label>
        <span>From, empty = always</span>
        <input
          type="date"
          value={from ?? ''}
          onInput={({ currentTarget }) => onDays({ from: currentTarget.value || null, to })}
        />
      </label>
      <label>
        <span>To and with, empty = on</span>
        <input
          type="date"
          value={to === null ? '' : addDays(to, -1)}
          min={from ?? undefined}
          onInput={({ currentTarget }) =>
            onDays({ from, to: currentTarget.value ? addDays(currentTarget.value, 1) : null })
          }
        />
      </label>
    </>
  )
}
