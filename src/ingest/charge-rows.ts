import type { RefusedRow } from '../barrack/parse-rows.ts'
import { formatPicos, mulDiv, parsePicos, PICOS, toldStatus, type Calendar, type Day } from '../engine/index.ts'
import { BILLING_SOURCES, type BillingSource } from './billing-batch.ts'

/** Columns of the charges CSV that a charge cannot do without. */
export const NEEDED_COLUMNS = [
  'day',
  'account',
  'currency',
  'resource_type',
  'resource_id',
  'sku',
  'state',
  'quantity',
  'unit',
  'billed_cost',
] as const

/** A line of the charges CSV by the names of its header. */
export type ChargeLine = Readonly<Record<string, string>>
export type ChargeRowSource = BillingSource | 'ai-history'

/** A line as the API would have told it, of which day and resource it is. */
export interface ChargeRow {
  readonly source: ChargeRowSource
  readonly day: Day
  readonly resourceId: string
  readonly raw: Readonly<Record<string, unknown>>
}

/** Marks the records that stand for lines of a charges file; none of Barrack's begins so. */
export const STAND_IN = 'charges.csv/'

const SOURCES: Readonly<Record<string, ChargeRowSource>> = { ...BILLING_SOURCES, ai_model: 'ai-history' }
const LARGEST_GB = 1_048_576

/**
 * The lines of a charges file in the form of the API's rows, a record for each day, resource, sku and state. Within a day
 * the states of a resource follow each other from its first moment: when they were is not told. Lines that differ in
 * project, owner or cost center alone are one. `sizeOf` is what is known of a volume or snapshot; where it does not fit
 * the GB-hours, the smallest size that makes whole seconds of them is taken: 2,400 GB-hours of a day are 100 GB.
 */
export function rowsOfCharges(
  lines: readonly ChargeLine[],
  calendar: Calendar,
  sizeOf: (resourceId: string) => number | null,
): { rows: ChargeRow[]; refused: (RefusedRow & { source: ChargeRowSource })[] } {
  const rows: ChargeRow[] = []
  const refused: (RefusedRow & { source: ChargeRowSource })[] = []
  const read = lines.flatMap((line): Charge[] => {
    const source = SOURCES[line.resource_type ?? ''] ?? BILLING_SOURCES.instance
    try {
      return [chargeOf(line, source, calendar)]
    } catch (error) {
      if (!(error instanceof RangeError)) throw error
      refused.push({ source, raw: line, reason: error.message })
      return []
    }
  })
  const charges = [...Map.groupBy(read, idOf).values()].map(sumOf)
  for (const ofResource of Map.groupBy(charges, ({ line }) => line.resource_id).values()) {
    const size = sizeFor(ofResource, calendar, sizeOf)
    for (const ofDay of Map.groupBy(ofResource, ({ line }) => line.day).values()) {
      let from = calendar.startOf(ofDay[0]!.line.day!)
      const end = calendar.endOf(ofDay[0]!.line.day!)
      for (const charge of ofDay) {
        const seconds = secondsOf(charge, size)
        if (seconds === null || from + seconds * 1000 > end) {
          const reason = `quantity: ${seconds === null ? 'no time of whole seconds' : 'more time than its day has'}`
          refused.push({ source: charge.source, raw: charge.line, reason })
          continue
        }
        rows.push(rowOf(charge, from, seconds, size))
        from += seconds * 1000
      }
    }
  }
  return { rows, refused }
}

interface Charge {
  readonly source: ChargeRowSource
  readonly line: ChargeLine
  readonly quantityPicos: bigint
  readonly billedPicos: bigint
}

function chargeOf(line: ChargeLine, source: ChargeRowSource, calendar: Calendar): Charge {
  for (const column of NEEDED_COLUMNS) if (!line[column]) throw new RangeError(`${column}: is empty`)
  const { day = '', resource_type: type = '' } = line
  if (!(type in SOURCES)) throw new RangeError(`resource_type: '${type}' is none of ${Object.keys(SOURCES).join(', ')}`)
  calendar.startOf(day)
  const quantityPicos = amountOf(line, 'quantity')
  if (quantityPicos < 0n) throw new RangeError(`quantity: less than nothing, ${line.quantity}`)
  return { source, line, quantityPicos, billedPicos: amountOf(line, 'billed_cost') }
}

