import { findPriceVersions } from '../../db/ledger-query-repository.ts'
import { findOverrides } from '../../db/price-override-repository.ts'
import { readingsBySource } from '../../db/overview-query-repository.ts'
import { areChargesStale } from '../../db/stale-charges-repository.ts'
import {
  calendarOf,
  contractedVersions,
  documentedPrices,
  formatPicos,
  inferPrices,
  priceBook,
  priceChanges as changesOf,
  type Calendar,
  type Instant,
  type PriceBook,
  type PriceChange,
  type PriceOverride,
  type PriceVersion,
} from '../../engine/index.ts'
import type { AppContext } from '../context.ts'
import type { PriceChangesDto, PriceDto, PricesDto, TermsDto } from '../dto/prices.ts'
import { pricesCsv } from '../export/prices-csv.ts'
import { toIso, toIsoOrNull } from '../iso.ts'
import { reconciledAccount } from './reconciled-account.ts'
import { reportFile, type ReportFile } from './report-file.ts'

export interface PricesQuery {
  readonly day?: string | undefined
  readonly currency?: string | undefined
  readonly account?: string | undefined
}

export interface PriceChangesQuery extends Omit<PricesQuery, 'day'> {
  readonly from?: string | undefined
  readonly to?: string | undefined
}

interface PriceLists {
  readonly list: readonly PriceVersion[]
  readonly overrides: readonly PriceOverride[]
}

/** Every price of the lists, of contracts and of bills: what holds at the end of a day, since when, and what held before. */
export async function prices(context: AppContext, query: PricesQuery): Promise<PricesDto> {
  const reconciled = await reconciledAccount(context, query)
  const { account, records, resources } = reconciled
  const { db } = context.store
  const { list, overrides } = await listsOf(context, account.accountId)
  const now = context.clock()
  const at = query.day === undefined ? now : Math.min(now, calendarOf(account.zone).endOf(query.day) - 1)
  const contracted = contractedVersions(list, overrides)
  const implied = inferPrices([...records.values()], [...resources.values()], context.config.rules)
  const books = { list: priceBook(list), yours: priceBook(contracted), inferred: priceBook(implied) }
  const readings = await readingsBySource(db, account.accountId)
  return {
    at: toIso(at),
    readAt: toIsoOrNull(readings.get('pricing') ?? null),
    areChargesStale: await areChargesStale(db, account.accountId),
    rows: linesOf([...list, ...contracted, ...implied])
      .filter(({ currency }) => query.currency === undefined || currency === query.currency)
      .map((line) => rowOf(line, books, at)),
    terms: overrides.map(termsDto),
  }
}

/** Every price that held, in the form that the import takes. */
export async function pricesFile(context: AppContext, query: PricesQuery): Promise<ReportFile> {
  return reportFile(context, query, 'prices.csv', pricesCsv(await prices(context, query)))
}

/** Changes of the lists within a period, the newest first. */
export async function priceChanges(
  context: AppContext,
  { from, to, currency, account: slug }: PriceChangesQuery,
): Promise<PriceChangesDto> {
  const { account } = await reconciledAccount(context, { account: slug })
  const { list } = await listsOf(context, account.accountId)
  const calendar = calendarOf(account.zone)
  const startsAt = from === undefined ? -Infinity : calendar.startOf(from)
  const endsAt = to === undefined ? Infinity : calendar.startOf(to)
  const changes = changesOf(priceBook(list), linesOf(list))
  return {
    rows: changes
      .filter(({ at }) => at >= startsAt && at < endsAt)
      .filter((change) => currency === undefined || change.currency === currency)
      .reverse()
      .map((change) => toPriceChangeDto(change, calendar)),
  }
}

export function toPriceChangeDto(
  { at, sku, currency, fromPicos, toPicos, change, source }: PriceChange,
  calendar: Calendar,
): PriceChangesDto['rows'][number] {
  return {
    at: toIso(at),
    day: calendar.dayOf(at),
    sku,
    currency,
    before: formatPicos(fromPicos),
    after: formatPicos(toPicos),
    change,
    source,
  }
}

async function listsOf({ store }: AppContext, accountId: number): Promise<PriceLists> {
  const [versions, overrides] = await Promise.all([
    findPriceVersions(store.db, accountId),
    findOverrides(store.db, accountId),
  ])
  return { list: [...documentedPrices, ...versions], overrides }
}

/** Each sku and wallet once, with its unit, sorted. */
export function linesOf(versions: readonly PriceVersion[]): Pick<PriceVersion, 'sku' | 'currency' | 'unit'>[] {
  const lines = new Map(versions.map(({ sku, currency, unit }) => [`${sku} ${currency}`, { sku, currency, unit }]))
  return [...lines].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, line]) => line)
}

function rowOf(
  { sku, currency, unit }: Pick<PriceVersion, 'sku' | 'currency' | 'unit'>,
  books: Readonly<Record<'list' | 'yours' | 'inferred', PriceBook>>,
  at: Instant,
): PriceDto {
  const heldIn = (book: PriceBook) => {
    const [piece] = book.pieces(sku, currency, { startsAt: at, endsAt: at + 1 })
    return piece?.version ? held(piece.version, piece.version.validFrom, piece.version.validTo) : null
  }
  const list = heldIn(books.list)
  const history = books.list
    .timeline(sku, currency)
    .flatMap(({ interval: { startsAt, endsAt }, version }) =>
      version ? [held(version, startsAt, endsAt === Infinity ? null : endsAt)] : [],
    )
  const inferred = history.length > 0 ? null : heldIn(books.inferred)
  return { sku, currency, unit, list, yours: heldIn(books.yours), inferred, history }
}

function held(
  { pricePicos, source }: PriceVersion,
  since: Instant,
  until: Instant | null,
): PriceDto['history'][number] {
  return { price: formatPicos(pricePicos), source, since: toIso(since), until: toIsoOrNull(until) }
}

function termsDto({ sku, currency, validFrom, validTo, terms }: PriceOverride): TermsDto {
  return {
    sku,
    currency,
    price: terms.kind === 'price' ? formatPicos(terms.pricePicos) : null,
    unit: terms.kind === 'price' ? terms.unit : null,
    discountPercent: terms.kind === 'discount' ? String(terms.basisPoints / 100) : null,
    from: toIso(validFrom),
    to: toIsoOrNull(validTo),
  }
}
