import { describe, expect, it } from 'vitest'
import { carriedOn, formatPicos, parsePicos, priceBook, runRates } from '../../../src/engine/index.ts'
import type { BillingRecord, Resource, StatusChange } from '../../../src/engine/index.ts'
import { at, billingRecord, price, resource, status, volumeRecord } from '../values.ts'

const READ = at('2026-01-10T14:05:00Z')
const UNTIL = at('2026-01-10T15:05:00Z')

const machine = billingRecord({
  startsAt: at('2026-01-10T10:00:00Z'),
  endsAt: null,
  minutes: 240,
  perMinutePicos: parsePicos('0.04'),
  totalPicos: parsePicos('9.6'),
  status: 'active',
  gpuCount: 1,
})
const prices = priceBook([price({ price: '2.4' }), price({ sku: 'hibernated', price: '0.01', unit: 'machine_hour' })])

function carried(
  records: readonly BillingRecord[],
  resources: readonly Resource[],
  changes: readonly StatusChange[] = [],
  from = 0,
) {
  const wallets = carriedOn({
    rates: runRates({ resources, openRecords: records, prices, asOf: READ }),
    resources,
    statuses: Map.groupBy(changes, ({ resourceId }) => resourceId),
    prices,
    readAt: () => READ,
    from,
    until: UNTIL,
  })
  return wallets.map(({ currency, since, picos }) => [
    currency,
    new Date(since).toISOString().slice(11, 16),
    formatPicos(picos),
  ])
}

describe('what bills are carried on by until they are read again', () => {
  it('is the rate of what runs', () => {
    expect(carried([machine], [resource({ gpuCount: 1 })])).toEqual([['USD', '14:05', '2.4']])
  })

  it('falls with the state that was seen: half an hour running, then asleep; in transition nothing', () => {
    const slept = resource({ gpuCount: 1, status: 'HIBERNATED' })
    const changes = [status('2026-01-10T14:35:00Z', 'HIBERNATED')]
    expect(carried([machine], [slept], changes)).toEqual([['USD', '14:05', '1.205']])
    const moved = [status('2026-01-10T14:35:00Z', 'HIBERNATING'), status('2026-01-10T14:50:00Z', 'HIBERNATED')]
    expect(carried([machine], [slept], moved)).toEqual([['USD', '14:05', '1.2025']])
  })

  it('rises when a machine wakes', () => {
    const asleep = { ...machine, status: 'hibernated', totalPicos: parsePicos('0.04'), perMinutePicos: null }
    const woken = [status('2026-01-10T14:35:00Z', 'ACTIVE')]
    expect(carried([asleep], [resource({ gpuCount: 1 })], woken)).toEqual([['USD', '14:05', '1.205']])
  })

  it('ends where the machine was seen gone, and begins with one that no bill tells of yet', () => {
    const gone = resource({ gpuCount: 1, deletedSeenAt: at('2026-01-10T14:20:00Z') })
    expect(carried([machine], [gone])).toEqual([['USD', '14:05', '0.6']])
    const fresh = resource({
      gpuCount: 1,
      createdAt: at('2026-01-10T14:35:00Z'),
      firstSeenAt: at('2026-01-10T14:35:00Z'),
    })
    expect(carried([], [fresh])).toEqual([['USD', '14:35', '1.2']])
  })

  it('holds volumes too, and leaves out what lies before a month', () => {
    const volume = volumeRecord({ endsAt: null, minutes: 600, totalPicos: parsePicos('1') })
    expect(carried([volume], [])).toEqual([['USD', '14:05', '0.1']])
    expect(carried([machine], [resource({ gpuCount: 1 })], [], at('2026-01-10T14:35:00Z'))).toEqual([
      ['USD', '14:35', '1.2'],
    ])
    expect(carried([machine], [resource({ gpuCount: 1 })], [], UNTIL)).toEqual([])
  })
})
