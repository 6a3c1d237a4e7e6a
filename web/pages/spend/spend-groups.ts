import type { ChargesRow } from '../../api.ts'
import { DIMENSION_LABELS, NOT_ASSIGNED, type Dimension } from '../../assignment-words.ts'
import { compare, minus, picosOf, sum } from '../../decimal.ts'
import { count } from '../../format.ts'
import { stateText } from '../../words.ts'

/** What the spend of a wallet can be taken apart by. */
export type SpendGroupKey = 'gpu_model' | 'region' | 'tier' | 'resource_type' | 'state' | Dimension

export const GROUPINGS: Readonly<Record<SpendGroupKey, { label: string; by: string; none: string }>> = {
  gpu_model: { label: 'GPU model', by: 'GPU model', none: 'storage, no GPU' },
  region: { label: 'Region', by: 'region', none: 'region not known' },
  tier: { label: 'Tier', by: 'tier', none: 'no tier' },
  resource_type: { label: 'Kind of resource', by: 'kind of resource', none: 'kind not known' },
  state: { label: 'State', by: 'state', none: 'state not known' },
  project: { label: DIMENSION_LABELS.project, by: 'project', none: NOT_ASSIGNED },
  owner: { label: DIMENSION_LABELS.owner, by: 'owner', none: NOT_ASSIGNED },
  cost_center: { label: DIMENSION_LABELS.cost_center, by: 'cost center', none: NOT_ASSIGNED },
}

/** The grouping of an address; by GPU model where it says none of ours. */
export function parseGrouping(value: string | undefined): SpendGroupKey {
  return value !== undefined && Object.hasOwn(GROUPINGS, value) ? (value as SpendGroupKey) : 'gpu_model'
}

/** The name of a group as it is shown. */
export function groupName(key: SpendGroupKey, value: string | null | undefined): string {
  if (value === null || value === undefined || value === '') return GROUPINGS[key].none
  if (key === 'state') return stateText(value)
  return key === 'resource_type' ? value.replaceAll('_', ' ') : value
}

/** Charges of one wallet added up under one name. */
export interface SpendTotal {
  readonly key: string
  readonly name: string
  readonly billed: string
  /** Recalculated from the price list; null where no price is known for a part. */
  readonly expected: string | null
  readonly gpuHours: number
  /** In the period before; null when that is not asked for. */
  readonly before: string | null
}

/**
 * Adds rows up by a name, dearest first. A name that only the period before had is there with nothing billed, so that
 * the changes add up to the change of the whole.
 */
export function spendTotals(
  rows: readonly ChargesRow[],
  before: readonly ChargesRow[] | null,
  nameOf: (row: ChargesRow) => { key: string; name: string },
): readonly SpendTotal[] {
  const groups = new Map<string, { name: string; now: ChargesRow[]; before: ChargesRow[] }>()
  const put = (row: ChargesRow, part: 'now' | 'before') => {
    const { key, name } = nameOf(row)
    const group = groups.get(key) ?? { name, now: [], before: [] }
    group[part].push(row)
    groups.set(key, group)
  }
  for (const row of rows) put(row, 'now')
  for (const row of before ?? []) put(row, 'before')
  return [...groups]
    .map(([key, group]) => ({ ...totalOf(group.now), key, name: group.name, before: before && billedOf(group.before) }))
    .sort((a, b) => compare(b.billed, a.billed) || compare(b.before ?? '0', a.before ?? '0'))
}

/** One total over rows of one wallet. */
export function totalOf(rows: readonly ChargesRow[]): Omit<SpendTotal, 'key' | 'name' | 'before'> {
  const expected = rows.map(({ expectedCost }) => expectedCost)
  return {
    billed: billedOf(rows),
    expected: expected.every((value) => value !== null) ? sum(expected) : null,
    gpuHours: rows.reduce((total, { gpuHours }) => total + gpuHours, 0),
  }
}

/** '12 % more', '3 % less', 'new', 'gone', 'the same': a change with its word; the arrow is for the eye. */
export function changeText(before: string, now: string): string {
  if (picosOf(before) === picosOf(now)) return 'the same'
  if (picosOf(before) === 0n) return '↑ new'
  if (picosOf(now) === 0n) return '↓ gone'
  const share = (Math.abs(Number(minus(now, before))) / Math.abs(Number(before))) * 100
  const isMore = compare(now, before) > 0
  const size = share < 1 ? 'under 1 %' : share > 1000 ? 'over ten times' : `${count(share)} %`
  return `${isMore ? '↑' : '↓'} ${size} ${isMore ? 'more' : 'less'}`
}

/** What part of a whole, '12 %'; nothing of nothing is nothing. */
export function shareText(part: string, whole: string): string {
  if (picosOf(whole) === 0n) return '0 %'
  const share = (Number(part) / Number(whole)) * 100
  return share > 0 && share < 1 ? 'under 1 %' : `${count(share)} %`
}

function billedOf(rows: readonly ChargesRow[]): string {
  return sum(rows.map(({ billedCost }) => billedCost))
}
