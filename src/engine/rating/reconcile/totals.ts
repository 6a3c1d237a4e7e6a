import type { Currency } from '../../money.ts'
import type { Cause, Reconciliation } from './reconciliation.ts'

/** How much money of one wallet could be compared, how, and what came of it. */
export interface ReconciliationTotals {
  readonly currency: Currency
  readonly records: number
  readonly billedPicos: bigint
  /** Compared with a price seen at that time or a contract; the difference is of records that are checked throughout. */
  readonly checkedPicos: bigint
  readonly checkedDifferencePicos: bigint
  /** Compared with a dated list, prose, or a later list: what agrees with it and what does not. */
  readonly assumedRightPicos: bigint
  readonly assumedWrongPicos: bigint
  /** Compared with nothing, by the reason. */
  readonly uncheckable: readonly { readonly cause: Cause; readonly picos: bigint }[]
  readonly causes: readonly { readonly cause: Cause; readonly records: number; readonly differencePicos: bigint }[]
}

/** Adds up reconciliations by wallet; for a resource, a day or a month give those of it alone. */
export function reconciliationTotals(reconciliations: readonly Reconciliation[]): ReconciliationTotals[] {
  const byCurrency = new Map<Currency, Reconciliation[]>()
  for (const one of reconciliations) {
    const group = byCurrency.get(one.currency)
    if (group) group.push(one)
    else byCurrency.set(one.currency, [one])
  }
  return [...byCurrency]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([currency, group]) => ({ currency, records: group.length, ...totalsOf(group) }))
}

function totalsOf(group: readonly Reconciliation[]): Omit<ReconciliationTotals, 'currency' | 'records'> {
  let billedPicos = 0n
  let checkedPicos = 0n
  let checkedDifferencePicos = 0n
  let assumedRightPicos = 0n
  let assumedWrongPicos = 0n
  const uncheckable = new Map<Cause, bigint>()
  const causes = new Map<Cause, { cause: Cause; records: number; differencePicos: bigint }>()
  for (const one of group) {
    billedPicos += one.billedPicos
    checkedPicos += one.checkedPicos
    if (one.checkedPicos === one.billedPicos) checkedDifferencePicos += one.differencePicos ?? 0n
    if (one.isAssumedRight === true) assumedRightPicos += one.assumedPicos
    else assumedWrongPicos += one.assumedPicos
    if (one.cause === null) continue
    if (one.uncheckablePicos !== 0n) {
      uncheckable.set(one.cause, (uncheckable.get(one.cause) ?? 0n) + one.uncheckablePicos)
    }
    const cause = causes.get(one.cause) ?? { cause: one.cause, records: 0, differencePicos: 0n }
    causes.set(one.cause, cause)
    cause.records++
    cause.differencePicos += one.differencePicos ?? 0n
  }
  return {
    billedPicos,
    checkedPicos,
    checkedDifferencePicos,
    assumedRightPicos,
    assumedWrongPicos,
    uncheckable: [...uncheckable].map(([cause, picos]) => ({ cause, picos })),
    causes: [...causes.values()],
  }
}
