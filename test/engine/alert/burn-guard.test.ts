import { describe, expect, test } from 'vitest'
import { burnFinding, burnLimit, type BurnGuardInput, type BurningMachine } from '../../../src/engine/alert/index.ts'
import { parsePicos } from '../../../src/engine/money.ts'
import { HOUR_MS } from '../../../src/engine/time.ts'

const NOW = Date.parse('2026-12-01T09:00:00Z')
const machine = (resourceId: string, of: Partial<BurningMachine> = {}): BurningMachine => ({
  resourceId,
  name: resourceId,
  region: 'CANADA-1',
  gpuModel: 'L40',
  gpuCount: 1,
  perHourPicos: parsePicos('1'),
  firstSeenAt: NOW - HOUR_MS,
  createdAt: NOW - HOUR_MS,
  isAnnounced: false,
  ...of,
})
const find = (of: Partial<BurnGuardInput> = {}) =>
  burnFinding({
    ruleId: 1,
    currency: 'USD',
    now: NOW,
    machines: [],
    perHourPicos: parsePicos('10'),
    limitPicos: parsePicos('10'),
    knownModels: new Set(['L40']),
    knownRegions: new Set(['CANADA-1']),
    watchedSince: NOW - 100 * HOUR_MS,
    hasAnnouncements: false,
    told: [],
    ...of,
  })

describe('the burn guard', () => {
  test('takes no machine for new that was there before anybody watched, however late it could be read', () => {
    const strange = { gpuModel: 'B300', region: 'FINLAND-1' }
    const old = machine('old', { ...strange, createdAt: NOW - 1000 * HOUR_MS })
    expect(find({ machines: [old] })).toBeNull()
    expect(find({ machines: [machine('untold', { ...strange, createdAt: null })] })?.marks).toEqual(['untold'])
  })

  test('is quiet at the limit and speaks over it, again at each doubling', () => {
    expect(find()).toBeNull()
    expect(find({ perHourPicos: parsePicos('10.01') })).toMatchObject({ marks: ['over 1'] })
    expect(find({ perHourPicos: parsePicos('45') })).toMatchObject({ marks: ['over 1', 'over 2', 'over 4'] })
    expect(find({ perHourPicos: parsePicos('45'), limitPicos: null })).toBeNull()
  })

  test('what was told is over when the rate has fallen a fifth under the limit', () => {
    const told = ['over 1']
    expect(find({ perHourPicos: parsePicos('8.5'), told })).toMatchObject({ marks: [], holds: told })
    expect(find({ perHourPicos: parsePicos('8'), told })).toBeNull()
  })

  test('names new machines of a model or in a region never used, the dearest first', () => {
    const machines = [
      machine('a'),
      machine('b', { gpuModel: 'B300', gpuCount: 8, perHourPicos: parsePicos('40') }),
      machine('c', { gpuModel: 'B300', region: 'FINLAND-1', perHourPicos: parsePicos('50') }),
    ]
    const finding = find({ machines })!
    expect(finding.reasons).toEqual([
      { kind: 'new model', name: 'B300', machines: ['b', 'c'] },
      { kind: 'new region', name: 'FINLAND-1', machines: ['c'] },
    ])
    expect(finding.machines.map(({ resourceId }) => resourceId)).toEqual(['c', 'b'])
    expect(finding.marks).toEqual(['b', 'c'])
  })

  test('over the limit every new machine counts', () => {
    const machines = [machine('a'), machine('old', { firstSeenAt: NOW - 30 * HOUR_MS })]
    expect(find({ machines, perHourPicos: parsePicos('11') })!.marks).toEqual(['over 1', 'a'])
  })

  test('what was there at the first look, and what came a day ago, is nobody news', () => {
    const strange = { gpuModel: 'B300' }
    const first = machine('first', { ...strange, firstSeenAt: NOW - 2 * HOUR_MS })
    expect(find({ machines: [first], watchedSince: NOW - 2 * HOUR_MS })).toBeNull()
    expect(find({ machines: [machine('old', { ...strange, firstSeenAt: NOW - 24 * HOUR_MS })] })).toBeNull()
  })

  test('an unannounced machine is one only where machines are announced', () => {
    const machines = [machine('a'), machine('b', { isAnnounced: true })]
    expect(find({ machines })).toBeNull()
    expect(find({ machines, hasAnnouncements: true })!.reasons).toEqual([{ kind: 'unannounced', machines: ['a'] }])
  })

  test('the limit is what was typed, else a multiple of the highest hour, on the first day of the first rate', () => {
    const limit = (typed: string | null, highest: string | null, first: string | null) =>
      burnLimit({
        typedPicos: typed === null ? null : parsePicos(typed),
        highestHourPicos: highest === null ? null : parsePicos(highest),
        firstRatePicos: first === null ? null : parsePicos(first),
        factor: 2,
      })
    expect(limit('5', '12.5', '1')).toBe(parsePicos('5'))
    expect(limit(null, '12.5', '1')).toBe(parsePicos('25'))
    expect(limit(null, null, '1')).toBe(parsePicos('2'))
    expect(limit(null, null, null)).toBeNull()
  })
})
