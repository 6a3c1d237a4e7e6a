import { planCalendar } from '../../../src/engine/plan/index.ts'
import { describe, expect, it } from 'vitest'
import { adviseSleep, defaultSleepSettings } from '../../../src/engine/hibernation/advise.ts'
import { machineHours, profileGrid } from '../../../src/engine/hibernation/week-profile.ts'
import { toChargeState } from '../../../src/engine/index.ts'
import type { StateInterval } from '../../../src/engine/usage/state-ledger.ts'
import { rosterMachines } from '../../../src/sandbox/demo/machines.ts'
import { teamRoster } from '../../../src/sandbox/demo/team-roster.ts'
import type { Stretch } from '../../../src/sandbox/resource.ts'
import { at } from '../values.ts'
import { hasPlantedIdle } from './planted-roles.ts'

const DAY_MS = 86_400_000
const DAYS = 183
const NOW = at('2026-11-23T10:30:00Z')
const FIRST_AT = at('2026-11-23T00:00:00Z') - DAYS * DAY_MS
function statesOf(ledger: readonly Stretch[]): StateInterval[] {
  return ledger.flatMap(({ from, state }, i) => {
    const charge = toChargeState(state)
    const endsAt = Math.min(NOW, ledger[i + 1]?.from ?? NOW)
    return charge === 'deleted' || endsAt <= from ? [] : [{ startsAt: from, endsAt, state: charge }]
  })
}

describe('on the machines of the team account, of seeds that nothing was tuned on', () => {
  it.each([101, 117, 133, 160])('finds the planted idle patterns and is not taken in by decoys: seed %i', (seed) => {
    const hours = machineHours(profileGrid(planCalendar('UTC', []), NOW))
    const roles = new Map(teamRoster(seed).map((role) => [role.name, role]))
    const counts = { found: 0, missed: 0, wrong: 0 }
    for (const { name, id, ledger } of rosterMachines([...roles.values()], { seed, firstAt: FIRST_AT, until: NOW })) {
      const planted = hasPlantedIdle(roles.get(name)!, DAYS)
      if (planted === null) continue
      const advice = adviseSleep(
        {
          resourceId: id,
          ledger: statesOf(ledger),
          runPerHour: 1.5,
          hibernatedPerHour: 0.01,
          canHibernate: true,
          allowed: 'any time',
          keepsAddress: false,
          missPerHour: null,
          neededSlots: null,
          busy: null,
          restore: null,
        },
        hours,
        { ...defaultSleepSettings, asOf: NOW },
      )
      if (advice.kind !== 'none') counts[planted ? 'found' : 'wrong']++
      else if (planted) counts.missed++
    }
    expect(counts.found / (counts.found + counts.missed)).toBeGreaterThanOrEqual(0.95)
    expect(counts.found / (counts.found + counts.wrong)).toBeGreaterThanOrEqual(0.95)
  })
})
