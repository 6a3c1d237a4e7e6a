import { mulDiv, PICOS, type Currency } from '../money.ts'
import { chargeItem } from '../rating/charge-item.ts'
import type { ChargeState } from '../rating/charge.ts'
import type { Interval } from '../time.ts'
import type { PlanBaseline } from './baseline.ts'
import { listRate, type Line, type Span } from './line.ts'

/** A price that the scenario sets, over a time. */
export interface PriceMod extends Interval {
  readonly change: number
  readonly covers: (sku: string, currency: Currency) => boolean
  readonly terms:
    | { readonly kind: 'percent'; readonly percentPicos: bigint }
    | { readonly kind: 'price'; readonly pricePicos: bigint }
}

/** Per hour and for all machines of the line, in picos; null where no price is known. */
export interface LineRates {
  /** What it costs now, 0 for what is new. */
  readonly now: bigint
  /** The same for as many machines and GPUs as the scenario has. */
  readonly counted: bigint | null
  /** While on and while asleep, at what is paid now. */
  readonly on: bigint | null
  readonly asleep: bigint | null
  /** The same at the prices and of the models of the scenario. */
  readonly onThen: bigint | null
  readonly asleepThen: bigint | null
}

/** The rates of a line in a span, under the price changes that hold in a part of it. */
export function lineRates(line: Line, span: Span, mods: readonly PriceMod[], baseline: PlanBaseline): LineRates {
  const { present, currency } = line
  const { asset, machines, growth } = span
  const number = { num: BigInt(machines) * growth.num, den: growth.den }
  const times = (picos: bigint | null, { num, den } = number) => picos && mulDiv(picos, num, den)
  const isStored = asset.kind !== 'instance'
  const onState: ChargeState = isStored ? 'stored' : 'active'
  const list = (state: ChargeState) => times(listRate(asset, state, currency, baseline))
  const then = (state: ChargeState, rate: bigint | null) =>
    modified(rate, state, span, number, currency, mods, baseline)

  if (present === null) {
    const on = list(onState)
    const asleep = isStored ? null : list('hibernated')
    const rates = { now: 0n, counted: on, on, asleep }
    return { ...rates, onThen: then(onState, on), asleepThen: then('hibernated', asleep) }
  }
  const gpusBefore = present.asset.gpuCount
  const gpus = asset.gpuCount
  const scaled =
    gpusBefore !== null && gpus !== null && gpus !== gpusBefore
      ? { num: number.num * BigInt(gpus), den: number.den * BigInt(gpusBefore) }
      : number
  const isSame = asset.tier === present.asset.tier && asset.gpuModel === present.asset.gpuModel
  const own = times(present.onPicos, scaled)
  const onList = isSame ? own : list(onState)
  // What had no rate cannot have become dearer or cheaper: all of it is new.
  const on = own ?? onList
  const asleep = times(present.asleepPicos)
  return {
    now: present.perHourPicos ?? 0n,
    counted: present.state === 'hibernated' ? asleep : on,
    on,
    asleep,
    onThen: then(onState, onList),
    asleepThen: then('hibernated', asleep),
  }
}

/** Whether a price change is about what the line is at some time. */
export function isPricedBy(line: Line, { covers }: PriceMod, { rules }: PlanBaseline): boolean {
  return line.spans.some(({ asset, mode }) => {
    const states: ChargeState[] =
      asset.kind !== 'instance' ? ['stored'] : mode.kind === 'on' ? ['active'] : ['active', 'hibernated']
    return states.some((state) => covers(chargeItem(asset, state, rules).sku, line.currency))
  })
}

const HUNDRED = 100n * PICOS

function modified(
  rate: bigint | null,
  state: ChargeState,
  { asset }: Span,
  number: { num: bigint; den: bigint },
  currency: Currency,
  mods: readonly PriceMod[],
  { rules }: PlanBaseline,
): bigint | null {
  if (mods.length === 0) return rate
  const item = chargeItem(asset, state, rules)
  let now = rate
  for (const { covers, terms } of mods) {
    if (!covers(item.sku, currency)) continue
    if (terms.kind === 'percent') now = now && mulDiv(now, HUNDRED + terms.percentPicos, HUNDRED)
    else if (item.units !== null) {
      now = mulDiv(terms.pricePicos, item.units.num * number.num, item.units.den * number.den)
    }
  }
  return now
}
