import { mulDiv, PICOS } from '../money.ts'
import type { Day, Instant } from '../time.ts'
import type { ChargeState } from '../rating/charge.ts'
import type { ResourceType } from '../usage/resource.ts'

/** What a wallet is charged for. */
export const CHARGE_KINDS = ['machines', 'hibernation', 'volumes', 'snapshots', 'images', 'addresses', 'ai'] as const
export type ChargeKind = (typeof CHARGE_KINDS)[number]

const KINDS: Readonly<Record<ResourceType, ChargeKind>> = {
  instance: 'machines',
  volume: 'volumes',
  snapshot: 'snapshots',
  image: 'images',
  public_ip: 'addresses',
  ai_model: 'ai',
}

/** A hibernated machine is storage. */
export const chargeKindOf = (type: ResourceType, state: ChargeState): ChargeKind =>
  type === 'instance' && state === 'hibernated' ? 'hibernation' : KINDS[type]

/** A balance as Barrack told it, and what the bills say was spent from then up to the edge of a stretch of days. */
export interface EdgeBalance {
  readonly readAt: Instant
  readonly balancePicos: bigint
  readonly spentSincePicos: bigint
  /** Credit that came in between. */
  readonly creditedSincePicos: bigint
}

/** What moved a wallet within a stretch of days. */
export interface StretchMovements {
  /** Credit that was bought, net of tax. */
  readonly topUpsPicos: bigint
  /** Credit that was given, and what a person typed in as an adjustment. */
  readonly adjustmentsPicos: bigint
  /**
   * Bills of these days that were restated on other days, less bills of other days that were restated on these: the
   * charges are as restated, the balance moved when Barrack put it right.
   */
  readonly restatedPicos: bigint
  readonly charges: Readonly<Partial<Record<ChargeKind, bigint>>>
  /** Changes of bills of closed months that came to light in these days. */
  readonly correctionsPicos: bigint
}

/** One line of a wallet's statement, over the days [from, to). */
export interface StatementLine extends StretchMovements {
  readonly from: Day
  readonly to: Day
  /** Null before the balance was first read. */
  readonly openingPicos: bigint | null
  readonly closingPicos: bigint | null
  readonly chargedPicos: bigint
  /** closing - opening - top-ups - adjustments - restated + charges + corrections; null where a balance is not known. */
  readonly unexplainedPicos: bigint | null
}

/** A balance is told to four places; what was spent of an hour is an estimate and pretends no more. */
const PLACE = PICOS / 10_000n

/** The balance at an edge: what was read, less what the bills say was spent since, and with what was bought since. */
export const balanceAtEdge = (edge: EdgeBalance | null): bigint | null =>
  edge && edge.balancePicos - mulDiv(edge.spentSincePicos, 1n, PLACE) * PLACE + edge.creditedSincePicos

/**
 * The line of one stretch of days. With 100 before, 50 bought, 30 charged and 118 after, 2 less than there should be are
 * unexplained: -2.
 */
export function statementLine(
  days: { from: Day; to: Day },
  edges: { opening: EdgeBalance | null; closing: EdgeBalance | null },
  movements: StretchMovements,
): StatementLine {
  const openingPicos = balanceAtEdge(edges.opening)
  const closingPicos = balanceAtEdge(edges.closing)
  const chargedPicos = Object.values(movements.charges).reduce((sum, picos) => sum + picos, movements.correctionsPicos)
  const { topUpsPicos, adjustmentsPicos, restatedPicos } = movements
  const expected =
    openingPicos === null ? null : openingPicos + topUpsPicos + adjustmentsPicos + restatedPicos - chargedPicos
  return {
    ...days,
    ...movements,
    openingPicos,
    closingPicos,
    chargedPicos,
    unexplainedPicos: expected === null || closingPicos === null ? null : closingPicos - expected,
  }
}

/** Lines in a row as one: the first opening, the last closing, all that moved between. */
export function joinedLines(lines: readonly StatementLine[]): StatementLine {
  const [first, last] = [lines[0], lines.at(-1)]
  if (!first || !last) throw new RangeError('a statement needs a line')
  const sum = (of: (line: StatementLine) => bigint) => lines.reduce((total, line) => total + of(line), 0n)
  const charges: Partial<Record<ChargeKind, bigint>> = {}
  for (const kind of CHARGE_KINDS) {
    const picos = sum((line) => line.charges[kind] ?? 0n)
    if (picos !== 0n) charges[kind] = picos
  }
  const isKnown = first.openingPicos !== null && last.closingPicos !== null
  return {
    from: first.from,
    to: last.to,
    openingPicos: first.openingPicos,
    closingPicos: last.closingPicos,
    topUpsPicos: sum((line) => line.topUpsPicos),
    adjustmentsPicos: sum((line) => line.adjustmentsPicos),
    restatedPicos: sum((line) => line.restatedPicos),
    charges,
    correctionsPicos: sum((line) => line.correctionsPicos),
    chargedPicos: sum((line) => line.chargedPicos),
    unexplainedPicos: isKnown ? sum((line) => line.unexplainedPicos ?? 0n) : null,
  }
}

/** A fall that the charges do not explain by more than this share of what the day was charged. */
const FALL_SHARE_PERCENT = 1n

/** Whether a line says 'you are charged for something that we do not see'; what bills round away is no such thing. */
export function isUnexplainedFall({ unexplainedPicos, chargedPicos }: StatementLine, centsPicos: bigint): boolean {
  if (unexplainedPicos === null || unexplainedPicos >= -centsPicos) return false
  return -unexplainedPicos * 100n > chargedPicos * FALL_SHARE_PERCENT
}
