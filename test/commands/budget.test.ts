import { describe, expect, it } from 'vitest'
import { editedBudget } from '../../src/commands/budget.ts'
import type { BudgetDto } from '../../src/server/dto/budgets.ts'

const budget = {
  budgetId: 3,
  name: 'Lab',
  currency: 'USD',
  period: 'month',
  firstDay: '2026-11-01',
  lastDay: null,
  amounts: [{ from: '2026-11-01', amount: '4000' }],
  scope: { project: 'vision' },
  note: 'agreed in October',
} as unknown as BudgetDto

describe('qm budget edit', () => {
  it('leaves what is not said as it is', () => {
    const { budgetId: _, ...body } = budget
    expect(editedBudget(budget, {})).toEqual(body)
    expect(editedBudget(budget, { name: 'Vision', until: '2027-03-31', note: 'none' })).toEqual({
      ...body,
      name: 'Vision',
      lastDay: '2027-03-31',
      note: null,
    })
    expect(editedBudget({ ...budget, lastDay: '2027-03-31' }, { until: 'none' })).toEqual(body)
  })

  it('changes the amount, or adds one from a day on', () => {
    expect(editedBudget(budget, { amount: '5000' })).toMatchObject({
      amounts: [{ from: '2026-11-01', amount: '5000' }],
    })
    const raised = [...budget.amounts, { from: '2027-01-01', amount: '6000' }]
    expect(editedBudget(budget, { amount: '6000', amountFrom: '2027-01-01' })).toMatchObject({ amounts: raised })
    expect(editedBudget({ ...budget, amounts: raised }, { amount: '7000', amountFrom: '2027-01-01' })).toMatchObject({
      amounts: [budget.amounts[0], { from: '2027-01-01', amount: '7000' }],
    })
    expect(() => editedBudget({ ...budget, amounts: raised }, { amount: '7000' })).toThrow(/say which one is meant/)
    expect(() => editedBudget(budget, { amountFrom: '2027-01-01' })).toThrow(/needs --amount/)
  })

  it('narrows it further, or to nothing but what is said', () => {
    expect(editedBudget(budget, { resourceType: 'volume' })).toMatchObject({
      scope: { project: 'vision', resource_type: 'volume' },
    })
    expect(editedBudget(budget, { wholeWallet: true, gpuModel: 'H100' })).toMatchObject({
      scope: { gpu_model: 'H100' },
    })
    expect(editedBudget(budget, { wholeWallet: true })).toMatchObject({ scope: {} })
  })
})
