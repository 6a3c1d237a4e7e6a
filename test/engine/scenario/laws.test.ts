import fc from 'fast-check'
import { expect, it } from 'vitest'
import {
  allocate,
  calendarOf,
  forecastWindow,
  HOUR_MS,
  parsePicos,
  type BillingRecord,
} from '../../../src/engine/index.ts'
import {
  CAUSES,
  optimise,
  partyOutcomes,
  whatIf,
  withSharers,
  type Option,
  type ScenarioChange,
  type Selector,
  type Spend,
} from '../../../src/engine/scenario/index.ts'
import { at, billingRecord, LAW as EVERY_LAW, sum } from '../values.ts'
import { answerOf, baselineOf, planInput, RESOURCES, scenario } from './values.ts'

/** Each case forecasts a year. */
const LAW = { ...EVERY_LAW, numRuns: 60 }

const asOf = at('2026-12-03T10:37:21.250Z')

const zone = fc.constantFrom('UTC', 'Europe/Oslo', 'Asia/Kolkata', 'America/New_York', 'Australia/Lord_Howe')

/** Some of the machines have an open record of an odd rate, read a while ago. */
const records: fc.Arbitrary<BillingRecord[]> = fc
  .array(
    fc.record({
      machine: fc.constantFrom(...RESOURCES.filter(({ type }) => type === 'instance')),
      minutes: fc.integer({ min: 0, max: 60_000 }),
      tail: fc.nat(3600),
      totalPicos: fc.bigInt({ min: 0n, max: 10n ** 16n }),
    }),
    { maxLength: 4 },
  )
  .map((list) =>
    list.map(({ machine, minutes, tail, totalPicos }, i) =>
      billingRecord({
        recordId: `R${i}`,
        resourceId: machine.resourceId,
        startsAt: asOf - minutes * 60_000 - tail * 1000,
        endsAt: null,
        minutes,
        totalPicos,
        perMinutePicos: null,
        currency: machine.currency!,
        status: machine.status === 'HIBERNATED' ? 'hibernated' : 'active',
        tier: machine.tier,
        gpuModel: machine.gpuModel,
        gpuCount: machine.gpuCount,
      }),
    ),
  )

const plan = fc
  .record({ zone, records, months: fc.integer({ min: 1, max: 14 }), skip: fc.nat(40) })
  .map(({ zone, records, months, skip }) => {
    const calendar = calendarOf(zone)
    const from = calendar.addDays('2026-11-20', skip)
    return planInput({
      calendar,
      asOf,
      records,
      window: { from, to: calendar.addDays(from, months * 29) },
      balances: [{ currency: 'USD', balancePicos: parsePicos('500'), readAt: asOf - HOUR_MS }],
    })
  })

const selector: fc.Arbitrary<Selector> = fc.constantFrom(
  { name: '*' },
  { name: '*-1', region: 'CANADA-1' },
  { ids: ['M1', 'M5'] },
  { gpuModel: 'L40' },
)
const day = fc.nat(300).map((days) => calendarOf('UTC').addDays('2026-11-25', days))
const time = fc
  .record({
    from: fc.option(day, { nil: undefined }),
    days: fc.option(fc.integer({ min: 20, max: 200 }), { nil: undefined }),
  })
  .map(({ from, days }) => ({
    from,
    until: days === undefined ? undefined : calendarOf('UTC').addDays(from ?? '2026-12-04', days),
  }))
const percent = fc.integer({ min: -10_000, max: 20_000 }).map((hundredths) => String(hundredths / 100))
const week = fc.constantFrom(
  [{ days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: 8, to: 20 }] as const,
  [{ days: ['sat', 'sun'], from: 0, to: 24 }] as const,
  [{ days: ['mon', 'sun'], from: 22, to: 6 }] as const,
)

