import {
  calendarOf,
  defaultRules,
  parsePicos,
  priceBook,
  type BillingRecord,
  type PriceVersion,
  type RateInput,
  type Resource,
  type StatusChange,
} from '../../src/engine/index.ts'

/** Values with everything filled in, so that a test names only what it is about. */

export const at = (text: string): number => {
  const instant = Date.parse(text)
  if (Number.isNaN(instant)) throw new RangeError(`not an instant: ${text}`)
  return instant
}

export function billingRecord(overrides: Partial<BillingRecord> = {}): BillingRecord {
  return {
    recordId: 'BRK-000001DB',
    kind: 'instance',
    resourceId: 'BRK-000001D',
    resourceName: 'trainer',
    startsAt: at('2026-01-10T10:00:00Z'),
    endsAt: at('2026-01-10T12:00:00Z'),
    minutes: 120,
    perMinutePicos: parsePicos('0.166'),
    totalPicos: parsePicos('19.92'),
    currency: 'USD',
    status: 'completed',
    tier: 'advanced',
    gpuModel: 'H100-SXM5-80GB',
    gpuCount: 4,
    sizeGb: null,
    ...overrides,
  }
}

export function volumeRecord(overrides: Partial<BillingRecord> = {}): BillingRecord {
  return billingRecord({
    recordId: 'VBILL_0000000001',
    kind: 'volume',
    resourceId: 'BRK-000001V',
    resourceName: 'volume1',
    perMinutePicos: null,
    status: 'available',
    tier: 'legacy',
    gpuModel: null,
    gpuCount: null,
    sizeGb: 1000,
    ...overrides,
  })
}

export function resource(overrides: Partial<Resource> = {}): Resource {
  return {
    resourceId: 'BRK-000001D',
    type: 'instance',
    name: 'trainer',
    region: 'CANADA-1',
    tier: 'advanced',
    currency: 'USD',
    gpuModel: 'H100-SXM5-80GB',
    gpuCount: 4,
    sizeGb: null,
    volumeType: null,
    sourceId: null,
    status: 'ACTIVE',
    pricePerHourPicos: null,
    createdAt: null,
    firstSeenAt: at('2026-01-01T00:00:00Z'),
    lastSeenAt: at('2026-01-31T00:00:00Z'),
    deletedSeenAt: null,
    ...overrides,
  }
}

export function price(overrides: Partial<Omit<PriceVersion, 'pricePicos'>> & { price: string }): PriceVersion {
  const { price: text, ...rest } = overrides
  return {
    sku: 'gpu/advanced/H100-SXM5-80GB',
    currency: 'USD',
    pricePicos: parsePicos(text),
    unit: 'gpu_hour',
    validFrom: at('2025-01-01T00:00:00Z'),
    validTo: null,
    source: 'observed',
    ...rest,
  }
}

export function status(observedAt: string, text: string, resourceId = 'BRK-000001D'): StatusChange {
  return { resourceId, observedAt: at(observedAt), status: text }
}

export function rateInput(overrides: Partial<RateInput> = {}): RateInput {
  return {
    record: billingRecord(),
    resource: null,
    statuses: [],
    prices: priceBook([price({ price: '2.49' })]),
    calendar: calendarOf('UTC'),
    rules: defaultRules,
    readAt: at('2026-02-01T00:00:00Z'),
    ...overrides,
  }
}

export const sum = (amounts: Iterable<bigint>): bigint => {
  let total = 0n
  for (const amount of amounts) total += amount
  return total
}

/** Every property test of the engine: the same cases on every run. */
export const LAW = { seed: 20261123, numRuns: 150 }
