import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import {
  calendarOf,
  defaultRules,
  documentedPrices,
  formatPicos,
  parsePicos,
  priceBook,
  rateRecord,
  type BillingRecord,
  type DayCharge,
  type PriceUnit,
  type RatingRules,
  type Resource,
} from '../../../src/engine/index.ts'
import { at, billingRecord, price, resource, status } from '../values.ts'

// A case is a folder: price-book.json, usage.json and expected.csv. Without expected.csv it is written, to be read and
// committed; where it differs expected-changed.csv is put beside it.
const FOLDER = join(import.meta.dirname, '../../golden/rating')

interface PriceLine {
  sku: string
  currency: string
  price: string
  unit: PriceUnit
  validFrom: string
  validTo: string | null
}

type RecordLine = Omit<Partial<BillingRecord>, 'startsAt' | 'endsAt' | 'totalPicos'> & {
  startsAt: string
  endsAt: string | null
  total: string
}

interface Usage {
  zone: string
  rules: Partial<RatingRules>
  readAt: string
  records: RecordLine[]
  resources: Partial<Resource>[]
  statuses: { resourceId: string; observedAt: string; status: string }[]
}

function read(name: string, file: string): unknown {
  return JSON.parse(readFileSync(join(FOLDER, name, file), 'utf8'))
}

function rate(name: string): DayCharge[] {
  const usage = read(name, 'usage.json') as Usage
  const versions = (read(name, 'price-book.json') as PriceLine[]).map((line) =>
    price({ ...line, validFrom: at(line.validFrom), validTo: line.validTo === null ? null : at(line.validTo) }),
  )
  const resources = usage.resources.map((line) => resource(line))
  return usage.records.flatMap(({ startsAt, endsAt, total, ...line }) => {
    const record = billingRecord({
      perMinutePicos: null,
      gpuModel: null,
      gpuCount: null,
      ...line,
      startsAt: at(startsAt),
      endsAt: endsAt === null ? null : at(endsAt),
      totalPicos: parsePicos(total),
    })
    return rateRecord({
      record,
      resource: resources.find((one) => one.resourceId === record.resourceId) ?? null,
      statuses: usage.statuses
        .filter((change) => change.resourceId === record.resourceId)
        .map((change) => status(change.observedAt, change.status, change.resourceId)),
      prices: priceBook([...documentedPrices, ...versions]),
      calendar: calendarOf(usage.zone),
      rules: { ...defaultRules, ...usage.rules },
      readAt: at(usage.readAt),
    }).days
  })
}

function toCsv(charges: DayCharge[]): string {
  const lines = charges.map((charge) =>
    [
      charge.day,
      charge.recordId,
      charge.sku,
      charge.state,
      formatPicos(charge.quantityPicos),
      charge.unit,
      charge.seconds,
      charge.currency,
      formatPicos(charge.billedPicos),
      charge.expectedPicos === null ? '' : formatPicos(charge.expectedPicos),
    ].join(','),
  )
  return ['day,record,sku,state,quantity,unit,seconds,currency,billed,expected', ...lines, ''].join('\n')
}

it.each(readdirSync(FOLDER))('%s', (name) => {
  const expected = join(FOLDER, name, 'expected.csv')
  const changed = join(FOLDER, name, 'expected-changed.csv')
  const csv = toCsv(rate(name))
  if (!existsSync(expected) && !process.env['CI']) writeFileSync(expected, csv)
  const golden = readFileSync(expected, 'utf8')
  if (csv === golden) rmSync(changed, { force: true })
  else writeFileSync(changed, csv)
  expect(csv).toBe(golden)
})
