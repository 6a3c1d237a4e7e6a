import { burnHistory } from '../../src/engine/forecast/burn-history.ts'
import { leafHour } from '../../src/engine/forecast/leaf-spend.ts'
import { spendAhead } from '../../src/engine/forecast/spend-ahead.ts'
import { documentedPrices, priceBook, type BillingRecord } from '../../src/engine/index.ts'
import { autoscaledNames, serviceNames } from './team-kinds.ts'
import { rounded, type Bench } from './bench.ts'
import { sandboxLedger } from './sandbox-ledger.ts'
import { teamOracle } from './team-oracle.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR
const HORIZONS = [168, 720] as const
/** Nothing was tuned on these. */
const SEEDS = Array.from({ length: 60 }, (_, i) => 101 + i)
/** Days before the account's present at which forecasts are made, and at which hour: one by night, one by day. */
const ORIGINS = [
  { daysBefore: 31, hour: 3 },
  { daysBefore: 44, hour: 15 },
] as const

const KINDS = ['alwaysOn', 'autoscaled', 'scheduled', 'oneShot', 'storage'] as const
type Kind = (typeof KINDS)[number]
const BIAS_BARS: Readonly<Record<Kind, number>> = {
  alwaysOn: 0.05,
  autoscaled: 0.05,
  scheduled: 0.1,
  oneShot: 0.2,
  storage: 0.05,
}

/** The sort of a leaf or record, by what it was made as; the runaway sweep was an accident, and is of none. */
function kindOf(type: string, name: string): Kind | null {
  if (type !== 'instance') return 'storage'
  const word = name.split('-')[0]!
  if (word === 'dev') return 'scheduled'
  if (word === 'train') return 'oneShot'
  if (autoscaledNames.has(word)) return 'autoscaled'
  return serviceNames.has(word) ? 'alwaysOn' : null
}

/**
 * The sandbox's team account of sixty seeds, forecast twice each: the error of the totals of a week and of 30 days, as
 * a share of what came, over that of the run rate; that of one who knows how the account is made beside it; and by sort
 * of machine how far the forecasts of both were off on the whole.
 */
export const team: Bench = () => {
  const prices = priceBook(documentedPrices)
  const errors = HORIZONS.map(() => ({ forecast: 0, runRate: 0, oracle: 0, size: 0, made: 0 }))
  const sums = Object.fromEntries(KINDS.map((kind) => [kind, { forecast: 0, actual: 0 }])) as Record<
    Kind,
    { forecast: number; actual: number }
  >
  for (const seed of SEEDS) {
    const now = Date.UTC(2026, 10, 28, 12) + (seed % 7) * DAY
    const { records, resources, account } = sandboxLedger({ size: 'team', seed, now })
    const names = new Map(resources.map(({ resourceId, name }) => [resourceId, name]))
    const byWallet = Map.groupBy(records, ({ currency }) => currency)
    for (const { daysBefore, hour } of ORIGINS) {
      const asOf = Math.floor(now / DAY) * DAY - daysBefore * DAY + hour * HOUR
      const { wallets } = spendAhead({ records, resources, prices, asOf })
      HORIZONS.forEach((hours, i) => {
        const oracle = teamOracle(account, seed, asOf, asOf + hours * HOUR)
        for (const [currency, { leaves, history }] of wallets) {
          const actual = spent(byWallet.get(currency)!, now, asOf, hours)
          let forecast = 0
          for (const leaf of leaves) {
            let sum = 0
            for (let h = 0; h < hours; h++) sum += leafHour(leaf, h)
            forecast += sum
            const kind = kindOfLeaf(leaf, names)
            if (kind) sums[kind].forecast += sum / actual
          }
          const score = errors[i]!
          score.forecast += Math.abs(forecast - actual) / actual
          score.runRate += Math.abs(history.rateAt(asOf) * HOUR * hours - actual) / actual
          score.oracle += Math.abs((oracle.get(currency) ?? 0) - actual) / actual
          score.made++
          for (const [kind, own] of Map.groupBy(byWallet.get(currency)!, (record) =>
            kindOf(record.kind, record.resourceName),
          ))
            if (kind) sums[kind].actual += spent(own, now, asOf, hours) / actual
        }
      })
    }
  }
  const ratios = errors.map(({ forecast, runRate }) => rounded(forecast / runRate))
  const biases = KINDS.map((kind) => rounded(sums[kind].forecast / sums[kind].actual - 1))
  return {
    n: SEEDS.length,
    figures: {
      ratio168: ratios[0]!,
      ratio720: ratios[1]!,
      error168: rounded(errors[0]!.forecast / errors[0]!.made),
      error720: rounded(errors[1]!.forecast / errors[1]!.made),
      ...Object.fromEntries(KINDS.map((kind, k) => [`bias_${kind}`, biases[k]!])),
      windows: errors[0]!.made,
    },
    anchor: Object.fromEntries(
      HORIZONS.flatMap((hours, i) => [
        [`errorRunRate${hours}`, rounded(errors[i]!.runRate / errors[i]!.made)],
        [`errorOracle${hours}`, rounded(errors[i]!.oracle / errors[i]!.made)],
      ]),
    ),
    pass: ratios[0]! <= 0.45 && ratios[1]! <= 0.5 && KINDS.every((kind, k) => Math.abs(biases[k]!) <= BIAS_BARS[kind]),
  }
}

const spent = (records: readonly BillingRecord[], readAt: number, from: number, hours: number) =>
  burnHistory(records, readAt).spent(from, from + hours * HOUR)

type Leaf =
  ReturnType<typeof spendAhead>['wallets'] extends ReadonlyMap<string, { leaves: readonly (infer L)[] }> ? L : never

/** Of a machine by its name; of work that is not there yet by the first word that its kind is called after. */
function kindOfLeaf({ item, kind, isSleep }: Leaf, names: ReadonlyMap<string, string>): Kind | null {
  if (isSleep) return 'scheduled'
  const name = names.get(item.resourceId)
  return kindOf(item.resourceType, name ?? kind?.replace('instance ', '') ?? '')
}
