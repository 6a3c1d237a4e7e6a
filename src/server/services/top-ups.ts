import type { Account } from '../../db/account-repository.ts'
import { deleteTopUp, findTopUps, insertTopUp, type NewTopUp, type TopUp } from '../../db/top-up-repository.ts'
import { formatPicos, parsePicos, type Day } from '../../engine/index.ts'
import type { AppContext } from '../context.ts'
import { topUpBody, type ImportedTopUpsDto, type TopUpBody, type TopUpDto, type TopUpsDto } from '../dto/top-ups.ts'
import { toIso, toIsoOrNull } from '../iso.ts'
import { invalidParameter, ProblemException } from '../problem.ts'
import { accountOf } from './account.ts'
import { closedBooksOf } from './closed-books.ts'
import { readTable, type CsvLine } from './csv-table.ts'
import { requireFirstIngest } from './first-ingest.ts'
import { proposedTopUps } from './top-up-proposals.ts'

interface Query {
  readonly account?: string | undefined
}

/** What came into the wallets by a person's word, the newest first, and the rises that nobody has confirmed. */
export async function topUps(context: AppContext, query: Query): Promise<TopUpsDto> {
  const { account } = await requireFirstIngest(context, query.account)
  const [rows, proposals] = await Promise.all([
    findTopUps(context.store.db, account.accountId),
    proposedTopUps(context, account),
  ])
  return {
    rows: rows.toReversed().map(toDto),
    proposals: proposals.toReversed().map(({ currency, day, picos, fromAt, creditedAt }) => ({
      currency,
      day,
      net: formatPicos(picos),
      from: toIso(fromAt),
      creditedAt: toIso(creditedAt),
    })),
  }
}

/** Writes one down: a proposal that is confirmed, or one that is typed. */
export async function createTopUp(context: AppContext, body: TopUpBody, query: Query): Promise<TopUpDto> {
  const account = await accountOf(context, query.account)
  const source = body.creditedAt === null ? 'typed' : 'confirmed'
  const { db } = context.store
  await requireOpenDays(context, account, [body.day])
  await requireNewReceipts(context, account.accountId, [body])
  return toDto(await insertTopUp(db, account.accountId, toTopUp(body, source), context.clock()))
}

export async function removeTopUp(context: AppContext, topUpId: number, query: Query) {
  const account = await accountOf(context, query.account)
  const { db } = context.store
  const known = (await findTopUps(db, account.accountId)).find((topUp) => topUp.topUpId === topUpId)
  if (!known) throw new ProblemException('not-found', `There is no top-up ${topUpId}.`)
  await requireOpenDays(context, account, [known.day])
  await deleteTopUp(db, account.accountId, topUpId)
  return { topUpId }
}

/**
 * Takes a CSV `day,currency,net` and, where they are known, `tax,tax_name,receipt,receipt_day,fund,kind,note`. One whose
 * receipt stands there already is known and left. Throws a problem with every line that is wrong; then nothing is taken.
 */
export async function importTopUps(
  context: AppContext,
  { csv }: { csv: string },
  query: Query,
): Promise<ImportedTopUpsDto> {
  const account = await accountOf(context, query.account)
  const { accountId } = account
  const bodies = readTable(csv, ['day', 'currency', 'net'], bodyOf)
  const { db } = context.store
  const standing = (await findTopUps(db, accountId)).map(identityOf)
  const fresh = bodies
    .map((body) => toTopUp(body, 'file'))
    .filter((topUp) => {
      const known = standing.indexOf(identityOf(topUp))
      if (known === -1) return true
      // Two of the same day and amount without a receipt may both be meant: each is known once.
      if (topUp.receipt === null) standing.splice(known, 1)
      return false
    })
  requireOnce(fresh)
  await requireOpenDays(
    context,
    account,
    fresh.map(({ day }) => day),
  )
  await db.transaction().execute(async (tx) => {
    for (const topUp of fresh) await insertTopUp(tx, accountId, topUp, context.clock())
  })
  return { taken: fresh.length, known: bodies.length - fresh.length }
}

/** The statement of a closed month stays as it is. */
async function requireOpenDays({ store }: AppContext, account: Account, days: readonly Day[]): Promise<void> {
  const { openFrom } = await closedBooksOf(store, account)
  const closed = days.find((day) => openFrom !== null && day < openFrom)
  if (closed === undefined) return
  throw invalidParameter('day', `${closed} lies in a closed month: date it in the open one, or open that month again`)
}

const identityOf = ({ currency, day, netPicos, receipt }: NewTopUp) =>
  receipt === null ? JSON.stringify([currency, day, String(netPicos)]) : JSON.stringify([currency, receipt])

function requireOnce(rows: readonly NewTopUp[]): void {
  const seen = new Set<string>()
  for (const row of rows) {
    if (row.receipt === null) continue
    if (seen.has(identityOf(row))) throw invalidParameter('csv', `the receipt ${row.receipt} stands in two lines`)
    seen.add(identityOf(row))
  }
}

async function requireNewReceipts({ store }: AppContext, accountId: number, bodies: readonly TopUpBody[]) {
  const standing = new Set(
    (await findTopUps(store.db, accountId)).map(({ currency, receipt }) => `${currency} ${receipt ?? ''}`),
  )
  for (const { currency, receipt } of bodies) {
    if (receipt !== null && standing.has(`${currency} ${receipt}`)) {
      throw invalidParameter('receipt', `${receipt} is entered already in the ${currency} wallet`)
    }
  }
}

function bodyOf({ cell }: CsvLine): TopUpBody {
  const parsed = topUpBody.safeParse({
    ...(cell('kind') && { kind: cell('kind') }),
    currency: cell('currency').toUpperCase(),
    day: cell('day'),
    net: cell('net'),
    tax: cell('tax') || '0',
    taxName: cell('tax_name') || null,
    receipt: cell('receipt') || null,
    receiptDay: cell('receipt_day') || null,
    fund: cell('fund') || null,
    note: cell('note') || null,
  })
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw new RangeError(`${issue!.path.join('.')}: ${issue!.message}`)
}

const toTopUp = (body: TopUpBody, source: NewTopUp['source']): NewTopUp => ({
  currency: body.currency,
  day: body.day,
  creditedAt: body.creditedAt === null ? null : Date.parse(body.creditedAt),
  kind: body.kind,
  netPicos: parsePicos(body.net),
  taxPicos: parsePicos(body.tax),
  taxName: body.taxName,
  receipt: body.receipt,
  receiptDay: body.receiptDay,
  fund: body.fund,
  note: body.note,
  source,
})

const toDto = ({ netPicos, taxPicos, creditedAt, enteredAt, ...topUp }: TopUp): TopUpDto => ({
  ...topUp,
  net: formatPicos(netPicos),
  tax: formatPicos(taxPicos),
  creditedAt: toIsoOrNull(creditedAt),
  enteredAt: toIso(enteredAt),
})
