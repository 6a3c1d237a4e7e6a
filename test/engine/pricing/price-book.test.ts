import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { documentedPrices, formatPicos, HIBERNATED_SKU, priceBook, type PriceBook } from '../../../src/engine/index.ts'
import { at, LAW, price } from '../values.ts'

const SKU = 'gpu/advanced/H100-SXM5-80GB'
const first = price({ price: '2.69', validFrom: at('2026-01-01T00:00:00Z'), validTo: at('2026-02-01T00:00:00Z') })
const second = price({ price: '2.49', validFrom: at('2026-02-01T00:00:00Z') })

const read = (book: PriceBook, from: string, to: string, currency = 'USD') =>
  book
    .pieces(SKU, currency, { startsAt: at(from), endsAt: at(to) })
    .map(({ interval, version }) => [
      new Date(interval.startsAt).toISOString().slice(0, 16),
      version ? formatPicos(version.pricePicos) : null,
    ])

describe('priceBook', () => {
  it.each<[string, string, string, (string | null)[][]]>([
    [
      'before the first price nothing is known',
      '2025-12-31T23:00Z',
      '2026-01-01T01:00Z',
      [
        ['2025-12-31T23:00', null],
        ['2026-01-01T00:00', '2.69'],
      ],
    ],
    [
      'a change inside splits',
      '2026-01-31T12:00Z',
      '2026-02-01T12:00Z',
      [
        ['2026-01-31T12:00', '2.69'],
        ['2026-02-01T00:00', '2.49'],
      ],
    ],
    [
      'a change at the end belongs to what follows',
      '2026-01-31T12:00Z',
      '2026-02-01T00:00Z',
      [['2026-01-31T12:00', '2.69']],
    ],
    ['a change at the start belongs to this', '2026-02-01T00:00Z', '2026-02-01T12:00Z', [['2026-02-01T00:00', '2.49']]],
    ['an empty interval has no pieces', '2026-02-01T00:00Z', '2026-02-01T00:00Z', []],
  ])('%s', (_, from, to, pieces) => {
    expect(read(priceBook([second, first]), from, to)).toEqual(pieces)
  })

  it('keeps wallets apart', () => {
    expect(read(priceBook([second]), '2026-03-01T00:00Z', '2026-03-02T00:00Z', 'EUR')).toEqual([
      ['2026-03-01T00:00', null],
    ])
  })

  it('lets the price that began last count, and the earlier one again after it', () => {
    const campaign = price({
      price: '1.99',
      validFrom: at('2026-03-01T00:00:00Z'),
      validTo: at('2026-03-08T00:00:00Z'),
    })
    expect(read(priceBook([second, campaign]), '2026-02-28T00:00Z', '2026-03-09T00:00Z')).toEqual([
      ['2026-02-28T00:00', '2.49'],
      ['2026-03-01T00:00', '1.99'],
      ['2026-03-08T00:00', '2.49'],
    ])
  })

  it('believes what was read before what was written down on the same moment', () => {
    const listed = price({ price: '2', source: 'imported' })
    const seen = price({ price: '3', source: 'observed' })
    expect(read(priceBook([listed, seen]), '2026-01-01T00:00Z', '2026-01-02T00:00Z')).toEqual([
      ['2026-01-01T00:00', '3'],
    ])
  })

  it('knows the documented flat rate of a hibernated machine in each wallet', () => {
    const book = priceBook(documentedPrices)
    const now = { startsAt: at('2026-01-01T00:00:00Z'), endsAt: at('2026-01-02T00:00:00Z') }
    const prices = ['USD', 'EUR', 'INR'].map((currency) => book.pieces(HIBERNATED_SKU, currency, now)[0]?.version)
    expect(prices.map((version) => version && formatPicos(version.pricePicos))).toEqual(['0.01', '0.01', '1'])
  })

  it('law: a timeline covers all of time without gap or overlap', () => {
    const day = fc.integer({ min: 0, max: 40 })
    const version = fc
      .tuple(day, fc.option(day), fc.integer({ min: 1, max: 5 }))
      .map(([from, length, amount]) =>
        price({ price: String(amount), validFrom: from, validTo: length === null ? null : from + length + 1 }),
      )
    fc.assert(
      fc.property(fc.array(version, { maxLength: 8 }), (versions) => {
        const timeline = priceBook(versions).timeline(SKU, 'USD')
        expect(timeline[0]?.interval.startsAt).toBe(-Infinity)
        expect(timeline.at(-1)?.interval.endsAt).toBe(Infinity)
        timeline.slice(1).forEach((piece, i) => expect(piece.interval.startsAt).toBe(timeline[i]?.interval.endsAt))
      }),
      LAW,
    )
  })
})

describe('a price that was observed in the midst of a second', () => {
  it('holds from that second on, so that every bill still falls into whole seconds', () => {
    const seen = Date.UTC(2026, 2 /* Mar */, 1, 12, 0, 41, 350)
    const book = priceBook([price({ price: '2.49', validFrom: seen })])
    const [before, after] = book.timeline(SKU, 'USD')
    expect(before).toMatchObject({ version: null, interval: { endsAt: Date.UTC(2026, 2, 1, 12, 0, 41) } })
    expect(after).toMatchObject({ interval: { startsAt: Date.UTC(2026, 2, 1, 12, 0, 41) } })
  })
})
