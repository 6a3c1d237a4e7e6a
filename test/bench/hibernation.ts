import { adviseSleep, defaultSleepSettings } from '../../src/engine/hibernation/advise.ts'
import { machineHours, profileGrid } from '../../src/engine/hibernation/week-profile.ts'
import { planCalendar } from '../../src/engine/plan/index.ts'
import { HOUR_MS } from '../../src/engine/index.ts'
import { DECOYS, PLANTED, plantedMachine } from '../engine/hibernation/planted-machines.ts'
import { calibrate, rounded, type BenchResult } from './bench.ts'

const MACHINES = 5000
const WEEKS = 52
const STARTS_AT = Date.UTC(2025, 0, 6)
const BAR_MS = 2000
/** The same beside a calibration of 35 ms, that of two quiet cores: on a busy machine the ratio decides. */
const BAR_RATIO = 57

/** All recommendations for 5,000 machines with a year of ledger each. */
export function hibernation(): BenchResult {
  const asOf = STARTS_AT + WEEKS * 168 * HOUR_MS
  const habits = [...PLANTED, ...DECOYS]
  const machines = Array.from({ length: MACHINES }, (_, i) => ({
    resourceId: `BRK-${i}D`,
    ...plantedMachine(habits[i % habits.length]!, STARTS_AT, WEEKS, i),
    runPerHour: 2.49,
    hibernatedPerHour: 0.01,
    canHibernate: true,
    allowed: 'any time' as const,
    keepsAddress: false,
    missPerHour: null,
    neededSlots: null,
    busy: null,
    restore: {
      from: 'stock' as const,
      low: new Float64Array(168),
      high: new Float64Array(168).fill(0.08),
      most: new Float64Array(168).fill(0.09),
      failure: new Float64Array(168).fill(0.03),
      waitHours: 5,
      snapshots: 2000,
      seen: new Uint16Array(168).fill(12),
      none: new Uint16Array(168),
    },
  }))
  const calibrationMs = calibrate()
  const started = performance.now()
  const hours = machineHours(profileGrid(planCalendar('UTC', []), asOf))
  let schedules = 0
  for (const machine of machines) {
    if (adviseSleep(machine, hours, { ...defaultSleepSettings, asOf }).kind !== 'none') schedules++
  }
  const adviceMs = performance.now() - started
  const adviceRatio = (2 * adviceMs) / (calibrationMs + calibrate())
  return {
    n: MACHINES,
    figures: {
      adviceMs: rounded(adviceMs, 0),
      adviceRatio: rounded(adviceRatio, 1),
      microsPerMachine: rounded((adviceMs * 1000) / MACHINES, 1),
      schedules,
    },
    anchor: { barMs: BAR_MS, barRatio: BAR_RATIO },
    pass: (adviceMs <= BAR_MS || adviceRatio <= BAR_RATIO) && schedules > 0,
  }
}
