import { describe, expect, it } from 'vitest'
import { calendarOf, formatPicos, HOUR_MS, parsePicos } from '../../../src/engine/index.ts'
import {
  describeChange,
  optimise,
  speedup,
  withSharers,
  workHours,
  type ScenarioChange,
} from '../../../src/engine/scenario/index.ts'
import { at, billingRecord } from '../values.ts'
import { answerOf, baselineOf, problemsOf, RESOURCES, scenario } from './values.ts'

const offer = { tier: 'legacy', gpuModel: 'L40', gpuCount: 4, currency: 'USD' } as const
const job = { kind: 'job', name: 'pretrain', machines: 1, ...offer } as const
const gpuHours = { measure: 'gpu-hours', amount: 240, referenceModel: 'L40' } as const

describe('a refusal names the field and says the sentence', () => {
  const baseline = baselineOf()
  it.each<[ScenarioChange, string]>([
    [
      {
        kind: 'add-machines',
        name: 'x',
        machines: 1,
        tier: 'legacy',
        gpuModel: 'RTX-A6000',
        gpuCount: 8,
        currency: 'USD',
      },
      '/changes/0/gpuCount: RTX-A6000 is sold up to 4 per machine; 8 asked',
    ],
    [
      { kind: 'replace-gpu', machines: { name: 'dev-*' }, gpuCount: 3 },
      '/changes/0/gpuCount: L40 is sold by 1, 2, 4, 8 per machine; 3 asked',
    ],
    [
      { kind: 'replace-gpu', machines: { name: 'dev-*' }, gpuModel: 'H200' },
      '/changes/0/gpuModel: H200 is not sold; there are L40, RTX-A6000, H100-SXM5-80GB',
    ],
    [
      { kind: 'replace-gpu', machines: { name: 'dev-*' }, tier: 'advanced' },
      '/changes/0/tier: L40 is sold on tier legacy; advanced asked',
    ],
    [
      { kind: 'replace-gpu', machines: { name: 'dev-*' }, region: 'US-1' },
      '/changes/0/region: 2 x L40 is sold in CANADA-1, NORWAY-1; US-1 asked',
    ],
    [{ kind: 'remove', resources: { name: 'nobody' } }, '/changes/0/resources: no resource of the plan matches nobody'],
    [
      { kind: 'schedule', machines: { name: 'train-*' }, week: [{ days: ['mon'], from: 8, to: 20 }], off: 'hibernate' },
      '/changes/0/off: H100-SXM5-80GB cannot hibernate; train-1 is one',
    ],
    [
      { kind: 'remove', resources: { name: '*' }, from: '2026-12-20', until: '2026-12-20' },
      '/changes/0/until: it has to end after it begins; until 2026-12-20 is not part of it',
    ],
    [
      { kind: 'remove', resources: { name: '*' }, from: '2026-02-30' },
      '/changes/0/from: 2026-02-30 is not a day; write it YYYY-MM-DD',
    ],
    [
      { kind: 'price-percent', sku: '*', percent: '-101' },
      '/changes/0/percent: a price cannot fall by more than 100 %; -101 asked',
    ],
    [
      {
        kind: 'add-machines',
        name: 'x',
        machines: 1,
        tier: 'legacy',
        gpuModel: 'RTX-A6000',
        gpuCount: 1,
        currency: 'EUR',
      },
      '/changes/0/gpuModel: no price of RTX-A6000 (legacy tier) is known in EUR; x would need it',
    ],
    [
      { ...job, work: { measure: 'pflop', amount: 1e9 } },
      '/changes/0/gpuModel: how fast L40 is beside the reference is not known',
    ],
    [
      { ...job, work: { ...gpuHours, amount: 1e6 } },
      '/changes/0/work: 308642 hours of work do not end within the year that is planned',
    ],
  ])('%j', (change, problem) => {
    expect(problemsOf(baseline, scenario(change), { figuresOf: () => null })).toEqual([problem])
  })

  it('tells of every change that is wrong at once', () => {
    const wrong = { kind: 'remove', resources: { name: 'nobody' } } as const
    expect(
      problemsOf(baseline, scenario(wrong, { kind: 'price-percent', sku: '*', percent: '5' }, wrong)),
    ).toHaveLength(2)
  })
})

