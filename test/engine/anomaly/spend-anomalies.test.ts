import { describe, expect, it } from 'vitest'
import { spendAnomalies, type SpendAnomaly } from '../../../src/engine/anomaly/index.ts'
import type { BillingRecord, UsageCost } from '../../../src/engine/index.ts'
import { at, billingRecord, volumeRecord } from '../values.ts'

/** A Thursday. */
const AS_OF = at('2026-06-18T12:00:00Z')
const HOUR = 3_600_000
const DAY = 24 * HOUR
const WEEKS_BACK = 100 * DAY
let serial = 0

/** Billed at so much an hour; null = still open. */
function record(name: string, from: number, to: number | null, perHour: number, more: Partial<BillingRecord> = {}) {
  const minutes = Math.floor(((to ?? AS_OF) - from) / 60_000)
  return billingRecord({
    recordId: `R${serial++}`,
    resourceId: name,
    resourceName: name,
    startsAt: from,
    endsAt: to,
    minutes,
    totalPicos: (BigInt(Math.round(perHour * 1e9)) * 1000n * BigInt(minutes)) / 60n,
    gpuModel: 'L40',
    gpuCount: 1,
    status: to === null ? 'active' : 'completed',
    ...more,
  })
}

/** Two servers that never stop. */
const servers = ['serve-1', 'serve-2'].map((name) => record(name, AS_OF - WEEKS_BACK, null, 4, { gpuModel: 'A100' }))

/** A notebook on from 8:00 to 18:00 on weekdays and hibernated else, up to a moment. */
function notebook(name: string, until: number): BillingRecord[] {
  const records: BillingRecord[] = []
  let sleptFrom = AS_OF - WEEKS_BACK
  for (let day = Math.ceil(sleptFrom / DAY) * DAY; day < until; day += DAY) {
    if ([0, 6].includes(new Date(day).getUTCDay())) continue
    const [wakes, sleeps] = [day + 8 * HOUR, Math.min(day + 18 * HOUR, until)]
    if (wakes >= until) break
    records.push(record(name, sleptFrom, wakes, 0.01, { status: 'completed' }), record(name, wakes, sleeps, 1.5))
    sleptFrom = sleeps
  }
  return sleptFrom < until ? [...records, record(name, sleptFrom, until, 0.01)] : records
}

const usual = [...servers, ...notebook('notebook', AS_OF)]

const find = (
  records: readonly BillingRecord[],
  { usage = [], regionsSince = 0 }: { usage?: readonly UsageCost[]; regionsSince?: number } = {},
): SpendAnomaly[] =>
  spendAnomalies({
    records,
    usage,
    asOf: AS_OF,
    since: AS_OF - 20 * DAY,
    regionsSince,
    groupOf: (id, key) => {
      if (key === 'region') return 'NORWAY-1'
      if (key === 'gpu_model') return records.find(({ resourceId }) => resourceId === id)?.gpuModel ?? null
      return null
    },
  })

const told = (anomalies: readonly SpendAnomaly[]) =>
  anomalies.map(({ key, value, cause, startsAt, endsAt, resources }) => ({
    of: value === null ? key : `${key} ${value}`,
    cause,
    from: new Date(startsAt).toISOString().slice(0, 13),
    goesOn: endsAt === null,
    by: resources.map(({ name }) => name),
  }))

