import type { Account } from '../../db/account-repository.ts'
import { sumCharges } from '../../db/charge-query-repository.ts'
import {
  addDays,
  calendarOf,
  formatPicos,
  parsePicos,
  type Assignable,
  type Day,
  type Part,
} from '../../engine/index.ts'
import type { AppContext } from '../context.ts'
import type { PartDto } from '../dto/assignments.ts'

export const toPartDtos = (parts: readonly Part[]): PartDto[] =>
  parts.map(({ values, weight }) => ({ ...values, share: parts.length === 1 ? '1' : formatPicos(weight) }))

export const toParts = (parts: readonly PartDto[]): Part[] =>
  parts.map(({ share, ...values }) => ({ values, weight: parts.length === 1 ? 1n : parsePicos(share) }))

/** What is known of a resource now, for a list of whose they are. */
export function toAssignable({ resourceId, type, currency, facts }: Assignable) {
  const { name, region } = facts.at(-1)!
  return { resourceId, type, currency, name, region: region ?? 'unknown' }
}

/** Today and the thirty days up to it: what a resource costs of late tells whether it matters whose it is. */
export function recentDays(context: AppContext, account: Account): { today: Day; from: Day; to: Day } {
  const today = calendarOf(account.zone).dayOf(context.clock())
  return { today, from: addDays(today, -29), to: addDays(today, 1) }
}

const MOST_ROWS = 1_000_000

export interface ResourceBilled {
  readonly resourceId: string
  readonly currency: string
  readonly billedPicos: bigint
}

/** What was billed for each resource and wallet in some days. */
export async function billedByResource(
  { store }: AppContext,
  { accountId }: Account,
  { from, to }: { from: Day; to: Day },
): Promise<ResourceBilled[]> {
  const rows = await sumCharges(store.db, {
    from,
    to,
    keys: ['resource', 'currency'],
    accountId,
    filters: {},
    assignments: null,
    after: null,
    limit: MOST_ROWS,
  })
  return rows.map(({ keyValues: [resourceId, currency], billed }) => ({
    resourceId: resourceId!,
    currency: currency!,
    billedPicos: parsePicos(billed),
  }))
}
