import { HOUR_MS, type Instant } from '../time.ts'
import { mergedStates, type PlannedSpan } from './planned-states.ts'

/** A sleep that is or would be shorter is not worth beginning. */
export const LEAST_SLEEP_MS = HOUR_MS

/** A moment at which a machine is to be put to sleep or woken. */
export interface SleepEdge {
  readonly action: 'hibernate' | 'restore'
  readonly at: Instant
  /** When the opposite is planned next; null where that lies beyond what was looked at. */
  readonly until: Instant | null
  readonly planId: number
}

/**
 * The edges of a machine's planned states, in their order: the beginning of each sleep and its end. A sleep that was
 * under way when the stretch begins has no beginning in it, one that goes on beyond it no end; what is given up is not
 * woken.
 */
export function sleepEdges(spans: readonly PlannedSpan[], within: { startsAt: Instant; endsAt: Instant }): SleepEdge[] {
  const states = mergedStates(spans)
  const sleeps = states.filter(({ state }) => state === 'asleep')
  return sleeps.flatMap((sleep, i): SleepEdge[] => {
    const at = (instant: Instant) => spans.find(({ startsAt, endsAt }) => startsAt <= instant && instant < endsAt)
    const first = at(sleep.startsAt)!.plan.planId
    const after = states.find(({ startsAt }) => startsAt === sleep.endsAt)
    const isOpen = sleep.endsAt >= within.endsAt
    const wakes = !isOpen && after?.state !== 'gone'
    return [
      ...(sleep.startsAt > within.startsAt
        ? [{ action: 'hibernate', at: sleep.startsAt, until: isOpen ? null : sleep.endsAt, planId: first } as const]
        : []),
      ...(wakes
        ? [
            {
              action: 'restore',
              at: sleep.endsAt,
              until: sleeps[i + 1]?.startsAt ?? null,
              planId: at(sleep.endsAt)?.plan.planId ?? at(sleep.endsAt - 1)!.plan.planId,
            } as const,
          ]
        : []),
    ]
  })
}
