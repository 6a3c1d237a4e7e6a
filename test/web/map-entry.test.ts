import { expect, test } from 'vitest'
import { draftOf, EMPTY_ENTRY, mapOf } from '../../web/pages/set-up/map-entry.ts'

const MAP = {
  auth: { header: 'X-API-Key', scheme: '' },
  balance: '/api/v1/credits',
  instances: {
    path: '/api/v1/vms',
    pageParameter: 'p',
    limitParameter: 'per_page',
    fields: { id: 'uuid', gpu_model: 'flavor.gpu' },
  },
  'instance-billing': {
    list: 'data.items',
    fields: { total_cost: { from: 'cost_cents', unit: 'cents' as const }, instance_id: 'vmId' },
  },
}

test('a map is the same after it was edited without a change', () => {
  expect(mapOf(draftOf(MAP))).toEqual(MAP)
  expect(mapOf(draftOf({}))).toEqual({})
})

test('what was left empty is as in the contract, and is not saved', () => {
  const draft = draftOf(MAP)
  const half = { ours: 'region', theirs: '', unit: '' as const }
  const entries = {
    ...draft.entries,
    volumes: EMPTY_ENTRY,
    images: { ...EMPTY_ENTRY, fields: [half] },
    instances: { ...EMPTY_ENTRY, path: '/vms' },
  }
  expect(mapOf({ auth: null, entries })).toEqual({
    balance: '/api/v1/credits',
    instances: '/vms',
    'instance-billing': MAP['instance-billing'],
  })
})
