import { describe, expect, it } from 'vitest'
import {
  dealShown,
  formatPicos,
  parseEcbHistory,
  parsePicos,
  rateAsOf,
  rateOfMonth,
  showAmount,
  type CurrencyMode,
  type RateAnswer,
} from '../../../src/engine/index.ts'

const rates = parseEcbHistory(
  [
    'Date,USD,JPY,INR,CYP,',
    '2026-04-08,1.2000,170.1,100.0,N/A,',
    '2026-04-02,1.1000,170.1,99.0,N/A,',
    '2026-03-31,1.0800,170.1,N/A,N/A,',
    '2026-03-30,1.0600,170.1,98.0,N/A,',
    '',
  ].join('\n'),
)
const read = (answer: RateAnswer) =>
  answer.kind === 'rate' ? [formatPicos(answer.rate.picos), answer.rate.kind, ...answer.rate.days] : answer

describe('the ECB history', () => {
  it('is read as it is downloaded', () => {
    expect([...rates.keys()]).toEqual(['2026-04-08', '2026-04-02', '2026-03-31', '2026-03-30'])
    expect(rates.get('2026-03-30')?.get('INR')).toBe(parsePicos('98'))
    expect(rates.get('2026-03-31')?.has('INR')).toBe(false)
  })

  it.each([
    ['another file', 'day,amount\n2026-01-01,5', /its first line begins with 'Date,USD'/],
    ['another form of day', 'Date,USD\n2026-04-08,1.2\n08 April 2026,1.2', /line 3: not a day: '08 April 2026'/],
    ['no number', 'Date,USD\n2026-04-08,eins', /not a decimal amount/],
  ])('refuses %s', (_, csv, message) => {
    expect(() => parseEcbHistory(csv)).toThrow(message)
  })
})

describe('a rate', () => {
  it.each<[string, RateAnswer, unknown]>([
    ['of the day', rateAsOf(rates, 'EUR', 'USD', '2026-04-02'), ['1.1', 'day', '2026-04-02']],
    ['of the last day, five days before', rateAsOf(rates, 'EUR', 'USD', '2026-04-07'), ['1.1', 'day', '2026-04-02']],
    [
      'not of six days before',
      rateAsOf(rates, 'EUR', 'USD', '2026-04-14'),
      { kind: 'missing', day: '2026-04-14', last: '2026-04-08' },
    ],
    [
      'not of a later day',
      rateAsOf(rates, 'EUR', 'USD', '2026-03-29'),
      { kind: 'missing', day: '2026-03-29', last: null },
    ],
    ['the other way', rateAsOf(rates, 'USD', 'EUR', '2026-04-02'), ['0.909090909091', 'day', '2026-04-02']],
    ['over the euro', rateAsOf(rates, 'USD', 'INR', '2026-04-02'), ['90', 'day', '2026-04-02']],
    [
      'of the last day that has both',
      rateAsOf(rates, 'USD', 'INR', '2026-03-31'),
      ['92.452830188679', 'day', '2026-03-30'],
    ],
    [
      'the mean of a month',
      rateOfMonth(rates, 'EUR', 'USD', '2026-03', 'mean'),
      ['1.07', 'month mean', '2026-03-30', '2026-03-31'],
    ],
    ['the last of a month', rateOfMonth(rates, 'EUR', 'USD', '2026-03', 'last'), ['1.08', 'month last', '2026-03-31']],
    [
      'of a month without any',
      rateOfMonth(rates, 'EUR', 'USD', '2026-02', 'mean'),
      { kind: 'missing', day: '2026-02-01', last: null },
    ],
  ])('%s', (_, answer, expected) => {
    expect(read(answer)).toEqual(expected)
  })
})

describe('showAmount', () => {
  const amount = { day: '2026-03-31', currency: 'EUR', picos: parsePicos('100') }
  const typed = new Map([['2026-03 EUR', parsePicos('1.5')]])
  it.each<[string, CurrencyMode, string | null, string | null]>([
    ['wallet', { kind: 'wallet' }, '100', null],
    ['its own currency', { kind: 'as-of', to: 'EUR' }, '100', null],
    ['as-of', { kind: 'as-of', to: 'USD' }, '108', 'day'],
    ['mean of the month', { kind: 'month-fixed', to: 'USD', choice: 'mean', typed }, '107', 'month mean'],
    ['last of the month', { kind: 'month-fixed', to: 'USD', choice: 'last', typed }, '108', 'month last'],
    ['typed', { kind: 'month-fixed', to: 'USD', choice: 'typed', typed }, '150', 'typed'],
    ['typed for another month only', { kind: 'month-fixed', to: 'USD', choice: 'typed', typed: new Map() }, null, null],
  ])('%s', (_, mode, shown, kind) => {
    const answer = showAmount(amount, mode, rates)
    expect(answer.kind === 'amount' ? [formatPicos(answer.picos), answer.rate?.kind ?? null] : [null, null]).toEqual([
      shown,
      kind,
    ])
  })

  it('says which day has no rate', () => {
    expect(showAmount({ ...amount, day: '2026-05-01' }, { kind: 'as-of', to: 'USD' }, rates)).toEqual({
      kind: 'no rate',
      day: '2026-05-01',
      last: '2026-04-08',
    })
  })
})

describe('dealShown', () => {
  it.each<[what: string, shown: bigint, parts: bigint[], dealt: bigint[]]>([
    ['largest remainders first', 2n, [1n, 1n, 1n], [1n, 1n, 0n]],
    ['nothing', 0n, [0n, 0n], [0n, 0n]],
    ['nobody', 0n, [], []],
    ['all taken away', -5n, [-1n, -1n], [-3n, -2n]],
    ['some taken away', 10n, [6n, -1n], [12n, -2n]],
    ['as much as was given', 0n, [3n, -3n], [3n, -3n]],
  ])('%s', (_, shown, parts, dealt) => {
    expect(dealShown(shown, parts)).toEqual(dealt)
  })
})
