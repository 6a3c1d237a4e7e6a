import { HOUR_MS, type Instant } from '../time.ts'
import { machinesSeen, type StockSnapshot } from './stock.ts'

/** How often stock that was announced for the next seven days could be seen afterwards. */
export interface PlannedStock {
  readonly announced: number
  /** A day after its time there was more than before by half of it or more. */
  readonly arrived: number
  readonly notSeen: number
  /** Its time has not passed yet, or there is no reading to tell by. */
  readonly open: number
}

const DAY_MS = 24 * HOUR_MS
const ANNOUNCED_MS = 7 * DAY_MS

/**
 * Follows each announcement from the reading in which its number first rose. Free GPUs in the day before are compared
 * with those in the day after its seven days, by their middles: demand moves them too, so this is a count of what was
 * seen, not of what was delivered.
 */
export function plannedStock(snapshots: readonly StockSnapshot[]): PlannedStock {
  let before = 0
  let arrived = 0
  let notSeen = 0
  let open = 0
  const last = snapshots.at(-1)?.at ?? 0
  snapshots.forEach((snapshot, i) => {
    const planned = plannedNumber(snapshot.planned7)
    const rise = planned - before
    before = planned
    if (rise <= 0 || i === 0) return
    const due = snapshot.at + ANNOUNCED_MS
    if (due + DAY_MS > last) {
      open++
      return
    }
    const earlier = middleFree(snapshots, snapshot.at - DAY_MS, snapshot.at)
    const later = middleFree(snapshots, due, due + DAY_MS)
    if (earlier === null || later === null) open++
    else if (later - earlier >= rise / 2) arrived++
    else notSeen++
  })
  return { announced: arrived + notSeen + open, arrived, notSeen, open }
}

/** '8' and '8+' are 8; what is no number counts as nothing. */
function plannedNumber(text: string | null): number {
  const match = /^\s*(\d{1,6})/.exec(text ?? '')
  return match ? Number(match[1]) : 0
}

function middleFree(snapshots: readonly StockSnapshot[], from: Instant, to: Instant): number | null {
  const free = snapshots
    .filter(({ at }) => at >= from && at < to)
    .flatMap((snapshot) => machinesSeen(snapshot, 1)?.machines ?? [])
    .sort((a, b) => a - b)
  return free.length === 0 ? null : free[Math.floor(free.length / 2)]!
}
