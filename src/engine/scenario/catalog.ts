import { refuse } from './problem.ts'

/** One size in which a model is sold. */
export interface CatalogEntry {
  readonly gpuModel: string
  readonly tier: string
  readonly gpuCount: number
  /** Of all its GPUs together. */
  readonly memoryGb: number | null
  readonly canHibernate: boolean | null
  readonly regions: readonly string[]
}

/** What is wanted of one machine. */
export interface WantedMachine {
  readonly gpuModel: string
  readonly tier: string
  readonly gpuCount: number
  readonly region: string | null
}

/**
 * Refuses what is not sold, naming the field and what is: 'RTX-A6000 is sold up to 4 per machine; 8 asked'. An empty
 * catalog was never read and refuses nothing. Returns the entry, null where there is no catalog.
 */
export function checkSold(catalog: readonly CatalogEntry[], wanted: WantedMachine): CatalogEntry | null {
  if (catalog.length === 0) return null
  const { gpuModel, tier, gpuCount, region } = wanted
  const ofModel = catalog.filter((entry) => entry.gpuModel === gpuModel)
  if (ofModel.length === 0) refuse('gpuModel', `${gpuModel} is not sold; there are ${listOf(catalog, 'gpuModel')}`)
  const ofTier = ofModel.filter((entry) => entry.tier === tier)
  if (ofTier.length === 0) refuse('tier', `${gpuModel} is sold on tier ${listOf(ofModel, 'tier')}; ${tier} asked`)
  const ofSize = ofTier.find((entry) => entry.gpuCount === gpuCount)
  if (!ofSize) {
    const sizes = ofTier.map((entry) => entry.gpuCount).sort((a, b) => a - b)
    const most = sizes.at(-1)!
    refuse(
      'gpuCount',
      gpuCount > most
        ? `${gpuModel} is sold up to ${most} per machine; ${gpuCount} asked`
        : `${gpuModel} is sold by ${sizes.join(', ')} per machine; ${gpuCount} asked`,
    )
  }
  if (region !== null && ofSize.regions.length > 0 && !ofSize.regions.includes(region)) {
    refuse('region', `${gpuCount} x ${gpuModel} is sold in ${ofSize.regions.join(', ')}; ${region} asked`)
  }
  return ofSize
}

/** The tier that a model is sold on: the present one where it is, else the first; null where no catalog tells. */
export function tierOf(catalog: readonly CatalogEntry[], gpuModel: string, present: string | null): string | null {
  const tiers = catalog.filter((entry) => entry.gpuModel === gpuModel).map((entry) => entry.tier)
  return present !== null && tiers.includes(present) ? present : (tiers[0] ?? present)
}

function listOf(entries: readonly CatalogEntry[], key: 'gpuModel' | 'tier'): string {
  return [...new Set(entries.map((entry) => entry[key]))].join(', ')
}
