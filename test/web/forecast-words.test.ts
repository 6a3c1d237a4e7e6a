import { describe, expect, it } from 'vitest'
import { forecastBarParts } from '../../web/components/forecast-bar-parts.ts'
import { forecastFigures, forecastSentence } from '../../web/forecast-words.ts'

const estimate = (billedSoFar: string, p10: string, p50: string, p90: string) => ({
  currency: 'USD',
  billedSoFar,
  p10,
  p50,
  p90,
})

describe('a forecast in words', () => {
  it('adds up as it is shown', () => {
    expect(forecastSentence(estimate('1240.4', '1940', '2100.2', '2290.1'))).toBe(
      'so far 1,240 + still to come 860 (700 to 1,050, 8 times in 10) = 2,100 USD, if topped up',
    )
  })

  it.each([
    ['10.004', '20.013'],
    ['10.006', '20.004'],
    ['0.004', '0.005'],
  ])('%s of %s, to the cent', (billedSoFar, p50) => {
    const { soFar, toCome, total } = forecastFigures(estimate(billedSoFar, p50, p50, p50))
    expect((Number(soFar) + Number(toCome)).toFixed(2)).toBe(total.replace(' USD', ''))
  })

  it('never has less than nothing to come', () => {
    expect(forecastFigures(estimate('50', '49', '50', '60'))).toMatchObject({
      toComeLow: '0.00',
      toCome: '0.00',
      toComeHigh: '10.00',
    })
  })
})

describe('the bar of a forecast', () => {
  it('has its parts in percent of the high end', () => {
    expect(forecastBarParts(estimate('50', '60', '80', '100'))).toEqual({ soFar: 50, low: 60, likely: 80, high: 100 })
  })

  it('of nothing is empty', () => {
    expect(forecastBarParts(estimate('0', '0', '0', '0'))).toEqual({ soFar: 0, low: 0, likely: 0, high: 0 })
  })
})
