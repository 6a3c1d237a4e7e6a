import { sumCharges, type ChargeGroupRow } from '../../db/charge-query-repository.ts'
import { DIMENSIONS } from '../../engine/index.ts'
import { listAccounts, type Account } from '../../db/account-repository.ts'
import type { AppContext } from '../context.ts'
import { GROUP_KEYS, type ChargesDto, type ChargesRowDto, type GroupKey } from '../dto/charges.ts'
import { decodeCursor, encodeCursor } from '../cursor.ts'
import { splitList } from '../parameters.ts'
import { invalidParameter } from '../problem.ts'
import { assignmentsOf } from './assigned.ts'
import { booksOf } from './books.ts'
import { accountsRead, requireFirstIngest } from './first-ingest.ts'

export interface ChargesQuery extends Partial<Record<GroupKey, string | undefined>> {
  readonly from: string
  readonly to: string
  readonly group?: string | undefined
  readonly books?: 'true' | 'false' | undefined
  readonly limit?: string | undefined
  readonly next?: string | undefined
}

const LIMIT = 10_000
/** The account is no mere filter: it is looked up, and a wrong name is said. */
const FILTER_KEYS = GROUP_KEYS.filter((key) => key !== 'account')

/** Charges of a period by group and wallet, a page at a time. */
export async function charges(context: AppContext, query: ChargesQuery): Promise<ChargesDto> {
  const group = splitList(query.group) as GroupKey[]
  const keys: GroupKey[] = group.includes('currency') ? group : [...group, 'currency']
  const accountId = await accountOfRows(context, group, query.account)
  const limit = limitOf(query.limit)
  const accounts = await accountsOf(context, accountId)
  const isAssigned = DIMENSIONS.some((dimension) => keys.includes(dimension) || query[dimension] !== undefined)
  const rows = await sumCharges(context.store.db, {
    from: query.from,
    to: query.to,
    keys,
    accountId,
    filters: Object.fromEntries(FILTER_KEYS.flatMap((key) => (query[key] === undefined ? [] : [[key, query[key]]]))),
    assignments: isAssigned ? await assignmentsOf(context.store, accounts) : null,
    ...(query.books === 'true' && { books: await booksOf(context.store, onlyOne(accounts)) }),
    after: query.next === undefined ? null : decodeCursor(query.next, keys.length),
    limit: limit + 1,
  })
  const page = rows.slice(0, limit)
  const last = rows.length > limit ? page.at(-1)! : null
  return {
    from: query.from,
    to: query.to,
    group,
    rows: page.map((row) => toRowDto(keys, row)),
    next: last && encodeCursor(last.keyValues.map((value) => value ?? '')),
  }
}

/** Wallets of several accounts are never added up: all accounts only where each row names its own. */
async function accountOfRows(
  context: AppContext,
  group: readonly GroupKey[],
  slug: string | undefined,
): Promise<number | null> {
  if (slug === undefined && group.includes('account')) {
    await accountsRead(context, undefined)
    return null
  }
  const { account } = await requireFirstIngest(context, slug)
  return account.accountId
}

async function accountsOf({ store }: AppContext, accountId: number | null) {
  const accounts = await listAccounts(store.db)
  return accountId === null ? accounts : accounts.filter((account) => account.accountId === accountId)
}

/** Each account closes its own months. */
function onlyOne([account, ...others]: readonly Account[]): Account {
  if (!account || others.length > 0) throw invalidParameter('books', 'goes with one account: name it')
  return account
}

function toRowDto(keys: readonly GroupKey[], row: ChargeGroupRow): ChargesRowDto {
  const values = Object.fromEntries(keys.map((key, i) => [key, row.keyValues[i]])) as unknown
  return {
    ...(values as Partial<ChargesRowDto> & { currency: string }),
    ...(keys.includes('resource') ? { resource_name: row.resourceName ?? '' } : {}),
    billedCost: row.billed,
    expectedCost: row.hasUnpriced ? null : row.expected,
    unpricedCost: row.unpriced,
    gpuHours: row.gpuSeconds / 3600,
    inferred: row.inferred,
  }
}

function limitOf(text: string | undefined): number {
  const limit = text === undefined ? LIMIT : Number(text)
  if (limit < 1 || limit > LIMIT) throw invalidParameter('limit', `a whole number from 1 to ${LIMIT}`)
  return limit
}
