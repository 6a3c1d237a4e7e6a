import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  calendarOf,
  defaultRules,
  documentedPrices,
  parsePicos,
  priceBook,
  type AiTransaction,
  type BillingRecord,
  type ChargeState,
  type PriceUnit,
  type RatingRules,
  type RecordReading,
  type Resource,
} from '../../../src/engine/index.ts'
import type { Asset } from '../../../src/engine/usage/asset.ts'
import { at, billingRecord, price, resource, status } from '../values.ts'

// A case is a folder: price-book.json, usage.json and expected.csv. Without expected.csv it is written, to be read and
// committed; where it differs expected-changed.csv is put beside it.

interface PriceLine {
  sku: string
  currency: string
  price: string
  unit: PriceUnit
  validFrom: string
  validTo: string | null
  source?: 'observed' | 'imported' | 'contracted'
}

type RecordLine = Omit<Partial<BillingRecord>, 'startsAt' | 'endsAt' | 'totalPicos' | 'perMinutePicos'> & {
  startsAt: string
  endsAt: string | null
  total: string
  perMinute?: string
}

interface ReadingLine {
  seenAt: string
  endsAt: string | null
  minutes: number
  total: string
  status: string
}

/** What is held without a bill of its own. */
type HoldingLine = Pick<Asset, 'kind' | 'tier' | 'sizeGb'> &
  Partial<Omit<Asset, 'kind' | 'tier' | 'sizeGb'>> & {
    id: string
    currency: string
    state: ChargeState
    startsAt: string
    endsAt: string
  }

type TransactionLine = Omit<AiTransaction, 'costPicos' | 'createdAt'> & { cost: string; createdAt: string }

interface Usage {
  zone: string
  rules: Partial<RatingRules>
  readAt: string
  records: RecordLine[]
  resources: Partial<Resource>[]
  statuses: { resourceId: string; observedAt: string; status: string }[]
  readings?: Record<string, ReadingLine[]>
  transactions?: TransactionLine[]
  holdings?: HoldingLine[]
}

const instant = (text: string | null) => (text === null ? null : at(text))

export function readCase(folder: string) {
  const read = (file: string): unknown => JSON.parse(readFileSync(join(folder, file), 'utf8'))
  const usage = read('usage.json') as Usage
  const versions = (read('price-book.json') as PriceLine[]).map((line) =>
    price({ ...line, validFrom: at(line.validFrom), validTo: instant(line.validTo) }),
  )
  const readings = new Map<string, RecordReading[]>()
  for (const [recordId, lines] of Object.entries(usage.readings ?? {})) {
    const values = lines.map(({ seenAt, endsAt, total, ...line }) => ({
      ...line,
      seenAt: at(seenAt),
      endsAt: instant(endsAt),
      totalPicos: parsePicos(total),
      perMinutePicos: null,
    }))
    readings.set(recordId, values)
  }
  return {
    prices: priceBook([...documentedPrices, ...versions]),
    calendar: calendarOf(usage.zone),
    rules: { ...defaultRules, ...usage.rules },
    readAt: at(usage.readAt),
    resources: usage.resources.map((line) => resource(line)),
    statuses: usage.statuses.map((change) => status(change.observedAt, change.status, change.resourceId)),
    readings,
    transactions: (usage.transactions ?? []).map(({ cost, createdAt, ...line }): AiTransaction => ({
      ...line,
      costPicos: parsePicos(cost),
      createdAt: at(createdAt),
    })),
    holdings: (usage.holdings ?? []).map(({ startsAt, endsAt, ...line }) => ({
      ...line,
      asset: { gpuModel: null, gpuCount: null, volumeType: null, ...line },
      interval: { startsAt: at(startsAt), endsAt: at(endsAt) },
    })),
    records: usage.records.map(({ startsAt, endsAt, total, perMinute, ...line }) =>
      billingRecord({
        gpuModel: null,
        gpuCount: null,
        ...line,
        startsAt: at(startsAt),
        endsAt: instant(endsAt),
        totalPicos: parsePicos(total),
        perMinutePicos: perMinute === undefined ? null : parsePicos(perMinute),
      }),
    ),
  }
}

/** What expected.csv says, written first where it is missing; CI has to find it. */
export function golden(folder: string, csv: string): string {
  const expected = join(folder, 'expected.csv')
  const changed = join(folder, 'expected-changed.csv')
  if (!existsSync(expected) && !process.env['CI']) writeFileSync(expected, csv)
  const text = readFileSync(expected, 'utf8')
  if (csv === text) rmSync(changed, { force: true })
  else writeFileSync(changed, csv)
  return text
}
