import { expect, it } from 'vitest'
import type { ChargesRow } from '../../web/api.ts'
import { factDays, walletFacts } from '../../web/pages/overview/wallet-facts.ts'

const month = { from: '2026-11-01', to: '2026-12-01' }
const row = (day: string, state: string, billedCost: string, currency = 'USD'): ChargesRow => ({
  day,
  state,
  billedCost,
  currency,
  expectedCost: billedCost,
  unpricedCost: '0',
  gpuHours: 0,
  inferred: false,
})

it('compares yesterday with the seven days before it, and finds what was paid while shut off this month', () => {
  const rows = [
    row('2026-11-22', 'active', '30'),
    row('2026-11-22', 'shutoff', '4'),
    row('2026-11-21', 'active', '14'),
    row('2026-11-15', 'active', '7'),
    row('2026-11-14', 'active', '999'),
    row('2026-11-23', 'shutoff', '1.5'),
    row('2026-10-31', 'shutoff', '50'),
    row('2026-11-22', 'shutoff', '77', 'EUR'),
  ]
  expect(walletFacts(rows, 'USD', month, '2026-11-23')).toEqual({
    yesterday: '34',
    usual: '3',
    shutOff: '5.5',
    isShutOffAtLeast: false,
  })
})

it('has no usual day where nothing was billed', () => {
  expect(walletFacts([], 'USD', month, '2026-11-23')).toMatchObject({ yesterday: '0', usual: null, shutOff: '0' })
})

it('has no usual day for an account that is younger than the week', () => {
  const rows = [row('2026-11-22', 'active', '30'), row('2026-11-21', 'active', '30')]
  expect(walletFacts(rows, 'USD', month, '2026-11-23')).toMatchObject({ yesterday: '30', usual: null })
})

it('says when machine time of the month is of a state that nobody saw', () => {
  const rows = [row('2026-11-03', 'unknown', '3')]
  expect(walletFacts(rows, 'USD', month, '2026-11-23').isShutOffAtLeast).toBe(true)
})

it.each([
  ['2026-11-23', '2026-11-01'],
  ['2026-11-02', '2026-10-25'],
])('on %s looks back to %s', (today, from) => expect(factDays(month, today).from).toBe(from))
