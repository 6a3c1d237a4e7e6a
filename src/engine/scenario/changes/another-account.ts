import type { Currency } from '../../money.ts'
import type { PlanBaseline } from '../baseline.ts'
import { checkSold } from '../catalog.ts'
import type { AnotherAccount } from '../change.ts'
import { changeLines, periodOf, type ChangeContext, type Draft, type Moved } from '../draft.ts'
import type { Line, Span } from '../line.ts'
import { refuse } from '../problem.ts'
import { needsOf } from '../stock-need.ts'

/**
 * Out of this account's plan for a time and into another's, at that account's prices and out of its wallet. What was
 * changed before goes along: a machine that runs by a schedule runs by it there too.
 */
export function anotherAccount(draft: Draft, change: AnotherAccount, context: ChangeContext): Draft {
  const { accounts, index } = context
  const other = accounts.get(change.account)
  if (!other) {
    const known = [...accounts.keys()]
    refuse(
      'account',
      known.length === 0
        ? `no other account was read yet; ${change.account} asked`
        : `no other account is called ${change.account}; there ${known.length === 1 ? 'is' : 'are'} ${known.join(', ')}`,
    )
  }
  const period = periodOf(change, context)
  const moved: Moved[] = []
  const spans: Span[] = []
  const chosen = { field: 'resources', selector: change.resources, machinesOnly: false }
  const changed = changeLines(draft, chosen, period, index, (span, line) => {
    if (span.machines > 0) {
      const taken = takenOver(line, span, { change, index, other })
      moved.push({ account: change.account, line: taken })
      if (span.startsAt === period.startsAt) spans.push(taken.spans[0]!)
    }
    return { ...span, machines: 0 }
  })
  return {
    ...changed,
    moved: [...changed.moved, ...moved],
    needs: [...changed.needs, ...needsOf(spans, index, period.startsAt)],
  }
}

function takenOver(
  line: Line,
  span: Span,
  { change, index, other }: { change: AnotherAccount; index: number; other: PlanBaseline },
): Line {
  const { asset, region } = span
  const { gpuModel, tier, gpuCount } = asset
  if (gpuModel !== null && tier !== null && gpuCount !== null)
    checkSold(other.catalog, { gpuModel, tier, gpuCount, region })
  return {
    ...line,
    currency: walletOf(other, change, line.currency),
    present: null,
    spans: [{ ...span, startsAt: Math.max(span.startsAt, other.asOf), chosenBy: index }],
    changes: [index],
  }
}

/** The wallet that is named; else that of the same currency, or the only one. */
function walletOf(other: PlanBaseline, { account, currency }: AnotherAccount, before: Currency): Currency {
  const wallets = other.wallets.map((wallet) => wallet.currency)
  const wanted = currency ?? (wallets.includes(before) || wallets.length !== 1 ? before : wallets[0]!)
  if (!wallets.includes(wanted))
    refuse('currency', `${account} has no wallet of ${wanted}; it has ${wallets.join(', ') || 'none'}`)
  return wanted
}
