import type { AnomalyCause, AnomalyKey } from '../../engine/anomaly/index.ts'

export const CAUSE_WORDS: Readonly<Record<AnomalyCause, string>> = {
  'new-resource': 'a new resource',
  'count-up': 'more machines',
  'price-up': 'a higher price',
  'kept-on': 'on when it usually is not',
  'storage-growth': 'more storage',
  'more-use': 'more use of AI models',
  unknown: 'no single cause',
}

/** 'GPU model L40', 'the USD wallet'; a machine by its name. */
export function anomalyGroupText(anomaly: {
  readonly currency: string
  readonly key: AnomalyKey
  readonly value: string | null
  readonly resources: readonly { readonly name: string }[]
}): string {
  const { currency, key, value, resources } = anomaly
  switch (key) {
    case 'resource':
      return resources[0]?.name ?? value ?? ''
    case 'gpu_model':
      return value === null ? `storage and AI of the ${currency} wallet` : `GPU model ${value}`
    case 'wallet':
      return `the ${currency} wallet`
    case 'cost_center':
      return `cost center ${value}`
    default:
      return `${key} ${value}`
  }
}
