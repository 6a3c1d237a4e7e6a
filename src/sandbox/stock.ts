import { GPU_MODELS, type GpuModel, REGIONS } from './catalog.ts'
import { draw, drawInteger } from './random.ts'
import { DAY, dayNumberOf, HOUR, MINUTE, weekdayOf } from './time.ts'

/** GPUs of one model in one region at a moment. */
export interface Stock {
  free: number
  /** How many machines of each size could be deployed; the sizes draw on the same GPUs. */
  configurations: Record<string, number>
  /** GPUs announced for the next 7, 30 and 100 days; null where nothing is. */
  planned: Record<7 | 30 | 100, number | null>
}

const GPUS_OF_A_POOL: Readonly<Record<string, number>> = {
  'RTX-A6000': 96,
  A40: 48,
  L40: 128,
  'A100-PCIe-80GB': 112,
  'A100-SXM4-80GB-NVLink': 64,
  'H100-PCIe-80GB': 96,
  'H100-PCIe-NVLink-80GB': 128,
  'H100-SXM5-80GB': 88,
  'B300-262GB': 24,
}
const HOST = 8
/** Demand is drawn anew this often. */
const SLOT = 15 * MINUTE
const WEEK = 7 * DAY
/** A delivery is taken up by other customers after so many weeks. */
const DELIVERY_WEEKS = 10

/** The pool that sells out every Monday. */
const MONDAYS = { region: 'CANADA-1', model: 'H100-PCIe-NVLink-80GB', fromHour: 7, toHour: 22 }

/** Which models a region sells, in the order of the catalogue. */
export function modelsOf(region: string): GpuModel[] {
  return GPU_MODELS.filter((model) => model.regions.includes(region))
}

export const STOCK_REGIONS = REGIONS.map(({ name }) => name)

/**
 * Stock at a moment, `drawn` of its GPUs being held by machines that the account deployed here, `spare` more than other
 * customers leave.
 * A function of seed and time: the demand of other customers by hour of week, slow drift, noise and shortages. The pool
 * may be taken as large as it is at another moment (`sizedAt`).
 */
export function stockAt(
  seed: number,
  region: string,
  model: GpuModel,
  at: number,
  { drawn = 0, spare = 0, sizedAt = at }: { drawn?: number; spare?: number; sizedAt?: number } = {},
): Stock {
  const pool = `${region} ${model.model}`
  const capacity = capacityAt(seed, pool, model.model, sizedAt)
  const left = isSoldOutMonday(region, model.model, at) ? 0 : 1 - demandAt(seed, pool, at)
  const free = Math.max(0, Math.round(capacity * left) + spare - drawn)
  return {
    free,
    configurations: configurationsOf(free, capacity + spare, model),
    planned: {
      7: plannedWithin(seed, pool, at, 7),
      30: plannedWithin(seed, pool, at, 30),
      100: plannedWithin(seed, pool, at, 100),
    },
  }
}

function isSoldOutMonday(region: string, model: string, at: number): boolean {
  const hour = (at % DAY) / HOUR
  return (
    region === MONDAYS.region &&
    model === MONDAYS.model &&
    weekdayOf(dayNumberOf(at)) === 1 &&
    hour >= MONDAYS.fromHour &&
    hour < MONDAYS.toHour
  )
}

function capacityAt(seed: number, pool: string, model: string, at: number): number {
  const gpus = GPUS_OF_A_POOL[model] ?? 0
  const base = Math.max(HOST, Math.round((gpus * (0.5 + draw(seed, pool, 'size'))) / HOST) * HOST)
  const week = Math.floor(at / WEEK)
  let delivered = 0
  for (let back = 1; back <= DELIVERY_WEEKS; back++) {
    const gpusPlanned = deliveryOf(seed, pool, week - back)
    if (gpusPlanned > 0 && draw(seed, pool, 'arrives', week - back) < 0.7) delivered += gpusPlanned
  }
  return base + delivered
}

/** GPUs announced to arrive at the end of a week: one week in seven brings some. */
function deliveryOf(seed: number, pool: string, week: number): number {
  return draw(seed, pool, 'delivery', week) < 1 / 7 ? HOST * drawInteger(1, 4, seed, pool, 'delivery size', week) : 0
}

function plannedWithin(seed: number, pool: string, at: number, days: number): number | null {
  let planned = 0
  for (let week = Math.floor(at / WEEK); (week + 1) * WEEK <= at + days * DAY; week++)
    planned += deliveryOf(seed, pool, week)
  return planned === 0 ? null : planned
}

/** Share of the pool that other customers hold, 0 to 1. */
function demandAt(seed: number, pool: string, at: number): number {
  const day = dayNumberOf(at)
  if (isShort(seed, pool, at)) return 1
  const hour = (at % DAY) / HOUR
  const usual = 0.55 + 0.3 * draw(seed, pool, 'usual')
  const daily = 0.14 * Math.sin(((hour - 9) / 24) * 2 * Math.PI)
  const weekend = [0, 6].includes(weekdayOf(day)) ? -0.08 : 0
  const weekly = 0.16 * (smooth(seed, pool, 'week', at / WEEK) - 0.5)
  const hourly = 0.1 * (smooth(seed, pool, 'hour', at / (3 * HOUR)) - 0.5)
  const noise = 0.03 * (draw(seed, pool, 'slot', Math.floor(at / SLOT)) - 0.5)
  return Math.min(1, Math.max(0, usual + daily + weekend + weekly + hourly + noise))
}

/** Chance that walks in straight lines from one whole step to the next. */
function smooth(seed: number, pool: string, word: string, position: number): number {
  const step = Math.floor(position)
  const before = draw(seed, pool, word, step)
  return before + (draw(seed, pool, word, step + 1) - before) * (position - step)
}

/** One day in 25 somebody takes all there is, for 6 to 30 hours. */
function isShort(seed: number, pool: string, at: number): boolean {
  const today = dayNumberOf(at)
  return [today - 2, today - 1, today].some((day) => {
    if (draw(seed, pool, 'shortage', day) >= 0.04) return false
    const from = day * DAY + drawInteger(5, 18, seed, pool, 'shortage at', day) * HOUR
    return from <= at && at < from + drawInteger(6, 30, seed, pool, 'shortage for', day) * HOUR
  })
}

/** Half of the free GPUs stand in empty hosts of eight, the rest is spread thinly over the other hosts. */
function configurationsOf(free: number, capacity: number, model: GpuModel): Record<string, number> {
  const hosts = Math.ceil(capacity / HOST)
  const empty = Math.min(hosts, Math.floor(free / 2 / HOST))
  const others = hosts - empty
  const scattered = free - empty * HOST
  const each = others > 0 ? Math.floor(scattered / others) : 0
  const fuller = others > 0 ? scattered % others : 0
  return Object.fromEntries(
    model.flavors.map(({ gpuCount: size }) => [
      `${size}x`,
      empty * Math.floor(HOST / size) +
        fuller * Math.floor((each + 1) / size) +
        (others - fuller) * Math.floor(each / size),
    ]),
  )
}

/** What the API says of a number of GPUs: exact below ten, else a floor. 17 -> '10+', 25 -> '25+'. */
export function floorText(free: number): string {
  for (const floor of [200, 100, 25, 10]) if (free >= floor) return `${floor}+`
  return String(free)
}
