import type { Currency } from '../money.ts'
import { HOUR_MS, type Instant } from '../time.ts'
import type { Finding } from './alert.ts'

/** A machine that costs money now. */
export interface BurningMachine {
  readonly resourceId: string
  readonly name: string
  readonly region: string | null
  readonly gpuModel: string | null
  readonly gpuCount: number | null
  /** Null where no source tells. */
  readonly perHourPicos: bigint | null
  readonly firstSeenAt: Instant
  /** Null where the API does not tell. */
  readonly createdAt: Instant | null
  /** Whether a plan or its owner said that it would come. */
  readonly isAnnounced: boolean
}

export interface BurnGuardInput {
  readonly ruleId: number
  readonly currency: Currency
  readonly now: Instant
  readonly machines: readonly BurningMachine[]
  /** What everything in this wallet costs per hour now. */
  readonly perHourPicos: bigint
  /** What it may cost; null where there is nothing to tell it by. */
  readonly limitPicos: bigint | null
  /** Models and regions that were used before the last day, or at the first look. */
  readonly knownModels: ReadonlySet<string>
  readonly knownRegions: ReadonlySet<string>
  /** What was there at the first look is nobody's news, however late the list of machines could be read. */
  readonly watchedSince: Instant
  /** Whether anybody announces machines here; else nothing is unannounced. */
  readonly hasAnnouncements: boolean
  /** What was told of this wallet already. */
  readonly told: readonly string[]
}

export type BurnReason =
  | { readonly kind: 'rate'; readonly perHourPicos: bigint; readonly limitPicos: bigint }
  | { readonly kind: 'new model' | 'new region'; readonly name: string; readonly machines: readonly string[] }
  | { readonly kind: 'unannounced'; readonly machines: readonly string[] }

export interface BurnFinding extends Finding {
  readonly reasons: readonly BurnReason[]
  /** Those that the reasons speak of, dearest first. */
  readonly machines: readonly BurningMachine[]
}

/** A machine is new for a day. */
const NEW_MS = 24 * HOUR_MS
const OVER = 'over '
/** A rate that was told is over the limit until it has fallen a fifth under it. */
const HOLD = { num: 4n, den: 5n }

/**
 * What burns that nobody meant: the wallet's run rate over its limit, new machines of a model or in a region that were
 * never used, new machines that nobody announced. While the rate is over the limit, every new machine counts. Each
 * machine is told once, and the rate again each time it has doubled. Null where all is well.
 */
export function burnFinding(input: BurnGuardInput): BurnFinding | null {
  const { machines, limitPicos, perHourPicos, now, watchedSince } = input
  const fresh = machines.filter(
    ({ firstSeenAt, createdAt }) =>
      firstSeenAt > watchedSince && firstSeenAt > now - NEW_MS && (createdAt ?? firstSeenAt) > watchedSince,
  )
  const reasons: BurnReason[] = []
  const toldOver = input.told.filter((mark) => mark.startsWith(OVER))
  const limit = limitPicos !== null && toldOver.length > 0 ? (limitPicos * HOLD.num) / HOLD.den : limitPicos
  const isOver = limitPicos !== null && perHourPicos > limit!
  if (isOver) reasons.push({ kind: 'rate', perHourPicos, limitPicos })
  reasons.push(...neverUsed('new model', fresh, ({ gpuModel }) => gpuModel, input.knownModels))
  reasons.push(...neverUsed('new region', fresh, ({ region }) => region, input.knownRegions))
  const unannounced = input.hasAnnouncements ? fresh.filter(({ isAnnounced }) => !isAnnounced) : []
  if (unannounced.length > 0) reasons.push({ kind: 'unannounced', machines: unannounced.map(idOf) })
  if (reasons.length === 0) return null

  const named = new Set(reasons.flatMap((reason) => (reason.kind === 'rate' ? fresh.map(idOf) : reason.machines)))
  const marks = [...(isOver ? doublings(perHourPicos, limitPicos) : []), ...[...named].sort()]
  return {
    ruleId: input.ruleId,
    cause: input.currency,
    marks,
    holds: isOver ? [...marks, ...toldOver] : marks,
    reasons,
    machines: machines.filter(({ resourceId }) => named.has(resourceId)).sort(dearestFirst),
  }
}

/**
 * The limit of a wallet's run rate: what somebody typed, else a multiple of its dearest hour of the last thirty days; on
 * the first day, which has no hour to compare with, of the rate at the first look. Twice 12.50 an hour is 25.00.
 */
export function burnLimit(input: {
  readonly typedPicos: bigint | null
  readonly highestHourPicos: bigint | null
  readonly firstRatePicos: bigint | null
  readonly factor: number
}): bigint | null {
  const { typedPicos, highestHourPicos, firstRatePicos, factor } = input
  if (typedPicos !== null) return typedPicos
  const base = highestHourPicos ?? firstRatePicos
  return base === null ? null : (base * BigInt(Math.round(factor * 1000))) / 1000n
}

export const dearestFirst = (
  a: Pick<BurningMachine, 'perHourPicos' | 'resourceId'>,
  b: Pick<BurningMachine, 'perHourPicos' | 'resourceId'>,
): number => {
  const [dearer, cheaper] = [b.perHourPicos ?? -1n, a.perHourPicos ?? -1n]
  if (dearer !== cheaper) return dearer > cheaper ? 1 : -1
  return a.resourceId < b.resourceId ? -1 : 1
}

const idOf = ({ resourceId }: BurningMachine) => resourceId

function neverUsed(
  kind: 'new model' | 'new region',
  machines: readonly BurningMachine[],
  nameOf: (machine: BurningMachine) => string | null,
  known: ReadonlySet<string>,
): BurnReason[] {
  const unknown = Map.groupBy(machines, (machine) => nameOf(machine) ?? '')
  return [...unknown]
    .filter(([name]) => name !== '' && !known.has(name))
    .map(([name, some]) => ({ kind, name, machines: some.map(idOf) }))
}

/** 'over 1', 'over 2', 'over 4': one for each doubling of the limit that the rate has passed. */
function doublings(rate: bigint, limit: bigint): string[] {
  const marks: string[] = []
  for (let times = 1n; rate > limit * times && marks.length < 20; times *= 2n) marks.push(`${OVER}${times}`)
  return marks
}
