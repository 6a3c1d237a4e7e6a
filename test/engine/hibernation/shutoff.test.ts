import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { paidWhileShutoff } from '../../../src/engine/hibernation/shutoff.ts'
import {
  calendarOf,
  formatPicos,
  HOUR_MS,
  parsePicos,
  type BillingRecord,
  type StatusChange,
} from '../../../src/engine/index.ts'
import { at, billingRecord, LAW, status, sum } from '../values.ts'

const DAY = '2026-01-10'
const time = (clock: string) => at(`${DAY}T${clock}:00Z`)
/** 4 an hour from 8:00 to 20:00. */
const record = billingRecord({
  startsAt: time('08:00'),
  endsAt: time('20:00'),
  minutes: 720,
  totalPicos: parsePicos('48'),
})
const hourly = Array.from({ length: 24 }, (_, hour) => at(`${DAY}T00:00:00Z`) + hour * HOUR_MS)

const paid = (statuses: StatusChange[], looksAt = hourly, records: BillingRecord[] = [record]) =>
  paidWhileShutoff({
    records,
    statuses: new Map([['BRK-000001D', statuses]]),
    looksAt,
    calendar: calendarOf('UTC'),
    readAt: time('20:00'),
  })

const range = (rows: ReturnType<typeof paid>) => rows.map((row) => [round(row.lowPicos), round(row.highPicos)])
/** The outward rounding is half of the fourth place of each bill. */
const round = (picos: bigint) => formatPicos(((picos + 500_000_000n) / 1_000_000_000n) * 1_000_000_000n)

describe('paid while shut off', () => {
  const cases: [string, StatusChange[], string[][]][] = [
    [
      'lies between the looks around each change',
      [
        status(`${DAY}T08:00:00Z`, 'ACTIVE'),
        status(`${DAY}T10:00:00Z`, 'SHUTOFF'),
        status(`${DAY}T15:00:00Z`, 'ACTIVE'),
      ],
      [['16', '24']],
    ],
    ['is nothing before the first look', [status(`${DAY}T18:00:00Z`, 'SHUTOFF')], [['8', '8']]],
    [
      'ends for certain where the record does',
      [
        status(`${DAY}T08:00:00Z`, 'ACTIVE'),
        status(`${DAY}T18:00:00Z`, 'SHUTOFF'),
        status(`${DAY}T21:00:00Z`, 'HIBERNATED'),
      ],
      [['8', '12']],
    ],
    ['is nothing for a machine that only ran', [status(`${DAY}T08:00:00Z`, 'ACTIVE')], []],
    ['is nothing for a machine that nobody looked at', [], []],
  ]
  it.each(cases)('%s', (_, statuses, expected) => {
    expect(range(paid(statuses))).toEqual(expected)
  })

  it('is nothing of a sleep, whatever was seen', () => {
    const asleep = { ...record, status: 'hibernated' }
    expect(paid([status(`${DAY}T08:00:00Z`, 'SHUTOFF')], hourly, [asleep])).toEqual([])
  })

  it('law: the truth lies inside, and the range is no wider than one look per change', () => {
    const changes = fc.uniqueArray(fc.integer({ min: 1, max: 719 }), { minLength: 1, maxLength: 8 })
    fc.assert(
      fc.property(changes, fc.integer({ min: 5, max: 180 }), fc.boolean(), (minutes, every, startsShutoff) => {
        const edges = [...minutes].sort((a, b) => a - b)
        const isShutoff = (minute: number) =>
          edges.filter((edge) => edge <= minute).length % 2 === (startsShutoff ? 0 : 1)
        const looks = Array.from({ length: Math.floor(720 / every) + 1 }, (_, i) => i * every)
        const statuses: StatusChange[] = []
        for (const look of looks) {
          const text = isShutoff(look) ? 'SHUTOFF' : 'ACTIVE'
          const instant = record.startsAt + look * 60_000
          if (statuses.at(-1)?.status !== text)
            statuses.push({ resourceId: 'BRK-000001D', observedAt: instant, status: text })
        }
        const rows = paid(
          statuses,
          looks.map((look) => record.startsAt + look * 60_000),
        )
        const low = sum(rows.map((row) => row.lowPicos))
        const high = sum(rows.map((row) => row.highPicos))
        const seen = (minute: number) => isShutoff(Math.floor(minute / every) * every)
        let truth = 0n
        const perMinute = record.totalPicos / 720n
        for (let minute = 0; minute < 720; minute++) if (isShutoff(minute)) truth += perMinute
        // A stretch between two looks that both saw it running leaves no trace: only what was seen is bounded.
        const allSeen = Array.from({ length: 720 }, (_, minute) => minute).every(
          (minute) =>
            isShutoff(minute) === seen(minute) ||
            isShutoff(minute) === isShutoff(Math.ceil((minute + 1) / every) * every),
        )
        if (allSeen && looks.at(-1) === 720) {
          expect(low <= truth && truth <= high).toBe(true)
        }
        expect(low <= high).toBe(true)
        expect(high - low <= perMinute * BigInt(every) * BigInt(statuses.length) + 1_000_000_000n).toBe(true)
      }),
      LAW,
    )
  })
})
