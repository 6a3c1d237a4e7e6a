import { mulDiv } from '../../money.ts'
import type { PricePiece } from '../../pricing/price-book.ts'
import type { Interval } from '../../time.ts'
import { isAsleep } from '../../usage/asleep.ts'
import { fraction, ONE, type Units } from '../price-kinds/item.ts'
import {
  agrees,
  agreesAtPrice,
  agreesAtRate,
  isWithin,
  lastPlace,
  lastVersion,
  ratePerHour,
  type Bill,
} from './bill.ts'
import type { Cause } from './reconciliation.ts'

const DAY_MS = 86_400_000
const THIRD_PLACE = 1_000_000_000n
const CENT = 10_000_000_000n
const MOST_GPUS = 16
/** Three, four and five places. */
const RATE_PLACES = [THIRD_PLACE, THIRD_PLACE / 10n, THIRD_PLACE / 100n]

/**
 * The first cause that gives exactly what was billed, within the rounding of totals. The order goes from what is proved
 * by the record itself to what merely fits: a restatement and a wrong duration are written in it, another reading of the
 * price is one of few, and a number of minutes can be found for many an amount.
 */
export function explain(bill: Bill): Cause {
  return EXPLANATIONS.find(([, fits]) => fits(bill))?.[0] ?? 'unexplained'
}

const EXPLANATIONS: readonly (readonly [Cause, (bill: Bill) => boolean])[] = [
  ['restatement', wasRightBefore],
  ['duration', billsMoreThanItLasted],
  ['rate rounding', usesARoundedRate],
  ['wrong unit rule', usesOtherUnits],
  ['price change', usesAnotherPrice],
  ['hibernation split', isPartlyAsleep],
  ['price change', changesPriceElsewhere],
  ['duration', billsAnotherDuration],
  ['overlap or gap', overlaps],
  ['rate rounding', isRoundedCoarsely],
]

/** An earlier value of the closed record agreed with the price; it was changed afterwards. */
function wasRightBefore(bill: Bill): boolean {
  const rate = ratePerHour(bill)
  return bill.readings.some(
    ({ endsAt, totalPicos, minutes }) =>
      endsAt !== null &&
      totalPicos !== bill.record.totalPicos &&
      rate !== null &&
      isWithin(totalPicos * 60n - rate * BigInt(minutes), bill.halfUnitPicos * 60n),
  )
}

/** More minutes than lie between its start and its end, paid at the right rate. */
function billsMoreThanItLasted(bill: Bill): boolean {
  const version = lastVersion(bill)
  return (
    bill.record.minutes > bill.wallMinutes &&
    version !== null &&
    agreesAtPrice(bill, version.pricePicos, bill.item.units)
  )
}

/** A rounded rate times minutes: the displayed one, or the right one to as few places as rates are displayed with. */
function usesARoundedRate(bill: Bill): boolean {
  const { perMinutePicos, minutes } = bill.record
  const rate = ratePerHour(bill)
  if (rate === null || changesWithin(bill.timeline, bill)) return false
  const rounded = RATE_PLACES.map((place) => mulDiv(rate, 1n, 60n * place) * place)
  if (perMinutePicos !== null) {
    const halfPlace = lastPlace(perMinutePicos, THIRD_PLACE) / 2n
    if (isWithin(perMinutePicos * 60n - rate, halfPlace * 60n)) rounded.push(perMinutePicos)
  }
  return rounded.some((perMinute) => agrees(bill, perMinute * BigInt(minutes), 1n))
}

export function changesWithin(timeline: readonly PricePiece[], { startsAt, endsAt }: Interval): boolean {
  return timeline.some(({ interval }) => interval.startsAt > startsAt && interval.startsAt < endsAt)
}

/** The right price for other units: another snapshot reading, another TB, another number of GPUs, units counted twice. */
function usesOtherUnits(bill: Bill): boolean {
  const version = lastVersion(bill)
  return version !== null && otherUnits(bill).some((units) => agreesAtPrice(bill, version.pricePicos, units))
}

