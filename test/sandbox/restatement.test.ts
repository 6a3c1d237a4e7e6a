import { describe, expect, it } from 'vitest'
import { allRecords, DAY, NOW, openSandbox } from './support.ts'

const balanceOf = async (sandbox: ReturnType<typeof openSandbox>) => sandbox.text('/api/balance/')

describe('a bill that is restated', () => {
  it('shows and costs something else from then on, and what it was before when the clock steps back', async () => {
    const sandbox = openSandbox()
    const ended = (await allRecords(sandbox, 'instances')).find(
      ({ end_time, currency }) => end_time && currency === 'USD',
    )!
    const path = `/api/instances/billing/?instance_id=${ended.instance_id}&limit=500`
    const before = { list: await sandbox.text(path), balance: await balanceOf(sandbox) }
    sandbox.clock.set(NOW + DAY)
    const untouched = await balanceOf(sandbox)
    const to = (ended.total_cost + 12.5).toFixed(4)
    const answer = await sandbox.send('POST', '/_sandbox/restate', { billing_id: ended.billing_id, total_cost: to })
    expect([answer.status, answer.json['total_cost']]).toEqual([200, Number(to)])
    const shown = (await allRecords(sandbox, 'instances')).find(({ billing_id }) => billing_id === ended.billing_id)!
    expect(shown).toEqual({ ...ended, total_cost: Number(to) })
    const usd = (text: string) =>
      Number(/"USD":\s*\{[^}]*?([\d.]+)/.exec(text)?.[1] ?? /USD\D*([\d.]+)/.exec(text)?.[1])
    expect(usd(untouched) - usd(await balanceOf(sandbox))).toBeCloseTo(12.5, 6)
    sandbox.clock.set(NOW)
    expect({ list: await sandbox.text(path), balance: await balanceOf(sandbox) }).toEqual(before)
  })

  it('has ended: an open one, one that is not there and half an amount are refused', async () => {
    const sandbox = openSandbox()
    const open = (await allRecords(sandbox, 'instances')).find(({ end_time }) => end_time === null)!
    const restate = async (billing_id: string, total_cost: string) =>
      (await sandbox.send('POST', '/_sandbox/restate', { billing_id, total_cost })).status
    expect(await restate(open.billing_id, '1')).toBe(409)
    expect(await restate('BRK-000000DB', '1')).toBe(404)
    expect(await restate(open.billing_id, '1.23456')).toBe(400)
  })
})

describe('a machine that is renamed', () => {
  it('has its new name in lists and open bills from then on; bills that have ended keep the old one', async () => {
    const sandbox = openSandbox()
    type Bills = { records: { vm_name: string; end_time: string | null }[] }
    type List = { instances: { id: string; name: string; status: string }[] }
    const { instances } = await sandbox.get<List>('/api/instances/?limit=500')
    const machines = await Promise.all(
      instances.map(async (one) => ({
        ...one,
        bills: (await sandbox.get<Bills>(`/api/instances/billing/?instance_id=${one.id}&limit=500`)).records,
      })),
    )
    const { id, name } = machines.find(
      ({ bills }) => bills.some(({ end_time }) => end_time === null) && bills.some(({ end_time }) => end_time !== null),
    )!
    const rename = async (to: string) => (await sandbox.send('POST', '/_sandbox/rename', { id, name: to })).status
    sandbox.clock.set(NOW + DAY)
    expect(await rename('trainer')).toBe(200)
    expect(await rename(instances.find((other) => other.id !== id)!.name)).toBe(409)
    const named = async () => {
      const { records } = await sandbox.get<Bills>(`/api/instances/billing/?instance_id=${id}&limit=500`)
      const { instance } = await sandbox.get<{ instance: { name: string } }>(`/api/instances/${id}/`)
      return { machine: instance.name, open: records[0]!.vm_name, first: records.at(-1)!.vm_name }
    }
    expect(await named()).toEqual({ machine: 'trainer', open: 'trainer', first: name })
    sandbox.clock.set(NOW + 70 * DAY)
    expect((await named()).machine).toBe('trainer')
    sandbox.clock.set(NOW)
    expect((await named()).machine).toBe(name)
  })
})
