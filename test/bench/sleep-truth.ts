import { avoidedByHibernation, paidWhileShutoff } from '../../src/engine/hibernation/index.ts'
import {
  calendarOf,
  changesByBills,
  defaultRules,
  documentedPrices,
  gpuSku,
  priceBook,
  type PriceVersion,
  type Resource,
  type StatusChange,
} from '../../src/engine/index.ts'
import { pricesFor, type PriceBook } from '../../src/sandbox/price-book.ts'
import type { Instance } from '../../src/sandbox/resource.ts'
import { rounded, type Bench } from './bench.ts'
import { sandboxLedger } from './sandbox-ledger.ts'
import { sleepTruthOf } from './sleep-truth-of.ts'

const HOUR = 3_600_000
const MINUTE = 60_000
const DAY = 24 * HOUR
/** Nothing was tuned on these. */
const SEEDS = [911, 912, 913]
/** Looked at every hour of so many days, seven minutes past. */
const WATCHED_DAYS = 56
const CENT = 10_000_000_000n

/**
 * The sandbox's team account of three seeds in billing shape a, looked at every hour for eight weeks: for each machine, what
 * hibernation avoided against its ledger (full less flat rate by billed minutes), and whether what was paid while it was
 * shut off lies between the bounds, which are no wider than one look per change.
 */
export const sleepTruth: Bench = () => {
  let machines = 0
  let offByACent = 0
  let worst = 0n
  let bounded = 0
  let outside = 0
  let tooWide = 0
  for (const seed of SEEDS) {
    const now = Date.UTC(2026, 10, 24)
    const from = now - WATCHED_DAYS * DAY
    const { records, resources, account } = sandboxLedger({ size: 'team', seed, now })
    const { book } = account.rules
    const instances = account.everKnown(now).filter((one): one is Instance => one.kind === 'instance')
    const looksAt = Array.from({ length: WATCHED_DAYS * 24 }, (_, hour) => from + hour * HOUR + 7 * MINUTE)
    const known = new Map(resources.map((resource): [string, Resource] => [resource.resourceId, resource]))
    const versions = [...documentedPrices, ...listPrices(instances, book, looksAt)]
    const input = {
      records: records.filter(({ kind }) => kind === 'instance'),
      resources: known,
      prices: priceBook(changesByBills(versions, records, known, defaultRules)),
      rules: defaultRules,
      calendar: calendarOf('UTC'),
      readAt: now,
      looksAt,
      statuses: new Map(instances.map((machine) => [machine.id, statusesOf(machine, looksAt)])),
    }
    const within = <Row extends { day: string }>(rows: Row[]) =>
      Map.groupBy(
        rows.filter(({ day }) => Date.parse(day) >= from),
        (row) => (row as Row & { resourceId: string }).resourceId,
      )
    const avoided = within(avoidedByHibernation(input))
    const shutoff = within(paidWhileShutoff(input))
    for (const machine of instances) {
      const truth = sleepTruthOf(machine, { book, from, now, firstLook: looksAt[0]! })
      const ours = (avoided.get(machine.id) ?? []).reduce((sum, row) => sum + (row.avoidedPicos ?? 0n), 0n)
      if (truth.avoided !== 0n || ours !== 0n) {
        machines++
        const off = ours > truth.avoided ? ours - truth.avoided : truth.avoided - ours
        if (off > worst) worst = off
        if (off * 2n >= CENT) offByACent++
      }
      let low = 0n
      let high = 0n
      for (const row of shutoff.get(machine.id) ?? []) {
        low += row.lowPicos
        high += row.highPicos
      }
      if (truth.shutoff === 0n && high === 0n) continue
      bounded++
      // Bills round each record to four places and drop its last seconds.
      const slack = CENT
      if (truth.shutoff < low - slack || truth.shutoff > high + slack) outside++
      if (high - low > BigInt(truth.changes + 1) * truth.perHour + slack) tooWide++
    }
  }
  return {
    n: machines,
    figures: {
      offByACent,
      worstOff: rounded(Number(worst) / 1e12, 6),
      shutoffMachines: bounded,
      outsideBounds: outside,
      widerThanALook: tooWide,
    },
    anchor: { seeds: SEEDS.length, watchedDays: WATCHED_DAYS },
    pass: machines > 0 && bounded > 0 && offByACent === 0 && outside === 0 && tooWide === 0,
  }
}

/** What each look saw of a machine, changes alone. */
function statusesOf({ id, ledger }: Instance, looksAt: readonly number[]): StatusChange[] {
  const changes: StatusChange[] = []
  let i = 0
  for (const at of looksAt) {
    while (i < ledger.length && ledger[i]!.to <= at) i++
    const stretch = ledger[i]
    if (!stretch || stretch.from > at || changes.at(-1)?.status === stretch.state) continue
    changes.push({ resourceId: id, observedAt: at, status: stretch.state })
  }
  return changes
}

/** Every list price, as of the look at which it was first read. */
function listPrices(instances: readonly Instance[], book: PriceBook, looksAt: readonly number[]): PriceVersion[] {
  const seenAt = (at: number) => looksAt.find((look) => look >= at) ?? Infinity
  const known = new Map<string, PriceVersion>()
  for (const { tier, gpuModel, currency } of instances)
    for (const { perHourPicos, from, to } of pricesFor(book, `gpu ${gpuModel}`, currency))
      known.set(`${gpuModel} ${currency} ${from}`, {
        sku: gpuSku(tier, gpuModel),
        currency,
        pricePicos: perHourPicos,
        unit: 'gpu_hour',
        validFrom: from === -Infinity ? 0 : seenAt(from),
        validTo: to === Infinity ? null : seenAt(to),
        source: 'observed',
      })
  return [...known.values()]
}
