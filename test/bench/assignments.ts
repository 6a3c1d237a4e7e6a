import { addDays, assign, daysBetween, spanOn, splitByWeight, type AssignmentRule } from '../../src/engine/index.ts'
import { rounded, type BenchResult } from './bench.ts'

const MACHINES = 5000
const RULES = 100
const FIRST = '2025-01-01'
const DAYS = 730
const BAR_MS = 1000

const values = (project: string | null, owner: string | null = null, cost_center: string | null = null) => ({
  project,
  owner,
  cost_center,
})

/**
 * A hundred rules over 5,000 machines with a volume each third, renamed each seventh, shared each fiftieth: whose each
 * machine is on each of 730 days, and a day's cost of each split by it.
 */
export function assignments(): BenchResult {
  const rules = Array.from({ length: RULES }, (_, i): AssignmentRule => ({
    ruleId: i + 1,
    match:
      i % 3 === 0
        ? { name: `team-${i}-*` }
        : i % 3 === 1
          ? { name: `*-${i}`, region: 'NORWAY-1' }
          : { region: `R-${i}` },
    fromDay: i % 4 === 0 ? addDays(FIRST, i * 3) : null,
    toDay: i % 8 === 0 ? addDays(FIRST, i * 3 + 200) : null,
    parts:
      i % 25 === 0
        ? [1n, 2n].map((weight) => ({ values: values(`p${i}-${weight}`), weight }))
        : [{ values: values(`p${i}`, i % 2 === 0 ? `owner-${i}` : null, `${i % 10}`), weight: 1n }],
  }))
  const resources = Array.from({ length: MACHINES }, (_, i) => {
    const isVolume = i % 3 === 2
    const fact = (name: string, fromDay: string | null) => ({
      fromDay,
      name,
      region: i % 2 === 0 ? 'NORWAY-1' : `R-${i % RULES}`,
      sourceId: isVolume ? `m-${i - 1}` : null,
    })
    return {
      key: `m-${i}`,
      resourceId: `m-${i}`,
      type: isVolume ? ('volume' as const) : ('instance' as const),
      currency: 'USD',
      facts: [
        fact(`team-${i % RULES}-${i % 97}`, null),
        ...(i % 7 === 0 ? [fact(`team-${(i + 1) % RULES}-${i % 89}`, addDays(FIRST, 300))] : []),
      ],
    }
  })
  const started = performance.now()
  const assigned = assign({ resources, rules, direct: [], hours: [] })
  const assignMs = performance.now() - started
  const days = daysBetween(FIRST, addDays(FIRST, DAYS))
  let parts = 0
  for (const spans of assigned.values()) for (const day of days) parts += spanOn(spans, day).parts.length
  let split = 0n
  for (const spans of assigned.values())
    for (const { parts: of } of spans) split += splitByWeight(10n ** 14n, of).at(-1)!
  const wholeMs = performance.now() - started
  return {
    n: MACHINES * DAYS,
    figures: { assignMs: rounded(assignMs, 0), machineDaysMs: rounded(wholeMs - assignMs, 0), parts },
    anchor: { barMs: BAR_MS, rules: RULES },
    pass: wholeMs <= BAR_MS && parts > MACHINES * DAYS && split > 0n,
  }
}
