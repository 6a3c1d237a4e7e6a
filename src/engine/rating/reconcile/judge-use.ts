import { mulDiv } from '../../money.ts'
import type { PriceBook } from '../../pricing/price-book.ts'
import type { PriceVersion } from '../../pricing/price-version.ts'
import { aiSku } from '../../pricing/sku.ts'
import type { Instant } from '../../time.ts'
import type { AiTransaction } from '../tokens.ts'
import { isWithin, roundingOf } from './bill.ts'
import type { Cause, Reconciliation } from './reconciliation.ts'
import { isSeen } from './verdict.ts'

const MILLION = 1_000_000n
/** Cents, tenths and hundredths of them: how coarsely a side may have been rounded. */
const COARSE_PLACES = [10_000_000_000n, 1_000_000_000n, 100_000_000n]

export interface JudgeUsesInput {
  readonly transactions: readonly AiTransaction[]
  readonly prices: PriceBook
  /** How often the prices of models are read: so much older than its first sight a change may be where no last look is known. */
  readonly pricePollMs: number
}

/** The prices of a model at a time: for what it reads and what it writes. */
interface Sides {
  readonly input: PriceVersion
  readonly output: PriceVersion
}

/**
 * Judges every use of a language model: tokens read and written at the prices of the moment, against what was charged.
 * 12,000 in at 0.10 a million and 800 out at 0.30 are 0.00144. It agrees within the rounding that the account's own
 * transactions show. Before the first known prices it is compared with those, as an assumption.
 */
export function judgeUses({ transactions, prices, pricePollMs }: JudgeUsesInput): Reconciliation[] {
  const halfUnitPicos = roundingOf(transactions.map(({ costPicos }) => costPicos))
  const lists = new Map<string, Sides[]>()
  return transactions.map((use) => {
    const key = `${use.currency} ${use.model}`
    let list = lists.get(key)
    if (!list) lists.set(key, (list = sidesOf(use, prices)))
    return judgeUse(use, list, halfUnitPicos, pricePollMs)
  })
}

/** Every pair of prices that held together, oldest first. */
function sidesOf({ model, currency }: AiTransaction, prices: PriceBook): Sides[] {
  const [inputs, outputs] = (['input', 'output'] as const).map((side) => prices.timeline(aiSku(model, side), currency))
  return inputs!.flatMap((one) =>
    outputs!.flatMap((other): Sides[] => {
      const meet =
        Math.max(one.interval.startsAt, other.interval.startsAt) < Math.min(one.interval.endsAt, other.interval.endsAt)
      const [input, output] = [one.version, other.version]
      return meet && input?.unit === 'million_tokens' && output?.unit === 'million_tokens' ? [{ input, output }] : []
    }),
  )
}

/** From when on a pair holds. */
const since = ({ input, output }: Sides) => Math.max(input.validFrom, output.validFrom)

/** The last look that saw both of a pair; null where it is not known. */
function lastSeen({ input, output }: Sides): Instant | null {
  const [one, other] = [input.lastSeenAt, output.lastSeenAt]
  return one === undefined || other === undefined ? null : Math.min(one, other)
}

function judgeUse(
  use: AiTransaction,
  list: readonly Sides[],
  halfUnitPicos: bigint,
  pricePollMs: number,
): Reconciliation {
  const index = list.findLastIndex((sides) => since(sides) <= use.createdAt)
  const [present, next] = [list[index], list[index + 1]]
  const agrees = (amount: bigint) => isWithin(use.costPicos - amount, halfUnitPicos)
  if (!present) {
    const isRight = next ? agrees(costOf(use, next)) : null
    return verdict(use, null, 'missing price', next ? { isRight, from: since(next) } : 'not checkable')
  }
  const expected = costOf(use, present)
  if (agrees(expected)) return judged(use, expected, null, present)
  // The next price may have held already, since the look before the one that saw it.
  const lastLook = lastSeen(present) ?? (next ? since(next) - pricePollMs : Infinity)
  if (next && use.createdAt > lastLook && agrees(costOf(use, next))) return judged(use, costOf(use, next), null, next)
  return judged(use, expected, explain(use, list, index, halfUnitPicos), present)
}

function judged(use: AiTransaction, expected: bigint, cause: Cause | null, { input, output }: Sides): Reconciliation {
  const isFact = isSeen(input) && isSeen(output)
  return verdict(use, expected, cause, isFact ? 'checked' : { isRight: cause === null, from: null })
}

const costOf = ({ inputTokens, outputTokens }: AiTransaction, { input, output }: Sides) =>
  mulDiv(input.pricePicos * BigInt(inputTokens) + output.pricePicos * BigInt(outputTokens), 1n, MILLION)

/** The first cause that gives what was charged: from what is nearest to the price list to what merely fits. */
function explain(use: AiTransaction, list: readonly Sides[], index: number, halfUnitPicos: bigint): Cause {
  const { input, output } = list[index]!
  const agrees = (amount: bigint) => isWithin(use.costPicos - amount, halfUnitPicos)
  const [read, written] = [BigInt(use.inputTokens), BigInt(use.outputTokens)]
  const per = (picos: bigint, tokens: bigint, unit = MILLION) => mulDiv(picos * tokens, 1n, unit)
  const exact = per(input.pricePicos, read) + per(output.pricePicos, written)
  const isRounded = COARSE_PLACES.some((place) => {
    const [a, b] = [per(input.pricePicos, read), per(output.pricePicos, written)]
    const rounded = (picos: bigint) => mulDiv(picos, 1n, place) * place
    return place > 2n * halfUnitPicos && (agrees(rounded(a) + rounded(b)) || agrees(rounded(exact)))
  })
  if (isRounded) return 'rate rounding'
  const otherUnits = [
    per(input.pricePicos, read, 1000n) + per(output.pricePicos, written, 1000n),
    per(output.pricePicos, read) + per(input.pricePicos, written),
    per(input.pricePicos, read + written),
    per(output.pricePicos, read + written),
    per(input.pricePicos, read),
    per(output.pricePicos, written),
  ]
  if (otherUnits.some((amount) => amount !== exact && agrees(amount))) return 'wrong unit rule'
  return list.some((sides, i) => i !== index && agrees(costOf(use, sides))) ? 'price change' : 'unexplained'
}

/** `assumed`: how a comparison with another list came out, and since when that list holds where it is a later one. */
function verdict(
  use: AiTransaction,
  expectedPicos: bigint | null,
  cause: Cause | null,
  evidence: 'checked' | 'not checkable' | { readonly isRight: boolean | null; readonly from: number | null },
): Reconciliation {
  const billedPicos = use.costPicos
  return {
    recordId: use.transactionId,
    resourceId: use.model,
    currency: use.currency,
    startsAt: use.createdAt,
    billedPicos,
    expectedPicos,
    differencePicos: expectedPicos === null ? null : billedPicos - expectedPicos,
    cause,
    checkedPicos: evidence === 'checked' ? billedPicos : 0n,
    assumedPicos: typeof evidence === 'object' ? billedPicos : 0n,
    uncheckablePicos: evidence === 'not checkable' ? billedPicos : 0n,
    isAssumedRight: typeof evidence === 'object' ? evidence.isRight : null,
    assumedFrom: typeof evidence === 'object' ? evidence.from : null,
  }
}
