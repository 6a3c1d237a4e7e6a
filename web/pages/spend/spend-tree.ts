import { api, type ChargesRow } from '../../api.ts'
import { NOT_ASSIGNED } from '../../assignment-words.ts'
import type { TreeRow } from '../../components/tree-table.tsx'
import type { Parties } from '../../filters.ts'
import { dayText } from '../../format.ts'
import { stateText } from '../../words.ts'
import type { Day } from '../../zone-time.ts'
import { groupName, spendTotals, totalOf, type SpendGroupKey, type SpendTotal } from './spend-groups.ts'

export interface SpendQuestion {
  readonly from: Day
  readonly to: Day
  readonly today: Day
  readonly region: string | null
  readonly parties: Parties
  readonly grouping: SpendGroupKey
}

/** The spend of a wallet as groups, that open into their resources, that open into their days and states. */
export function spendTree(
  rows: readonly ChargesRow[],
  before: readonly ChargesRow[] | null,
  currency: string,
  question: SpendQuestion,
): readonly TreeRow<SpendTotal>[] {
  const { grouping } = question
  const groupOf = (row: ChargesRow) => ({ key: row[grouping] ?? '', name: groupName(grouping, row[grouping]) })
  return spendTotals(rows, before, groupOf).map((total) => {
    const isMember = (row: ChargesRow) => groupOf(row).key === total.key
    const members = rows.filter(isMember)
    const membersBefore = before && before.filter(isMember)
    return {
      key: total.key,
      name: total.name,
      row: total,
      open: () => Promise.resolve(resourceRows(members, membersBefore, currency, question)),
    }
  })
}

function resourceRows(
  rows: readonly ChargesRow[],
  before: readonly ChargesRow[] | null,
  currency: string,
  question: SpendQuestion,
): readonly TreeRow<SpendTotal>[] {
  const resourceOf = (row: ChargesRow) => {
    const id = row.resource ?? ''
    return { key: id, name: row.resource_name || id }
  }
  return spendTotals(rows, before, resourceOf).map((total) => {
    const first = rows.find((row) => row.resource === total.key)
    return {
      key: total.key,
      name: total.name,
      row: total,
      ...(first && { open: () => dayRows(first, currency, question) }),
    }
  })
}

/** The days of one resource, in the group that was opened. */
async function dayRows(
  member: ChargesRow,
  currency: string,
  question: SpendQuestion,
): Promise<readonly TreeRow<SpendTotal>[]> {
  const { from, to, today, grouping, parties } = question
  const filter = { ...parties, ...(isSplit(grouping) && { [grouping]: member[grouping] ?? NOT_ASSIGNED }) }
  const rows = await api.charges({ from, to, currency, resource: member.resource, ...filter, group: 'day,state' })
  return rows.map((row) => {
    const key = `${row.day ?? ''} ${row.state ?? ''}`
    const name = `${dayText(row.day, today)}, ${stateText(row.state ?? '')}${row.inferred ? ', day inferred' : ''}`
    return { key, name, row: { key, name, ...totalOf([row]), before: null } }
  })
}

/** One resource may lie in several groups of these. */
const isSplit = (grouping: SpendGroupKey) =>
  grouping === 'state' || grouping === 'project' || grouping === 'owner' || grouping === 'cost_center'
