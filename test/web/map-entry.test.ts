import { expect, test } from 'vitest'
import { draftOf, EMPTY_ENTRY, entryText, mapOf, sameMap } from '../../web/pages/set-up/map-entry.ts'

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

test('what differs is told in a line', () => {
  const lines = Object.values(draftOf(MAP).entries).map(entryText)
  expect(lines).toEqual([
    '/api/v1/credits',
    '/api/v1/vms; page is p; its size is per_page; id is uuid; gpu_model is flavor.gpu',
    'rows under data.items; total_cost is cost_cents (cents); instance_id is vmId',
  ])
  expect(entryText(EMPTY_ENTRY)).toBe('nothing yet')
})

test('a map is in force in whatever order its keys come back', () => {
  const { balance, auth, ...rest } = MAP
  expect(sameMap({ ...rest, auth, balance }, MAP)).toBe(true)
  expect(sameMap({ ...MAP, balance: '/api/v1/credit' }, MAP)).toBe(false)
  expect(sameMap(null, {})).toBe(false)
})
