import { expect, it } from 'vitest'
import { createClock } from '../../src/sandbox/clock.ts'
import { openAccount } from '../../src/sandbox/open-account.ts'
import { RunningSums, sumBills } from '../../src/sandbox/views/bill-summary.ts'

const NOW = Date.parse('2026-11-03T10:00:00Z')
const HOUR = 3_600_000

it('sums of a whole list that are carried on are those of adding it up anew, also after the clock went back', () => {
  const { account } = openAccount({ now: NOW, billErrors: true }, createClock({ now: NOW }))
  const running = new RunningSums()
  const steps = [0, 0, 0.001, 1, 1.5, 30, 31, 200, 100, 100, 2000, 2001]
  for (const hours of steps) {
    const now = NOW + hours * HOUR
    const bills = account.bills('instance', now)
    const sums = running.of(bills, now, account.revision)
    expect({ hours, ...sums }).toEqual({ hours, ...sumBills(bills, now) })
    expect(sums.records).toBe(bills.length)
  }
})
