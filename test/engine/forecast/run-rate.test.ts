import { describe, expect, it } from 'vitest'
import {
  documentedPrices,
  formatPicos,
  parsePicos,
  priceBook,
  runRates,
  type BillingRecord,
  type Resource,
} from '../../../src/engine/index.ts'
import { at, billingRecord, price, resource, volumeRecord } from '../values.ts'

const asOf = at('2026-01-10T12:00:00Z')
const prices = priceBook([
  ...documentedPrices,
  price({ price: '2.49' }),
  price({ price: '0.10', sku: 'volume/legacy/SSD', unit: 'tb_hour' }),
  price({ price: '0.10', sku: 'snapshot/legacy', unit: 'snapshot_hour' }),
])
const open = (overrides: Partial<BillingRecord> = {}) => billingRecord({ endsAt: null, status: 'active', ...overrides })
const volume = (overrides: Partial<Resource> = {}) =>
  resource({
    resourceId: 'BRK-000001V',
    type: 'volume',
    status: 'available',
    tier: 'legacy',
    gpuModel: null,
    gpuCount: null,
    sizeGb: 500,
    volumeType: 'SSD',
    ...overrides,
  })

const rate = (resources: Resource[], openRecords: BillingRecord[] = []) =>
  runRates({ resources, openRecords, prices, asOf }).map((one) => [
    one.state,
    one.perHourPicos === null ? null : formatPicos(one.perHourPicos),
    one.basis,
  ])

describe('the source of a rate', () => {
  it.each<[string, Resource[], BillingRecord[], (string | null)[][]]>([
    [
      'an open record of an hour or more: total by minutes',
      [resource()],
      [open()],
      [['active', '9.96', 'billing record']],
    ],
    [
      'where the displayed rate is rounded the total knows better',
      [volume()],
      [
        volumeRecord({
          endsAt: null,
          minutes: 480,
          totalPicos: parsePicos('0.4'),
          perMinutePicos: parsePicos('0.0008'),
        }),
      ],
      [['stored', '0.05', 'billing record']],
    ],
    [
      'a young record: the displayed rate',
      [resource()],
      [open({ minutes: 3, totalPicos: parsePicos('0.5') })],
      [['active', '9.96', 'billing record']],
    ],
    [
      'a rate that changed within the record: the displayed one',
      [resource()],
      [open({ minutes: 600, totalPicos: parsePicos('150') })],
      [['active', '9.96', 'billing record']],
    ],
    [
      'a young record without a displayed rate: its average',
      [resource()],
      [open({ minutes: 30, totalPicos: parsePicos('4.98'), perMinutePicos: null })],
      [['active', '9.96', 'billing record']],
    ],
    [
      'no record yet: the price of the instance list',
      [resource({ status: 'SHUTOFF', pricePerHourPicos: parsePicos('9.5') })],
      [],
      [['shutoff', '9.5', 'instance price']],
    ],
    [
      'an empty record tells nothing: the price of the instance list',
      [resource({ pricePerHourPicos: parsePicos('9.5') })],
      [open({ minutes: 0, totalPicos: 0n, perMinutePicos: null })],
      [['active', '9.5', 'instance price']],
    ],
    ['neither: the list price of all its GPUs', [resource()], [], [['active', '9.96', 'list price']]],
    [
      'hibernated: never the price of running',
      [resource({ status: 'HIBERNATED', pricePerHourPicos: parsePicos('9.96') })],
      [],
      [['hibernated', '0.01', 'list price']],
    ],
    ['a volume by its type', [volume()], [], [['stored', '0.05', 'list price']]],
    ['a volume of unknown type', [volume({ volumeType: null })], [], [['stored', null, 'unpriced']]],
    ['a record whose resource is forgotten', [], [open()], [['unknown', '9.96', 'billing record']]],
    ['in transition', [resource({ status: 'CREATING' })], [], []],
    ['in error', [resource({ status: 'ERROR' })], [], []],
    ['deleted', [resource({ deletedSeenAt: asOf })], [], []],
    ['an image', [resource({ type: 'image', status: 'SUCCESS' })], [], []],
  ])('%s', (_, resources, records, rates) => {
    expect(rate(resources, records)).toEqual(rates)
  })

  it('counts one record per resource, the last', () => {
    const later = open({ recordId: 'later', startsAt: at('2026-01-10T11:00:00Z'), totalPicos: parsePicos('2') })
    expect(rate([resource()], [later, open()])).toHaveLength(1)
    expect(runRates({ resources: [], openRecords: [later, open()], prices, asOf })[0]?.openRecord).toBe(later)
  })
})

describe('sources that contradict each other', () => {
  const disagreement = (resources: Resource[], records: BillingRecord[]) =>
    runRates({ resources, openRecords: records, prices, asOf })[0]?.disagreement

  it('are told with what each of them says', () => {
    const dear = resource({ pricePerHourPicos: parsePicos('11') })
    expect(disagreement([dear], [open()])).toEqual({
      recordPicos: parsePicos('9.96'),
      instancePicos: parsePicos('11'),
      listPicos: parsePicos('9.96'),
    })
  })

  it('are not told where only the display is rounded', () => {
    const rounded = resource({ pricePerHourPicos: parsePicos('9.96') })
    expect(disagreement([rounded], [open()])).toBeNull()
    const stored = volumeRecord({
      endsAt: null,
      minutes: 20,
      sizeGb: 500,
      totalPicos: parsePicos('0.0167'),
      perMinutePicos: parsePicos('0.0008'),
    })
    expect(disagreement([volume()], [stored])).toBeNull()
  })
})
