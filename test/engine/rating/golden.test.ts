import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { formatPicos, rateRecord, type DayCharge } from '../../../src/engine/index.ts'
import { golden, readCase } from './golden-case.ts'

const FOLDER = join(import.meta.dirname, '../../golden/rating')

function rate(name: string): DayCharge[] {
  const { records, resources, statuses, readings, ...rest } = readCase(join(FOLDER, name))
  return records.flatMap((record) => {
    const ofRecord = (one: { resourceId: string }) => one.resourceId === record.resourceId
    return rateRecord({
      ...rest,
      record,
      resource: resources.find(ofRecord) ?? null,
      statuses: statuses.filter(ofRecord),
      readings: readings.get(record.recordId) ?? [],
    })
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
  const csv = toCsv(rate(name))
  expect(csv).toBe(golden(join(FOLDER, name), csv))
})
