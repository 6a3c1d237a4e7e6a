import { describe, expect, it } from 'vitest'
import { stateIntervals, toChargeState, type StatusChange } from '../../../src/engine/index.ts'
import { at, billingRecord, status, volumeRecord } from '../values.ts'

const run = billingRecord({
  startsAt: at('2026-01-10T10:00:00Z'),
  endsAt: at('2026-01-10T14:00:00Z'),
  minutes: 240,
})
const read = (statuses: StatusChange[], record = run) =>
  stateIntervals(record, statuses, at('2026-01-10T20:00:00Z')).map(
    (interval) =>
      [interval.startsAt, interval.endsAt].map((edge) => new Date(edge).toISOString().slice(11, 16)).join('-') +
      ' ' +
      interval.state,
  )

describe('stateIntervals', () => {
  it.each<[string, StatusChange[], string[]]>([
    ['nobody looked', [], ['10:00-14:00 unknown']],
    ['seen before and all along', [status('2026-01-10T09:00Z', 'ACTIVE')], ['10:00-14:00 active']],
    ['seen at its very start', [status('2026-01-10T10:00Z', 'ACTIVE')], ['10:00-14:00 active']],
    [
      'first seen in the middle',
      [status('2026-01-10T11:30Z', 'SHUTOFF')],
      ['10:00-11:30 unknown', '11:30-14:00 shutoff'],
    ],
    [
      'shut off and started again',
      [
        status('2026-01-10T09:00Z', 'ACTIVE'),
        status('2026-01-10T11:00Z', 'SHUTOFF'),
        status('2026-01-10T12:00Z', 'ACTIVE'),
      ],
      ['10:00-11:00 active', '11:00-12:00 shutoff', '12:00-14:00 active'],
    ],
    [
      'a transition carries what was before it',
      [
        status('2026-01-10T09:00Z', 'ACTIVE'),
        status('2026-01-10T11:00Z', 'STOPPING'),
        status('2026-01-10T12:00Z', 'SHUTOFF'),
      ],
      ['10:00-12:00 active', '12:00-14:00 shutoff'],
    ],
    [
      'a transition before anything lasting is what comes of it',
      [status('2026-01-10T09:59Z', 'CREATING'), status('2026-01-10T11:00Z', 'ACTIVE')],
      ['10:00-14:00 active'],
    ],
    [
      'a transition first seen in the middle',
      [status('2026-01-10T11:00Z', 'BUILD'), status('2026-01-10T12:00Z', 'ACTIVE')],
      ['10:00-11:00 unknown', '11:00-14:00 active'],
    ],
    ['only a transition was ever seen', [status('2026-01-10T09:00Z', 'CREATING')], ['10:00-14:00 unknown']],
    [
      'hibernated inside a running record was seen late',
      [status('2026-01-10T09:00Z', 'ACTIVE'), status('2026-01-10T13:00Z', 'HIBERNATED')],
      ['10:00-14:00 active'],
    ],
    [
      'after hibernation a new run begins as it is next seen',
      [
        status('2026-01-09T08:00Z', 'SHUTOFF'),
        status('2026-01-09T20:00Z', 'HIBERNATED'),
        status('2026-01-10T10:30Z', 'ACTIVE'),
      ],
      ['10:00-14:00 active'],
    ],
    [
      'what comes after the record does not matter',
      [status('2026-01-10T09:00Z', 'ACTIVE'), status('2026-01-10T14:00Z', 'SHUTOFF')],
      ['10:00-14:00 active'],
    ],
    [
      'a new word carries what was before it',
      [status('2026-01-10T09:00Z', 'SHUTOFF'), status('2026-01-10T11:00Z', 'QUANTUM')],
      ['10:00-14:00 shutoff'],
    ],
  ])('%s', (_, statuses, intervals) => {
    expect(read(statuses)).toEqual(intervals)
  })

  it('takes a hibernated record by its word', () => {
    const asleep = billingRecord({ ...run, status: 'hibernated' })
    expect(read([status('2026-01-10T09:00Z', 'ACTIVE')], asleep)).toEqual(['10:00-14:00 hibernated'])
  })

  it('stores volumes and snapshots', () => {
    expect(read([], volumeRecord({ ...run, kind: 'volume' }))).toEqual(['10:00-14:00 stored'])
    expect(read([], volumeRecord({ ...run, kind: 'snapshot' }))).toEqual(['10:00-14:00 stored'])
  })

  it('lays billed minutes down from the start, inside the record and, while it is open, before it was read', () => {
    expect(read([], billingRecord({ ...run, minutes: 90 }))).toEqual(['10:00-11:30 unknown'])
    expect(read([], billingRecord({ ...run, minutes: 900 }))).toEqual(['10:00-14:00 unknown'])
    expect(read([], billingRecord({ ...run, endsAt: null, minutes: 900 }))).toEqual(['10:00-20:00 unknown'])
    expect(read([], billingRecord({ ...run, minutes: 0 }))).toEqual(['10:00-10:00 unknown'])
  })
})

describe('toChargeState', () => {
  it.each([
    ['ACTIVE', 'active'],
    ['Active', 'active'],
    ['STOPPED', 'shutoff'],
    ['offline', 'shutoff'],
    ['HIBERNATED', 'hibernated'],
    ['RESTORING', 'transitional'],
    ['ERROR', 'error'],
    ['DELETED', 'deleted'],
    ['QUANTUM', 'unknown'],
  ])('%s is %s', (text, state) => {
    expect(toChargeState(text)).toBe(state)
  })
})
