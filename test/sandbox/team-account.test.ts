import { describe, expect, it } from 'vitest'
import { TEAM_SHARES, teamRoster } from '../../src/sandbox/demo/team-roster.ts'
import { allRecords, DAY, HOUR, NOW, openSandbox } from './support.ts'

interface Machine {
  id: string
  name: string
  status: string
}

const machines = async (sandbox: ReturnType<typeof openSandbox>) =>
  (await sandbox.get<{ instances: Machine[] }>('/api/instances/?limit=500')).instances

function kindOf(name: string): keyof typeof TEAM_SHARES {
  if (/^(gateway|summarise|assist|caption|oversett|tale)-/.test(name)) return 'autoscaled'
  if (name.startsWith('train-')) return 'jobs'
  return name.startsWith('dev-') ? 'boxes' : 'alwaysOn'
}

describe('the roster of the team', () => {
  const roster = teamRoster(1)
  const boxes = roster.filter(({ name }) => name.startsWith('dev-'))

  it('has the stated shares of 300', () => {
    const whole = Object.values(TEAM_SHARES).reduce((sum, share) => sum + share, 0)
    expect(whole).toBe(300)
    expect(boxes).toHaveLength(75)
    expect(roster.filter(({ name }) => !/^(dev|sweep)-/.test(name))).toHaveLength(105)
    expect(new Set(roster.map(({ name }) => name)).size).toBe(roster.length)
  })

  it('over forty seeds 15 % of the work-hours boxes change their habit, and twelve boxes of two owners never rest', () => {
    const all = Array.from({ length: 40 }, (_, index) => teamRoster(index + 1)).flat()
    const rhythms = all.filter(({ name }) => name.startsWith('dev-')).map(({ habit }) => habit)
    const restless = rhythms.filter(({ kind }) => kind === 'day-and-night')
    const changed = rhythms.filter((habit) => 'changes' in habit)
    expect(restless).toHaveLength(12 * 40)
    expect(changed.length / (rhythms.length - restless.length)).toBeCloseTo(0.15, 1)
  })
})

