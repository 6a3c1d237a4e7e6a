/** The state of a resource in the reader's words. */
export function stateText(state: string): string {
  return STATES[state] ?? state.replaceAll('_', ' ')
}

const STATES: Readonly<Record<string, string>> = {
  active: 'running',
  shutoff: 'shut off, GPUs held',
  hibernated: 'hibernated',
  transitional: 'changing',
  error: 'in error',
  stored: 'stored',
  used: 'used',
  unknown: 'running or shut off',
  on: 'running or shut off',
}

/** '4 × H100-SXM5-80GB'; null without a GPU. */
export function gpuText(model: string | null, count: number | null): string | null {
  if (model === null) return null
  return count === null ? model : `${count} × ${model}`
}

/** What an ingest reads, in words: 'instance-billing' is 'bills of machines'. */
export function sourceText(source: string): string {
  return SOURCES[source] ?? source
}

const SOURCES: Readonly<Record<string, string>> = {
  balance: 'balance',
  regions: 'regions',
  'gpu-specs': 'GPU models',
  'gpu-stocks': 'GPU stock',
  pricing: 'prices',
  instances: 'machines',
  volumes: 'volumes',
  snapshots: 'snapshots',
  'instance-billing': 'bills of machines',
  'volume-billing': 'bills of volumes',
  'snapshot-billing': 'bills of snapshots',
  hibernated: 'hibernated machines',
  'volume-types': 'volume types',
  images: 'images',
  'ai-history': 'uses of AI models',
  'ai-models': 'AI models',
  'ai-summary': 'sums of AI models',
  'instance-details': 'details of machines',
}
