import { describe, expect, it } from 'vitest'
import type { ChargesRow } from '../../web/api.ts'
import {
  changeText,
  groupName,
  parseGrouping,
  shareText,
  spendTotals,
  totalOf,
} from '../../web/pages/spend/spend-groups.ts'

const row = (gpu_model: string | null, billedCost: string, expectedCost: string | null = billedCost): ChargesRow => ({
  currency: 'USD',
  gpu_model,
  billedCost,
  expectedCost,
  unpricedCost: '0',
  gpuHours: 2,
  inferred: false,
})
const byModel = ({ gpu_model }: ChargesRow) => ({ key: gpu_model ?? '', name: groupName('gpu_model', gpu_model) })

describe('totals of groups', () => {
  it('are exact, dearest first', () => {
    const totals = spendTotals([row('L40', '0.1'), row('H100', '5'), row('L40', '0.2')], null, byModel)
    expect(totals.map(({ name, billed, gpuHours, before }) => [name, billed, gpuHours, before])).toEqual([
      ['H100', '5', 2, null],
      ['L40', '0.3', 4, null],
    ])
  })

  it('keep what only the period before had, so that the changes add up', () => {
    const totals = spendTotals([row('L40', '1')], [row('L40', '2'), row('H100', '9')], byModel)
    expect(totals.map(({ name, billed, before }) => [name, billed, before])).toEqual([
      ['L40', '1', '2'],
      ['H100', '0', '9'],
    ])
  })

  it('do not recalculate what has no price for a part', () => {
    expect(totalOf([row('L40', '1'), row('L40', '2', null)])).toEqual({ billed: '3', expected: null, gpuHours: 4 })
    expect(totalOf([])).toEqual({ billed: '0', expected: '0', gpuHours: 0 })
  })
})

describe('words', () => {
  it.each([
    ['100', '112', '↑ 12 % more'],
    ['100', '97', '↓ 3 % less'],
    ['100', '100.4', '↑ under 1 % more'],
    ['1', '50', '↑ over ten times more'],
    ['0', '5', '↑ new'],
    ['5', '0', '↓ gone'],
    ['5', '5.0', 'the same'],
  ])('from %s to %s is %s', (before, now, text) => expect(changeText(before, now)).toBe(text))

  it.each([
    ['12', '100', '12 %'],
    ['0.2', '100', 'under 1 %'],
    ['0', '100', '0 %'],
    ['0', '0', '0 %'],
  ])('%s of %s is %s', (part, whole, text) => expect(shareText(part, whole)).toBe(text))

  it.each([
    ['gpu_model', null, 'storage, no GPU'],
    ['state', 'shutoff', 'shut off, GPUs held'],
    ['resource_type', 'public_ip', 'public ip'],
  ] as const)('%s %s is called %s', (key, value, name) => expect(groupName(key, value)).toBe(name))

  it.each([
    ['region', 'region'],
    ['constructor', 'gpu_model'],
    [undefined, 'gpu_model'],
  ])('an address that says %s takes apart by %s', (value, key) => expect(parseGrouping(value)).toBe(key))
})
