import { describe, expect, it } from 'vitest'
import {
  monthFigures,
  monthSentence,
  runRateSentence,
  runwaySentence,
  runwayUrgency,
} from '../../web/pages/overview/describe-wallet.ts'
import { monthBarParts } from '../../web/pages/overview/month-bar-parts.ts'

const now = Date.parse('2026-11-23T10:00:00Z')
const interval = (p10: string, p50: string, p90: string) => ({ p10, p50, p90, early: false })

describe('the month in words', () => {
  it('adds up as it is shown', () => {
    const wallet = { currency: 'USD', monthToDate: '1240.4', monthEnd: interval('1940', '2100.2', '2290.1') }
    expect(monthSentence(wallet)).toBe(
      'so far 1,240 + still to come 860 (700 to 1,050, 8 times in 10) = 2,100 USD, if topped up',
    )
  })

  it.each([
    ['10.004', '20.013'],
    ['10.006', '20.004'],
    ['0.004', '0.005'],
  ])('%s of %s, to the cent', (monthToDate, p50) => {
    const { soFar, toCome, total } = monthFigures({ currency: 'USD', monthToDate, monthEnd: interval(p50, p50, p50) })
    expect((Number(soFar) + Number(toCome)).toFixed(2)).toBe(total.replace(' USD', ''))
  })

  it('never has less than nothing to come', () => {
    const wallet = { currency: 'EUR', monthToDate: '50', monthEnd: interval('49', '50', '60') }
    expect(monthFigures(wallet)).toMatchObject({ toComeLow: '0.00', toCome: '0.00', toComeHigh: '10.00' })
  })
})

describe('the runway in words', () => {
  const wallet = { currency: 'USD', balance: '812.4' }
  const ends = {
    kind: 'ends',
    p10: '2026-11-26T04:10:00Z',
    p50: '2026-12-02T16:40:00Z',
    p90: '2026-12-09T00:00:00Z',
  } as const

  it('says when machines sleep, how early that could be, and what goes on', () => {
    expect(runwaySentence({ ...wallet, runway: ends }, 'Asia/Kolkata', now)).toBe(
      'Machines go to sleep Wed 2 Dec 22:10 (Asia/Kolkata); could be as early as Thu 09:40; volumes keep charging.',
    )
  })

  it.each([
    [
      { kind: 'beyond', horizonAt: '2026-12-23T10:00:00Z' } as const,
      'Does not run out as far as one can see, looked at until 23 Dec.',
    ],
    [{ kind: 'empty' } as const, 'Empty: machines go to sleep until it is topped up; volumes keep charging.'],
    [
      { kind: 'ends', p10: '2026-11-26T04:10:00Z', horizonAt: '2026-12-23T10:00:00Z' } as const,
      'Machines could go to sleep as early as Thu 04:10 (UTC), more likely after 23 Dec; volumes keep charging.',
    ],
    [null, 'The balance of this wallet has not been read yet.'],
  ])('%o', (runway, sentence) => expect(runwaySentence({ ...wallet, runway }, 'UTC', now)).toBe(sentence))

  it.each([
    [ends, 'act'],
    [{ ...ends, p10: '2026-11-28T00:00:00Z' }, 'watch'],
    [{ ...ends, p10: '2026-12-08T00:00:00Z' }, 'ok'],
    [{ kind: 'empty' } as const, 'act'],
    [{ kind: 'beyond' } as const, 'ok'],
    [null, 'ok'],
  ] as const)('%o is to %s', (runway, urgency) => expect(runwayUrgency({ runway }, now)).toBe(urgency))
})

it('tells the run rate of an hour and a day', () => {
  expect(runRateSentence({ currency: 'USD', runRatePerHour: '5.1' })).toBe('5.10 USD per hour, 122.40 USD per day')
})

describe('the bar of the month', () => {
  it('has its parts in percent of the high end', () => {
    expect(monthBarParts('50', interval('60', '80', '100'))).toEqual({ soFar: 50, low: 60, likely: 80, high: 100 })
  })
  it('of nothing is empty', () => {
    expect(monthBarParts('0', interval('0', '0', '0'))).toEqual({ soFar: 0, low: 0, likely: 0, high: 0 })
  })
})
