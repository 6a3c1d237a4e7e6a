import { describe, expect, it } from 'vitest'
import { formatPicos, priceBook } from '../../../src/engine/index.ts'
import { price } from '../values.ts'
import { at } from '../values.ts'
import { answerOf, baselineOf, problemsOf, scenario } from './values.ts'
import { parsePicos } from '../../../src/engine/index.ts'

const own = baselineOf()
const balance = { currency: 'USD', balancePicos: parsePicos('1000'), readAt: at('2026-12-01T00:00:00Z') }
/** Another account: L40 at 1.00 by contract, nothing of its own. */
const other = baselineOf({
  resources: [],
  prices: priceBook([
    price({ price: '1', sku: 'gpu/legacy/L40' }),
    price({ price: '0.02', sku: 'volume/legacy/SSD', unit: 'tb_hour' }),
    price({ price: '0.01', sku: 'hibernated', unit: 'machine_hour' }),
  ]),
  balances: [balance],
})
const accounts = new Map([['branch', other]])
const move = { kind: 'another-account', resources: { ids: ['M1'] }, account: 'branch' } as const

describe('another account', () => {
  it('takes a machine over at its own prices, out of its own wallet', () => {
    const answer = answerOf(own, scenario({ ...move, from: '2026-12-11' }), { accounts })
    expect(answer.sentences).toEqual(['Run dev-1 in account branch from 11 Dec 2026'])
    // 2 x 1.19 for 21 days of 24 hours less here, 2 x 1.00 for as long there.
    expect(formatPicos(answer.wallets.find(({ currency }) => currency === 'USD')!.differencePicos)).toBe('-1199.52')
    const [there] = answer.accounts
    expect(there).toMatchObject({ account: 'branch', wallets: [{ currency: 'USD' }] })
    expect(formatPicos(there!.wallets[0]!.differencePicos)).toBe('1008')
    expect(formatPicos(there!.wallets[0]!.total.p50Picos)).toBe('1008')
    expect(answer.stock).toMatchObject([{ gpuModel: 'L40', gpuCount: 2, machines: 1 }])
  })

  it('has its runway by what it takes over', () => {
    const [there] = answerOf(own, scenario(move), { accounts }).accounts
    // 1,000 at 2 an hour
    expect(there!.wallets[0]!.runway).toMatchObject({ kind: 'ends', p50At: at('2026-12-21T20:00:00Z') })
  })

  it('goes by what was changed before: half of the GPUs there as well', () => {
    const half = { kind: 'replace-gpu', machines: { ids: ['M1'] }, gpuCount: 1 } as const
    const [there] = answerOf(own, scenario(half, move), { accounts }).accounts
    expect(formatPicos(there!.wallets[0]!.differencePicos)).toBe('744')
  })

  it('law: what leaves and comes back changes nothing here beyond the time away', () => {
    const away = answerOf(own, scenario({ ...move, from: '2026-12-05', until: '2026-12-07' }), { accounts })
    const days = away.wallets.find(({ currency }) => currency === 'USD')!.days
    const before = answerOf(own, scenario()).wallets.find(({ currency }) => currency === 'USD')!.days
    for (const [i, { day, p50Picos }] of days.entries()) {
      const isAway = day === '2026-12-05' || day === '2026-12-06'
      expect(formatPicos(before[i]!.p50Picos - p50Picos)).toBe(isAway ? '57.12' : '0')
    }
  })

  it('refuses what is not there, naming the field', () => {
    expect(problemsOf(own, scenario(move))).toEqual(['/changes/0/account: no other account was read yet; branch asked'])
    expect(problemsOf(own, scenario({ ...move, account: 'lab' }), { accounts })).toEqual([
      '/changes/0/account: no other account is called lab; there is branch',
    ])
    expect(problemsOf(own, scenario({ ...move, currency: 'EUR' }), { accounts })).toEqual([
      '/changes/0/currency: branch has no wallet of EUR; it has USD',
    ])
  })
})
