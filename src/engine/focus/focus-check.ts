import { checkFunctions, type FocusCheck, type Row } from './check-functions.ts'

export interface FocusRule {
  readonly Reference: string
  readonly Status: string
  readonly Type: string
  readonly ApplicabilityCriteria: readonly string[]
  readonly ValidationCriteria: {
    readonly MustSatisfy: string
    readonly Keyword: string
    readonly Requirement: FocusCheck
    readonly Condition: FocusCheck
  }
}

/** The rules of one version by their id, as the FinOps Foundation publishes them. */
export type FocusRules = Readonly<Record<string, FocusRule>>

export interface FocusTable {
  readonly columns: readonly string[]
  readonly rows: readonly Row[]
}

export interface FocusFinding {
  readonly rule: string
  /** error: a MUST; advice: a SHOULD or RECOMMENDED. */
  readonly severity: 'error' | 'advice'
  readonly says: string
  /** How many rows break it; 0 where it is about the whole table. */
  readonly rows: number
  /** The index of the first of them. */
  readonly first: number | null
}

export interface FocusReport {
  readonly checked: number
  /** Rules in prose, of columns that are not there, of what the provider does not have, or that only permit. */
  readonly passedOver: number
  readonly findings: readonly FocusFinding[]
}

export interface FocusCheckInput {
  readonly rules: FocusRules
  readonly table: FocusTable
  /** The applicability criteria of the rule file that the provider meets. */
  readonly supported: ReadonlySet<string>
  /** ISO 4217. */
  readonly currencies: ReadonlySet<string>
  /** Rules that are known to be wrong in the file. */
  readonly allowed?: ReadonlySet<string>
}

/**
 * Holds a table to the rules that a machine can check. A rule that is made of others is those others, each of which
 * stands in the file by itself.
 * @throws RangeError on a check function that is not known: a newer file is not half-checked in silence.
 */
export function checkFocus(input: FocusCheckInput): FocusReport {
  const findings: FocusFinding[] = []
  let checked = 0
  let passedOver = 0
  for (const [id, rule] of Object.entries(input.rules)) {
    if (!isCheckable(id, rule, input)) {
      passedOver++
      continue
    }
    checked++
    const finding = checkRule(id, rule, input)
    if (finding) findings.push(finding)
  }
  return { checked, passedOver, findings }
}

function isCheckable(id: string, rule: FocusRule, { table, supported, allowed }: FocusCheckInput): boolean {
  const { Keyword, Requirement } = rule.ValidationCriteria
  if (rule.Type !== 'Static' || rule.Status !== 'Active' || Keyword === 'MAY' || allowed?.has(id)) return false
  if (!rule.ApplicabilityCriteria.every((criterion) => supported.has(criterion))) return false
  if (refersToRules(Requirement)) return false
  if (Requirement.CheckFunction === 'ColumnPresent') return true
  return columnsOf(Requirement).every((column) => table.columns.includes(column))
}

function checkRule(id: string, rule: FocusRule, input: FocusCheckInput): FocusFinding | null {
  const { Keyword, MustSatisfy, Requirement, Condition } = rule.ValidationCriteria
  const { table } = input
  const finding = (rows: number, first: number | null): FocusFinding => ({
    rule: id,
    severity: Keyword === 'MUST' || Keyword === 'MUST NOT' ? 'error' : 'advice',
    says: MustSatisfy,
    rows,
    first,
  })
  if (Requirement.CheckFunction === 'ColumnPresent') {
    return table.columns.includes(Requirement.ColumnName!) ? null : finding(0, null)
  }
  if (Requirement.CheckFunction === 'CheckDistinctCount') {
    const first = firstOfOtherCount(Requirement, table)
    return first === null ? null : finding(0, first)
  }
  let broken = 0
  let first: number | null = null
  for (const [index, row] of table.rows.entries()) {
    if (!holds(Condition, row, input) || holds(Requirement, row, input)) continue
    broken++
    first ??= index
  }
  return broken === 0 ? null : finding(broken, first)
}

function holds(check: FocusCheck, row: Row, input: FocusCheckInput): boolean {
  const { CheckFunction: name, Items = [] } = check
  if (name === undefined) return true
  if (name === 'AND') return Items.every((item) => holds(item, row, input))
  if (name === 'OR') return Items.some((item) => holds(item, row, input))
  const of = checkFunctions[name]
  if (!of) throw new RangeError(`unknown check function: ${name}`)
  return of(check, row, input.currencies)
}

/** The first row of a value of column A that goes with another number of values of column B; nulls do not count. */
function firstOfOtherCount({ ColumnAName, ColumnBName, ExpectedCount }: FocusCheck, table: FocusTable): number | null {
  const partners = new Map<string, { first: number; values: Set<string> }>()
  for (const [index, row] of table.rows.entries()) {
    const [a, b] = [row[ColumnAName!] ?? null, row[ColumnBName!] ?? null]
    if (a === null || b === null) continue
    const known = partners.get(a)
    if (known) known.values.add(b)
    else partners.set(a, { first: index, values: new Set([b]) })
  }
  for (const { first, values } of partners.values()) if (values.size !== ExpectedCount) return first
  return null
}

const refersToRules = ({ CheckFunction, Items = [] }: FocusCheck): boolean =>
  CheckFunction === undefined || CheckFunction === 'CheckModelRule' || Items.some(refersToRules)

function columnsOf(check: FocusCheck): string[] {
  const own = [check.ColumnName, check.ColumnAName, check.ColumnBName, check.ResultColumnName]
  return [...own.filter((name) => name !== undefined), ...(check.Items ?? []).flatMap(columnsOf)]
}
