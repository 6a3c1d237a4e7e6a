import { parsePicos, type Currency } from '../money.ts'
import type { Instant, Interval } from '../time.ts'
import { aheadOf } from './ahead-of.ts'
import { addDrivers, type Driver } from './driver.ts'
import { driversOf, estimate, type Estimate } from './estimate.ts'
import { pricesKnownAt, resourcesKnownAt } from './known-at.ts'
import { leafOutlooks, type PlansAhead } from './leaf-outlook.ts'
import type { AheadInput } from './spend-ahead.ts'
import { walletBands } from './window-error.ts'

export interface SpanInput extends AheadInput {
  readonly planned?: PlansAhead
}

/** The forecast of one wallet over a stretch of time, whatever its days. */
export interface SpanForecast extends Omit<Estimate, 'group'> {
  readonly startsAt: Instant
  readonly endsAt: Instant
  readonly early: boolean
  readonly origins: number
  /** What its run rate alone would have said. */
  readonly runRatePicos: bigint
}

/**
 * What each wallet will have cost in [startsAt, endsAt), from asOf on: the forecast of every page, without days and
 * groups. What was billed of it before asOf counts as billed.
 */
export function forecastSpan(input: SpanInput, { startsAt, endsAt }: Interval): SpanForecast[] {
  const { asOf } = input
  const ahead = aheadOf(input)
  const from = Math.max(startsAt, asOf)
  const byWallet = Map.groupBy(leafOutlooks({ ...input, ahead, endsAt }), ({ currency }) => currency)
  const currencies = new Set([...ahead.wallets.keys(), ...byWallet.keys()])
  return [...currencies].sort().map((currency: Currency) => {
    const wallet = ahead.wallets.get(currency)
    const drivers: Partial<Record<Driver, bigint>> = {}
    for (const outlook of byWallet.get(currency) ?? []) addDrivers(drivers, driversOf(outlook, from, endsAt))
    const bands = walletBands(wallet ?? null, asOf, from, endsAt)
    const { history } = wallet ?? {}
    const billed = history && startsAt < asOf ? history.spent(startsAt, Math.min(asOf, endsAt)) : 0
    const runRate = (history?.rateAt(asOf - 1) ?? 0) * (endsAt - from)
    return {
      currency,
      startsAt,
      endsAt,
      ...estimate(bands, { billed: picosOf(billed), drivers }),
      early: bands.early,
      origins: bands.origins,
      runRatePicos: picosOf(billed + runRate),
    }
  })
}

/**
 * The same of several spans as it could have been forecast at an earlier moment: from the bills and prices as they were,
 * without plans of today.
 */
export function pastSpans(
  { planned: _, ...input }: SpanInput,
  madeAt: Instant,
  spans: readonly Interval[],
): SpanForecast[][] {
  const resources = resourcesKnownAt(input.resources, madeAt)
  const then = { ...input, resources, prices: pricesKnownAt(input.prices, madeAt), asOf: madeAt }
  return spans.map((span) => forecastSpan(then, span))
}

const picosOf = (units: number) => parsePicos(Math.max(0, units).toFixed(12))
