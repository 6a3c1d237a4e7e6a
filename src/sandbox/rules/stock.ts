import { ApiError } from '../api-error.ts'
import { GPU_MODELS, gpuModel, type GpuModel } from '../catalog.ts'
import { stateAt } from '../ledger.ts'
import type { Sandbox } from '../sandbox.ts'
import { type Stock, STOCK_REGIONS, modelsOf, stockAt } from '../stock.ts'

/** Stock of a model in a region less what the account deployed there by the API; scripted machines are in the demand. */
export function stockOf({ seed, account, deployed }: Sandbox, region: string, model: GpuModel, now: number): Stock {
  let drawn = 0
  for (const id of deployed) {
    const machine = account.find('instance', id, now)
    if (machine?.region !== region || machine.gpuModel !== model.model) continue
    if (stateAt(machine.ledger, now) !== 'HIBERNATED') drawn += machine.gpuCount
  }
  return stockAt(seed, region, model, now, drawn)
}

/**
 * Refuses where the GPUs are not to be had, and says what the troubleshooting page advises: the same GPUs in other
 * regions, other GPUs in the same one.
 */
export function requireStock(sandbox: Sandbox, region: string, model: string, gpuCount: number, now: number): void {
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
  throw new ApiError('out_of_stock', `${model} x${gpuCount} is out of stock in ${region}`, {
    alternatives: { regions, gpu_models: gpus.map((other) => other.model) },
  })
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
