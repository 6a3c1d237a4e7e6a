import {
  documentedPrices,
  gpuSku,
  mulDiv,
  parsePicos,
  priceBook,
  snapshotSku,
  volumeSku,
  type BillingRecord,
  type Cause,
  type PriceVersion,
  type RatingRules,
  type RecordReading,
  type Resource,
  type StatusChange,
} from '../../../../src/engine/index.ts'
import { at, billingRecord, price, resource, status } from '../../values.ts'

// A made-up account whose bills are right, and ways to spoil one. Totals to four places, rates to five, as in the API.

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
export const START = at('2026-01-01T00:00:00Z')
export const CHANGE = at('2026-01-16T12:00:00Z')

const GPUS: readonly (readonly [string, string, string])[] = [
  ['legacy', 'RTX-A6000', '0.69'],
  ['legacy', 'H100-PCIe-NVLink-80GB', '2.29'],
  ['legacy', 'A100-PCIe-80GB', '1.55'],
  ['advanced', 'H100-SXM5-80GB', '2.49'],
  ['advanced', 'B300-262GB', '5.79'],
]
const VOLUMES = { SSD: ['legacy', '0.10'], HDD: ['advanced', '0.08'], NVMe: ['advanced', '0.30'] } as const

/** The L40 gets dearer in the middle of the month; everything else stays. */
export const versions: PriceVersion[] = [
  ...documentedPrices,
  ...GPUS.map(([tier, model, amount]) => price({ price: amount, sku: gpuSku(tier, model) })),
  price({ price: '1.19', sku: gpuSku('legacy', 'L40'), validTo: CHANGE }),
  price({ price: '1.29', sku: gpuSku('legacy', 'L40'), validFrom: CHANGE }),
  ...Object.entries(VOLUMES).map(([type, [tier, amount]]) =>
    price({ price: amount, sku: volumeSku(tier, type), unit: 'tb_hour' }),
  ),
  price({ price: '0.10', sku: snapshotSku('legacy'), unit: 'snapshot_hour' }),
]
export const prices = priceBook(versions)

export interface Account {
  readonly records: BillingRecord[]
  readonly resources: Resource[]
  readonly statuses: StatusChange[]
  readonly readings: Map<string, RecordReading[]>
}

/** Chance that is the same on every run (mulberry32). */
export function chance(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}

export function rounded(picos: bigint, places: number): bigint {
  const place = 10n ** BigInt(12 - places)
  return mulDiv(picos, 1n, place) * place
}

/** What so many minutes at an hourly rate are billed as. */
export function billed(ratePicos: bigint, minutes: number): Pick<BillingRecord, 'totalPicos' | 'perMinutePicos'> {
  return {
    totalPicos: rounded(mulDiv(ratePicos, BigInt(minutes), 60n), 4),
    perMinutePicos: rounded(mulDiv(ratePicos, 1n, 60n), 5),
  }
}

export interface Machine {
  readonly id: string
  readonly resource: Resource
  readonly ratePicos: bigint
}

export function machine(index: number): Machine {
  const [tier, gpuModel, amount] = GPUS[index % GPUS.length]!
  const gpuCount = [1, 2, 4, 8][Math.floor(index / GPUS.length) % 4]!
  const id = `M${index}`
  return {
    id,
    resource: resource({ resourceId: id, name: id, tier, gpuModel, gpuCount }),
    ratePicos: parsePicos(amount) * BigInt(gpuCount),
  }
}

/** A closed record of a machine at its right price. */
export function run(of: Machine, recordId: string, startsAt: number, lasts: number): BillingRecord {
  const minutes = Math.floor(lasts / MINUTE)
  const { tier, gpuModel, gpuCount } = of.resource
  return billingRecord({
    recordId,
    resourceId: of.id,
    startsAt,
    endsAt: startsAt + lasts,
    minutes,
    tier,
    gpuModel,
    gpuCount,
    ...billed(of.ratePicos, minutes),
  })
}

/** The sleep of a machine that was woken: closed like any other record. */
export function asleep(of: Machine, recordId: string, startsAt: number, lasts: number): BillingRecord {
  const minutes = Math.floor(lasts / MINUTE)
  return { ...run(of, recordId, startsAt, lasts), status: 'completed', ...billed(parsePicos('0.01'), minutes) }
}

/** 300 machines over a month: most sleep at night, all are looked at hourly, transitions last minutes. */
export function cleanAccount(machines: number, seed: number): Account {
  const random = chance(seed)
  const account: Account = { records: [], resources: [], statuses: [], readings: new Map() }
  for (let m = 0; m < machines; m++) {
    const one = machine(m)
    account.resources.push(one.resource)
    const observe = (moment: number, text: string, until = Infinity) => {
      const look = Math.ceil(moment / HOUR) * HOUR
      if (look < until) account.statuses.push(status(new Date(look).toISOString(), text, one.id))
    }
    let now = START + Math.floor(random() * 12 * HOUR)
    for (let n = 0; now < START + 30 * DAY; n++) {
      const works = Math.floor((2 + random() * 16) * HOUR)
      account.records.push(run(one, `${one.id}-${n}r`, now, works))
      observe(now, 'ACTIVE')
      const fallsFor = Math.floor((2 + random() * 4) * MINUTE)
      observe(now + works, 'HIBERNATING', now + works + fallsFor)
      now += works + fallsFor
      const sleeps = Math.floor((2 + random() * 12) * HOUR)
      account.records.push(asleep(one, `${one.id}-${n}s`, now, sleeps))
      observe(now, 'HIBERNATED')
      const wakesFor = Math.floor((2 + random() * 6) * MINUTE)
      observe(now + sleeps, 'RESTORING', now + sleeps + wakesFor)
      now += sleeps + wakesFor
    }
  }
  return account
}

/** Replaces what one record says. */
export function spoil(account: Account, index: number, change: Partial<BillingRecord>): string {
  account.records[index] = { ...account.records[index]!, ...change }
  return account.records[index].recordId
}

/** The records of running machines, at least an hour long. */
export function runningRecords(account: Account): number[] {
  return account.records.flatMap((record, i) => (record.recordId.endsWith('r') && record.minutes >= 120 ? [i] : []))
}

/** Which record carries which planted cause. */
export type Planted = Map<string, Cause>

export function storage(kind: 'volume' | 'snapshot', recordId: string, sizeGb: number, lasts: number): BillingRecord {
  return billingRecord({
    recordId,
    kind,
    resourceId: `of-${recordId}`,
    startsAt: START,
    endsAt: START + lasts,
    minutes: Math.floor(lasts / MINUTE),
    status: 'available',
    tier: 'legacy',
    gpuModel: null,
    gpuCount: null,
    sizeGb,
  })
}

export const volumePicos = (type: keyof typeof VOLUMES, sizeGb: number, gbPerTb: bigint) =>
  mulDiv(parsePicos(VOLUMES[type][1]), BigInt(sizeGb), gbPerTb)

export function snapshotPicos(sizeGb: number, rules: RatingRules): bigint {
  const amount = parsePicos('0.10')
  if (rules.snapshot === 'flat') return amount
  return mulDiv(amount, BigInt(sizeGb), rules.snapshot === 'per_tb' ? BigInt(rules.gbPerTb) : 100n)
}
