import { type Currency, CURRENCIES, type Instance } from '../resource.ts'
import type { Sandbox } from '../sandbox.ts'
import { SECOND, wholeSecond } from '../time.ts'
import { hibernateForLackOfCredit } from './lifecycle.ts'

const BILLED = ['ACTIVE', 'SHUTOFF']

/**
 * Credits at zero hibernate everything: watches the wallets from where it last looked up to `now` and puts the machines
 * of an empty one to sleep at the second it ran dry, new ones as soon as they run. Volumes and snapshots stay billed.
 * The script alone never lets a wallet run dry, so there is nothing to watch until the API has changed something.
 */
export function settleWallets(sandbox: Sandbox, now: number): void {
  const { account } = sandbox
  if (account.changedAt === -Infinity || now <= sandbox.settledAt) return
  const from = Math.max(sandbox.settledAt, account.firstAt)
  for (const currency of CURRENCIES) settleWallet(sandbox, currency, from, now)
  sandbox.settledAt = now
}

function settleWallet(sandbox: Sandbox, currency: Currency, from: number, now: number): void {
  const boughtAt = sandbox.account
    .topUps(now)
    .filter((topUp) => topUp.currency === currency && topUp.at > from)
    .map(({ at }) => at)
  let begins = from
  for (const ends of [...boughtAt, now + 1]) {
    const emptyAt = firstEmpty(sandbox, currency, begins, ends - 1)
    if (emptyAt !== null) hibernateAll(sandbox, currency, emptyAt, ends)
    begins = ends
  }
}

/** First second in [from, to] at which the wallet holds nothing. Without a top-up it only falls, so halving finds it. */
function firstEmpty({ account }: Sandbox, currency: Currency, from: number, to: number): number | null {
  const isEmpty = (at: number) => account.balances(at)[currency] <= 0n
  if (to < from || !isEmpty(to)) return null
  let low = wholeSecond(from) - SECOND
  let high = Math.ceil(to / SECOND) * SECOND
  if (isEmpty(low)) return Math.max(low + SECOND, from)
  while (high - low > SECOND) {
    const middle = wholeSecond((low + high) / 2)
    if (isEmpty(middle)) high = middle
    else low = middle
  }
  return high
}

function hibernateAll(sandbox: Sandbox, currency: Currency, emptyAt: number, before: number): void {
  const machines = sandbox.account
    .everKnown(before - 1)
    .filter((resource): resource is Instance => resource.kind === 'instance' && resource.currency === currency)
  for (const machine of machines) {
    const billed = machine.ledger.find(({ state, from, to }) => BILLED.includes(state) && emptyAt < to && from < before)
    if (billed) hibernateForLackOfCredit(sandbox, machine, Math.max(emptyAt, billed.from))
  }
}
