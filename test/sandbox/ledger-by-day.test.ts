import { describe, expect, it } from 'vitest'
import { allRecords, openSandbox } from './support.ts'
import { startOfDay, daysBetween } from '../../src/sandbox/zone-days.ts'

interface Day {
  day: string
  currency: string
  records: number
  cost: string
}

const MINUTE = 60_000

describe('days of a zone', () => {
  it.each([
    ['2026-03-29', 'Europe/Berlin', '2026-03-28T23:00:00Z', 23],
    ['2026-10-25', 'Europe/Berlin', '2026-10-24T22:00:00Z', 25],
    ['2026-03-08', 'America/Los_Angeles', '2026-03-08T08:00:00Z', 23],
    ['2026-03-18', 'Asia/Kolkata', '2026-03-17T18:30:00Z', 24],
    // Midnight does not exist on this day: it begins at one o'clock.
    ['2018-11-04', 'America/Sao_Paulo', '2018-11-04T03:00:00Z', 23],
  ])('%s in %s starts at %s and has %i hours', (day, zone, start, hours) => {
    const startsAt = startOfDay(day, zone)
    expect(new Date(startsAt).toISOString()).toBe(start.replace('Z', '.000Z'))
    const [only] = daysBetween(startsAt, startsAt + 1, zone)
    expect(only).toMatchObject({ day, startsAt, endsAt: startsAt + hours * 60 * MINUTE })
  })

  it('leaves out the day that Samoa skipped', () => {
    const days = daysBetween(Date.parse('2011-12-29T12:00:00Z'), Date.parse('2011-12-31T12:00:00Z'), 'Pacific/Apia')
    expect(days.map(({ day }) => day)).toEqual(['2011-12-29', '2011-12-31', '2012-01-01'])
  })
})

describe('the ledger by day', () => {
  const sandbox = openSandbox({ now: Date.parse('2026-04-02T10:30:00Z') })
  const days = async (query: string) => (await sandbox.get<{ days: Day[] }>(`/_sandbox/ledger?by=day&${query}`)).days

  it.each(['UTC', 'Europe/Berlin', 'America/Los_Angeles'])(
    'adds up to the records in %s, each within half a unit of the fourth decimal',
    async (zone) => {
      const sums = new Map<string, number>()
      for (const { currency, cost } of await days(`zone=${zone}`))
        sums.set(currency, (sums.get(currency) ?? 0) + Number(cost))
      const billed = new Map<string, { cost: number; count: number }>()
      for (const kind of ['instances', 'volumes', 'snapshots'])
        for (const { currency, total_cost } of await allRecords(sandbox, kind)) {
          const { cost, count } = billed.get(currency) ?? { cost: 0, count: 0 }
          billed.set(currency, { cost: cost + total_cost, count: count + 1 })
        }
      for (const [currency, { cost, count }] of billed)
        expect(Math.abs(cost - sums.get(currency)!)).toBeLessThan(count * 0.00005)
    },
  )

  it('gives a day of 23 hours 23/24 of what runs without a pause', async () => {
    const always = (await allRecords(sandbox, 'instances')).filter(
      ({ start_time, end_time }) => start_time < '2026-03-27' && (end_time === null || end_time > '2026-03-31'),
    )
    const perHour = always
      .filter(({ currency, status }) => currency === 'EUR' && status === 'active')
      .reduce((sum, { total_cost, total_duration_minutes }) => sum + (total_cost / total_duration_minutes) * 60, 0)
    const cost = async (zone: string) =>
      Number(
        (await days(`from=2026-03-29&to=2026-03-30&zone=${zone}`)).find(({ currency }) => currency === 'EUR')!.cost,
      )
    // A Sunday: nothing else in euros runs but storage and what is hibernated, which the zones share.
    const [berlin, utc] = [await cost('Europe/Berlin'), await cost('UTC')]
    expect(utc - berlin).toBeGreaterThan(perHour * 0.9)
    expect(utc - berlin).toBeLessThan(perHour * 1.5)
  })

  it('takes `to` as exclusive and shows only days that have begun', async () => {
    const asked = await days('from=2026-03-30&to=2026-04-01')
    expect([...new Set(asked.map(({ day }) => day))]).toEqual(['2026-03-30', '2026-03-31'])
    expect((await days('from=2026-04-01&to=2027-01-01')).at(-1)?.day).toBe('2026-04-02')
    expect(await days('from=2026-05-01&to=2026-04-01')).toEqual([])
  })
})
