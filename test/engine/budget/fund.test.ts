import { describe, expect, test } from 'vitest'
import {
  chanceWithin,
  drawFunds,
  fundOutlook,
  plannedBefore,
  type Fund,
  type PartyDay,
} from '../../../src/engine/budget/index.ts'
import { formatPicos, parsePicos } from '../../../src/engine/money.ts'
import { addDays } from '../../../src/engine/time.ts'

const NOBODY = { project: [], owner: [], cost_center: [] }
const fund = (fundId: number, of: Partial<Fund> = {}): Fund => ({
  fundId,
  name: `fund ${fundId}`,
  currency: 'USD',
  amountPicos: parsePicos('100'),
  firstDay: '2026-11-01',
  lastDay: '2026-11-30',
  drawnBy: NOBODY,
  ...of,
})
const day = (of: string, amount: string, project: string | null = null, owner: string | null = null): PartyDay => ({
  day: `2026-11-${of}`,
  values: { project, owner, cost_center: null },
  picos: parsePicos(amount),
})
const paid = (draws: ReturnType<typeof drawFunds>) =>
  Object.fromEntries(
    [...draws].map(([id, days]) => [id, formatPicos(days.reduce((sum, { picos }) => sum + picos, 0n))]),
  )

describe('funds that share a wallet', () => {
  test('the one that ends first pays first, then the next, and what none covers is the wallet own', () => {
    const funds = [fund(1, { lastDay: '2026-12-31' }), fund(2)]
    expect(paid(drawFunds(funds, [day('05', '70'), day('06', '60')]))).toEqual({ 1: '30', 2: '100' })
    expect(paid(drawFunds(funds, [day('05', '250')]))).toEqual({ 1: '100', 2: '100' })
  })

  test('a fund pays for its projects and its days alone', () => {
    const funds = [fund(1, { drawnBy: { ...NOBODY, project: ['a', 'b'] }, firstDay: '2026-11-05' })]
    const spend = [day('04', '1', 'a'), day('05', '2', 'a'), day('06', '4', 'b'), day('06', '8', 'c'), day('07', '16')]
    expect(paid(drawFunds(funds, spend))).toEqual({ 1: '6' })
  })

  test('a fund of a project and an owner pays for what is of both', () => {
    const spend = [
      day('05', '1', 'a', 'ann'),
      day('06', '2', 'a', 'bo'),
      day('07', '4', null, 'ann'),
      day('08', '8', 'b', 'ann'),
    ]
    const paidBy = (drawnBy: Partial<Fund['drawnBy']>) =>
      paid(drawFunds([fund(1, { drawnBy: { ...NOBODY, ...drawnBy } })], spend))[1]
    expect(paidBy({ project: ['a'], owner: ['ann'] })).toBe('1')
    expect(paidBy({ owner: ['ann'] })).toBe('13')
    expect(paidBy({ owner: ['ann', 'bo'], project: ['a', 'b'] })).toBe('11')
  })

  test('what comes in another order is paid alike', () => {
    const spend = [day('09', '50', 'a'), day('02', '70', 'b'), day('05', '10', 'a')]
    const funds = [fund(1, { drawnBy: { ...NOBODY, project: ['a'] } }), fund(2)]
    expect(paid(drawFunds(funds, spend))).toEqual(paid(drawFunds(funds, spend.toReversed())))
  })
})

test('the line of a fund', () => {
  const year = fund(1, { amountPicos: parsePicos('365'), firstDay: '2026-01-01', lastDay: '2026-12-31' })
  expect(formatPicos(plannedBefore(year, '2026-02-01'))).toBe('31')
  expect(formatPicos(plannedBefore(year, '2025-12-01'))).toBe('0')
  expect(formatPicos(plannedBefore(year, '2027-02-01'))).toBe('365')
})

test('the chance to stay within an amount', () => {
  const of = (p10: string, p50: string, p90: string) => ({
    p10Picos: parsePicos(p10),
    p50Picos: parsePicos(p50),
    p90Picos: parsePicos(p90),
  })
  expect(chanceWithin(parsePicos('1000'), of('772', '900', '1028.155'))).toBeCloseTo(0.8413, 3)
  expect(chanceWithin(parsePicos('900'), of('772', '900', '1028'))).toBeCloseTo(0.5, 6)
  expect(chanceWithin(parsePicos('772'), of('772', '900', '1028'))).toBeCloseTo(0.1, 4)
  expect(chanceWithin(parsePicos('900'), of('900', '900', '900'))).toBe(1)
  expect(chanceWithin(parsePicos('899'), of('900', '900', '900'))).toBe(0)
})

describe('whether a fund lasts', () => {
  /** 2 a day for ten days, and 3 a day likely for the twenty to come. */
  const spent = Array.from({ length: 10 }, (_, i) => ({ ...day('01', '2', 'a'), day: addDays('2026-11-01', i) }))
  const toCome = Array.from({ length: 20 }, (_, i) => ({ ...day('01', '3', 'a'), day: addDays('2026-11-11', i) }))
  const range = { p10Picos: parsePicos('50'), p50Picos: parsePicos('60'), p90Picos: parsePicos('90') }
  const outlook = (funds: readonly Fund[]) =>
    fundOutlook({ fund: funds[0]!, funds, spent, toCome, range, today: '2026-11-10' })

  test('alone: spent, line, pace, what it will be asked for', () => {
    const of = outlook([fund(1)])
    expect(formatPicos(of.spentPicos)).toBe('20')
    expect(formatPicos(of.plannedPicos)).toBe('33.333333333333')
    expect(formatPicos(of.leftPicos)).toBe('80')
    expect(of.pace).toBeCloseTo(0.6)
    expect([of.asked.p10Picos, of.asked.p50Picos, of.asked.p90Picos].map(formatPicos)).toEqual(['70', '80', '110'])
    expect(formatPicos(of.leftOverPicos)).toBe('20')
    expect(of.usedUpOn).toBeNull()
    expect(of.chance).toBeGreaterThan(0.75)
    expect(of.chance).toBeLessThan(0.85)
  })

  test('one that is too small tells when it is used up', () => {
    const of = outlook([fund(1, { amountPicos: parsePicos('50') })])
    expect(of.usedUpOn).toBe('2026-11-21')
    expect(of.chance).toBeLessThan(0.01)
    expect(formatPicos(of.leftOverPicos)).toBe('0')
  })

  test('another fund that ends sooner pays first', () => {
    const of = outlook([fund(1), fund(2, { amountPicos: parsePicos('30'), lastDay: '2026-11-20' })])
    expect(formatPicos(of.spentPicos)).toBe('0')
    expect(formatPicos(of.asked.p50Picos)).toBe('50')
  })

  test('nothing to come is no division by nought', () => {
    const none = { p10Picos: 0n, p50Picos: 0n, p90Picos: 0n }
    const of = fundOutlook({ fund: fund(1), funds: [fund(1)], spent, toCome: [], range: none, today: '2026-11-10' })
    expect(of).toMatchObject({ chance: 1, usedUpOn: null })
  })
})
