import { WEEK_HOURS, type HourGrid } from '../capacity/week.ts'
import type { HourlyStock } from '../capacity/climatology.ts'
import { HOUR_MS, type Instant } from '../time.ts'
import type { StateInterval } from '../usage/state-ledger.ts'
import { restoreSlot, type RestoreRisk } from './restore-risk.ts'
import { sleepWindows, type SleepSlots } from './schedule.ts'

/** Restores of a schedule in one week that has passed. */
export interface RestoresTried {
  /** Those whose hour was read. */
  readonly seen: number
  /** Of these, without GPUs. */
  readonly failed: number
  /** How many were expected to fail when the schedule was made; null where nothing was known. */
  readonly expected: number | null
}

/** What was known of stock before a moment, to learn from it as one would have then; readings of later hours are left out. */
export function stockBefore(stock: HourlyStock, at: Instant): HourlyStock {
  const hours = Math.max(0, Math.min(stock.outcomes.length, Math.floor((at - stock.grid.startsAt) / HOUR_MS)))
  const outcomes = stock.outcomes.slice(0, hours)
  const grid: HourGrid = {
    startsAt: stock.grid.startsAt,
    endsAt: stock.grid.startsAt + hours * HOUR_MS,
    slots: stock.grid.slots.slice(0, hours),
  }
  let seen = 0
  let censored = 0
  for (const outcome of outcomes) {
    if (outcome === 0 || outcome === 1) seen++
    else if (outcome > 1) censored++
  }
  return { grid, outcomes, machines: stock.machines.slice(0, hours), seen, censored }
}

/** The states that were over or under way at a moment, cut there. */
export function statesBefore(ledger: readonly StateInterval[], at: Instant): StateInterval[] {
  return ledger
    .filter(({ startsAt }) => startsAt < at)
    .map((state) => (state.endsAt > at ? { ...state, endsAt: at } : state))
}

/**
 * Tries the restores of a schedule on the week after it was made: each is made in the hour before its wake, and fails
 * where that hour's reading showed no GPUs. Hours that were not read, and floors, say nothing and are not counted.
 */
export function triedRestores(
  asleep: SleepSlots,
  { stock, risk, madeAt }: { readonly stock: HourlyStock; readonly risk: RestoreRisk | null; readonly madeAt: Instant },
): RestoresTried {
  const slots = new Set(
    sleepWindows(asleep)
      .filter(({ hours }) => hours < WEEK_HOURS)
      .map(({ wakeSlot }) => restoreSlot(wakeSlot)),
  )
  const first = Math.max(0, Math.ceil((madeAt - stock.grid.startsAt) / HOUR_MS))
  let seen = 0
  let failed = 0
  let expected = 0
  for (let hour = first; hour < Math.min(stock.outcomes.length, first + WEEK_HOURS); hour++) {
    const slot = stock.grid.slots[hour]!
    const outcome = stock.outcomes[hour]
    if (!slots.has(slot) || (outcome !== 0 && outcome !== 1)) continue
    seen++
    if (outcome === 0) failed++
    expected += risk?.failure[slot] ?? 0
  }
  return { seen, failed, expected: risk ? expected : null }
}
