import { expect, it } from 'vitest'
import { changeTable } from '../../src/commands/forecast-change.ts'

const drivers = { keepsRunning: '0', schedules: '0', churn: '0', planned: '0', priceChange: '0', storage: '0', ai: '0' }
const estimate = (p50: string) => ({ p10: p50, p50, p90: p50, billedSoFar: '0', drivers })
const wallet = {
  currency: 'USD',
  madeAt: '2026-11-27T10:00:00.000Z',
  before: estimate('100.5'),
  now: estimate('90'),
  change: { ...drivers, total: '-10.5', billed: '-12.001', planned: '1.5', churn: '-0.001' },
}

it('prints the causes that change something between what was likely and what is', () => {
  expect(
    changeTable([wallet])
      .trimEnd()
      .split('\n')
      .map((line) => line.trim().split(/ {2,}/)),
  ).toEqual([
    ['USD'],
    ['forecast made', '2026-11-27T10:00Z'],
    ['likely then', '100.50'],
    ['billed, beyond what had been expected', '-12.00'],
    ['plans', '+1.50'],
    ['likely now', '90.00'],
  ])
})
