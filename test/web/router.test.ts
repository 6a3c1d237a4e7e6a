import { describe, expect, it } from 'vitest'
import { changedParams, hrefOf, parseAddress } from '../../web/router.ts'

describe('addresses', () => {
  it.each(['/', '/spend?currency=USD&group=region', '/spend?from=2026-11-01&to=2026-12-01'])(
    '%s says the same both ways',
    (href) => {
      expect(hrefOf(parseAddress(href))).toBe(href)
    },
  )

  it('have one form for one view', () => {
    expect(hrefOf({ path: '/spend', params: { to: 'b', from: 'a' } })).toBe('/spend?from=a&to=b')
    expect(parseAddress('/spend/?currency=')).toEqual({ path: '/spend', params: {} })
  })

  it('lose a parameter that is taken out or emptied', () => {
    expect(changedParams({ a: '1', b: '2', c: '3' }, { a: null, b: '', d: '4' })).toEqual({ c: '3', d: '4' })
  })

  it('carry what needs quoting', () => {
    const address = { path: '/', params: { region: 'A & B=ü' } }
    expect(parseAddress(hrefOf(address))).toEqual(address)
  })
})
