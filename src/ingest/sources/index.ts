import type { SourceName } from '../ingest-report.ts'
import type { Source } from '../source.ts'
import { aiHistory } from './ai.ts'
import { balance } from './balance.ts'
import { instanceBilling, snapshotBilling, volumeBilling } from './billing.ts'
import { gpuSpecs, regions } from './catalog.ts'
import { aiSummary, volumeTypes } from './facts.ts'
import { gpuStocks } from './gpu-stocks.ts'
import { aiModels, pricing } from './pricing.ts'
import { hibernated, images, instances, snapshots, volumes } from './resources.ts'

/** Every source by its name. */
export const sources: Readonly<Record<SourceName, Source>> = {
  balance,
  regions,
  'gpu-specs': gpuSpecs,
  'gpu-stocks': gpuStocks,
  pricing,
  instances,
  hibernated,
  volumes,
  'volume-types': volumeTypes,
  snapshots,
  images,
  'ai-models': aiModels,
  'ai-summary': aiSummary,
  'ai-history': aiHistory,
  'instance-billing': instanceBilling,
  'volume-billing': volumeBilling,
  'snapshot-billing': snapshotBilling,
}
