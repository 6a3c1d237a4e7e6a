import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { formatPicos, rateRecord, rateTokens, type DayCharge } from '../../../src/engine/index.ts'
import { chargeItem } from '../../../src/engine/rating/charge-item.ts'
import { expectation } from '../../../src/engine/rating/expectation.ts'
import { golden, readCase } from './golden-case.ts'

const FOLDER = join(import.meta.dirname, '../../golden/rating')

type Case = ReturnType<typeof readCase>

function rate({ records, resources, statuses, readings, transactions, ...rest }: Case): DayCharge[] {
  const ofRecords = records.flatMap((record) => {
    const ofRecord = (one: { resourceId: string }) => one.resourceId === record.resourceId
    return rateRecord({
      ...rest,
      record,
      resource: resources.find(ofRecord) ?? null,
      statuses: statuses.filter(ofRecord),
      readings: readings.get(record.recordId) ?? [],
    })
  })
  return [...ofRecords, ...transactions.flatMap((one) => rateTokens(one, rest.prices, rest.calendar))]
}

/** What is not billed by a record of its own: only what is to be expected of it. */
function heldLines({ holdings, rules, prices }: Case): string[] {
  return holdings.map(({ id, asset, state, currency, interval }) => {
    const item = chargeItem(asset, state, rules)
    const expected = expectation(item, currency, prices)([interval])
    const seconds = (interval.endsAt - interval.startsAt) / 1000
    return [
      '',
      id,
      item.sku,
      state,
      '',
      '',
      seconds,
      currency,
      '',
      expected === null ? '' : formatPicos(expected),
    ].join(',')
  })
}

function toCsv(charges: DayCharge[], held: string[]): string {
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
  return ['day,record,sku,state,quantity,unit,seconds,currency,billed,expected', ...lines, ...held, ''].join('\n')
}

it.each(readdirSync(FOLDER))('%s', (name) => {
  const one = readCase(join(FOLDER, name))
  const csv = toCsv(rate(one), heldLines(one))
  expect(csv).toBe(golden(join(FOLDER, name), csv))
})
