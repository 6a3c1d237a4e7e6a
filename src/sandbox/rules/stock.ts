import { ApiError } from '../api-error.ts'
import { GPU_MODELS, gpuModel, type GpuModel } from '../catalog.ts'
import { stateAt } from '../ledger.ts'
import type { Sandbox } from '../sandbox.ts'
import { type Stock, STOCK_REGIONS, modelsOf, stockAt } from '../stock.ts'

/** Stock of a model in a region less what the account deployed there by the API; scripted machines are in the demand. */
export function stockOf(sandbox: Sandbox, region: string, model: GpuModel, now: number): Stock {
  const { seed, account, deployed, spareGpus } = sandbox
  let drawn = 0
  for (const id of deployed) {
    const machine = account.find('instance', id, now)
    if (machine?.region !== region || machine.gpuModel !== model.model) continue
    if (stateAt(machine.ledger, now) !== 'HIBERNATED') drawn += machine.gpuCount
  }
  return stockAt(seed, region, model, now, { drawn, spare: spareGpus })
}

interface Wanted {
  region: string
  gpuModel: string
  gpuCount: number
}

/**
 * Refuses a deployment where the GPUs are not to be had, and says what the troubleshooting page advises: the same GPUs
 * in other regions, other GPUs in the same one.
 */
export function requireStock(sandbox: Sandbox, wanted: Wanted, now: number): void {
  const { region, gpuModel: model, gpuCount } = wanted
  if (available(sandbox, region, gpuModel(model), gpuCount, now)) return
  const regions = STOCK_REGIONS.filter(
    (other) =>
      other !== region &&
      gpuModel(model).regions.includes(other) &&
      available(sandbox, other, gpuModel(model), gpuCount, now),
  )
  const gpus = modelsOf(region).filter(
    (other) => other.model !== model && available(sandbox, region, other, gpuCount, now),
  )
  throw new ApiError('out_of_stock', outOfStock(wanted), {
    alternatives: { regions, gpu_models: gpus.map((other) => other.model) },
  })
}

/** The same for what comes back as it was: only its own GPUs in its own region will do, so nothing else is offered. */
export function requireStockAgain(sandbox: Sandbox, wanted: Wanted, now: number): void {
  if (available(sandbox, wanted.region, gpuModel(wanted.gpuModel), wanted.gpuCount, now)) return
  throw new ApiError(
    'out_of_stock',
    `${outOfStock(wanted)}; a restore needs the same GPUs in the same region: try again later, or deploy a new instance`,
  )
}

function outOfStock({ region, gpuModel, gpuCount }: Wanted): string {
  return `${gpuModel} x${gpuCount} is out of stock in ${region}`
}

function available(sandbox: Sandbox, region: string, model: GpuModel, gpuCount: number, now: number): boolean {
  return (stockOf(sandbox, region, model, now).configurations[`${gpuCount}x`] ?? 0) > 0
}

/** Refuses a model that is not sold, not in the region, not in the tier, or not in that count; what is not named fits. */
export function requireSold(
  model: string,
  gpuCount: number | undefined,
  region: string | undefined,
  tier: string | undefined,
): void {
  const sold = GPU_MODELS.find((one) => one.model === model)
  if (!sold)
    throw new ApiError(
      'bad_request',
      `gpu_model: '${model}' is not sold; one of ${GPU_MODELS.map((one) => one.model).join(', ')}`,
    )
  if (tier !== undefined && tier !== sold.tier)
    throw new ApiError('bad_request', `tier: ${model} is sold in the ${sold.tier} tier`)
  if (region !== undefined && !sold.regions.includes(region))
    throw new ApiError('bad_request', `region: ${model} is sold in ${sold.regions.join(', ')}`)
  const counts = sold.flavors.map((flavor) => flavor.gpuCount)
  if (gpuCount !== undefined && !counts.includes(gpuCount))
    throw new ApiError('bad_request', `gpu_count: ${model} is sold by ${counts.join(', ')}`)
}