const change: fc.Arbitrary<ScenarioChange> = time.chain((when) =>
  fc
    .oneof(
      fc.record({
        kind: fc.constant('replace-gpu' as const),
        machines: selector,
        gpuModel: fc.constant('L40'),
        gpuCount: fc.constantFrom(1, 2, 4),
        region: fc.constant('CANADA-1'),
      }),
      fc.record({ kind: fc.constant('remove' as const), resources: selector }),
      fc.record({
        kind: fc.constant('add-machines' as const),
        name: fc.constant('new'),
        machines: fc.integer({ min: 1, max: 9 }),
        tier: fc.constant('legacy'),
        gpuModel: fc.constant('L40'),
        gpuCount: fc.constantFrom(1, 8),
        currency: fc.constantFrom('USD', 'INR'),
      }),
      fc.record({
        kind: fc.constant('add-volumes' as const),
        name: fc.constant('data'),
        volumes: fc.integer({ min: 1, max: 5 }),
        tier: fc.constant('legacy'),
        volumeType: fc.constant('SSD'),
        sizeGb: fc.integer({ min: 1, max: 5000 }),
        currency: fc.constant('USD'),
      }),
      fc.record({
        kind: fc.constant('schedule' as const),
        machines: fc.constant({ gpuModel: 'L40' }),
        week,
        off: fc.constantFrom('hibernate' as const, 'stop' as const, 'delete' as const),
      }),
      fc.record({
        kind: fc.constant('instead-of-stopping' as const),
        machines: fc.constant({ name: '*' }),
        off: fc.constantFrom('hibernate' as const, 'delete' as const),
      }),
      fc.record({
        kind: fc.constant('price-percent' as const),
        sku: fc.constantFrom('*', 'gpu/*', 'gpu/legacy/L40', 'volume/*', 'hibernated'),
        percent: percent.filter((text) => Number(text) >= -100),
      }),
      fc.record({
        kind: fc.constant('price-list' as const),
        prices: fc.constant([{ sku: 'gpu/legacy/L40', currency: 'INR', price: '80.123' }]),
      }),
      fc.record({
        kind: fc.constant('growth' as const),
        resources: selector,
        percentPerMonth: fc.constantFrom('5', '-12.5', '0', '33.3'),
      }),
    )
    .map((one) => ({ ...one, ...when })),
)
const changes = fc.array(change, { maxLength: 5 })

it('a scenario less the baseline is the sum of its causes, to the last unit, in every wallet', () => {
  fc.assert(
    fc.property(plan, changes, (input, list) => {
      const baseline = baselineOf(input)
      const before = answerOf(baseline, scenario())
      const after = whatIf(baseline, scenario(...list))
      if (after.kind === 'refused') return
      for (const wallet of after.wallets) {
        const old = before.wallets.find(({ currency }) => currency === wallet.currency)!
        const paid = wallet.total.p50Picos + wallet.total.taxPicos
        expect(sum(Object.values(wallet.causes))).toBe(wallet.differencePicos)
        expect(paid - old.total.p50Picos - old.total.taxPicos).toBe(wallet.differencePicos)
      }
    }),
    LAW,
  )
})

it('the lines of a scenario make its difference, cause by cause, and their pieces make them', () => {
  fc.assert(
    fc.property(plan, changes, (input, list) => {
      const after = whatIf(baselineOf(input), scenario(...list))
      if (after.kind === 'refused') return
      for (const { currency, causes, differencePicos } of after.wallets) {
        const lines = after.lines.filter(({ line }) => line.currency === currency)
        for (const [i, cause] of CAUSES.entries()) expect(sum(lines.map((line) => line.causes[i]!))).toBe(causes[cause])
        for (const { pieces } of lines) {
          // By the hour they last as long as they say.
          expect(pieces.every((piece) => piece.onMs + piece.asleepMs <= piece.endsAt - piece.startsAt)).toBe(true)
        }
        const changed = lines.map(({ scenarioPicos, baselinePicos }) => scenarioPicos - baselinePicos)
        expect(sum(changed)).toBe(differencePicos - causes.tax)
      }
    }),
    LAW,
  )
})

it('days add up to months and months to the total, tax as well', () => {
  fc.assert(
    fc.property(plan, changes, (input, list) => {
      const after = whatIf(baselineOf(input), scenario(...list))
      if (after.kind === 'refused') return
      for (const { days, months, total } of after.wallets) {
        for (const key of ['billedPicos', 'p50Picos', 'taxPicos'] as const) {
          expect(sum(days.map((one) => one[key]))).toBe(total[key])
          expect(sum(months.map((one) => one[key]))).toBe(total[key])
        }
        const isOrdered = (one: Spend) => one.p10Picos <= one.p50Picos && one.p50Picos <= one.p90Picos
        expect([...days, ...months, total].every(isOrdered)).toBe(true)
      }
    }),
    LAW,
  )
})

it('an empty scenario is the forecast itself', () => {
  fc.assert(
    fc.property(plan, (input) => {
      const answer = answerOf(baselineOf(input), scenario())
      const forecast = forecastWindow({ ...input, groupBy: () => '' })
      for (const wallet of answer.wallets) {
        const rows = forecast.rows.filter(({ currency }) => currency === wallet.currency)
        const total = forecast.totals.find(({ currency }) => currency === wallet.currency)!
        expect(wallet.differencePicos).toBe(0n)
        const same = rows.every((row, i) => {
          const day = wallet.days[i]!
          const { p10Picos, p50Picos, p90Picos } = row
          return day.p10Picos === p10Picos && day.p50Picos === p50Picos && day.p90Picos === p90Picos
        })
        expect(same).toBe(true)
        expect(wallet.total).toMatchObject({
          p10Picos: total.p10Picos,
          p50Picos: total.p50Picos,
          p90Picos: total.p90Picos,
        })
      }
    }),
    LAW,
  )
})

