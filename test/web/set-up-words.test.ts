import { expect, test } from 'vitest'
import { asideSentences, importedSentence, keySentence, sourcesSentence } from '../../web/set-up-words.ts'

test('what of an account can be read, in words', () => {
  expect(sourcesSentence([{ state: 'found' }, { state: 'found' }])).toBe('Of 2 sources 2 can be read.')
  expect(sourcesSentence([{ state: 'found' }, { state: 'needs mapping' }, { state: 'not offered' }])).toBe(
    'Of 3 sources 1 can be read, 1 needs mapping, 1 is not offered.',
  )
  const use = { header: 'X-API-Key', scheme: '' }
  expect(keySentence({ accepted: true, use, tried: [] })).toBe("The key is accepted as 'X-API-Key: <key>'.")
  expect(keySentence({ accepted: false, use, tried: ['A: <key>', 'B: <key>'] })).toContain('A: <key>; B: <key>')
  const findings = { baseUrl: '', auth: { accepted: true, use, tried: [] }, sources: [], map: {} }
  expect(asideSentences({ ...findings, clockSkewMs: -61_000, rateLimit: { 'x-limit': '5' }, requests: 1 })).toEqual([
    'Their clock is 61 seconds behind ours.',
    'They tell a limit of requests: x-limit 5.',
    '1 request, GET alone.',
  ])
})

test('what was taken from a file of bills, in words', () => {
  const sources = { 'instance-billing': { inserted: 3, updated: 1, quarantined: 2 } }
  expect(importedSentence({ sources, leftToBarrack: 1, unrecognised: 0 })).toBe(
    '3 bills new, 1 changed. 2 could not be understood and wait in quarantine. ' +
      '1 line left out: Barrack itself has told of those days.',
  )
})