function amountOf(line: ChargeLine, column: string): bigint {
  try {
    return parsePicos(line[column] ?? '')
  } catch {
    throw new RangeError(`${column}: expected a decimal number, got '${line[column]}'`)
  }
}

const idOf = ({ line }: Charge): string =>
  STAND_IN + [line.day, line.resource_id, line.sku, line.state, line.currency].join('/')

function sumOf(charges: readonly Charge[]): Charge {
  const sum = (of: (charge: Charge) => bigint) => charges.reduce((total, charge) => total + of(charge), 0n)
  const quantityPicos = sum((charge) => charge.quantityPicos)
  return { ...charges[0]!, quantityPicos, billedPicos: sum((charge) => charge.billedPicos) }
}

/** The GB of a volume or snapshot; null for what is told in hours, or where no size fits. */
function sizeFor(charges: readonly Charge[], calendar: Calendar, sizeOf: (id: string) => number | null): number | null {
  const { line } = charges[0]!
  if (line.unit !== 'GB-Hours') return null
  const fits = (size: number) => charges.every((charge) => secondsOf(charge, size) !== null)
  const known = sizeOf(line.resource_id!)
  const smallest = Math.max(1, ...charges.map((charge) => leastSize(charge, calendar)))
  if (known !== null && known >= smallest && fits(known)) return known
  for (let size = smallest; size <= LARGEST_GB; size++) if (fits(size)) return size
  return null
}

/** The size that makes the whole day of its GB-hours. */
function leastSize({ line, quantityPicos }: Charge, calendar: Calendar): number {
  const hours = (calendar.endOf(line.day!) - calendar.startOf(line.day!)) / 3_600_000
  return Math.ceil(Number(quantityPicos) / 1e12 / Math.max(1, hours) - 1e-9)
}

/** A quantity is the sum of those of its records, each rounded in its twelfth place. */
const ROUNDING_PICOS = 500n

/** Whole seconds; null where the quantity is none. */
function secondsOf({ line, quantityPicos }: Charge, size: number | null): number | null {
  if (line.unit === 'Tokens') return 0
  if (line.unit === 'GB-Hours' && size === null) return null
  const perHour = BigInt(size ?? 1) * PICOS
  const seconds = mulDiv(quantityPicos, 3600n, perHour)
  const off = mulDiv(seconds, perHour, 3600n) - quantityPicos
  return off >= -ROUNDING_PICOS && off <= ROUNDING_PICOS ? Number(seconds) : null
}

function rowOf(charge: Charge, from: number, seconds: number, size: number | null): ChargeRow {
  const { source, line, billedPicos } = charge
  const about = { source, day: line.day!, resourceId: line.resource_id! }
  if (source === 'ai-history') return { ...about, raw: useOf(charge, from) }
  const kind = source.slice(0, -'-billing'.length)
  return {
    ...about,
    raw: {
      billing_id: idOf(charge),
      [`${kind}_id`]: line.resource_id,
      [kind === 'instance' ? 'vm_name' : `${kind}_name`]: line.resource_name || null,
      ...(kind === 'instance'
        ? { gpu_type: line.gpu_model || null, gpu_count: line.gpu_count || null }
        : { size_gb: size }),
      tier: line.tier || null,
      start_time: new Date(from).toISOString(),
      end_time: new Date(from + seconds * 1000).toISOString(),
      total_duration_minutes: Math.ceil(seconds / 60),
      per_minute_rate: null,
      total_cost: formatPicos(billedPicos),
      currency: line.currency,
      status: toldStatus(kind === 'instance' ? line.state! : 'unknown'),
    },
  }
}

/** 'ai/MODEL/output' tells the direction of the tokens. */
function useOf(charge: Charge, at: number): Record<string, unknown> {
  const { line, quantityPicos, billedPicos } = charge
  const tokens = Number(quantityPicos / PICOS)
  const isOutput = line.sku!.endsWith('/output')
  return {
    id: idOf(charge),
    model: line.resource_id,
    input_tokens: isOutput ? 0 : tokens,
    output_tokens: isOutput ? tokens : 0,
    cost: formatPicos(billedPicos),
    currency: line.currency,
    created_at: new Date(at).toISOString(),
  }
}
