import { beforeEach, describe, expect, it } from 'vitest'
import { allRecords, DAY, NOW, openSandbox } from './support.ts'

interface Machine {
  name: string
  status: string
  region: string
  tier: string
  currency: 'USD' | 'EUR'
  price_per_hour: number
}

describe('the demo account', () => {
  const sandbox = openSandbox()
  beforeEach(() => sandbox.clock.set(NOW))
  const machines = async () => (await sandbox.get<{ instances: Machine[] }>('/api/instances/?limit=500')).instances

  it('has 25 machines, and a job now and then, in two regions, both tiers and two wallets, three of them shut off', async () => {
    const all = await machines()
    expect(all.filter(({ name }) => !name.startsWith('train-'))).toHaveLength(25)
    expect(new Set(all.map(({ region }) => region))).toEqual(new Set(['NORWAY-1', 'CANADA-1']))
    expect(new Set(all.map(({ tier }) => tier))).toEqual(new Set(['legacy', 'advanced']))
    expect(new Set(all.map(({ currency }) => currency))).toEqual(new Set(['USD', 'EUR']))
    expect(all.filter(({ status }) => status === 'SHUTOFF')).toHaveLength(3)
  })

  it('hibernates the developers at night and at the week-end', async () => {
    const working = async (moment: string) => {
      sandbox.clock.set(Date.parse(moment))
      return (await machines()).filter(({ name, status }) => name.startsWith('dev-') && status === 'ACTIVE').length
    }
    // Several weeks, for one night in ten is worked through.
    let [days, nights, weekends] = [0, 0, 0]
    for (let week = 0; week < 8; week++) {
      const monday = Date.parse('2026-01-05T00:00:00Z') + week * 7 * DAY
      days += await working(new Date(monday + DAY + 15 * 3_600_000).toISOString())
      nights += await working(new Date(monday + DAY + 2 * 3_600_000).toISOString())
      weekends += await working(new Date(monday + 5 * DAY + 22 * 3_600_000).toISOString())
    }
    expect(days).toBeGreaterThan(30)
    expect(nights).toBeLessThan(12)
    expect(weekends).toBeLessThan(4)
  })

  it('keeps the dollar wallet between two and four and a half weeks at its run rate', async () => {
    for (let day = 0; day < 60; day += 4) {
      sandbox.clock.set(NOW + day * DAY)
      const { balance } = await sandbox.get<{ balance: { USD: number } }>('/api/balance/')
      const perDay = (await machines())
        .filter(
          ({ currency, status, name }) => currency === 'USD' && status !== 'HIBERNATED' && !name.startsWith('train-'),
        )
        .reduce((sum, { price_per_hour }) => sum + 24 * price_per_hour, 0)
      expect(balance.USD / perDay).toBeGreaterThan(11)
      expect(balance.USD / perDay).toBeLessThan(32)
    }
  })

  it('has top-ups less all records less AI as its balance, to the last digit', async () => {
    const balances = sandbox.sandbox.account.balances(NOW)
    let spent = 0n
    for (const kind of ['instances', 'volumes', 'snapshots'])
      for (const { total_cost, currency } of await allRecords(sandbox, kind))
        if (currency === 'USD') spent += BigInt(Math.round(total_cost * 10_000)) * 10n ** 8n
    const { total_cost } = await sandbox.get<{ total_cost: number }>('/api/ai/usage/summary/')
    spent += BigInt(Math.round(total_cost * 1_000_000)) * 10n ** 6n
    // Credits are bought in steps of 500.
    expect((balances.USD + spent) % (500n * 10n ** 12n)).toBe(0n)
  })

  it('sells out of one model in Canada on Mondays', async () => {
    const available = async (moment: string) => {
      sandbox.clock.set(Date.parse(moment))
      const { stocks } = await sandbox.get<{
        stocks: {
          region: string
          models: { model: string; available: string; configurations: Record<string, number> }[]
        }[]
      }>('/api/gpu-stocks/')
      return stocks
        .find(({ region }) => region === 'CANADA-1')!
        .models.find(({ model }) => model === 'H100-PCIe-NVLink-80GB')!
    }
    for (const monday of ['2026-03-02', '2026-03-09', '2026-03-16']) {
      expect(await available(`${monday}T12:00:00Z`)).toMatchObject({
        available: '0',
        configurations: { '1x': 0, '2x': 0, '4x': 0, '8x': 0 },
      })
    }
    expect((await available('2026-03-04T12:00:00Z')).available).not.toBe('0')
  })
})
