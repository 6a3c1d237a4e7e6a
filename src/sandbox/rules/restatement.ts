import { ApiError, notFound } from '../api-error.ts'
import type { Bill } from '../meter.ts'
import type { Kind } from '../resource.ts'
import { commandMoment, type Sandbox } from '../sandbox.ts'

const KINDS: readonly Kind[] = ['instance', 'volume', 'snapshot']

/** What the supplier does to a bill that has ended: from now on it shows another cost, and the wallet has paid that. */
export function restateBill(sandbox: Sandbox, billId: string, picos: bigint): Bill {
  const at = commandMoment(sandbox)
  const find = () => KINDS.flatMap((kind) => sandbox.account.bills(kind, at)).find(({ id }) => id === billId)
  const bill = find()
  if (!bill) throw notFound('Billing record', billId)
  if (at < bill.to) throw new ApiError('conflict', `${billId} is still open: its cost grows by itself`)
  sandbox.account.restate(bill, picos, at)
  return find() ?? bill
}
