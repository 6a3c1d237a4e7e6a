import { calendarOf, documentedPrices, parsePicos, priceBook, type BillingRecord } from '../../src/engine/index.ts'
import {
  optimise,
  planBaseline,
  publishedFigures,
  whatIf,
  type CatalogEntry,
  type PlanBaseline,
  type Scenario,
} from '../../src/engine/scenario/index.ts'
import { billingRecord, price, resource } from '../engine/values.ts'
import { calibrate, rounded, type Bench } from './bench.ts'

const DAY_MS = 86_400_000
const AS_OF = Date.UTC(2026, 10, 23, 10, 30)
const MODELS = ['L40', 'A100-PCIe-80GB', 'H100-PCIe-80GB', 'RTX-A6000', 'A40'] as const
const REGIONS = ['CANADA-1', 'NORWAY-1', 'US-1', 'US-2', 'FIN-01']
const RUNS = 9

/** A plan of so many machines with their records of eight weeks, a run of each ending every five days. */
function plan(machines: number): PlanBaseline {
  const records: BillingRecord[] = []
  const resources = Array.from({ length: machines }, (_, i) => {
    const gpuModel = MODELS[i % MODELS.length]!
    const currency = i % 10 === 0 ? 'INR' : 'USD'
    const gpuCount = 2 ** (i % 3)
    const resourceId = `M${i}`
    for (let back = 56; back > 0; back -= 5) {
      const startsAt = AS_OF - back * DAY_MS + i * 1000
      const minutes = Math.floor((Math.min(5, back) * DAY_MS - i * 1000) / 60_000)
      records.push(
        billingRecord({
          recordId: `${resourceId}-${back}`,
          resourceId,
          startsAt,
          endsAt: back > 5 ? startsAt + minutes * 60_000 : null,
          minutes,
          totalPicos: (parsePicos('1.19') * BigInt(gpuCount * minutes)) / 60n,
          perMinutePicos: null,
          currency,
          tier: 'legacy',
          gpuModel,
          gpuCount,
        }),
      )
    }
    const name = `${i % 4 === 0 ? 'dev' : 'train'}-${i}`
    return resource({ resourceId, name, tier: 'legacy', gpuModel, gpuCount, currency, region: REGIONS[i % 3]! })
  })
  return planBaseline({
    records,
    resources,
    prices: priceBook([
      ...documentedPrices,
      ...MODELS.flatMap((model) =>
        ['USD', 'INR'].map((currency) => price({ price: '1.19', sku: `gpu/legacy/${model}`, currency })),
      ),
    ]),
    calendar: calendarOf('Europe/Oslo'),
    asOf: AS_OF,
    window: { from: '2026-11-01', to: '2027-11-01' },
    catalog: catalog(),
    balances: ['USD', 'INR'].map((currency) => ({ currency, balancePicos: parsePicos('100000'), readAt: AS_OF })),
  })
}

function catalog(): CatalogEntry[] {
  return MODELS.flatMap((gpuModel) =>
    [1, 2, 4, 8].map((gpuCount) => ({
      gpuModel,
      tier: 'legacy',
      gpuCount,
      memoryGb: 48 * gpuCount,
      canHibernate: true,
      regions: REGIONS,
    })),
  )
}

/** What touches every line of the plan in every way that is dear to calculate. */
const SCENARIO: Scenario = {
  name: 'bench',
  changes: [
    { kind: 'replace-gpu', machines: { gpuModel: 'H100-PCIe-80GB' }, gpuModel: 'L40', from: '2026-12-01' },
    {
      kind: 'schedule',
      machines: { name: 'dev-*' },
      week: [{ days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: 8, to: 20 }],
      off: 'hibernate',
    },
    { kind: 'growth', resources: { name: 'train-1*' }, percentPerMonth: '3' },
    { kind: 'price-percent', sku: 'gpu/*', percent: '4.5', from: '2027-03-01' },
    { kind: 'remove', resources: { name: 'train-*7' }, from: '2027-01-10', until: '2027-02-10' },
  ],
}

const USUAL_HOURS = [
  { week: null, off: 'hibernate' as const },
  { week: [{ days: ['mon', 'tue', 'wed', 'thu', 'fri'] as const, from: 20, to: 8 }], off: 'hibernate' as const },
]

/** One in so many ways: 5 models x 4 sizes x 5 regions x 2 wallets x 5 numbers of machines x 2 rhythms. */
function tryAll(baseline: PlanBaseline) {
  return optimise({
    baseline,
    work: { measure: 'gpu-hours', amount: 3000, referenceModel: 'L40' },
    startsAt: AS_OF,
    deadlineAt: AS_OF + 20 * DAY_MS,
    currencies: ['USD', 'INR'],
    machines: [1, 2, 3, 4, 8],
    hours: USUAL_HOURS,
    figuresOf: publishedFigures,
    stockChance: ({ gpuCount, machines }) => 1 / (gpuCount * machines),
    leastChance: 0.05,
  })
}

/**
 * One what-if of five changes over a year on 300 and on 5,000 machines, the baseline being kept as the product keeps it,
 * and one optimisation over 2,000 combinations: medians of nine runs after two to warm up, each beside a calibration.
 */
export const whatIfSpeed: Bench = () => {
  const [small, large] = [plan(300), plan(5000)]
  const planStarted = performance.now()
  plan(300)
  const planMs = performance.now() - planStarted
  const answered = (baseline: PlanBaseline) => {
    if (whatIf(baseline, SCENARIO).kind !== 'answer') throw new Error('The scenario was refused')
  }
  const ms300 = median(() => answered(small))
  const ms5000 = median(() => answered(large))
  const msOptimise = median(() => void tryAll(small))
  const combinations = tryAll(small)
  const tried = combinations.options.length + Object.values(combinations.leftOut).reduce((sum, n) => sum + n, 0)
  return {
    n: RUNS,
    figures: {
      ms300: rounded(ms300.ms, 1),
      ratio300: rounded(ms300.ratio, 3),
      ms5000: rounded(ms5000.ms, 1),
      ratio5000: rounded(ms5000.ratio, 3),
      msOptimise: rounded(msOptimise.ms, 1),
      ratioOptimise: rounded(msOptimise.ratio, 3),
      combinations: tried,
      planMs: rounded(planMs, 1),
    },
    anchor: { barMs300: 50, barMs5000: 1000, barMsOptimise: 300 },
    pass: ms300.ms < 50 && ms5000.ms < 1000 && msOptimise.ms < 300 && tried >= 2000,
  }
}

function median(run: () => void): { ms: number; ratio: number } {
  const runs = Array.from({ length: RUNS + 2 }, () => {
    const calibrationMs = calibrate()
    const started = performance.now()
    run()
    const ms = performance.now() - started
    return { ms, ratio: ms / calibrationMs }
  }).slice(2)
  const middle = (figures: number[]) => figures.sort((a, b) => a - b)[Math.trunc(figures.length / 2)]!
  return { ms: middle(runs.map(({ ms }) => ms)), ratio: middle(runs.map(({ ratio }) => ratio)) }
}
