import { describe, expect, it } from 'vitest'
import { formatPicos, parsePicos, priceBook, runRates, type Resource } from '../../../src/engine/index.ts'
import { storageAdvice } from '../../../src/engine/recommendation/index.ts'
import { at, price, resource } from '../values.ts'

const asOf = at('2026-01-31T00:00:00Z')
const prices = priceBook([
  price({ price: '0.10', sku: 'volume/legacy/SSD', unit: 'tb_hour' }),
  price({ price: '0.10', sku: 'snapshot/legacy', unit: 'snapshot_hour' }),
])

const machine = resource({ resourceId: 'machine', name: 'trainer', status: 'HIBERNATED' })
const stored = (resourceId: string, of: Partial<Resource>) =>
  resource({
    resourceId,
    name: resourceId,
    status: 'available',
    tier: 'legacy',
    gpuModel: null,
    gpuCount: null,
    sizeGb: 100,
    firstSeenAt: at('2026-01-01T00:00:00Z'),
    ...of,
  })
const volume = (resourceId: string, of: Partial<Resource> = {}) =>
  stored(resourceId, { type: 'volume', volumeType: 'SSD', ...of })
const snapshot = (resourceId: string, day: string, of: Partial<Resource> = {}) =>
  stored(resourceId, { type: 'snapshot', sourceId: 'machine', firstSeenAt: at(`${day}T00:00:00Z`), ...of })

const advice = (resources: Resource[]) =>
  storageAdvice(runRates({ resources, openRecords: [], prices, asOf }), resources, asOf).map(
    ({ kind, resources: those, perHourPicos }) => [
      kind,
      those.map(({ name }) => name).join(),
      formatPicos(perHourPicos),
    ],
  )

const attached = volume('attached', { sourceId: 'machine' })
const gone = resource({ resourceId: 'gone', deletedSeenAt: at('2026-01-20T00:00:00Z'), status: null })

describe('storage that seems to serve nobody', () => {
  it.each<[string, Resource[], string[][]]>([
    [
      'a volume that is attached to nothing',
      [machine, attached, volume('loose')],
      [['unattached volume', 'loose', '0.01']],
    ],
    [
      'one whose machine is gone',
      [machine, gone, attached, volume('orphan', { sourceId: 'gone' })],
      [['unattached volume', 'orphan', '0.01']],
    ],
    ['not where attachments are not told', [machine, volume('loose')], []],
    [
      'not one that was made this week',
      [machine, attached, volume('new', { firstSeenAt: at('2026-01-28T00:00:00Z') })],
      [],
    ],
    [
      'snapshots of which there are two newer ones',
      [
        machine,
        snapshot('1st', '2026-01-04'),
        snapshot('2nd', '2026-01-11'),
        snapshot('3rd', '2026-01-18'),
        snapshot('4th', '2026-01-25'),
      ],
      [['old snapshots', '1st,2nd', '0.2']],
    ],
    ['not two of them', [machine, snapshot('1st', '2026-01-04'), snapshot('2nd', '2026-01-11')], []],
    [
      'not those of a machine that is gone: they may be all that is left of it',
      [gone, ...['1st', '2nd', '3rd'].map((name) => snapshot(name, '2026-01-04', { sourceId: 'gone' }))],
      [],
    ],
    ['not those of this week', [machine, ...['28', '29', '30'].map((day) => snapshot(day, `2026-01-${day}`))], []],
    ['not what no price is known of', [machine, attached, volume('nvme', { volumeType: 'NVMe' })], []],
  ])('%s', (_, resources, expected) => {
    expect(advice(resources)).toEqual(expected)
  })
})

it('adds up exactly what a group of snapshots costs', () => {
  const resources = [
    machine,
    ...[4, 8, 12, 16].map((day) => snapshot(`${day}`, `2026-01-${String(day).padStart(2, '0')}`)),
  ]
  const [one] = storageAdvice(runRates({ resources, openRecords: [], prices, asOf }), resources, asOf)
  expect(one).toMatchObject({ source: { name: 'trainer' }, currency: 'USD', perHourPicos: parsePicos('0.2') })
})