describe('whose resources are chosen', () => {
  const part = (project: string | null, owner: string | null, weight = 1n) => ({
    values: { project, owner, cost_center: null },
    weight,
  })
  const sharers: Readonly<Record<string, readonly ReturnType<typeof part>[]>> = {
    M1: [part('lab', 'anna')],
    M2: [part('lab', 'bo', 3n), part('web', 'anna')],
  }
  const baseline = withSharers(baselineOf(), ({ lineId }) => sharers[lineId] ?? [part(null, null)])
  it.each([
    [{ project: 'lab' }, ['M1', 'M2']],
    [{ owner: 'anna' }, ['M1', 'M2']],
    // Both have to be of one share.
    [{ project: 'lab', owner: 'anna' }, ['M1']],
    [{ project: 'web', name: 'train-*' }, ['M2']],
    [{ project: 'not assigned' }, ['M3', 'M4', 'M5', 'V1']],
  ] as const)('%j is %j', (resources, chosen) => {
    const { lines } = answerOf(baseline, scenario({ kind: 'remove', resources }))
    const changed = lines.filter(({ line }) => line.changes.length > 0).map(({ line }) => line.lineId)
    expect(changed.sort()).toEqual(chosen)
  })

  it('is told, and refused where nothing is theirs', () => {
    const remove = { kind: 'remove', resources: { project: 'web', owner: 'bo', region: 'US-1' } } as const
    expect(describeChange(remove)).toBe('Delete everything of project web, owner bo in US-1')
    expect(problemsOf(baseline, scenario(remove))).toEqual([
      '/changes/0/resources: no resource of the plan matches everything of project web, owner bo in US-1',
    ])
  })
})

