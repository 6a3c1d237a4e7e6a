import { deleteImportedPrice, importPrices } from '../../db/price-list-repository.ts'
import { deleteOverride, saveOverrides } from '../../db/price-override-repository.ts'
import { calendarOf, type Calendar } from '../../engine/index.ts'
import type { AppContext } from '../context.ts'
import type { PriceEntryBody, PriceEntryDto, PriceEntryKey } from '../dto/prices.ts'
import { invalidParameter, ProblemException } from '../problem.ts'
import { accountOf } from './account.ts'
import { instantOf, priceLine, ratedAnew } from './import-prices.ts'

interface Query {
  readonly account?: string | undefined
}

/** Keeps one typed price or contract, in the place of one of the same sku, wallet and beginning. */
export async function putPriceEntry(context: AppContext, body: PriceEntryBody, query: Query): Promise<PriceEntryDto> {
  const { accountId, zone } = await accountOf(context, query.account)
  const line = lineOf(body, calendarOf(zone))
  const now = context.clock()
  const { result, ...answer } = await ratedAnew(context, accountId, async (tx) => {
    if (line.kind === 'list') return importPrices(tx, accountId, [line.version], now)
    await saveOverrides(tx, accountId, [line.terms], now)
    return 1
  })
  if (result === 0)
    throw invalidParameter('from', 'the API told a price that begins at that very moment; that one stays')
  return answer
}

function lineOf(body: PriceEntryBody, calendar: Calendar) {
  const { kind, sku, currency, price = '', discountPercent = '', from, to = '' } = body
  const cells: Readonly<Record<string, string>> = {
    kind,
    sku,
    currency,
    price,
    discount_percent: discountPercent,
    valid_from: from,
    valid_to: to,
  }
  try {
    return priceLine({ cell: (name) => cells[name] ?? '' }, calendar)
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    throw new ProblemException('invalid-request', error.message)
  }
}

/** Takes a typed or imported price, or a contract, away again. */
export async function removePriceEntry(
  context: AppContext,
  { kind, sku, currency, from, account }: PriceEntryKey & Query,
): Promise<PriceEntryDto> {
  const { accountId, zone } = await accountOf(context, account)
  const key = { sku, currency, validFrom: momentOf(from, calendarOf(zone)) }
  const now = context.clock()
  const { result, ...answer } = await ratedAnew(context, accountId, (tx) =>
    kind === 'list' ? deleteImportedPrice(tx, accountId, key, now) : deleteOverride(tx, accountId, key, now),
  )
  if (!result) throw new ProblemException('not-found', `There is no ${kind} of ${sku} in ${currency} from ${from} on.`)
  return answer
}

function momentOf(text: string, calendar: Calendar) {
  try {
    return instantOf(text, calendar)
  } catch (error) {
    throw invalidParameter('from', (error as Error).message)
  }
}
