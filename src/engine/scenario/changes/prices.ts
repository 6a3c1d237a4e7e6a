import { parsePicos } from '../../money.ts'
import type { PriceList, PricePercent } from '../change.ts'
import { periodOf, type ChangeContext, type Draft } from '../draft.ts'
import type { PriceMod } from '../line-rates.ts'
import { refuse } from '../problem.ts'

/** Everything of a sku dearer or cheaper by so many per cent of what is paid. */
export function pricePercent(draft: Draft, change: PricePercent, context: ChangeContext): Draft {
  const percentPicos = parsedOr('percent', change.percent)
  if (percentPicos < parsePicos('-100'))
    refuse('percent', `a price cannot fall by more than 100 %; ${change.percent} asked`)
  const { sku, currency } = change
  const covers = (other: string, wallet: string) =>
    (currency === undefined || wallet === currency) &&
    (sku.endsWith('*') ? other.startsWith(sku.slice(0, -1)) : other === sku)
  const mod: PriceMod = {
    ...periodOf(change, context),
    change: context.index,
    covers,
    terms: { kind: 'percent', percentPicos },
  }
  return { ...draft, mods: [...draft.mods, mod] }
}

/** Prices by sku and wallet in the place of those that are paid. */
export function priceList(draft: Draft, change: PriceList, context: ChangeContext): Draft {
  if (change.prices.length === 0) refuse('prices', 'a new list names at least one price')
  const period = periodOf(change, context)
  const mods = change.prices.map(({ sku, currency, price }, i): PriceMod => {
    const pricePicos = parsedOr(`prices/${i}/price`, price)
    if (pricePicos < 0n) refuse(`prices/${i}/price`, `a price is not negative; ${price} asked`)
    return {
      ...period,
      change: context.index,
      covers: (other, wallet) => other === sku && wallet === currency,
      terms: { kind: 'price', pricePicos },
    }
  })
  return { ...draft, mods: [...draft.mods, ...mods] }
}

/** A decimal of the scenario in picos. */
export function parsedOr(field: string, decimal: string): bigint {
  try {
    return parsePicos(decimal)
  } catch {
    return refuse(field, `${JSON.stringify(decimal)} is not a decimal number`)
  }
}
