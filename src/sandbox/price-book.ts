import { picosOf } from './money.ts'
import type { AnyResource, Currency, Stretch, Tier } from './resource.ts'

/** What is priced: a GPU model, a volume type, a snapshot, a hibernated machine. */
export type Sku = `gpu ${string}` | `volume ${Tier} ${string}` | 'snapshot' | 'hibernated'

export interface Price {
  sku: Sku
  currency: Currency
  /** GPU-hour, TB-hour, 100-GB-hour or machine-hour, by the kind of the sku. */
  perHourPicos: bigint
  /** In force in [from, to). */
  from: number
  to: number
}

/** Snapshots: per started rule of the documents, by 100 GB of size, one price each, or as the volumes by TB. */
export type SnapshotRule = 'per_100gb' | 'flat' | 'per_tb'

/** What the documents leave open of the price of storage. */
export interface StorageRules {
  snapshotRule: SnapshotRule
  gbPerTb: 1000 | 1024
}

export interface PriceBook extends StorageRules {
  prices: readonly Price[]
}

/** Late 2025 where the price example of the API shows the model, else the list of June 2025: USD, EUR, INR per hour. */
const LIST: [Sku, string, string, string][] = [
  ['gpu H100-SXM5-80GB', '2.49', '2.69', '209'],
  ['gpu B300-262GB', '5.79', '5.99', '499'],
  ['gpu H100-PCIe-NVLink-80GB', '2.29', '2.39', '199'],
  ['gpu H100-PCIe-80GB', '2.25', '2.05', '195'],
  ['gpu A100-SXM4-80GB-NVLink', '1.59', '1.45', '135'],
  ['gpu A100-PCIe-80GB', '1.55', '1.39', '135'],
  ['gpu L40', '1.19', '1.09', '99'],
  ['gpu RTX-A6000', '0.69', '0.75', '49'],
  ['gpu A40', '0.69', '0.45', '49'],
  ['volume legacy SSD', '0.10', '0.10', '10'],
  ['volume advanced HDD', '0.08', '0.10', '8'],
  ['volume advanced NVMe', '0.30', '0.35', '30'],
  ['snapshot', '0.10', '0.10', '10'],
  ['hibernated', '0.01', '0.01', '1'],
]

/** The L40 dearer by 0.10 (10 INR): the one change of the demo's list. */
const CHANGED: [Sku, string, string, string][] = [['gpu L40', '1.29', '1.19', '109']]

/** The list prices; from `changeAt` on with the demo's price change. */
export function createPriceBook(options: Partial<StorageRules> & { changeAt?: number } = {}): PriceBook {
  const { changeAt = Infinity, snapshotRule = 'per_100gb', gbPerTb = 1000 } = options
  const changed = new Set(CHANGED.map(([sku]) => sku))
  const prices = [
    ...LIST.flatMap((row) => pricesOf(row, -Infinity, changed.has(row[0]) ? changeAt : Infinity)),
    ...CHANGED.flatMap((row) => pricesOf(row, changeAt, Infinity)),
  ]
  return { prices: prices.filter((price) => price.from < price.to), snapshotRule, gbPerTb }
}

function pricesOf([sku, usd, eur, inr]: [Sku, string, string, string], from: number, to: number): Price[] {
  return (
    [
      ['USD', usd],
      ['EUR', eur],
      ['INR', inr],
    ] as const
  ).map(([currency, decimal]) => ({ sku, currency, perHourPicos: picosOf(decimal), from, to }))
}

/** The prices of a sku in a currency, in order of time. */
export function pricesFor(book: PriceBook, sku: Sku, currency: Currency): Price[] {
  return book.prices.filter((price) => price.sku === sku && price.currency === currency)
}

/** Price of one unit of a sku at a moment, or null where it is not sold in that currency. */
export function priceAt(book: PriceBook, sku: Sku, currency: Currency, at: number): bigint | null {
  return pricesFor(book, sku, currency).find((price) => price.from <= at && at < price.to)?.perHourPicos ?? null
}

/** What a stretch of a resource is charged by: units of a sku, as a fraction; null where the state costs nothing. */
export interface Charge {
  sku: Sku
  units: bigint
  per: bigint
  status: 'running' | 'hibernated' | 'stored'
}

/** States of volumes and snapshots in which nothing is stored yet or any more. */
const NOT_STORED: readonly string[] = ['creating', 'deleting']

/** The rule of the documents: ACTIVE and SHUTOFF at the GPU price, HIBERNATED flat, storage by size, all else free. */
export function chargeOf(resource: AnyResource, stretch: Stretch, rules: StorageRules): Charge | null {
  const gb = BigInt(stretch.gb ?? 0)
  switch (resource.kind) {
    case 'instance':
      if (stretch.state === 'ACTIVE' || stretch.state === 'SHUTOFF')
        return { sku: `gpu ${resource.gpuModel}`, units: BigInt(resource.gpuCount), per: 1n, status: 'running' }
      return stretch.state === 'HIBERNATED' ? { sku: 'hibernated', units: 1n, per: 1n, status: 'hibernated' } : null
    case 'volume':
      if (NOT_STORED.includes(stretch.state)) return null
      return {
        sku: `volume ${resource.tier} ${resource.volumeType}`,
        units: gb,
        per: BigInt(rules.gbPerTb),
        status: 'stored',
      }
    case 'snapshot':
      if (NOT_STORED.includes(stretch.state)) return null
      return { sku: 'snapshot', status: 'stored', ...snapshotUnits(rules, gb) }
  }
}

/** 250 GB: 2.5 units by 100 GB, 1 unit flat; 0.25 of a TB where snapshots are priced like volumes. */
function snapshotUnits({ snapshotRule, gbPerTb }: StorageRules, gb: bigint): { units: bigint; per: bigint } {
  if (snapshotRule === 'flat') return { units: 1n, per: 1n }
  return { units: gb, per: snapshotRule === 'per_tb' ? BigInt(gbPerTb) : 100n }
}