function otherUnits({ item, asset: { sizeGb, gpuCount } }: Bill): Units[] {
  const multiples = [2, 3, 4, 5].map((times) => item.units && { ...item.units, num: item.units.num * BigInt(times) })
  const readings = (): (Units | null)[] => {
    switch (item.priceUnit) {
      case 'gpu_hour':
        return Array.from({ length: MOST_GPUS }, (_, i) => fraction(i + 1, 1))
      case 'tb_hour':
        return [fraction(sizeGb, 1000), fraction(sizeGb, 1024), ...multiples]
      case 'snapshot_hour':
        return [ONE, fraction(sizeGb, 100), fraction(sizeGb, 1000), fraction(sizeGb, 1024), ...multiples]
      case 'machine_hour':
        return [fraction(gpuCount, 1), ...multiples]
      case 'million_tokens':
        return []
    }
  }
  return readings().filter(
    (units) => units !== null && (item.units === null || units.num * item.units.den !== item.units.num * units.den),
  ) as Units[]
}

/** A price of another time. */
function usesAnotherPrice(bill: Bill): boolean {
  return bill.timeline.some(
    ({ version }) => version?.unit === bill.item.priceUnit && agreesAtPrice(bill, version.pricePicos, bill.item.units),
  )
}

/** Between two prices, of which one follows the other within it or a day around it: changed at another moment. */
function changesPriceElsewhere(bill: Bill): boolean {
  const { units } = bill.item
  if (units === null) return false
  return bill.timeline.some(({ interval, version }, i) => {
    const after = bill.timeline[i + 1]?.version
    if (!version || !after || version.unit !== bill.item.priceUnit || after.unit !== version.unit) return false
    if (interval.endsAt < bill.startsAt - DAY_MS || interval.endsAt > bill.endsAt + DAY_MS) return false
    const amount = (pricePicos: bigint) => pricePicos * units.num * BigInt(bill.record.minutes)
    const billed = bill.record.totalPicos * 60n * units.den
    const [low, high] = [amount(version.pricePicos), amount(after.pricePicos)].sort((a, b) => (a < b ? -1 : 1))
    return low! < billed && billed < high!
  })
}

/** A machine known to have slept: whole minutes of running and the rest at the flat rate, or the other way round. */
function isPartlyAsleep(bill: Bill): boolean {
  return hasSlept(bill) && minutesAwake(bill) !== null
}

export function hasSlept({ record, statuses, readings, startsAt, endsAt, asleepPicos }: Bill): boolean {
  if (record.kind !== 'instance') return false
  const { perMinutePicos } = record
  if (perMinutePicos !== null && asleepPicos !== null && perMinutePicos * 60n <= 2n * asleepPicos) return true
  if (isAsleep(record) || readings.some((reading) => reading.status === 'hibernated')) return true
  return statuses.some(
    ({ status, observedAt }) => status.toUpperCase() === 'HIBERNATED' && observedAt >= startsAt && observedAt < endsAt,
  )
}

/** How many of its minutes were paid as running, the others as asleep; null where no whole number fits. */
export function minutesAwake(bill: Bill): number | null {
  const { runningPicos, asleepPicos, record } = bill
  if (runningPicos === null || asleepPicos === null || runningPicos <= asleepPicos) return null
  const awake = record.totalPicos * 60n - asleepPicos * BigInt(record.minutes)
  const minutes = Number((awake + (runningPicos - asleepPicos) / 2n) / (runningPicos - asleepPicos))
  if (minutes < 0 || minutes > record.minutes) return null
  const amount = runningPicos * BigInt(minutes) + asleepPicos * BigInt(record.minutes - minutes)
  return agrees(bill, amount, 60n) ? minutes : null
}

/**
 * Another whole number of minutes at the right rate. Where a minute costs little more than the rounding of a total every
 * amount is such a number: then only whole hours and the minutes of the clock count.
 */
function billsAnotherDuration(bill: Bill): boolean {
  const rate = ratePerHour(bill)
  if (rate === null || rate <= 0n || bill.record.totalPicos < 0n) return false
  const minutes = Number((bill.record.totalPicos * 60n + rate / 2n) / rate)
  if (!agreesAtRate(bill, rate, minutes)) return false
  const isOfTheClock = minutes === bill.wallMinutes || minutes - 1 === bill.wallMinutes
  return rate > 600n * bill.halfUnitPicos || minutes % 60 === 0 || isOfTheClock
}

function overlaps(bill: Bill): boolean {
  return bill.previousEndsAt - bill.startsAt >= 60_000
}

/** A total of two places or fewer, right to its last one. */
function isRoundedCoarsely(bill: Bill): boolean {
  const rate = ratePerHour(bill)
  if (rate === null || bill.record.totalPicos % CENT !== 0n) return false
  return isWithin(bill.record.totalPicos * 60n - rate * BigInt(bill.record.minutes), (CENT / 2n) * 60n)
}
