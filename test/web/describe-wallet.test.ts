import { describe, expect, it } from 'vitest'
import { runRateSentence, runwaySentence, runwayUrgency } from '../../web/pages/overview/describe-wallet.ts'

const now = Date.parse('2026-11-23T10:00:00Z')
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
    [
      { kind: 'beyond', p10: '2026-11-28T00:00:00Z', horizonAt: '2027-11-23T10:00:00Z' } as const,
      'Likely does not run out, looked at until 23 Nov 2027; machines could go to sleep as early as Sat 00:00 (UTC).',
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
    [{ kind: 'beyond', p10: '2026-11-28T00:00:00Z' } as const, 'watch'],
    [null, 'ok'],
  ] as const)('%o is to %s', (runway, urgency) => expect(runwayUrgency({ runway }, now)).toBe(urgency))
})

it('tells the run rate of an hour and a day', () => {
  expect(runRateSentence({ currency: 'USD', runRatePerHour: '5.1' })).toBe('5.10 USD per hour, 122.40 USD per day')
})
