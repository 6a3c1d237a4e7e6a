import { describe, expect, it } from 'vitest'
import { checkFocus, type FocusRules } from '../../../src/engine/index.ts'

type Criteria = FocusRules[string]['ValidationCriteria']

const rule = (
  Requirement: object,
  Condition: object = {},
  of: { Keyword?: string; applies?: string[]; Type?: string } = {},
) => ({
  Reference: 'A',
  Status: 'Active',
  Type: of.Type ?? 'Static',
  ApplicabilityCriteria: of.applies ?? [],
  ValidationCriteria: { MustSatisfy: 'the rule', Keyword: of.Keyword ?? 'MUST', Requirement, Condition } as Criteria,
})

const check = (rules: FocusRules, rows: Record<string, string | null>[], columns = Object.keys(rows[0] ?? {})) =>
  checkFocus({
    rules,
    table: { columns, rows },
    supported: new Set(['SUPPORTED']),
    currencies: new Set(['USD', 'EUR']),
    allowed: new Set(['known-bug']),
  })

const broken = (requirement: object, values: (string | null)[]) =>
  check(
    { r: rule(requirement) },
    values.map((A) => ({ A })),
  ).findings[0]?.rows ?? 0

describe('checkFocus', () => {
  it.each<[object, (string | null)[], number]>([
    [{ CheckFunction: 'CheckValue', ColumnName: 'A', Value: 'Usage' }, ['Usage', 'usage', null], 2],
    [{ CheckFunction: 'CheckValue', ColumnName: 'A', Value: 0 }, ['0', '0.00', '-0', '1', null], 2],
    [{ CheckFunction: 'CheckNotValue', ColumnName: 'A', Value: null }, ['x', null], 1],
    [{ CheckFunction: 'TypeDecimal', ColumnName: 'A' }, ['1', '-1.5', '1E-3', null, '+1', '1,5', '1e3', 'x'], 4],
    [
      { CheckFunction: 'FormatDateTime', ColumnName: 'A' },
      ['2026-03-01T00:00:00Z', '2026-03-01', '2026-13-01T00:00:00Z'],
      2,
    ],
    [{ CheckFunction: 'FormatUnit', ColumnName: 'A' }, ['Hours', 'GB-Hours', '1000000 Tokens', 'hours', 'GB Hours'], 2],
    [{ CheckFunction: 'FormatKeyValue', ColumnName: 'A' }, ['{"a":1}', '{"a":{"b":1}}', '[1]', 'x', null], 3],
    [{ CheckFunction: 'CheckNationalCurrency', ColumnName: 'A' }, ['USD', 'usd', 'XXX'], 2],
    [{ CheckFunction: 'CheckGreaterOrEqualThanValue', ColumnName: 'A', Value: 0 }, ['0', '-0.1', null], 1],
    [{ CheckFunction: 'FormatString', ColumnName: 'A' }, ['x', '', null], 1],
    [
      {
        CheckFunction: 'OR',
        Items: [
          { CheckFunction: 'CheckValue', ColumnName: 'A', Value: 'x' },
          { CheckFunction: 'CheckValue', ColumnName: 'A', Value: null },
        ],
      },
      ['x', 'y', null],
      1,
    ],
  ])('%j over %j: %i rows break it', (requirement, values, rows) => {
    expect(broken(requirement, values)).toBe(rows)
  })

  it('asks only where the condition holds, and names the first row', () => {
    const rules = {
      r: rule(
        { CheckFunction: 'CheckValue', ColumnName: 'A', Value: null },
        { CheckFunction: 'CheckValue', ColumnName: 'B', Value: 'Tax' },
      ),
    }
    const rows = [
      { A: '1', B: 'Usage' },
      { A: '1', B: 'Tax' },
    ]
    expect(check(rules, rows).findings).toEqual([{ rule: 'r', severity: 'error', says: 'the rule', rows: 1, first: 1 }])
  })

  it('multiplies exactly', () => {
    const product = {
      CheckFunction: 'ColumnByColumnEqualsColumnValue',
      ColumnAName: 'A',
      ColumnBName: 'B',
      ResultColumnName: 'C',
    }
    const rows = [
      { A: '0.000000333333', B: '3000000', C: '0.999999' },
      { A: '0.1', B: '0.2', C: '0.02' },
      { A: '0.1', B: '0.2', C: '0.0201' },
      { A: null, B: '0.2', C: '5' },
    ]
    expect(check({ r: rule(product) }, rows).findings[0]).toMatchObject({ rows: 1, first: 2 })
  })

  it('counts what goes with what', () => {
    const one = { CheckFunction: 'CheckDistinctCount', ColumnAName: 'A', ColumnBName: 'B', ExpectedCount: 1 }
    const rows = (b: string) => [
      { A: 'x', B: '1' },
      { A: 'y', B: '1' },
      { A: 'y', B: b },
    ]
    expect(check({ r: rule(one) }, rows('1')).findings).toEqual([])
    expect(check({ r: rule(one) }, rows('2')).findings).toMatchObject([{ first: 1 }])
  })

  it('wants a column that must be there, and passes over rules of one that is not', () => {
    const rules = {
      there: rule({ CheckFunction: 'ColumnPresent', ColumnName: 'B' }),
      advised: rule({ CheckFunction: 'ColumnPresent', ColumnName: 'C' }, {}, { Keyword: 'RECOMMENDED' }),
      of: rule({ CheckFunction: 'CheckNotValue', ColumnName: 'B', Value: null }),
    }
    const report = check(rules, [{ A: 'x' }])
    expect(report.findings.map(({ rule: id, severity }) => [id, severity])).toEqual([
      ['there', 'error'],
      ['advised', 'advice'],
    ])
    expect(report).toMatchObject({ checked: 2, passedOver: 1 })
  })

  it.each([
    ['in prose', rule({}, {}, { Type: 'Dynamic' })],
    ['that only permits', rule({ CheckFunction: 'CheckValue', ColumnName: 'A', Value: 'y' }, {}, { Keyword: 'MAY' })],
    ['of what we do not have', rule({ CheckFunction: 'ColumnPresent', ColumnName: 'B' }, {}, { applies: ['OTHER'] })],
    ['made of other rules', rule({ CheckFunction: 'AND', Items: [{ CheckFunction: 'CheckModelRule' }] })],
  ])('passes over a rule %s', (_, one) => {
    expect(check({ r: one }, [{ A: 'x' }])).toEqual({ checked: 0, passedOver: 1, findings: [] })
  })

  it('passes over a rule that is known to be wrong, by its id', () => {
    const wrong = rule({ CheckFunction: 'CheckValue', ColumnName: 'A', Value: 'y' })
    expect(check({ 'known-bug': wrong }, [{ A: 'x' }]).passedOver).toBe(1)
  })

  it('stops at a function that it does not know', () => {
    const newer = rule({ CheckFunction: 'JSONPathCheck', ColumnName: 'A' })
    expect(() => check({ r: newer }, [{ A: 'x' }])).toThrow('unknown check function: JSONPathCheck')
  })
})
