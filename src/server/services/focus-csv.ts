import type { Account } from '../../db/account-repository.ts'
import { closedChargesWithin, toClosedCharge } from '../../db/closed-charge-repository.ts'
import { findTopUps } from '../../db/top-up-repository.ts'
import {
  calendarOf,
  focusCreditRows,
  isAnyone,
  isOf,
  NOT_ASSIGNED,
  splitCharge,
  type DayCharge,
  type DayRange,
  type DimensionFilter,
  type FocusCharge,
  type FocusVersion,
  type Resource,
} from '../../engine/index.ts'
import type { AppContext } from '../context.ts'
import { focusHeader, focusLine, focusLines } from '../export/focus-csv.ts'
import { textStream } from '../export/text-stream.ts'
import { invalidParameter } from '../problem.ts'
import { fileNameOf } from './account.ts'
import { assignedOf, partsOn } from './assigned.ts'
import { booksOf } from './books.ts'
import { chargePieces, pieceBasis, type PieceCharge } from './charge-pieces.ts'
import { closedFile } from './closed-file.ts'
import { requireFirstIngest } from './first-ingest.ts'
import type { StreamedReport } from './report-file.ts'

/** FOCUS knows no other days than these. */
const UTC = calendarOf('UTC')

export interface FocusQuery extends DayRange, DimensionFilter {
  readonly version: FocusVersion
  /** The file that a closed month keeps. */
  readonly closed?: boolean | undefined
  readonly account?: string | undefined
}

/**
 * The charges of the UTC days [from, to) in the columns of FOCUS, made while it is read, as the books have them: closed
 * months as they were kept, what they came to be since as corrections in the open one, and what came into the wallets. Each
 * open record is rated anew by UTC days, so that its rows add up to it whatever the account's zone is.
 */
export async function focusCsv(context: AppContext, query: FocusQuery): Promise<StreamedReport> {
  const { version, from, to, closed = false } = query
  if (closed && !isAnyone(query)) throw invalidParameter('closed', 'a closed month keeps the file of everybody')
  const { account } = await requireFirstIngest(context, query.account)
  const name = `focus-${version}-${from}-${to}-utc`
  const mediaType = 'text/csv; charset=utf-8'
  return closed
    ? {
        fileName: fileNameOf(context, account, `${name}-closed.csv`),
        mediaType,
        body: await closedFile(context, account, query, `focus-${version}.csv`),
      }
    : {
        fileName: fileNameOf(context, account, `${name}.csv`),
        mediaType,
        body: textStream(lines(context, account, query)),
      }
}

async function* lines(context: AppContext, account: Account, query: FocusQuery): AsyncGenerator<string> {
  for await (const [text] of linesOf(context, account, query, [query.version], query)) yield text!
}

/**
 * The file in several versions at once, piece by piece, a text for each: what they are made of is read once. Of those that
 * are named only; a row is of one party, or of nobody, so that the files of all parties are the rows of the whole.
 */
export async function* linesOf(
  context: AppContext,
  account: Account,
  days: DayRange,
  versions: readonly FocusVersion[],
  only: DimensionFilter = {},
): AsyncGenerator<readonly string[]> {
  yield versions.map(focusHeader)
  for await (const all of usage(context, account, days)) {
    const charges = isAnyone(only) ? all : all.filter(({ values }) => isOf(values, only))
    yield versions.map((version) => focusLines(charges, version))
  }
  // Credit is the wallet's, whoever uses it: nobody's, as the empty columns of its rows say.
  if (!isOf(NOT_ASSIGNED, only)) return
  for (const credit of await credits(context, account, days)) {
    yield versions.map((version) =>
      focusCreditRows(credit, version)
        .map((cells) => focusLine(cells, version))
        .join(''),
    )
  }
}

