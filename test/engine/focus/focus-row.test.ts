import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  NOT_ASSIGNED,
  focusColumns,
  focusRow,
  parsePicos,
  PICOS,
  type DayCharge,
  type FocusCharge,
  type FocusVersion,
} from '../../../src/engine/index.ts'

const charge: DayCharge = {
  day: '2026-12-31',
  recordId: 'r-1',
  resourceId: 'i-1',
  resourceType: 'instance',
  currency: 'USD',
  sku: 'gpu/legacy/RTX-A6000',
  tier: 'legacy',
  gpuModel: 'RTX-A6000',
  gpuCount: 2,
  state: 'active',
  quantityPicos: 10n * PICOS,
  unit: 'Hours',
  seconds: 36_000,
  billedPicos: parsePicos('9.99'),
  expectedPicos: 10n * PICOS,
}

const row = (of: Partial<DayCharge> = {}, version: FocusVersion = '1.4', region: string | null = 'CANADA-1') => {
  const cells = focusRow(
    {
      account: { slug: 'lab', name: 'The lab' },
      charge: { ...charge, ...of },
      resourceName: 'train-7',
      region,
      values: NOT_ASSIGNED,
      corrects: null,
    },
    version,
  )
  return Object.fromEntries(focusColumns(version).map((name, i) => [name, cells[i]]))
}

describe('focusRow', () => {
  it('is drawn from a wallet that was paid before: billed nothing, costs what was taken', () => {
    expect(row()).toMatchObject({
      BilledCost: '0',
      EffectiveCost: '9.99',
      ListCost: '10',
      ContractedCost: '10',
      ListUnitPrice: '1',
      PricingQuantity: '10',
      PricingUnit: 'Hours',
      ConsumedQuantity: '20',
      ConsumedUnit: 'GPU-Hours',
      BillingAccountId: 'lab-USD',
      SkuPriceId: 'gpu/legacy/RTX-A6000/2/USD',
      SkuPriceDetails: '{"GpuCount":2,"x_GpuModel":"RTX-A6000","x_Tier":"legacy"}',
      ChargeDescription: '2 x RTX-A6000, active, CANADA-1',
    })
  })

  it('lies in its UTC day and month, at the end of a year as well', () => {
    expect(row()).toMatchObject({
      ChargePeriodStart: '2026-12-31T00:00:00Z',
      ChargePeriodEnd: '2027-01-01T00:00:00Z',
      BillingPeriodStart: '2026-12-01T00:00:00Z',
      BillingPeriodEnd: '2027-01-01T00:00:00Z',
    })
  })

  it('takes the price that the bill implies where no list price is known, and says so', () => {
    expect(row({ expectedPicos: null })).toMatchObject({
      ListUnitPrice: '0.999',
      ListCost: '9.99',
      x_ListPriceSource: 'implied by the bill',
    })
    expect(row().x_ListPriceSource).toBe('price list')
  })

  it('says null where the region was never seen', () => {
    const { RegionId, RegionName } = row({}, '1.4', null)
    expect([RegionId, RegionName]).toEqual([null, null])
  })

  it('holds a record of no time', () => {
    expect(row({ quantityPicos: 0n, billedPicos: 0n, expectedPicos: 0n })).toMatchObject({
      ListUnitPrice: '0',
      ListCost: '0',
      PricingQuantity: '0',
    })
  })

  it.each<[string, Partial<DayCharge>, string, string, string]>([
    ['a machine asleep', { state: 'hibernated', sku: 'hibernated' }, 'Hibernation Storage', 'Storage', 'Hours'],
    [
      'a volume',
      { resourceType: 'volume', state: 'stored', gpuModel: null, gpuCount: null, unit: 'GB-Hours' },
      'Block Volumes',
      'Storage',
      'GB-Hours',
    ],
    [
      'tokens',
      { resourceType: 'ai_model', state: 'used', gpuModel: null, gpuCount: null, unit: 'Tokens' },
      'Inference',
      'AI and Machine Learning',
      'Tokens',
    ],
  ])('%s is a service of its own', (_, of, ServiceName, ServiceCategory, ConsumedUnit) => {
    expect(row(of)).toMatchObject({ ServiceName, ServiceCategory, ConsumedUnit })
  })

  it('prices tokens by the million', () => {
    const tokens = { resourceType: 'ai_model', unit: 'Tokens', quantityPicos: 1_500n * PICOS } as const
    expect(row({ ...tokens, gpuModel: null, gpuCount: null, expectedPicos: parsePicos('0.0003') })).toMatchObject({
      PricingQuantity: '0.0015',
      PricingUnit: '1000000 Tokens',
      ListUnitPrice: '0.2',
      ListCost: '0.0003',
      ConsumedQuantity: '1500',
    })
  })

  it('has the names of its version, our own columns last', () => {
    const [newer, older] = [focusColumns('1.4'), focusColumns('1.2')]
    expect(newer.filter((name) => !older.includes(name))).toEqual(['HostProviderName', 'ServiceProviderName'])
    expect(older.filter((name) => !newer.includes(name))).toEqual(['ProviderName', 'PublisherName'])
    expect(newer.filter((name) => name.startsWith('x_'))).toEqual(newer.slice(-10))
    expect(newer.slice(-10)).toEqual([
      'x_CorrectedDay',
      'x_CostCenter',
      'x_Fund',
      'x_ListPriceSource',
      'x_Owner',
      'x_Project',
      'x_ReceiptNumber',
      'x_RecordId',
      'x_State',
      'x_Tier',
    ])
  })

  it('law: unit price x quantity is the list cost, to half of the twelfth place', () => {
    const amount = fc.bigInt(1n, 10n ** 18n)
    fc.assert(
      fc.property(amount, amount, (quantityPicos, expectedPicos) => {
        const { ListUnitPrice, PricingQuantity, ListCost } = row({ quantityPicos, expectedPicos })
        const product = parsePicos(ListUnitPrice!) * parsePicos(PricingQuantity!)
        const difference = 2n * (product - parsePicos(ListCost!) * PICOS)
        expect(difference <= PICOS && difference >= -PICOS).toBe(true)
      }),
      { seed: 20260301, numRuns: 150 },
    )
  })

  it('the type of a charge is all that it needs', () => {
    const input: FocusCharge = {
      account: { slug: 'a', name: 'A' },
      charge,
      resourceName: '',
      region: null,
      values: NOT_ASSIGNED,
      corrects: null,
    }
    const cells = focusRow(input, '1.2')
    expect(cells[focusColumns('1.2').indexOf('ResourceName')]).toBe('i-1')
  })
})