describe('spend that was not to be expected', () => {
  it('is not what comes every week, and not what grows slowly', () => {
    const growing = Array.from({ length: 12 }, (_, week) =>
      record(`job-${week}`, AS_OF - (12 - week) * 7 * DAY, null, 0.1, { gpuModel: 'A100' }),
    )
    expect(told(find(usual))).toEqual([])
    expect(told(find([...usual, ...growing]))).toEqual([])
  })

  it('is a machine that is new, told by its model within two hours', () => {
    const [anomaly, ...others] = find([
      ...usual,
      record('huge', at('2026-06-18T10:00:00Z'), null, 46.32, { gpuModel: 'B300' }),
    ])
    expect(others).toEqual([])
    expect(told([anomaly!])).toEqual([
      { of: 'region NORWAY-1', cause: 'new-resource', from: '2026-06-18T10', goesOn: true, by: ['huge'] },
    ])
    // Two hours so far.
    expect(Number(anomaly!.spentPicos - anomaly!.usualPicos) / 1e12).toBeCloseTo(92.64, 1)
  })

  it('is several at once, told once', () => {
    const sweep = Array.from({ length: 8 }, (_, i) =>
      record(`sweep-${i}`, at('2026-06-16T14:00:00Z'), at('2026-06-17T02:00:00Z'), 2, { gpuModel: 'A100' }),
    )
    expect(told(find([...usual, ...sweep]))).toMatchObject([
      { of: 'gpu_model A100', cause: 'count-up', from: '2026-06-16T14', goesOn: false },
    ])
  })

  it('is a notebook that was not put to sleep, told by its name with what it cost beyond sleep', () => {
    const night = at('2026-06-16T18:00:00Z')
    const records = [
      ...servers,
      ...notebook('notebook', night),
      record('notebook', night, at('2026-06-17T18:00:00Z'), 1.5),
      record('notebook', at('2026-06-17T18:00:00Z'), AS_OF, 0.01),
    ]
    const [anomaly, ...others] = find(records)
    expect(others).toEqual([])
    expect(told([anomaly!])).toEqual([
      { of: 'resource notebook', cause: 'kept-on', from: '2026-06-16T18', goesOn: false, by: ['notebook'] },
    ])
    // Fourteen hours at 1.5 in place of 0.01.
    expect(Number(anomaly!.spentPicos - anomaly!.usualPicos) / 1e12).toBeCloseTo(14 * 1.49, 2)
  })

  it('is a price that rose, told once for the machines of its model', () => {
    const change = at('2026-06-15T00:00:00Z')
    const dearer = ['serve-1', 'serve-2'].flatMap((name) => [
      record(name, AS_OF - WEEKS_BACK, change, 4, { gpuModel: 'A100' }),
      record(name, change, null, 5, { gpuModel: 'A100' }),
    ])
    expect(told(find([...dearer, ...notebook('notebook', AS_OF)]))).toMatchObject([
      { of: 'gpu_model A100', cause: 'price-up', from: '2026-06-15T00' },
    ])
  })

  it('is storage that grows', () => {
    const volume = (from: number, to: number | null, sizeGb: number, perHour: number) =>
      volumeRecord({
        ...record('disk', from, to, perHour),
        kind: 'volume',
        gpuModel: null,
        gpuCount: null,
        sizeGb,
      })
    const grown = at('2026-06-17T09:00:00Z')
    const records = [...usual, volume(AS_OF - WEEKS_BACK, grown, 1000, 0.1), volume(grown, null, 30_000, 3)]
    expect(told(find(records))).toMatchObject([{ of: 'resource disk', cause: 'storage-growth', from: '2026-06-17T09' }])
  })

  it('is a machine that got more GPUs', () => {
    const grown = at('2026-06-17T09:00:00Z')
    const more = [
      record('serve-3', AS_OF - WEEKS_BACK, grown, 2, { gpuModel: 'A100' }),
      record('serve-3', grown, null, 8, { gpuModel: 'A100', gpuCount: 4 }),
    ]
    expect(told(find([...usual, ...more]))).toMatchObject([
      { of: 'resource serve-3', cause: 'count-up', from: '2026-06-17T09' },
    ])
  })

  it('is an AI model that is used far more', () => {
    const used = (from: number, to: number, perHour: number): UsageCost[] =>
      Array.from({ length: (to - from) / HOUR }, (_, hour) => ({
        at: from + hour * HOUR + 60_000,
        resourceId: 'llm-large',
        currency: 'USD',
        costPicos: BigInt(Math.round(perHour * 1e6)) * 1_000_000n,
      }))
    const risen = at('2026-06-17T09:00:00Z')
    const steady = used(AS_OF - 90 * DAY, AS_OF, 1)
    expect(find(usual, { usage: steady })).toEqual([])
    const anomalies = told(find(usual, { usage: [...steady, ...used(risen, AS_OF, 20)] }))
    expect(anomalies).toMatchObject([{ cause: 'more-use', from: '2026-06-17T09', goesOn: true, by: ['llm-large'] }])
  })

  it('is nothing of a region for the sole reason that machines deleted before have none', () => {
    const huge = record('huge', at('2026-06-18T10:00:00Z'), null, 46.32, { gpuModel: 'B300' })
    const anomalies = told(find([...usual, huge], { regionsSince: AS_OF - DAY }))
    expect(anomalies).toMatchObject([{ of: 'wallet', cause: 'new-resource' }])
  })

  it('is the same whatever is asked for beside it, and in cents as in units', () => {
    const records = [...usual, record('huge', at('2026-06-16T10:00:00Z'), null, 46.32, { gpuModel: 'B300' })]
    const ask = (since: number, scale: bigint) =>
      told(
        spendAnomalies({
          records: records.map((each) => ({ ...each, totalPicos: each.totalPicos * scale })),
          usage: [],
          asOf: AS_OF,
          since,
          regionsSince: 0,
          groupOf: (_, key) => (key === 'region' ? 'NORWAY-1' : null),
        }),
      )
    const whole = ask(AS_OF - 30 * DAY, 1n)
    expect(whole).toHaveLength(1)
    expect(ask(AS_OF - 4 * DAY, 1n)).toEqual(whole)
    expect(ask(AS_OF - 30 * DAY, 1000n)).toEqual(whole)
  })

  it('is nothing before there is a history', () => {
    expect(find([])).toEqual([])
    expect(find([record('first', AS_OF - 3 * DAY, null, 10)])).toEqual([])
  })
})
