import type { GpuSpec } from '../../db/gpu-spec-repository.ts'
import { creditRules, formatPicos, gpuSku, HOUR_MS, mulDiv, type Instant } from '../../engine/index.ts'
import type { DemandDto } from '../dto/capacity.ts'
import { toIsoOrNull } from '../iso.ts'
import { pathOf } from './forecast-of.ts'
import type { Ledger } from './ledger.ts'

export interface WalletBalance {
  readonly balancePicos: bigint
  readonly readAt: Instant
}

export interface PriceSources {
  readonly ledger: Ledger
  readonly specs: readonly GpuSpec[]
  readonly wallets: ReadonlyMap<string, WalletBalance>
  readonly now: Instant
}

/** So many machines from one moment to another. */
export interface Stay {
  readonly machines: number
  readonly startsAt: Instant
  readonly endsAt: Instant
}

type Price = DemandDto['options'][number]['prices'][number]

/** What one machine costs per hour in each wallet that the account has. */
export function pricesOf(
  gpuModel: string,
  gpusEach: number,
  { ledger, specs, wallets, now }: PriceSources,
): Map<string, bigint> {
  const tier = tierOf(gpuModel, { ledger, specs })
  const prices = new Map<string, bigint>()
  for (const currency of [...wallets.keys()].sort()) {
    const sku = gpuSku(tier, gpuModel)
    const { version } = ledger.prices.pieces(sku, currency, { startsAt: now, endsAt: now + 1 })[0]!
    if (version?.unit === 'gpu_hour') prices.set(currency, version.pricePicos * BigInt(gpusEach))
  }
  return prices
}

/** The tier that machines of a GPU are sold in; null where neither a specification nor a machine of it was seen. */
export function tierOf(gpuModel: string, { ledger, specs }: Pick<PriceSources, 'ledger' | 'specs'>): string | null {
  const isOfPool = (other: { gpuModel: string | null }) => other.gpuModel === gpuModel
  return (specs.find(isOfPool) ?? ledger.resources.find(isOfPool))?.tier ?? null
}

const seconds = (span: number) => BigInt(Math.round(Math.max(0, span) / 1000))

/**
 * What a stay costs in a wallet, what that will hold by then as things are expected to go on, plans included, and what is
 * missing so that it never falls under what a deploy needs, with the moment by which it is missing.
 */
export function priceOf(
  currency: string,
  perMachineHour: bigint,
  { machines, startsAt, endsAt }: Stay,
  { ledger, wallets }: PriceSources,
): Price {
  const perHour = perMachineHour * BigInt(machines)
  const costUntil = (at: Instant) => mulDiv(perHour, seconds(Math.min(at, endsAt) - startsAt), 3600n)
  const { balancePicos, readAt } = wallets.get(currency)!
  const minimum = creditRules(currency).minimumBalancePicos
  const path = pathOf(ledger, currency, readAt)
  const spentUntil = (at: Instant) => {
    const next = path.findIndex((point) => point.at >= at)
    if (next <= 0) return next === 0 ? 0n : path.at(-1)!.p50Picos
    const [from, to] = [path[next - 1]!, path[next]!]
    return from.p50Picos + mulDiv(to.p50Picos - from.p50Picos, seconds(at - from.at), seconds(to.at - from.at))
  }
  const leftAt = (at: Instant) => balancePicos - spentUntil(at) - costUntil(at)
  const missing = minimum - leftAt(endsAt)
  let topUpBy: Instant | null = null
  if (missing > 0n) {
    topUpBy = endsAt
    // By the hour: the path is told no finer.
    for (let at = readAt; at < endsAt; at += HOUR_MS) {
      if (leftAt(at) >= minimum) continue
      topUpBy = at
      break
    }
  }
  const atStart = leftAt(startsAt)
  return {
    currency,
    perMachineHour: formatPicos(perMachineHour),
    total: formatPicos(costUntil(endsAt)),
    balance: formatPicos(balancePicos),
    atStart: formatPicos(atStart),
    minimum: formatPicos(minimum),
    canDeploy: atStart >= minimum,
    topUp: formatPicos(missing > 0n ? missing : 0n),
    topUpBy: toIsoOrNull(topUpBy),
  }
}
