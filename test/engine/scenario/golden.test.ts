import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import {
  calendarOf,
  documentedPrices,
  formatPicos,
  MINUTE_MS,
  parsePicos,
  priceBook,
  type PriceUnit,
  type Resource,
} from '../../../src/engine/index.ts'
import { planBaseline, type Scenario, type WalletOutcome } from '../../../src/engine/scenario/index.ts'
import { at, price, resource } from '../values.ts'
import { answerOf } from './values.ts'

// A case is a folder: scenario.json, expected.json with the arithmetic in words, and where it differs from the common
// plan.json a plan.json of its own.
const FOLDER = join(import.meta.dirname, '../../golden/scenario')

interface Plan {
  zone: string
  asOf: string
  window: { from: string; to: string }
  resources: Partial<Resource>[]
  prices: { sku: string; price: string; unit?: PriceUnit; currency?: string }[]
  balances: { currency: string; balance: string }[]
  catalog: [string, string, number, number, boolean, string[]][]
}

interface Expected {
  why: string
  wallets: Record<
    string,
    {
      total: string
      tax?: string
      difference: string
      causes: Record<string, string>
      avoided?: string
      runway?: string
    }
  >
  jobs?: { name: string; finishAt: string; cost: string; perUnit: string; lateMinutes: number }[]
}

const read = (...path: string[]): unknown => JSON.parse(readFileSync(join(FOLDER, ...path), 'utf8'))

function baselineOf(name: string) {
  const own = existsSync(join(FOLDER, name, 'plan.json')) ? (read(name, 'plan.json') as Partial<Plan>) : {}
  const plan = { ...(read('plan.json') as Plan), ...own }
  return planBaseline({
    records: [],
    resources: plan.resources.map((line) => resource(line)),
    prices: priceBook([...documentedPrices, ...plan.prices.map((line) => price(line))]),
    calendar: calendarOf(plan.zone),
    asOf: at(plan.asOf),
    window: plan.window,
    balances: plan.balances.map(({ currency, balance }) => ({
      currency,
      balancePicos: parsePicos(balance),
      readAt: at(plan.asOf),
    })),
    catalog: plan.catalog.map(([gpuModel, tier, gpuCount, memory, canHibernate, regions]) => ({
      gpuModel,
      tier,
      gpuCount,
      memoryGb: memory * gpuCount,
      canHibernate,
      regions,
    })),
  })
}

function told(wallet: WalletOutcome, like: Expected['wallets'][string]) {
  const { total, causes, runway } = wallet
  return {
    total: formatPicos(total.p50Picos),
    ...(like.tax === undefined ? {} : { tax: formatPicos(total.taxPicos) }),
    difference: formatPicos(wallet.differencePicos),
    causes: Object.fromEntries(
      Object.entries(causes).flatMap(([cause, picos]) => (picos === 0n ? [] : [[cause, formatPicos(picos)]])),
    ),
    ...(like.avoided === undefined ? {} : { avoided: formatPicos(wallet.avoidedPicos) }),
    ...(like.runway === undefined
      ? {}
      : { runway: runway?.kind === 'ends' ? new Date(runway.p50At).toISOString() : runway?.kind }),
  }
}

const cases = readdirSync(FOLDER, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [entry.name] : []))

it.each(cases)('%s', (name) => {
  const expected = read(name, 'expected.json') as Expected
  const answer = answerOf(baselineOf(name), read(name, 'scenario.json') as Scenario)
  expect(
    Object.fromEntries(
      answer.wallets.map((wallet) => [wallet.currency, told(wallet, expected.wallets[wallet.currency]!)]),
    ),
  ).toEqual(expected.wallets)
  const jobs = answer.jobs.map((job) => ({
    name: job.name,
    finishAt: new Date(job.finish.likely).toISOString(),
    cost: formatPicos(job.costPicos),
    perUnit: formatPicos(job.perUnitPicos),
    lateMinutes: (job.deadline?.lateMs ?? 0) / MINUTE_MS,
  }))
  expect(jobs).toEqual(expected.jobs ?? [])
})
