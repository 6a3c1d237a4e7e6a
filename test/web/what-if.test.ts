import { describe, expect, it } from 'vitest'
import { paretoConfig } from '../../web/charts/pareto-config.ts'
import { waterfallBars } from '../../web/charts/waterfall-config.ts'
import { differenceText } from '../../web/difference-text.ts'
import { causesSentence, chanceText } from '../../web/pages/what-if/difference-words.ts'
import { errorOf } from '../../web/pages/what-if/change-form.tsx'
import { daysOfParam, spanWindow, toDaysParam } from '../../web/pages/what-if/window.ts'
import { parsePrices } from '../../web/pages/what-if/prices-input.tsx'
import {
  freeName,
  scenariosOf,
  scenariosOfParam,
  toParam,
  workOfParam,
} from '../../web/pages/what-if/scenario-address.ts'
import type { Scenario } from '../../web/what-if-api.ts'

const scenario: Scenario = {
  name: 'Zürich → 東京 ☂',
  changes: [{ kind: 'remove', resources: { name: 'dev-*' } }],
}

describe('scenarios in the address', () => {
  it('come back as they were written, whatever the letters', () => {
    const param = toParam([scenario])
    expect(param).toMatch(/^[\w-]+$/)
    expect(scenariosOfParam(param)).toEqual([scenario])
  })

  it.each([undefined, '', '%%%', 'bm90IGpzb24', toParam(7), toParam({ name: 'x' })])('%j holds none', (param) => {
    expect(scenariosOfParam(param)).toEqual([])
    expect(workOfParam(param)).toBeNull()
  })

  it('are read from a file of the API, a list or one alone, five at most', () => {
    expect(scenariosOf({ scenarios: [scenario, scenario] })).toHaveLength(2)
    expect(scenariosOf(scenario)).toEqual([scenario])
    expect(scenariosOf(Array.from({ length: 9 }, () => scenario))).toHaveLength(5)
  })

  it('get a name that is free', () => {
    expect(freeName([])).toBe('A')
    expect(freeName(['A', 'B'])).toBe('C')
    expect(freeName(['Job', 'Job 2'], 'Job')).toBe('Job 3')
    expect(freeName(['A'], 'Other')).toBe('Other')
  })
})

it('a price list is a line for each price; what lacks stays empty for the server to name', () => {
  expect(parsePrices(' gpu/legacy/L40 USD 1.05\n\nvolume/legacy/SSD  EUR')).toEqual([
    { sku: 'gpu/legacy/L40', currency: 'USD', price: '1.05' },
    { sku: 'volume/legacy/SSD', currency: 'EUR', price: '' },
  ])
})

describe('the days that are compared', () => {
  it('are months from the one that runs, or what the address says', () => {
    expect(spanWindow('2026-11-28', 'quarter')).toEqual({ from: '2026-11-01', to: '2027-02-01' })
    const december = { from: '2026-12-01', to: '2027-01-01' }
    expect(daysOfParam(toDaysParam(december))).toEqual(december)
  })

  it.each([undefined, '', '2026-12-01', '2027-01-01..2026-12-01', '2026-12-01..'])('%j says none', (param) => {
    expect(daysOfParam(param)).toBeNull()
  })
})

it('what is wrong inside a field is told with its place', () => {
  const errors = new Map([
    ['/prices/1/price', 'a decimal number'],
    ['/percent', 'too much'],
  ])
  expect(['percent', 'prices', 'price'].map((key) => errorOf(errors, key))).toEqual([
    'too much',
    'line 2, price: a decimal number',
    undefined,
  ])
})

describe('a difference', () => {
  const difference = { total: '-90.5', price: '-100', hours: '0', count: '0', state: '9.5', storage: '0', tax: '0' }

  it('is told with its direction and its causes', () => {
    expect(differenceText('12', 'USD')).toBe('↑ 12.00 USD more')
    expect(differenceText('0', 'USD')).toBe('the same')
    expect(causesSentence({ currency: 'USD', difference })).toBe('↓ 90.50 USD less: price −100.00, state +9.50')
  })

  it('is a waterfall whose bars hang where the one before ended, and meet the total', () => {
    const steps = [
      { label: 'price', value: '-100' },
      { label: 'hours', value: '0' },
      { label: 'state', value: '9.5' },
    ]
    expect(waterfallBars(steps, '-90.5').map(({ label, from, to }) => [label, from, to])).toEqual([
      ['price', 0, -100],
      ['state', -100, -90.5],
      ['together', 0, -90.5],
    ])
  })
})

it('a chance is told in hundred, and never as certain', () => {
  expect([null, 0.001, 0.634, 0.999].map(chanceText)).toEqual([
    'not known',
    'under 1 in 100',
    '63 in 100',
    'over 99 in 100',
  ])
})

it('the chart of ways leaves out what lies far beyond the front', () => {
  const now = Date.parse('2026-12-01T00:00:00Z')
  const way = (hours: number, cost: string) => ({
    cost,
    finishAt: new Date(now + hours * 3_600_000).toISOString(),
    label: 'way',
  })
  const config = paretoConfig([way(10, '100'), way(20, '50')], [way(15, '90'), way(500, '60'), way(12, '900')], {
    currency: 'USD',
    zone: 'UTC',
    theme: 'light',
    now,
    deadlineAt: now + 30 * 3_600_000,
  })
  expect(config.data.datasets.map(({ data }) => data.length)).toEqual([2, 1])
  expect(config.options?.scales?.['x']?.max).toBeGreaterThan(now + 30 * 3_600_000)
})
