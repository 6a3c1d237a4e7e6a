import { importPrices } from '../../db/price-list-repository.ts'
import { saveOverrides } from '../../db/price-override-repository.ts'
import { markChargesStale } from '../../db/stale-charges-repository.ts'
import {
  calendarOf,
  parsePicos,
  type Calendar,
  type Instant,
  type PriceOverride,
  type PriceUnit,
  type PriceVersion,
} from '../../engine/index.ts'
import type { Connection } from '../../db/store.ts'
import type { AppContext } from '../context.ts'
import type { ImportedPricesDto } from '../dto/prices.ts'
import { accountOf } from './account.ts'
import { readTable, type CsvLine } from './csv-table.ts'

type PriceLine =
  | { readonly kind: 'list'; readonly version: PriceVersion }
  | { readonly kind: 'contract'; readonly terms: PriceOverride }

/**
 * Takes a CSV of dated lists and contracts: `sku,currency,price,valid_from` and, where they are wanted, `kind` (list or
 * contract), `unit`, `discount_percent`, `valid_to`. The days of the past are rated anew by the next ingest, which is
 * asked for. Throws a problem with every line that is wrong; then nothing is taken.
 */
export async function importPriceFile(
  context: AppContext,
  { csv }: { csv: string },
  query: { account?: string | undefined },
): Promise<ImportedPricesDto> {
  const { accountId, zone } = await accountOf(context, query.account)
  const calendar = calendarOf(zone)
  const lines = readTable(csv, ['sku', 'currency', 'valid_from'], (line) => priceLine(line, calendar))
  const list = lines.flatMap((line) => (line.kind === 'list' ? [line.version] : []))
  const terms = lines.flatMap((line) => (line.kind === 'contract' ? [line.terms] : []))
  const now = context.clock()
  const { result: written, ...answer } = await ratedAnew(context, accountId, async (tx) => {
    await saveOverrides(tx, accountId, unique(terms), now)
    return importPrices(tx, accountId, unique(list), now)
  })
  return { list: written, contracts: unique(terms).length, unchanged: unique(list).length - written, ...answer }
}

/** Changes prices of the past, and has its days rated anew by an ingest that is asked for. */
export async function ratedAnew<Result>(
  { store, clock, requestIngest }: AppContext,
  accountId: number,
  change: (tx: Connection) => Promise<Result>,
): Promise<{ result: Result; jobId: number; note: string }> {
  const result = await store.db.transaction().execute(async (tx) => {
    await markChargesStale(tx, accountId, clock())
    return change(tx)
  })
  const { jobId } = await requestIngest(accountId)
  const note = 'The days of the past are recalculated by the next ingest, which has been asked for.'
  return { result, jobId, note }
}

/** A list price or a contract by the names of the import's columns; throws a RangeError that says what is wrong. */
export function priceLine({ cell }: Pick<CsvLine, 'cell'>, calendar: Calendar): PriceLine {
  const [sku, currency, kind] = [cell('sku'), cell('currency').toUpperCase(), cell('kind') || 'list']
  const ofSku = unitOf(sku)
  if (ofSku === null) throw new RangeError(`'${sku}' is no sku: ${SKUS}`)
  if (!/^[A-Z]{3}$/.test(currency)) throw new RangeError(`'${cell('currency')}' is no currency, as USD`)
  const unit = cell('unit') || ofSku
  if (unit !== ofSku) throw new RangeError(`${sku} is priced per ${ofSku}, not per ${unit}`)
  const validFrom = instantOf(cell('valid_from'), calendar)
  const validTo = cell('valid_to') === '' ? null : instantOf(cell('valid_to'), calendar)
  if (validTo !== null && validTo <= validFrom) throw new RangeError('valid_to must be after valid_from')
  const period = { sku, currency, validFrom, validTo }
  if (kind === 'contract') return { kind, terms: { ...period, terms: termsOf(cell, ofSku, sku) } }
  if (kind !== 'list') throw new RangeError(`kind is list or contract, not ${kind}`)
  if (sku.endsWith('*')) throw new RangeError(`a list price is for one sku, not for ${sku}`)
  return { kind, version: { ...period, pricePicos: priceOf(cell('price')), unit: ofSku, source: 'imported' } }
}

function termsOf(cell: CsvLine['cell'], unit: PriceUnit, sku: string): PriceOverride['terms'] {
  const discount = cell('discount_percent')
  if ((discount === '') === (cell('price') === '')) {
    throw new RangeError('a contract has either a price or a discount_percent')
  }
  if (discount === '') {
    if (sku.endsWith('*')) throw new RangeError(`a fixed price is for one sku, not for ${sku}`)
    return { kind: 'price', pricePicos: priceOf(cell('price')), unit }
  }
  if (!/^\d{1,3}(\.\d{1,2})?$/.test(discount) || Number(discount) > 100) {
    throw new RangeError(`a discount lies between 0 and 100, with two places at most: ${discount}`)
  }
  return { kind: 'discount', basisPoints: Math.round(Number(discount) * 100) }
}

function priceOf(text: string): bigint {
  if (!/^\d{1,12}(\.\d{1,12})?$/.test(text)) throw new RangeError(`'${text}' is no price, as 2.49`)
  return parsePicos(text)
}

const SKUS =
  'gpu/TIER/MODEL, volume/TIER/TYPE, snapshot/TIER, image/TIER, hibernated, public_ip, ai/MODEL/input or ai/MODEL/output'

const UNITS: readonly (readonly [RegExp, PriceUnit])[] = [
  [/^gpu\/([^/]+\/)?[^/]+$/, 'gpu_hour'],
  [/^(volume\/([^/]+\/)?|image\/)[^/]+$/, 'tb_hour'],
  [/^snapshot\/[^/]+$/, 'snapshot_hour'],
  [/^(hibernated|public_ip)$/, 'machine_hour'],
  [/^ai\/(.+\/(input|output)|\*)$/, 'million_tokens'],
]

/** The unit that a sku is priced by; null where it is none. */
function unitOf(sku: string): PriceUnit | null {
  return UNITS.find(([form]) => form.test(sku))?.[1] ?? null
}

/** A day of the account's zone begins with its first instant; or an instant with its offset. */
export function instantOf(text: string, calendar: Calendar): Instant {
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(text)
  const at = Date.parse(isDay ? `${text}T00:00:00Z` : text)
  if (Number.isNaN(at) || (!isDay && !/(Z|[+-]\d{2}:\d{2})$/.test(text))) {
    throw new RangeError(`'${text}' is no day, as 2026-03-01, and no instant, as 2026-03-01T08:00:00Z`)
  }
  return isDay ? calendar.startOf(text) : at
}

/** The last line of each sku, wallet and beginning. */
function unique<Line extends { sku: string; currency: string; validFrom: Instant }>(lines: readonly Line[]): Line[] {
  return [...new Map(lines.map((line) => [`${line.sku} ${line.currency} ${line.validFrom}`, line])).values()]
}
