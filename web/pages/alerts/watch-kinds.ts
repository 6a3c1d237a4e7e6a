import type { Watch } from '../../alerts-api.ts'

export type WatchKind = Watch['kind']

/** A field of a watch as the form asks for it; empty means null where a watch allows that. */
export interface WatchField {
  readonly key: string
  readonly label: string
  readonly kind: 'text' | 'whole' | 'number' | 'decimal' | 'wallet'
  readonly isOptional?: boolean
}

interface WatchForm<Kind extends WatchKind> {
  readonly label: string
  readonly fresh: Extract<Watch, { kind: Kind }>
  readonly fields: readonly WatchField[]
}

const WALLET: WatchField = { key: 'currency', label: 'Wallet', kind: 'wallet', isOptional: true }

/** What can be watched, as the form shows it. */
export const WATCH_FORMS: { readonly [Kind in WatchKind]: WatchForm<Kind> } = {
  depletion: {
    label: 'a wallet could run out',
    fresh: { kind: 'depletion', currency: null, withinHours: null },
    fields: [WALLET, { key: 'withinHours', label: 'Also within (hours)', kind: 'whole', isOptional: true }],
  },
  'burn-guard': {
    label: 'something burns that nobody meant',
    fresh: { kind: 'burn-guard', currency: null, limitPerHour: null, factor: 2 },
    fields: [
      WALLET,
      { key: 'limitPerHour', label: 'Limit an hour (empty: by the factor)', kind: 'decimal', isOptional: true },
      { key: 'factor', label: 'Times the dearest hour', kind: 'number' },
    ],
  },
  'price-change': {
    label: 'a price changes',
    fresh: { kind: 'price-change', currency: null, leastPercent: 1 },
    fields: [WALLET, { key: 'leastPercent', label: 'By at least (%)', kind: 'number' }],
  },
  'stock-back': {
    label: 'GPUs can be had',
    fresh: { kind: 'stock-back', region: null, gpuModel: '', size: 8, machines: 1 },
    fields: [
      { key: 'gpuModel', label: 'GPU model', kind: 'text' },
      { key: 'size', label: 'GPUs each', kind: 'whole' },
      { key: 'machines', label: 'Machines', kind: 'whole' },
      { key: 'region', label: 'Region (empty: any)', kind: 'text', isOptional: true },
    ],
  },
  'ingest-stale': {
    label: 'figures grow old',
    fresh: { kind: 'ingest-stale', hours: 3 },
    fields: [{ key: 'hours', label: 'Hours', kind: 'whole' }],
  },
}

/** The value of a field after what was typed. */
export function fieldValue({ kind, isOptional }: WatchField, text: string): string | number | null {
  const trimmed = text.trim()
  if (trimmed === '' && isOptional) return null
  return kind === 'whole' || kind === 'number' ? Number(trimmed) : trimmed
}
