import {
  calendarOf,
  defaultRules,
  documentedPrices,
  priceBook,
  type BillingRecord,
  type Resource,
} from '../../../src/engine/index.ts'
import {
  planBaseline,
  type CatalogEntry,
  type PlanBaseline,
  type PlanInput,
  type Scenario,
  type ScenarioChange,
  whatIf,
  type WhatIfAnswer,
  type WhatIfOptions,
} from '../../../src/engine/scenario/index.ts'
import { at, price, resource } from '../values.ts'

export const CATALOG: readonly CatalogEntry[] = [
  ...sizes('L40', 'legacy', [1, 2, 4, 8], 48, true, ['CANADA-1', 'NORWAY-1']),
  ...sizes('RTX-A6000', 'legacy', [1, 2, 4], 48, true, ['CANADA-1']),
  ...sizes('H100-SXM5-80GB', 'advanced', [1, 2, 4, 8], 80, false, ['US-1']),
]

function sizes(
  gpuModel: string,
  tier: string,
  counts: number[],
  memory: number,
  canHibernate: boolean,
  regions: string[],
): CatalogEntry[] {
  return counts.map((gpuCount) => ({ gpuModel, tier, gpuCount, memoryGb: memory * gpuCount, canHibernate, regions }))
}

const l40 = { tier: 'legacy', gpuModel: 'L40', region: 'CANADA-1' } as const

export const RESOURCES: readonly Resource[] = [
  resource({ resourceId: 'M1', name: 'dev-1', ...l40, gpuCount: 2 }),
  resource({ resourceId: 'M2', name: 'train-1', region: 'US-1' }),
  resource({ resourceId: 'M3', name: 'eval-1', ...l40, gpuModel: 'RTX-A6000', gpuCount: 1, status: 'SHUTOFF' }),
  resource({ resourceId: 'M4', name: 'india-1', ...l40, gpuCount: 1, currency: 'INR' }),
  resource({ resourceId: 'M5', name: 'asleep-1', ...l40, gpuCount: 8, status: 'HIBERNATED' }),
  resource({
    resourceId: 'V1',
    name: 'scratch',
    type: 'volume',
    tier: 'legacy',
    gpuModel: null,
    gpuCount: null,
    sizeGb: 1000,
    volumeType: 'SSD',
    status: 'available',
  }),
]

export const PRICES = priceBook([
  ...documentedPrices,
  price({ price: '2.49' }),
  price({ price: '1.19', sku: 'gpu/legacy/L40' }),
  price({ price: '0.69', sku: 'gpu/legacy/RTX-A6000' }),
  price({ price: '99', sku: 'gpu/legacy/L40', currency: 'INR' }),
  price({ price: '0.1', sku: 'volume/legacy/SSD', unit: 'tb_hour' }),
  price({ price: '0.1', sku: 'snapshot/legacy', unit: 'snapshot_hour' }),
])

export const planInput = (overrides: Partial<PlanInput> = {}): PlanInput => ({
  records: [] as BillingRecord[],
  resources: RESOURCES,
  prices: PRICES,
  rules: defaultRules,
  calendar: calendarOf('UTC'),
  asOf: at('2026-12-01T00:00:00Z'),
  window: { from: '2026-12-01', to: '2027-01-01' },
  catalog: CATALOG,
  balances: [],
  ...overrides,
})

export const scenario = (...changes: ScenarioChange[]): Scenario => ({ name: 'A', changes })

/** The answer; throws where the scenario was refused. */
export function answerOf(baseline: PlanBaseline, of: Scenario, options?: WhatIfOptions): WhatIfAnswer {
  const result = whatIf(baseline, of, options)
  if (result.kind === 'refused') throw new Error(result.problems.map(({ detail }) => detail).join('; '))
  return result
}

export const baselineOf = (overrides: Partial<PlanInput> = {}): PlanBaseline => planBaseline(planInput(overrides))

/** What is wrong with a scenario: pointer, then sentence. */
export function problemsOf(baseline: PlanBaseline, of: Scenario, options?: WhatIfOptions): string[] {
  const result = whatIf(baseline, of, options)
  return result.kind === 'refused' ? result.problems.map(({ pointer, detail }) => `${pointer}: ${detail}`) : []
}