describe('the team account', () => {
  const firstDay = '2025-09-16'
  const sandbox = openSandbox({ size: 'team', firstDay })

  it('is the same for the same seed, and for a past moment after a later one', async () => {
    const paths = [
      '/api/balance/',
      '/api/instances/?limit=500',
      '/api/instances/billing/?limit=500',
      '/api/volumes/billing/',
    ]
    const read = (from: typeof sandbox) => Promise.all(paths.map((path) => from.text(path)))
    const early = openSandbox({ size: 'team', firstDay, now: NOW - 40 * DAY })
    const before = await read(early)
    early.clock.set(NOW + 40 * DAY)
    await read(early)
    early.clock.set(NOW - 40 * DAY)
    expect(await read(early)).toEqual(before)
    sandbox.clock.set(NOW - 40 * DAY)
    expect(await read(sandbox)).toEqual(before)
    sandbox.clock.set(NOW)
  })

  it('has 300 machines at once by the stated shares, taken over the last week', async () => {
    const kinds = { alwaysOn: 0, autoscaled: 0, boxes: 0, jobs: 0 }
    const looks = 7 * 4
    for (let look = 0; look < looks; look++) {
      sandbox.clock.set(NOW - look * 6 * HOUR)
      for (const { name } of await machines(sandbox)) kinds[kindOf(name)]++
    }
    for (const [kind, share] of Object.entries(TEAM_SHARES)) {
      const present = kinds[kind as keyof typeof kinds] / looks
      expect(Math.abs(present - share), `${kind}: ${present}`).toBeLessThan(share * 0.1)
    }
    sandbox.clock.set(NOW)
  })

  it('scales with the hour, sleeps at night and has machines that nobody stops', async () => {
    const count = async (at: number) => {
      sandbox.clock.set(at)
      return (await machines(sandbox)).filter(({ status }) => status === 'ACTIVE').length
    }
    const noon = await count(Date.parse('2026-03-17T18:00:00Z'))
    const night = await count(Date.parse('2026-03-17T05:00:00Z'))
    const sunday = await count(Date.parse('2026-03-15T05:00:00Z'))
    expect(noon).toBeGreaterThan(night * 1.2)
    expect(night).toBeGreaterThan(sunday)
    const restless = (await machines(sandbox)).filter(({ name }) => /^dev-(viktor|dana)/.test(name))
    expect(restless.every(({ status }) => status === 'ACTIVE')).toBe(true)
    sandbox.clock.set(NOW)
  })

  it('tells its stories: forgotten machines, decoys that wake at month ends, a sweep that ran away', async () => {
    const shutOff = async (at: string) => {
      sandbox.clock.set(Date.parse(at))
      return (await machines(sandbox)).filter(({ status }) => status === 'SHUTOFF').map(({ name }) => name)
    }
    const midMonth = await shutOff('2026-03-16T12:00:00Z')
    const monthEnd = await shutOff('2026-03-30T12:00:00Z')
    expect(midMonth.length - monthEnd.length).toBeGreaterThanOrEqual(2)
    expect(monthEnd.length).toBeGreaterThanOrEqual(4)
    sandbox.clock.set(Date.parse('2026-03-07T02:00:00Z'))
    expect((await machines(sandbox)).filter(({ name }) => name.startsWith('sweep-'))).toHaveLength(10)
    sandbox.clock.set(Date.parse('2026-03-07T02:00:00Z') + 24 * HOUR)
    expect((await machines(sandbox)).filter(({ name }) => name.startsWith('sweep-'))).toHaveLength(0)
    sandbox.clock.set(NOW)
  })

  it('restates one bill: a machine of the sweep was charged a tenth too much until nine days after its end', async () => {
    const bill = async (at: number) => {
      sandbox.clock.set(at)
      const records = await allRecords(sandbox, 'instances')
      return records.find((record) => (record as { vm_name?: string }).vm_name === 'sweep-00')!
    }
    const corrected = await bill(NOW)
    const restatedAt = Date.parse(corrected.end_time!) + 9 * DAY
    const before = await bill(restatedAt - 1000)
    expect(before.total_cost).toBeCloseTo(corrected.total_cost * 1.1, 4)
    expect((await bill(restatedAt)).total_cost).toBe(corrected.total_cost)
    const { errors } = await sandbox.get<{ errors: { cause: string; until: string }[] }>('/_sandbox/bill-errors')
    expect(errors.map(({ cause, until }) => [cause, Date.parse(until)])).toEqual([['restatement', restatedAt]])
    sandbox.clock.set(NOW)
  })

  it('shows its price rise, its euro wallet about to run dry and the pool that sells out on Mondays', async () => {
    const l40 = async (at: string) => {
      sandbox.clock.set(Date.parse(at))
      const path = '/api/pricing/?gpu_model=L40&gpu_count=1&currency=USD'
      return (await sandbox.get<{ quote: { per_hour: number } }>(path)).quote.per_hour
    }
    expect([await l40('2026-02-11T08:59:59Z'), await l40('2026-02-11T09:00:00Z')]).toEqual([1.19, 1.29])

    const euros = async (at: number) => {
      sandbox.clock.set(at)
      return (await sandbox.get<{ balance: { EUR: number } }>('/api/balance/')).balance.EUR
    }
    let least = Infinity
    for (let day = 0; day < 14; day++) {
      const [now, tomorrow] = [await euros(NOW - day * DAY), await euros(NOW - (day - 1) * DAY)]
      if (tomorrow < now) least = Math.min(least, now / (now - tomorrow))
    }
    expect(least).toBeLessThan(5)
    expect(least).toBeGreaterThan(0)

    type Stocks = { stocks: { region: string; models: { model: string; available: string }[] }[] }
    const available = async (at: number) => {
      sandbox.clock.set(at)
      const { stocks } = await sandbox.get<Stocks>('/api/gpu-stocks/')
      const { models } = stocks.find(({ region }) => region === 'CANADA-1')!
      return models.find(({ model }) => model === 'H100-PCIe-NVLink-80GB')!.available
    }
    const mondays = Array.from({ length: 8 }, (_, week) => Date.parse('2026-01-19T12:00:00Z') + week * 7 * DAY)
    let stockedWednesdays = 0
    for (const monday of mondays) {
      expect(await available(monday)).toBe('0')
      if ((await available(monday + 2 * DAY)) !== '0') stockedWednesdays++
    }
    expect(stockedWednesdays).toBeGreaterThan(5)
    sandbox.clock.set(NOW)
  })
})
