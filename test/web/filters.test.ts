import { describe, expect, it } from 'vitest'
import { chartDays, parseFilters, partiesText, periodBefore, sharedParams } from '../../web/filters.ts'

const nobody = { project: [], owner: [], cost_center: [] }
const known = { today: '2026-11-23', currencies: ['EUR', 'USD'], regions: ['CANADA-1'], parties: nobody }

describe('filters of the address', () => {
  it.each([
    [{}, 'last-30', '2026-10-25', '2026-11-24'],
    [{ period: 'this-month' }, 'this-month', '2026-11-01', '2026-12-01'],
    [{ period: 'last-month' }, 'last-month', '2026-10-01', '2026-11-01'],
    [{ from: '2026-02-01', to: '2026-03-01' }, 'custom', '2026-02-01', '2026-03-01'],
    [{ from: '2026-02-30', to: '2026-03-01' }, 'last-30', '2026-10-25', '2026-11-24'],
    [{ from: '2026-03-01', to: '2026-03-01' }, 'last-30', '2026-10-25', '2026-11-24'],
    [{ from: '0001-01-01', to: '9999-01-01' }, 'last-30', '2026-10-25', '2026-11-24'],
    [{ period: 'toString' }, 'last-30', '2026-10-25', '2026-11-24'],
  ])('%o is %s, %s to %s', (params, period, from, to) => {
    expect(parseFilters(params, known)).toMatchObject({ period, from, to })
  })

  it('do not take a wallet or region that is not there', () => {
    expect(parseFilters({ currency: 'GBP', region: 'MOON-1' }, known)).toMatchObject({ currency: null, region: null })
    expect(parseFilters({ currency: 'USD', region: 'CANADA-1' }, known)).toMatchObject({
      currency: 'USD',
      region: 'CANADA-1',
    })
  })

  it('take a project, owner or cost center that there is, and what has none', () => {
    const assigned = { ...known, parties: { ...nobody, project: ['lab', 'lab 2'] } }
    const partiesIn = (params: Record<string, string>, of = assigned) => parseFilters(params, of).parties
    const everybody = { project: null, owner: null, cost_center: null }
    expect(partiesIn({ project: 'lab 2', owner: 'not assigned' })).toEqual({
      ...everybody,
      project: 'lab 2',
      owner: 'not assigned',
    })
    expect(partiesIn({ project: 'shop' })).toEqual(everybody)
    expect(partiesIn({ project: 'not assigned' }, known)).toEqual(everybody)
    expect(partiesText({ ...everybody, project: 'lab', cost_center: 'not assigned' })).toBe(
      'project lab, no cost center',
    )
    expect(sharedParams({ project: 'lab', machine: 'i-1' })).toEqual({ project: 'lab' })
  })

  it('go along to another page, what is of one page does not', () => {
    expect(sharedParams({ period: 'last-7', group: 'region', currency: 'USD' })).toEqual({
      period: 'last-7',
      currency: 'USD',
    })
  })
})

describe('days of a chart', () => {
  it.each([
    ['a preset that reaches today goes on to the end of the month', { period: 'last-7' }, '2026-12-01'],
    ['one that ended does not', { period: 'last-month' }, '2026-11-01'],
    ['chosen days stay as chosen', { from: '2026-11-01', to: '2026-11-24' }, '2026-11-24'],
  ])('%s', (_, params, to) => expect(chartDays(parseFilters(params, known), known.today).to).toBe(to))
})

describe('the period before', () => {
  it.each([
    ['2026-10-01', '2026-11-01', '2026-09-01', '2026-10-01'],
    ['2026-01-01', '2026-04-01', '2025-10-01', '2026-01-01'],
    ['2026-10-25', '2026-11-24', '2026-09-25', '2026-10-25'],
    ['2026-11-23', '2026-11-24', '2026-11-22', '2026-11-23'],
    // Not over: the same days of it.
    ['2026-11-01', '2026-12-01', '2026-10-01', '2026-10-24'],
    ['2026-03-01', '2026-12-31', '2025-04-30', '2026-01-23'],
  ])('of %s to %s is %s to %s', (from, to, before, end) => {
    expect(periodBefore({ from, to }, known.today)).toEqual({ from: before, to: end })
  })

  it('of March, on its last day, is the whole of a shorter February', () => {
    expect(periodBefore({ from: '2026-03-01', to: '2026-04-01' }, '2026-03-31')).toEqual({
      from: '2026-02-01',
      to: '2026-03-01',
    })
  })
})