/** What was used of the wallets, kept months first. */
async function* usage(
  context: AppContext,
  account: Account,
  { from, to }: DayRange,
): AsyncGenerator<readonly FocusCharge[]> {
  const { store } = context
  const { accountId } = account
  const isWanted = (utcDay: string) => utcDay >= from && utcDay < to
  const { openFrom, corrections } = await booksOf(store, account)
  if (openFrom !== null) {
    const kept = closedChargesWithin(accountId, { from, to }).compile(store.db)
    for await (const rows of store.stream(kept)) {
      yield rows.map(toClosedCharge).map(({ charge, utcDay, ofDay, values, resourceName, region }) => ({
        account,
        charge: { ...charge, day: utcDay },
        values,
        resourceName,
        region,
        corrects: ofDay === charge.day ? null : ofDay,
      }))
    }
    yield corrections
      .filter(({ charge }) => isWanted(charge.day))
      .map(({ charge, ofDay, values, resourceName, region }) => ({
        account,
        charge,
        values,
        resourceName,
        region,
        corrects: ofDay,
      }))
  }
  const opensAt = openFrom === null ? -Infinity : calendarOf(account.zone).startOf(openFrom)
  const interval = { startsAt: Math.max(UTC.startOf(from), opensAt), endsAt: UTC.startOf(to) }
  if (interval.startsAt >= interval.endsAt) return
  const { assignments } = await assignedOf(store, account)
  const basis = await pieceBasis(context, account)
  const resources = new Map(basis.resources.map((resource) => [resource.resourceId, resource]))
  for await (const pieces of chargePieces(store, basis, interval)) {
    const open = pieces.filter(
      ({ charge, utcDay }) => isWanted(utcDay) && (openFrom === null || charge.day >= openFrom),
    )
    yield byUtcDay(
      open.flatMap((piece) =>
        splitCharge(piece.charge, partsOn(assignments, piece.charge, piece.charge.day)).map((part) => ({
          ...part,
          piece,
        })),
      ),
    ).map(({ charge, values, piece }) => ({
      account,
      charge,
      values,
      ...namesOf(charge, piece, resources),
      corrects: null,
    }))
  }
}

interface PieceOfPart {
  readonly charge: DayCharge
  readonly values: FocusCharge['values']
  readonly piece: PieceCharge
}

/** The two pieces of a UTC day are one row where they are of the same owner. */
function byUtcDay(parts: readonly PieceOfPart[]): PieceOfPart[] {
  const rows = new Map<string, PieceOfPart>()
  for (const part of parts) {
    const { recordId, state, sku } = part.charge
    const key = JSON.stringify([part.piece.utcDay, recordId, state, sku, part.values])
    const known = rows.get(key)
    const charge = { ...part.charge, day: part.piece.utcDay }
    rows.set(key, { ...part, charge: known ? added(known.charge, charge) : charge })
  }
  return [...rows.values()]
}

const added = (a: DayCharge, b: DayCharge): DayCharge => ({
  ...a,
  quantityPicos: a.quantityPicos + b.quantityPicos,
  seconds: a.seconds + b.seconds,
  billedPicos: a.billedPicos + b.billedPicos,
  expectedPicos: a.expectedPicos === null || b.expectedPicos === null ? null : a.expectedPicos + b.expectedPicos,
})

function namesOf({ resourceId }: DayCharge, { name }: PieceCharge, resources: ReadonlyMap<string, Resource>) {
  const resource = resources.get(resourceId)
  return { resourceName: resource?.name ?? name, region: resource?.region ?? null }
}

/** What came into the wallets, on the UTC day on which the balance had it, else on the day that was typed. */
async function credits({ store }: AppContext, account: Account, { from, to }: DayRange) {
  const topUps = await findTopUps(store.db, account.accountId)
  return topUps
    .map(({ creditedAt, ...topUp }) => ({
      ...topUp,
      account,
      day: creditedAt === null ? topUp.day : UTC.dayOf(creditedAt),
    }))
    .filter(({ day }) => day >= from && day < to)
}
