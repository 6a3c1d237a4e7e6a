import { describe, expect, it } from 'vitest'
import {
  defaultRules,
  formatPicos,
  gpuSku,
  mulDiv,
  parsePicos,
  priceBook,
  reconcile,
  reconciliationTotals,
  type BillingRecord,
  type Cause,
} from '../../../../src/engine/index.ts'
import { resource, status, sum } from '../../values.ts'
import {
  billed,
  chance,
  CHANGE,
  cleanAccount,
  machine,
  prices,
  rounded,
  run,
  runningRecords,
  snapshotPicos,
  START,
  storage,
  versions,
  volumePicos,
  type Account,
  type Planted,
} from './planted.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const EACH = 20
const hourly = Array.from({ length: 90 * 24 }, (_, hour) => START + hour * HOUR)

function judge(account: Account) {
  return reconcile({
    ...account,
    prices,
    rules: defaultRules,
    readAt: START + 90 * DAY,
    looks: hourly,
    pricePollMs: HOUR,
  })
}

/** Spoils records that stand apart from each other, each cause in several ways. */
function plant(account: Account): Planted {
  const random = chance(7)
  const planted: Planted = new Map()
  const free = runningRecords(account).filter((_, n) => n % 12 === 5)
  const next = () => free.pop()!
  const change = (
    cause: Cause,
    spoilt: (record: BillingRecord, ratePicos: bigint, n: number) => BillingRecord | null,
  ) => {
    for (let n = 0; n < EACH;) {
      const index = next()
      const record = account.records[index]!
      const wrong = spoilt(record, machine(Number(record.resourceId.slice(1))).ratePicos, n)
      if (wrong === null) continue
      account.records[index] = wrong
      planted.set(record.recordId, cause)
      n++
    }
  }
  const add = (cause: Cause, record: BillingRecord, volumeType: string | null) => {
    account.records.push(record)
    const { kind, resourceId, sizeGb, tier } = record
    account.resources.push(
      resource({ resourceId, type: kind, tier, sizeGb, volumeType, gpuModel: null, gpuCount: null }),
    )
    planted.set(record.recordId, cause)
  }

  change('rate rounding', (record, rate) => {
    // The rate as it is displayed, to four places, times the minutes.
    const exact = mulDiv(rate, 1n, 60n)
    const shown = rounded(exact, 4)
    return shown === exact ? null : { ...record, perMinutePicos: shown, totalPicos: shown * BigInt(record.minutes) }
  })
  change('duration', (record, rate, n) => {
    if (n % 3 === 0) return { ...record, minutes: record.minutes + 1 + n, ...billed(rate, record.minutes + 1 + n) }
    const minutes = n % 3 === 1 ? Math.ceil(record.minutes / 60) * 60 + 60 : record.minutes + 7 + n
    return { ...record, totalPicos: billed(rate, minutes).totalPicos }
  })
  change('restatement', (record, _, n) => {
    const { endsAt, minutes, perMinutePicos, totalPicos, status: text } = record
    account.readings.set(record.recordId, [
      { seenAt: record.endsAt! + HOUR, endsAt, minutes, perMinutePicos, totalPicos, status: text },
    ])
    return { ...record, totalPicos: totalPicos + parsePicos('0.37') * BigInt(n + 1) }
  })
  change('hibernation split', (record, rate, n) => {
    const index = Number(record.resourceId.slice(1))
    const asleepFrom = record.startsAt + (record.endsAt! - record.startsAt) / 2
    const seen = new Date(Math.ceil(asleepFrom / MINUTE) * MINUTE).toISOString()
    account.statuses.push(status(seen, 'HIBERNATED', `M${index}`))
    account.statuses.sort((a, b) => a.observedAt - b.observedAt)
    if (n % 2 === 0) return record
    const awake = Math.floor(record.minutes / 2)
    const total = mulDiv(rate * BigInt(awake) + parsePicos('0.01') * BigInt(record.minutes - awake), 1n, 60n)
    return { ...record, totalPicos: rounded(total, 4) }
  })
  change('unknown type', (record) => ({ ...record, gpuModel: 'GTX-9000' }))
  change('unexplained', (record) => ({
    ...record,
    perMinutePicos: null,
    totalPicos: record.totalPicos + rounded(parsePicos((0.001 + random() * 0.004).toFixed(4)), 4),
  }))
  for (let n = 0; n < EACH; n++) {
    const one = { ...machine(1000 + n), ratePicos: parsePicos('1.29') }
    const l40 = { ...one, resource: { ...one.resource, tier: 'legacy', gpuModel: 'L40', gpuCount: 1 } }
    account.resources.push(l40.resource)
    // The old price after the change, the new one before it, a change at another moment.
    const startsAt = n % 3 === 2 ? CHANGE - 5 * HOUR : n % 3 === 1 ? CHANGE - 9 * HOUR : CHANGE + HOUR
    const right = run(l40, `L40-${n}`, startsAt, (8 * 60 + 7 * n) * MINUTE)
    const wrong = n % 3 === 2 ? parsePicos('1.2') : n % 3 === 1 ? parsePicos('1.29') : parsePicos('1.19')
    account.records.push({ ...right, ...billed(wrong, right.minutes) })
    planted.set(right.recordId, 'price change')

    const days = (3 + n) * 24 * HOUR
    const disk = storage('volume', `V${n}`, 100 + 130 * n, days)
    if (n % 2 === 0)
      add('wrong unit rule', { ...disk, ...billed(volumePicos('SSD', disk.sizeGb!, 1024n), disk.minutes) }, 'SSD')
    else {
      const copy = storage('snapshot', `S${n}`, 120 + 30 * n, days)
      const rules = { snapshot: n % 4 === 1 ? 'flat' : 'per_tb', gbPerTb: 1000 } as const
      add('wrong unit rule', { ...copy, ...billed(snapshotPicos(copy.sizeGb!, rules), copy.minutes) }, null)
    }
    const lost = { ...storage('volume', `U${n}`, 500, days), tier: 'advanced' }
    account.records.push({ ...lost, ...billed(volumePicos('HDD', 500, 1000n), lost.minutes) })
    planted.set(lost.recordId, 'unknown type')

    const fresh = machine(3000 + n)
    const unlisted = { ...fresh, resource: { ...fresh.resource, gpuModel: 'GTX-9000' } }
    account.resources.push(unlisted.resource)
    account.records.push(run(unlisted, `N${n}`, START, 6 * HOUR))
    planted.set(`N${n}`, 'missing price')

    const twice = machine(2000 + n)
    account.resources.push(twice.resource)
    account.records.push(run(twice, `O${n}a`, START, 6 * HOUR))
    account.records.push(run(twice, `O${n}b`, START + 6 * HOUR - (5 + n) * MINUTE, 4 * HOUR))
    planted.set(`O${n}b`, 'overlap or gap')
  }
  return planted
}

