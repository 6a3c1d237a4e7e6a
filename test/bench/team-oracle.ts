import type { Account } from '../../src/sandbox/account.ts'
import { autoscaledMachines } from '../../src/sandbox/demo/autoscaled.ts'
import { rosterMachines } from '../../src/sandbox/demo/machines.ts'
import { teamJobs } from '../../src/sandbox/demo/team-jobs.ts'
import { teamRoster } from '../../src/sandbox/demo/team-roster.ts'
import { billsOf } from '../../src/sandbox/meter.ts'
import type { AnyResource } from '../../src/sandbox/resource.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR
/** How often the account is drawn anew. */
const DRAWS = 4
/** Other lives of a seed have seeds this far apart, so that none of them is another account's own. */
const FAR = 10_000
/** Scaled machines and jobs of a week before the window are over when it begins, or nearly. */
const BEFORE = 8 * DAY

/**
 * What somebody would forecast who knows how the team account is made: each machine's habit, when it comes, how demand
 * and jobs are drawn, only not the draws of this account. The mean of other lives of it; its error is what is left to
 * chance. Currency units of [from, to), by wallet.
 */
export function teamOracle(account: Account, seed: number, from: number, to: number): Map<string, number> {
  const { rules, firstAt } = account
  const means = new Map<string, number>()
  const add = (resource: AnyResource, weight: number) => {
    for (const { parts } of billsOf(resource, rules))
      for (const part of parts) {
        const hours = (Math.min(part.to, to) - Math.max(part.from, from)) / HOUR
        if (hours <= 0) continue
        const cost = (Number(part.perHourPicos) / 1e12) * hours * weight
        means.set(resource.currency, (means.get(resource.currency) ?? 0) + cost)
      }
  }
  const roster = teamRoster(seed)
  for (let life = 1; life <= DRAWS; life++) {
    const other = seed + life * FAR
    const recent = { seed: other, firstAt: from - BEFORE - ((from - firstAt) % DAY), until: to }
    for (const machine of [
      ...rosterMachines(roster, { seed: other, firstAt, until: to }),
      ...autoscaledMachines(recent),
      ...teamJobs(recent),
    ])
      add(machine, 1 / DRAWS)
  }
  for (const resource of account.everKnown(to)) if (resource.kind !== 'instance') add(resource, 1)
  return means
}
