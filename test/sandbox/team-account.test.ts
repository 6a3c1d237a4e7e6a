import { describe, expect, it } from 'vitest'
import { TEAM_SHARES, teamRoster } from '../../src/sandbox/demo/team-roster.ts'
import { DAY, HOUR, NOW, openSandbox } from './support.ts'

interface Machine {
  id: string
  name: string
  status: string
}

const machines = async (sandbox: ReturnType<typeof openSandbox>) =>
  (await sandbox.get<{ instances: Machine[] }>('/api/instances/?limit=500')).instances

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
})