describe('an account whose bills are right', () => {
  const account = cleanAccount(300, 1)
  const { reconciliations, gaps } = judge(account)

  it('of ten thousand records accuses none', () => {
    expect(account.records.length).toBeGreaterThan(10_000)
    expect(reconciliations.filter((one) => one.cause !== null)).toEqual([])
    expect(gaps).toEqual([])
  })

  it('checks what was seen on the day and assumes the documented price of a sleeping machine', () => {
    const [totals] = reconciliationTotals(reconciliations)
    expect(totals!.checkedPicos + totals!.assumedRightPicos).toBe(totals!.billedPicos)
    expect(totals!.assumedWrongPicos).toBe(0n)
    const asleep = account.records.filter((record) => record.recordId.endsWith('s'))
    expect(totals!.assumedRightPicos).toBe(sum(asleep.map((record) => record.totalPicos)))
  })
})

describe('an account with twenty of each cause', () => {
  const account = cleanAccount(300, 2)
  const planted = plant(account)
  const { reconciliations } = judge(account)
  const named = new Map(reconciliations.map((one) => [one.recordId, one.cause]))

  it('accuses no record that is right', () => {
    const wrong = reconciliations.filter((one) => one.cause !== null && !planted.has(one.recordId))
    expect(wrong.map((one) => [one.recordId, one.cause])).toEqual([])
  })

  it.each([...new Set(planted.values())])('names %s', (cause) => {
    const records = [...planted].filter(([, one]) => one === cause).map(([recordId]) => recordId)
    const others = records.flatMap((recordId) =>
      named.get(recordId) === cause ? [] : [[recordId, named.get(recordId)]],
    )
    expect(records.length).toBeGreaterThanOrEqual(EACH)
    expect(others.length, JSON.stringify(others)).toBeLessThanOrEqual(records.length * 0.05)
  })

  it('accounts for every unit that was billed', () => {
    for (const one of reconciliations) {
      expect(one.checkedPicos + one.assumedPicos + one.uncheckablePicos).toBe(one.billedPicos)
      if (one.expectedPicos !== null) expect(one.billedPicos - one.expectedPicos).toBe(one.differencePicos)
    }
    const totals = reconciliationTotals(reconciliations)
    expect(sum(totals.map((one) => one.billedPicos))).toBe(sum(account.records.map((record) => record.totalPicos)))
  })
})

