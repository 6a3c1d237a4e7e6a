import { describe, expect, it } from 'vitest'
import {
  inferPrices,
  inferRules,
  formatPicos,
  mulDiv,
  parsePicos,
  priceBook,
  defaultRules,
  type BillingRecord,
  type RatingRules,
  type Resource,
} from '../../../../src/engine/index.ts'
import { resource } from '../../values.ts'
import {
  asleep,
  billed,
  chance,
  machine,
  prices,
  rounded,
  run,
  snapshotPicos,
  START,
  storage,
  volumePicos,
} from './planted.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
type Rules = Required<RatingRules>

/** One month of bills by the rules, some of them wrong or of an unknown type. */
function month(rules: Rules, seed: number, sizes = [40, 100, 150, 250, 800]) {
  const random = chance(seed)
  const records: BillingRecord[] = []
  const resources: Resource[] = []
  for (let n = 0; n < 12; n++) {
    const gb = sizes[n % sizes.length]!
    const disk = storage('volume', `V${n}`, gb, Math.floor((1 + random() * 28) * DAY))
    const copy = storage('snapshot', `S${n}`, gb, Math.floor((1 + random() * 28) * DAY))
    records.push({ ...disk, ...billed(volumePicos('SSD', gb, BigInt(rules.gbPerTb)), disk.minutes) })
    records.push({ ...copy, ...billed(snapshotPicos(gb, rules), copy.minutes) })
    const type = n % 6 === 5 ? null : 'SSD'
    resources.push(
      resource({ resourceId: disk.resourceId, type: 'volume', tier: 'legacy', sizeGb: gb, volumeType: type }),
    )

    const one = machine(n)
    resources.push(one.resource)
    const [awake, slept] = [Math.floor(60 + random() * 900), Math.floor(300 + random() * 600)]
    if (rules.hibernation === 'own_record') {
      records.push(
        run(one, `R${n}`, START, awake * MINUTE),
        // A machine that was woken leaves the record of its sleep behind as completed.
        {
          ...asleep(one, `H${n}`, START + (awake + 4) * MINUTE, slept * MINUTE),
          status: n % 3 === 0 ? 'hibernated' : 'completed',
        },
      )
    } else {
      const total = mulDiv(one.ratePicos * BigInt(awake) + parsePicos('0.01') * BigInt(slept), 1n, 60n)
      const whole = run(one, `R${n}`, START, (awake + slept) * MINUTE)
      const status = n % 2 === 0 ? 'hibernated' : 'completed'
      records.push({ ...whole, status, totalPicos: rounded(total, 4) })
    }
  }
  // One bill in twenty is simply wrong.
  return {
    records: records.map((record, i) => (i % 20 === 7 ? { ...record, totalPicos: record.totalPicos * 3n } : record)),
    resources,
    readings: new Map(),
    prices,
  }
}

const combinations = (['per_100gb', 'flat', 'per_tb'] as const).flatMap((snapshot) =>
  ([1000, 1024] as const).flatMap((gbPerTb) =>
    (['own_record', 'same_record'] as const).map((hibernation): Rules => ({ snapshot, gbPerTb, hibernation })),
  ),
)

describe('inferRules', () => {
  it.each(combinations)('finds $snapshot, $gbPerTb, $hibernation in one month of bills', (rules) => {
    for (const seed of [1, 2, 3]) {
      const { snapshot, gbPerTb, hibernation } = inferRules(month(rules, seed))
      const found = { snapshot: snapshot.reading, gbPerTb: gbPerTb.reading, hibernation: hibernation.reading }
      expect(found).toEqual(rules)
      expect(Math.min(snapshot.telling, gbPerTb.telling, hibernation.telling)).toBeGreaterThan(5)
    }
  })

  const rules: Rules = { snapshot: 'flat', gbPerTb: 1000, hibernation: 'own_record' }

  it('says that it cannot tell where every snapshot has 100 GB', () => {
    const { snapshot } = inferRules(month(rules, 1, [100]))
    expect(snapshot.reading).toBeNull()
    expect(
      snapshot.explained
        .map(({ reading }) => reading)
        .slice(0, 2)
        .sort(),
    ).toEqual(['flat', 'per_100gb'])
  })

  it('lets bills that fit two readings count for neither', () => {
    const { snapshot } = inferRules(month({ ...rules, snapshot: 'per_100gb' }, 1, [100, 100, 100, 250]))
    expect(snapshot.reading).toBe('per_100gb')
  })

  it('takes the first price that was seen for a volume that is older', () => {
    const later = prices.timeline('volume/legacy/SSD', 'USD')[1]!.version!
    const young = priceBook([{ ...later, validFrom: START + 10 * DAY }])
    expect(inferRules({ ...month(rules, 1), prices: young }).gbPerTb.reading).toBe(1000)
  })

  it('says that it cannot tell from no bills', () => {
    const nothing = inferRules({ records: [], resources: [], readings: new Map(), prices })
    expect(
      [nothing.snapshot, nothing.gbPerTb, nothing.hibernation].map(({ reading, telling }) => [reading, telling]),
    ).toEqual([
      [null, 0],
      [null, 0],
      [null, 0],
    ])
  })

  it('takes the size of a TB from snapshots where they are priced by it and no volume tells', () => {
    const all = month({ ...rules, snapshot: 'per_tb', gbPerTb: 1024 }, 1)
    const found = inferRules({ ...all, records: all.records.filter((record) => record.kind !== 'volume') })
    expect(found.gbPerTb.reading).toBe(1024)
  })
})

describe('inferPrices', () => {
  it('takes the middle price of the bills and calls it inferred', () => {
    const one = machine(3)
    const records = [
      run(one, 'a', START + DAY, 9 * HOUR),
      run(one, 'b', START, 5 * HOUR),
      { ...run(one, 'c', START + 2 * DAY, 5 * HOUR), totalPicos: parsePicos('100') },
      run(one, 'short', START + 3 * DAY, 5 * MINUTE),
    ]
    expect(inferPrices(records, [], defaultRules)).toEqual([
      expect.objectContaining({
        sku: 'gpu/advanced/H100-SXM5-80GB',
        source: 'inferred',
        validFrom: START,
        pricePicos: parsePicos('2.49'),
      }),
    ])
    expect(formatPicos(inferPrices(records, [], defaultRules)[0]!.pricePicos)).toBe('2.49')
  })
})
