import {
  deleteTypedRate,
  exchangeRateExtent,
  findExchangeRates,
  findTypedRates,
  saveExchangeRates,
  saveTypedRate,
} from '../../db/exchange-rate-repository.ts'
import {
  addDays,
  calendarOf,
  formatPicos,
  parseEcbHistory,
  parsePicos,
  parity as parityOf,
  priceBook,
  rateAsOf,
  typedRate,
  withTax,
  type Day,
  type ExchangeRates,
  type NamedRate,
} from '../../engine/index.ts'
import { accountPrices } from '../../db/price-list-repository.ts'
import type { AppContext } from '../context.ts'
import type { FxDto, ImportedFxDto, NamedRateDto, ParityDto, TypedRateBody, TypedRateKey } from '../dto/fx.ts'
import { invalidParameter } from '../problem.ts'
import { accountOf } from './account.ts'
import { extentOf } from './extent.ts'
import { requireFirstIngest } from './first-ingest.ts'
import { linesOf } from './prices.ts'

interface Query {
  readonly account?: string | undefined
}

/** Which rates there are. */
export async function fx(context: AppContext, query: Query): Promise<FxDto> {
  const { accountId } = await accountOf(context, query.account)
  const [published, typed] = await Promise.all([
    exchangeRateExtent(context.store.db),
    findTypedRates(context.store.db, accountId),
  ])
  return {
    published,
    typed: typed.map(({ picos, ...row }) => ({ ...row, rate: formatPicos(picos) })),
  }
}

/** Takes the ECB's history as it is downloaded; the same for every account. */
export async function importFxFile(context: AppContext, { csv }: { csv: string }): Promise<ImportedFxDto> {
  const rates = parsed(csv)
  const days = [...rates.keys()].sort()
  if (days.length === 0) throw invalidParameter('csv', 'there is no day in it')
  const changed = await context.store.db.transaction().execute((tx) => saveExchangeRates(tx, rates))
  return { days: days.length, from: days[0]!, last: days.at(-1)!, changed }
}

function parsed(csv: string): ExchangeRates {
  try {
    return parseEcbHistory(csv)
  } catch (error) {
    throw invalidParameter('csv', (error as Error).message)
  }
}

/** Keeps a rate that was typed for a month. */
export async function putTypedRate(context: AppContext, body: TypedRateBody, query: Query): Promise<TypedRateBody> {
  const { accountId } = await accountOf(context, query.account)
  const picos = parsePicos(body.rate)
  if (picos === 0n) throw invalidParameter('rate', 'an exchange rate is more than 0')
  if (body.from === body.to) throw invalidParameter('to', 'the two currencies are the same')
  await saveTypedRate(context.store.db, accountId, { ...body, picos }, context.clock())
  return { ...body, rate: formatPicos(picos) }
}

/** Takes a typed rate away; whether there was one. */
export async function removeTypedRate(context: AppContext, { account, ...key }: TypedRateKey & Query) {
  const { accountId } = await accountOf(context, account)
  return { deleted: await deleteTypedRate(context.store.db, accountId, key) }
}

export interface ParityQuery extends Query {
  readonly from?: string | undefined
  readonly to?: string | undefined
  readonly day?: string | undefined
  readonly rate?: string | undefined
}

/** The price lists of two wallets side by side, without contracts; with a typed rate, or the last published one. */
export async function parity(context: AppContext, query: ParityQuery): Promise<ParityDto> {
  const { account } = await requireFirstIngest(context, query.account)
  const { db } = context.store
  const calendar = calendarOf(account.zone)
  const now = context.clock()
  const at = query.day === undefined ? now : Math.min(now, calendar.endOf(query.day) - 1)
  const day = calendar.dayOf(at)
  const list = (await accountPrices(db, account.accountId)).filter(({ source }) => source !== 'contracted')
  const { currencies } = await extentOf(context, account)
  const priced = [...new Set(list.map(({ currency }) => currency))].sort()
  const from = query.from ?? currencies.find((one) => one === 'USD') ?? currencies[0] ?? 'USD'
  const to = query.to ?? priced.find((one) => one !== from) ?? from
  if (from === to) throw invalidParameter('to', 'a price list is compared with that of another wallet')
  const answer = await rateOf(context, query.rate, from, to, day)
  const rate = answer.kind === 'rate' ? answer.rate : null
  const skus = [...new Set(linesOf(list).map(({ sku }) => sku))]
  return {
    from,
    to,
    day,
    rate: rate && rateDto(rate),
    note:
      answer.kind === 'rate'
        ? 'INR top-ups carry 18 % GST, which is counted. The wallet follows from the account’s country.'
        : `No rate of ${from} in ${to} within five days before ${day}${answer.last === null ? '' : `; the last is of ${answer.last}`}: import the ECB’s history, or type a rate.`,
    rows: parityOf(priceBook(list), skus, from, to, at, rate).map((row) => ({
      sku: row.sku,
      fromPrice: formatPicos(row.fromPicos),
      toPrice: formatPicos(row.toPicos),
      impliedRate: formatPicos(row.impliedPicos),
      converted: row.market && formatPicos(row.market.convertedPicos),
      taxed: row.market && formatPicos(withTax(row.toPicos, to)),
      difference: row.market?.difference ?? null,
    })),
  }
}

async function rateOf({ store }: AppContext, typed: string | undefined, from: string, to: string, day: Day) {
  if (typed !== undefined) {
    const picos = parsePicos(typed)
    if (picos === 0n) throw invalidParameter('rate', 'an exchange rate is more than 0')
    return { kind: 'rate' as const, rate: typedRate(from, to, picos) }
  }
  const rates = await findExchangeRates(store.db, [from, to], { from: '1999-01-01', to: addDays(day, 1) })
  return rateAsOf(rates, from, to, day)
}

/** A rate as it is told. */
export function rateDto({ from, to, picos, kind, days }: NamedRate): NamedRateDto {
  return { from, to, rate: formatPicos(picos), kind, days: [...days] }
}
