import type { Watch } from '../../alerts-api.ts'

export type WatchKind = Watch['kind']

/** A field of a watch as the form asks for it; empty means null where a watch allows that. */
export interface WatchField {
  readonly key: string
  readonly label: string
  readonly kind: 'text' | 'number' | 'wallet' | 'basis' | 'percents'
  readonly isOptional?: boolean
}

interface WatchForm<Kind extends WatchKind> {
  readonly label: string
  readonly fresh: Extract<Watch, { kind: Kind }>
  readonly fields: readonly WatchField[]
}

const WALLET: WatchField = { key: 'currency', label: 'Wallet', kind: 'wallet', isOptional: true }

const OF_WHOM: readonly WatchField[] = [
  { key: 'project', label: 'Project (empty: each)', kind: 'text', isOptional: true },
  { key: 'owner', label: 'Owner (empty: each)', kind: 'text', isOptional: true },
  { key: 'cost_center', label: 'Cost center (empty: each)', kind: 'text', isOptional: true },
]

/** What can be watched, as the form shows it. */
export const WATCH_FORMS: { readonly [Kind in WatchKind]: WatchForm<Kind> } = {
  depletion: {
    label: 'a wallet could run out',
    fresh: { kind: 'depletion', currency: null, withinHours: null },
    fields: [WALLET, { key: 'withinHours', label: 'Also within (hours)', kind: 'number', isOptional: true }],
  },
  'burn-guard': {
    label: 'something burns that nobody meant',
    fresh: { kind: 'burn-guard', currency: null, limitPerHour: null, factor: 2 },
    fields: [
      WALLET,
      { key: 'limitPerHour', label: 'Limit an hour (empty: by the factor)', kind: 'text', isOptional: true },
      { key: 'factor', label: 'Times the dearest hour', kind: 'number' },
      ...OF_WHOM,
    ],
  },
  budget: {
    label: 'a budget is nearly spent, or will be',
    fresh: { kind: 'budget', budgetId: null, basis: 'p50', percents: [100] },
    fields: [
      { key: 'basis', label: 'By', kind: 'basis' },
      { key: 'percents', label: 'Over (% of it, by commas)', kind: 'percents' },
      { key: 'budgetId', label: 'Budget number (empty: each)', kind: 'number', isOptional: true },
      ...OF_WHOM,
    ],
  },
  fund: {
    label: 'a grant may not last',
    fresh: { kind: 'fund', fundId: null, underPercent: 50 },
    fields: [
      { key: 'underPercent', label: 'Chance under (in 100)', kind: 'number' },
      { key: 'fundId', label: 'Grant number (empty: each)', kind: 'number', isOptional: true },
      ...OF_WHOM,
    ],
  },
  anomaly: {
    label: 'spend was not to be expected',
    fresh: { kind: 'anomaly', currency: null, leastPercent: 2 },
    fields: [
      WALLET,
      { key: 'leastPercent', label: "From so much over the usual on (% of a day's spend)", kind: 'number' },
      ...OF_WHOM,
    ],
  },
  'wallet-fall': {
    label: 'a wallet falls without a bill',
    fresh: { kind: 'wallet-fall', currency: null },
    fields: [WALLET],
  },
  'price-change': {
    label: 'a price changes',
    fresh: { kind: 'price-change', currency: null, leastPercent: 1 },
    fields: [WALLET, { key: 'leastPercent', label: 'By at least (%)', kind: 'number' }, ...OF_WHOM],
  },
  'stock-back': {
    label: 'GPUs can be had',
    fresh: { kind: 'stock-back', region: null, gpuModel: '', size: 8, machines: 1 },
    fields: [
      { key: 'gpuModel', label: 'GPU model', kind: 'text' },
      { key: 'size', label: 'GPUs each', kind: 'number' },
      { key: 'machines', label: 'Machines', kind: 'number' },
      { key: 'region', label: 'Region (empty: any)', kind: 'text', isOptional: true },
    ],
  },
  'ingest-stale': {
    label: 'figures grow old',
    fresh: { kind: 'ingest-stale', hours: 3 },
    fields: [{ key: 'hours', label: 'Hours', kind: 'number' }],
  },
}

/** The value of a field after what was typed. */
export function fieldValue({ kind, isOptional }: WatchField, text: string): string | number | number[] | null {
  const trimmed = text.trim()
  if (trimmed === '' && isOptional) return null
  if (kind === 'percents') return trimmed.split(',').map(Number)
  return kind === 'number' ? Number(trimmed) : trimmed
}

/** The same as the form shows it. */
export function fieldText(value: unknown): string {
  if (Array.isArray(value)) return value.join(', ')
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}