describe('what a scenario changes', () => {
  it('begins now, not at the start of the day, and leaves what is billed', () => {
    const asOf = at('2026-12-01T12:00:00Z')
    const records = [
      billingRecord({
        resourceId: 'M1',
        startsAt: at('2026-12-01T00:00:00Z'),
        endsAt: null,
        minutes: 720,
        totalPicos: parsePicos('36'),
        perMinutePicos: null,
        gpuModel: 'L40',
        tier: 'legacy',
        gpuCount: 2,
      }),
    ]
    const baseline = baselineOf({
      asOf,
      records,
      resources: [RESOURCES[0]!],
      window: { from: '2026-12-01', to: '2026-12-02' },
    })
    const [wallet] = answerOf(baseline, scenario({ kind: 'remove', resources: { name: '*' } })).wallets
    expect(formatPicos(wallet!.total.p50Picos)).toBe('36')
    expect(formatPicos(wallet!.differencePicos)).toBe('-36')
  })

  it('counts the hours of a day of 25 and of 23 hours', () => {
    const baseline = baselineOf({
      calendar: calendarOf('Europe/Oslo'),
      asOf: at('2026-10-24T22:00:00Z'),
      resources: [RESOURCES[0]!],
      window: { from: '2026-10-25', to: '2026-10-26' },
    })
    const night = {
      kind: 'schedule',
      machines: { name: '*' },
      week: [{ days: ['sun'], from: 0, to: 6 }],
      off: 'delete',
    } as const
    const [wallet] = answerOf(baseline, scenario(night)).wallets
    // 25 hours, of which the clock shows 02:00 twice: 7 of them before six.
    expect(formatPicos(wallet!.total.p50Picos)).toBe(formatPicos(7n * parsePicos('2.38')))
  })

  it('keeps what is paid now where only the number of GPUs changes, and takes the list where the model does', () => {
    const records = [
      billingRecord({
        resourceId: 'M1',
        startsAt: at('2026-11-30T00:00:00Z'),
        endsAt: null,
        minutes: 1440,
        totalPicos: parsePicos('24'),
        perMinutePicos: null,
        gpuModel: 'L40',
        tier: 'legacy',
        gpuCount: 2,
      }),
    ]
    const baseline = baselineOf({
      records,
      resources: [RESOURCES[0]!],
      window: { from: '2026-12-01', to: '2026-12-02' },
    })
    const causesOf = (change: ScenarioChange) => {
      const { causes } = answerOf(baseline, scenario(change)).wallets[0]!
      return [formatPicos(causes.count), formatPicos(causes.price)]
    }
    expect(causesOf({ kind: 'replace-gpu', machines: { ids: ['M1'] }, gpuCount: 4 })).toEqual(['24', '0'])
    expect(causesOf({ kind: 'replace-gpu', machines: { ids: ['M1'] }, gpuModel: 'RTX-A6000', gpuCount: 4 })).toEqual([
      '24',
      '18.24',
    ])
  })

  it('wakes what is asleep and counts what sleeping avoids', () => {
    const baseline = baselineOf({ resources: [RESOURCES[4]!], window: { from: '2026-12-01', to: '2026-12-02' } })
    expect(formatPicos(answerOf(baseline, scenario()).wallets[0]!.avoidedPicos)).toBe('228.24')
    const always = [{ days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'], from: 0, to: 24 }] as const
    const { wallets, notes } = answerOf(
      baseline,
      scenario({ kind: 'schedule', machines: { name: '*' }, week: always, off: 'hibernate' }),
    )
    const [wallet] = wallets
    expect(formatPicos(wallet!.causes.state)).toBe('228.24')
    expect(wallet!.avoidedPicos).toBe(0n)
    expect(notes).toEqual([
      'Asleep now and woken by this scenario: asleep-1. The baseline leaves asleep what is asleep.',
    ])
  })

  it('asks for the stock of what has to be got', () => {
    const asked: unknown[] = []
    const answer = answerOf(
      baselineOf(),
      scenario({ kind: 'replace-gpu', machines: { gpuModel: 'L40', name: '*-1' }, gpuCount: 8, region: 'NORWAY-1' }),
      {
        stockChance: (need) => {
          asked.push(need)
          return 0.63
        },
      },
    )
    expect(answer.stock).toMatchObject([
      { gpuModel: 'L40', gpuCount: 8, machines: 3, region: 'NORWAY-1', chance: 0.63 },
    ])
    expect(asked).toHaveLength(1)
  })

  it('asks for the GPUs back at the first waking of a schedule, not of what is shut off', () => {
    const weekday = (off: 'hibernate' | 'stop') =>
      ({
        kind: 'schedule',
        machines: { gpuModel: 'L40' },
        week: [{ days: ['wed'], from: 8, to: 20 }],
        off,
      }) as const
    const needs = answerOf(baselineOf(), scenario(weekday('hibernate'))).stock
    expect(needs.map(({ gpuCount, machines, at }) => [gpuCount, machines, new Date(at).toISOString()])).toEqual([
      [2, 1, '2026-12-02T08:00:00.000Z'],
      [1, 1, '2026-12-02T08:00:00.000Z'],
      [8, 1, '2026-12-02T08:00:00.000Z'],
    ])
    expect(answerOf(baselineOf(), scenario(weekday('stop'))).stock).toEqual([])
  })

  it('says that shutting off by schedule costs the same', () => {
    const stop = {
      kind: 'schedule',
      machines: { name: 'dev-*' },
      week: [{ days: ['mon'], from: 8, to: 20 }],
      off: 'stop',
    } as const
    expect(answerOf(baselineOf(), scenario(stop)).notes).toEqual([
      'A machine that is shut off is paid in full: stopping by schedule changes nothing of the cost.',
    ])
  })
})

describe('the window', () => {
  it('may have ended, and is then what was billed', () => {
    const baseline = baselineOf({ window: { from: '2026-10-01', to: '2026-11-01' } })
    const { wallets } = answerOf(baseline, scenario({ kind: 'remove', resources: { name: '*' } }))
    expect(wallets.map(({ total, differencePicos }) => [total.p50Picos, differencePicos])).toEqual([
      [0n, 0n],
      [0n, 0n],
    ])
  })

  it('may reach beyond the year that a runway looks ahead', () => {
    const baseline = baselineOf({ resources: [RESOURCES[0]!], window: { from: '2028-02-29', to: '2028-03-01' } })
    const [wallet] = answerOf(baseline, scenario({ kind: 'replace-gpu', machines: { name: '*' }, gpuCount: 1 })).wallets
    expect(formatPicos(wallet!.differencePicos)).toBe('-28.56')
  })
})

describe('work', () => {
  const figuresOf = (model: string) => ({ teraflops: model === 'L40' ? 200 : 1000, memoryGb: null })

  it('scales by 0.9 for each doubling where nothing else is told', () => {
    expect(speedup(8)).toBeCloseTo(5.832, 12)
    expect(speedup(8, 1)).toBe(8)
    expect(workHours({ ...gpuHours, amount: 2000 }, 'L40', 8, figuresOf)!.likely).toBeCloseTo(342.936, 3)
  })

  it('takes another model by its peak, and a throughput as it was measured', () => {
    expect(workHours(gpuHours, 'H100', 1, figuresOf)!.likely).toBe(48)
    const tokens = { measure: 'tokens', amount: 3_600_000, perSecond: 100, referenceModel: 'L40' } as const
    expect(workHours(tokens, 'L40', 1, figuresOf)!.likely).toBe(10)
    expect(workHours(tokens, 'other', 1, () => null)).toBeNull()
  })

  it('is a range for operations whose utilisation is not known', () => {
    const work = { measure: 'pflop', amount: 3600, idleShare: 0.5, overheadHours: 1 } as const
    const { early, likely, late } = workHours(work, 'H100', 1, figuresOf)!
    expect([early, likely, late].map((hours) => Number(hours.toFixed(6)))).toEqual([5, 6, 7.666667])
    expect(workHours({ ...work, utilisation: 1 }, 'H100', 1, figuresOf)).toEqual({ early: 3, likely: 3, late: 3 })
  })

  it('waits for the hours of the week that it may run in', () => {
    const answer = answerOf(
      baselineOf(),
      scenario({
        ...job,
        gpuCount: 1,
        work: { ...gpuHours, amount: 20 },
        week: [{ days: ['tue', 'wed'], from: 8, to: 20 }],
        off: 'delete',
        deadline: '2026-12-02',
      }),
    )
    const [done] = answer.jobs
    expect(new Date(done!.finish.likely).toISOString()).toBe('2026-12-02T16:00:00.000Z')
    expect(formatPicos(done!.costPicos)).toBe('23.8')
    expect(done!.deadline).toEqual({ isMade: true, isSure: true, lateMs: 0 })
  })
})

describe('optimise', () => {
  const input = {
    baseline: baselineOf(),
    work: { ...gpuHours, scalingEfficiency: 1 },
    startsAt: at('2026-12-01T00:00:00Z'),
    deadlineAt: at('2026-12-01T00:00:00Z') + 70 * HOUR_MS,
    currencies: ['USD'],
    machines: [1, 2],
    hours: [{ week: null, off: 'hibernate' as const }],
    figuresOf: (model: string) => (model === 'H100-SXM5-80GB' ? null : { teraflops: 100, memoryGb: null }),
    stockChance: ({ gpuCount }: { gpuCount: number }) => (gpuCount === 8 ? 0.1 : 0.9),
    leastChance: 0.5,
  }

  it('finds the cheapest that makes the deadline among what is sure enough, and says what it left out', () => {
    const { options, wallets, leftOut } = optimise(input)
    const cheapest = options[wallets[0]!.cheapest!]!
    // 240 hours of an RTX-A6000 cost 165.60 on any number of them; 4 are done in 60 hours.
    expect(cheapest).toMatchObject({ gpuModel: 'RTX-A6000', makesDeadline: true, isSureEnough: true })
    expect(formatPicos(cheapest.costPicos)).toBe('165.6')
    expect(leftOut).toEqual({ 'speed not known': 8 })
  })

  it('has none where nothing is sure enough', () => {
    expect(optimise({ ...input, leastChance: 0.95 }).wallets).toEqual([{ currency: 'USD', front: [], cheapest: null }])
  })

  it('keeps to memory, regions, tiers and models', () => {
    const tight = {
      ...input,
      memoryGb: 300,
      regions: ['NORWAY-1'],
      tiers: ['legacy'],
      gpuModels: ['L40'],
      leastChance: 0,
    }
    const { options, leftOut } = optimise(tight)
    expect(options.map(({ gpuCount, region, machines }) => [gpuCount, region, machines])).toEqual([
      [8, 'NORWAY-1', 1],
      [8, 'NORWAY-1', 2],
    ])
    expect(leftOut).toEqual({ 'too little memory': 6 })
  })
})

describe('in words', () => {
  it.each<[ScenarioChange, string]>([
    [
      {
        kind: 'replace-gpu',
        machines: { name: 'dev-*', gpuModel: 'H100-PCIe-80GB' },
        gpuModel: 'L40',
        from: '2026-12-01',
      },
      'For dev-* (H100-PCIe-80GB) use L40 from 1 Dec 2026',
    ],
    [
      {
        kind: 'schedule',
        machines: { name: 'dev-*' },
        week: [{ days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: 8, to: 20 }],
        off: 'hibernate',
      },
      'Run dev-* Mon-Fri 08:00-20:00, hibernated otherwise',
    ],
    [
      { kind: 'add-machines', name: 'eval', machines: 2, ...offer, region: 'CANADA-1', until: '2027-01-01' },
      'Add 2 machines eval, 4 x L40 (legacy) each in CANADA-1, paid in USD until 1 Jan 2027',
    ],
    [{ kind: 'remove', resources: { ids: ['V1', 'V2'] } }, 'Delete V1, V2'],
    [
      { kind: 'remove', resources: { ids: ['a', 'b', 'c', 'd', 'e'], state: 'stored' } },
      'Delete a, b, c and 2 more (stored)',
    ],
    [{ kind: 'price-percent', sku: 'gpu/*', currency: 'USD', percent: '5' }, 'Price of all GPUs in USD +5 %'],
    [{ kind: 'growth', resources: { name: 'dev-*' }, percentPerMonth: '-2.5' }, '-2.5 % a month of dev-*'],
    [
      { ...job, work: { ...gpuHours, amount: 2000 }, machines: 2, deadline: '2026-12-15' },
      'Do pretrain (2,000 GPU-hours of L40) on 2 machines, 4 x L40 (legacy) each, paid in USD, done by the end of 15 Dec 2026',
    ],
    [
      { kind: 'instead-of-stopping', machines: { name: 'train-*' }, off: 'hibernate' },
      'Hibernate train-* instead of leaving it shut off',
    ],
  ])('%j', (change, sentence) => {
    expect(describeChange(change)).toBe(sentence)
  })
})
