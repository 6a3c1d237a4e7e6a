import { describe, expect, it } from 'vitest'
import {
  boundsText,
  chanceRange,
  chanceText,
  failureText,
  hoursText,
  rangeText,
  seenText,
} from '../../web/planning-words.ts'

describe('what may be avoided', () => {
  it('is never said without its interval', () => {
    const range = { p10: '227.82', p50: '298.67', p90: '321.42' }
    expect(rangeText(range, 'EUR')).toBe('298.67 EUR (227.82 to 321.42, 8 times in 10)')
    expect(rangeText({ p10: '1223.4', p50: '1533.79', p90: '1636' }, 'USD')).toBe(
      '1,534 USD (1,223 to 1,636, 8 times in 10)',
    )
  })
  it('is a range between two looks, and one figure where they agree to the cent', () => {
    expect(boundsText('2684.661', '2684.699', 'USD')).toBe('2,684.66 to 2,684.70 USD')
    expect(boundsText('54', '54.000000000003', 'USD')).toBe('54.00 USD')
  })
})

describe('chances', () => {
  it.each([
    [null, 'not known yet'],
    [1, 'nearly always'],
    [0, 'hardly ever'],
    [0.29, '29 %'],
  ])('%s is %s', (p, text) => {
    expect(chanceText(p)).toBe(text)
  })
  it('say how far they may be off', () => {
    expect(chanceRange({ low: 0.856, high: 0.99 })).toBe('86 to 99 %, 8 times in 10')
    expect(chanceRange({ low: null, high: null })).toBeNull()
  })
  it.each([
    [null, 'not known yet'],
    [0, 'none expected'],
    [0.27, '1 in 4 months'],
    [2.54, '2.5 a month'],
  ])('a restore that fails %s times a month is %s', (perMonth, text) => {
    expect(failureText(perMonth)).toBe(text)
  })
  it('are told with what was seen', () => {
    expect(seenText({ restoresSeen: 40, restoresWithout: 3 })).toBe('3 of 40 such hours seen had none free')
    expect(seenText({ restoresSeen: 1, restoresWithout: 0 })).toBe('0 of 1 such hour seen had none free')
    expect(seenText({ restoresSeen: 0, restoresWithout: 0 })).toBeNull()
  })
  it('name hours with their month', () => {
    expect([hoursText(32.4), hoursText(0.2), hoursText(null)]).toEqual(['32 h a month', 'none', '—'])
  })
})