it('a change in one wallet leaves the others as they are', () => {
  fc.assert(
    fc.property(plan, changes, (input, list) => {
      const baseline = baselineOf(input)
      const inDollars = {
        ...scenario(...list, {
          kind: 'add-machines',
          name: 'x',
          machines: 1,
          tier: 'legacy',
          gpuModel: 'L40',
          gpuCount: 1,
          currency: 'USD',
        }),
      }
      const [with1, without] = [whatIf(baseline, inDollars), whatIf(baseline, scenario(...list))]
      if (with1.kind === 'refused' || without.kind === 'refused') return
      const rupees = (answer: typeof with1) => answer.wallets.find(({ currency }) => currency === 'INR')
      expect(rupees(with1)).toEqual(rupees(without))
    }),
    LAW,
  )
})

it('no way of doing the work is both as cheap and as early as one of the front, and the cheapest in time is', () => {
  const work = fc.record({
    measure: fc.constant('gpu-hours' as const),
    amount: fc.integer({ min: 1, max: 5000 }),
    referenceModel: fc.constant('L40'),
    scalingEfficiency: fc.constantFrom(0.8, 0.9, 1),
  })
  fc.assert(
    fc.property(work, fc.nat(40 * 24), fc.constantFrom(0, 0.5, 0.9), (work, hours, leastChance) => {
      const { options, wallets } = optimise({
        baseline: baselineOf(),
        work,
        startsAt: at('2026-12-01T00:00:00Z'),
        deadlineAt: at('2026-12-01T00:00:00Z') + hours * HOUR_MS,
        currencies: ['USD', 'INR'],
        machines: [1, 2, 4, 8],
        hours: [
          { week: null, off: 'hibernate' },
          { week: [{ days: ['mon', 'tue'], from: 8, to: 20 }], off: 'delete' },
        ],
        figuresOf: (model) => ({ teraflops: model === 'L40' ? 181 : 155, memoryGb: 48 }),
        stockChance: ({ gpuCount, machines }) => 1 / (gpuCount * machines),
        leastChance,
      })
      for (const { currency, front, cheapest } of wallets) {
        const possible = options.filter((option) => option.currency === currency && option.isSureEnough)
        const chosen = front.map((i) => options[i]!)
        const beats = (a: Option, b: Option) =>
          a.costPicos <= b.costPicos &&
          a.finishAt <= b.finishAt &&
          (a.costPicos < b.costPicos || a.finishAt < b.finishAt)
        for (const option of chosen) expect(possible.some((other) => beats(other, option))).toBe(false)
        const inTime = possible.filter(({ makesDeadline }) => makesDeadline)
        expect(cheapest === null).toBe(inTime.length === 0)
        if (cheapest !== null) {
          expect(inTime.every(({ costPicos }) => costPicos >= options[cheapest]!.costPicos)).toBe(true)
        }
      }
    }),
    { ...LAW, numRuns: 30 },
  )
})

it('by whose it is, a scenario adds up to each wallet: billed, likely, tax, the difference and its causes', () => {
  const shares = fc.array(
    fc.record({
      values: fc.record({
        project: fc.constantFrom('lab', 'web', null),
        owner: fc.constant(null),
        cost_center: fc.constant(null),
      }),
      weight: fc.bigInt(1n, 7n),
    }),
    { minLength: 1, maxLength: 3 },
  )
  fc.assert(
    fc.property(plan, changes, fc.array(shares, { minLength: 6, maxLength: 6 }), (input, list, owned) => {
      let next = 0
      const baseline = withSharers(baselineOf(input), () => owned[next++ % owned.length]!)
      const after = whatIf(baseline, scenario(...list))
      if (after.kind === 'refused') return
      const plans = baseline.wallets.flatMap(({ currency, total: { billedPicos, restPicos, halfPicos } }) =>
        ['lab', 'web', null].map((name, i) => ({
          currency,
          name,
          planned: {
            billedPicos: allocate(billedPicos, [3, 2, 1])[i]!,
            restPicos: allocate(restPicos, [1, 2, 3])[i]!,
            halfPicos,
          },
        })),
      )
      const parties = partyOutcomes(after, baseline, { dimension: 'project', plans })
      for (const { currency, total, differencePicos, causes } of after.wallets) {
        const own = parties.filter((party) => party.currency === currency)
        for (const key of ['billedPicos', 'p50Picos', 'taxPicos'] as const)
          expect(sum(own.map((party) => party.total[key]))).toBe(total[key])
        for (const cause of [...CAUSES, 'tax'] as const)
          expect(sum(own.map((party) => party.causes[cause]))).toBe(causes[cause])
        expect(sum(own.map((party) => party.differencePicos))).toBe(differencePicos)
      }
    }),
    LAW,
  )
})