describe('a record before its first known price', () => {
  it('has no expected cost, and is compared with the first later list', () => {
    const later = { ...machine(0), ratePicos: parsePicos('0.69') }
    const { reconciliations } = reconcile({
      records: [run(later, 'R', Date.UTC(2024, 5, 1), 8 * HOUR)],
      resources: [later.resource],
      statuses: [],
      readings: new Map(),
      prices,
      rules: defaultRules,
      readAt: START + 90 * DAY,
      looks: hourly,
      pricePollMs: HOUR,
    })
    expect(reconciliations[0]).toMatchObject({
      expectedPicos: null,
      cause: 'missing price',
      isAssumedRight: true,
      assumedFrom: prices.timeline(gpuSku('legacy', 'RTX-A6000'), 'USD')[1]!.version!.validFrom,
    })
    expect(formatPicos(reconciliations[0]!.assumedPicos)).toBe('5.52')
  })
})

describe('a price that was seen to have changed', () => {
  const l40 = {
    ...machine(0),
    resource: { ...machine(0).resource, gpuModel: 'L40', gpuCount: 1 },
    ratePicos: parsePicos('1.29'),
  }
  const judgeAt = (startsAt: number, pricePollMs: number, book = prices) => {
    const records = [run(l40, 'R', startsAt, 8 * HOUR)]
    const account = { records, resources: [], statuses: [], readings: new Map(), prices: book, rules: defaultRules }
    return reconcile({ ...account, readAt: START + 90 * DAY, looks: hourly, pricePollMs }).reconciliations[0]
  }

  it('may have done so at any moment since the look before', () => {
    expect(judgeAt(CHANGE - 40 * MINUTE, HOUR)).toMatchObject({
      cause: null,
      differencePicos: 0n,
      isAssumedRight: true,
    })
  })

  it('has not done so before that', () => {
    expect(judgeAt(CHANGE - 4 * HOUR, HOUR)).toMatchObject({ cause: 'price change' })
    expect(judgeAt(CHANGE - 4 * HOUR, 6 * HOUR)).toMatchObject({ cause: null })
  })

  it('goes by the look that saw the old price last, however seldom there was one', () => {
    const lastSeenAt = (instant: number) =>
      priceBook(versions.map((version) => (version.validTo === CHANGE ? { ...version, lastSeenAt: instant } : version)))
    expect(judgeAt(CHANGE - 21 * HOUR, HOUR, lastSeenAt(CHANGE - DAY))).toMatchObject({ cause: null })
    expect(judgeAt(CHANGE - 21 * HOUR, 6 * HOUR, lastSeenAt(CHANGE - HOUR))).toMatchObject({ cause: 'price change' })
  })
})

describe('gaps', () => {
  const one = machine(3)
  const records = [run(one, 'a', START, 4 * HOUR), run(one, 'b', START + 9 * HOUR, 2 * HOUR)]
  const look = (statuses: [number, string][]) =>
    reconcile({
      records,
      resources: [one.resource],
      statuses: statuses.map(([hour, text]) => status(new Date(START + hour * HOUR).toISOString(), text, one.id)),
      readings: new Map(),
      prices,
      rules: defaultRules,
      readAt: START + 90 * DAY,
      looks: hourly,
      pricePollMs: HOUR,
    }).gaps

  it('are where a machine was seen running throughout and not billed', () => {
    expect(look([[1, 'ACTIVE']])).toEqual([
      {
        startsAt: START + 4 * HOUR,
        endsAt: START + 9 * HOUR,
        resourceId: one.id,
        currency: 'USD',
        beforeRecordId: 'b',
        cause: 'overlap or gap',
      },
    ])
  })

  it('begin where a machine was seen running long before its record does', () => {
    const seen = look([
      [1, 'ACTIVE'],
      [5, 'HIBERNATED'],
      [8, 'ACTIVE'],
    ])
    expect(seen).toMatchObject([{ startsAt: START + 8 * HOUR, endsAt: START + 9 * HOUR, beforeRecordId: 'b' }])
  })

  it('are not where it slept, or nobody looked', () => {
    expect(
      look([
        [1, 'ACTIVE'],
        [5, 'HIBERNATED'],
        [9, 'ACTIVE'],
      ]),
    ).toEqual([])
    expect(look([])).toEqual([])
  })
})
