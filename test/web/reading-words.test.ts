import { describe, expect, it } from 'vitest'
import { readingTrouble } from '../../web/reading-words.ts'

const now = Date.parse('2026-11-23T10:00:00Z')
const at = '2026-11-23T09:55:00Z'
const overview = (status: 'ok' | 'partial' | 'failed', problems: { source: string; detail: string; at: string }[]) => ({
  asOf: '2026-11-23T08:00:00Z',
  ingest: { status, finishedAt: at, problems, quarantined: 0, running: false },
  wallets: [{}],
})
const problem = (source: string) => ({ source, detail: 'no answer in 30 s', at })

describe('what is said at the top where the account could not be read', () => {
  it('is nothing where everything was', () => {
    expect(readingTrouble(overview('ok', []), 'UTC', now)).toBeNull()
  })

  it('names the moment that the figures are of, in the zone of the account', () => {
    expect(readingTrouble(overview('failed', [problem('balance')]), 'Asia/Kolkata', now)).toEqual({
      urgency: 'act',
      title: 'The last reading, Mon 15:25, failed: the figures are those of Mon 13:30.',
      details: ['Balance, tried Mon 15:25: no answer in 30 s'],
    })
  })

  it('promises no figures where there are none yet', () => {
    const said = readingTrouble({ ...overview('failed', [problem('balance')]), wallets: [] }, 'UTC', now)
    expect(said?.title).toBe('The last reading, Mon 09:55, failed, and none before it told of a wallet.')
  })

  it('names two sources and counts the rest', () => {
    const problems = ['instance-billing', 'volumes', 'images', 'pricing'].map(problem)
    expect(readingTrouble(overview('partial', problems), 'UTC', now)).toEqual({
      urgency: 'watch',
      title: 'Some of the account could not be read: what follows from it is older.',
      details: [
        'Bills of machines, tried Mon 09:55: no answer in 30 s',
        'Volumes, tried Mon 09:55: no answer in 30 s',
        '2 more sources: see "Where the figures come from" on the Overview.',
      ],
    })
  })
})
