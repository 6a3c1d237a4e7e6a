import { describe, expect, it } from 'vitest'
import { CAUSES } from '../../src/sandbox/bill-errors.ts'
import { allRecords, DAY, NOW, openSandbox } from './support.ts'

interface Planted {
  billing_id: string
  cause: string
  since: string | null
  until: string | null
  true_cost: number
  billed_cost: number
}
const errorsOf = async (sandbox: ReturnType<typeof openSandbox>) =>
  (await sandbox.get<{ errors: Planted[] }>('/_sandbox/bill-errors')).errors

describe('planted bill errors', () => {
  it.each([
    ['small', 1],
    ['small', 7],
    ['small', 160],
    ['team', 1],
    ['team', 101],
  ] as const)('are twenty of each cause in the %s account of seed %i', async (size, seed) => {
    const sandbox = openSandbox({ size, billErrors: true, seed })
    const showing = (await errorsOf(sandbox)).filter(
      ({ since, until }) => until === null && (since === null || Date.parse(since) <= NOW),
    )
    expect(CAUSES.map((cause) => showing.filter((error) => error.cause === cause).length)).toEqual(CAUSES.map(() => 20))
  })

  it('stay where they were when more history is made', async () => {
    const early = NOW - 60 * DAY
    const served = async (sandbox: ReturnType<typeof openSandbox>) => {
      sandbox.clock.set(early)
      return JSON.stringify(await allRecords(sandbox, 'instances'))
    }
    const options = { size: 'team', billErrors: true, firstDay: '2025-09-16' } as const
    const later = openSandbox(options)
    await later.get('/_sandbox/bill-errors')
    expect(await served(later)).toBe(await served(openSandbox({ ...options, now: early })))
  })

  it('an overlap doubles time that another record of the machine is billed for', async () => {
    const sandbox = openSandbox({ size: 'team', billErrors: true })
    const overlaps = (await errorsOf(sandbox)).filter(({ cause }) => cause === 'overlap')
    const records = await allRecords(sandbox, 'instances')
    for (const { billing_id } of overlaps) {
      const record = records.find((one) => one.billing_id === billing_id)!
      const start = Date.parse(record.start_time)
      const doubled = records.some(
        (other) =>
          other.instance_id === record.instance_id &&
          Date.parse(other.start_time) < start &&
          (other.end_time === null || start < Date.parse(other.end_time)),
      )
      expect([billing_id, doubled]).toEqual([billing_id, true])
    }
  })

  it('show in the bills and nowhere else: the ledger by day and every other record stay as they are', async () => {
    const [sound, spoilt] = [openSandbox(), openSandbox({ billErrors: true })]
    const errors = new Map((await errorsOf(spoilt)).map((error) => [error.billing_id, error]))
    expect(errors.size).toBeGreaterThan(20)
    expect(await spoilt.text('/_sandbox/ledger?by=day')).toBe(await sound.text('/_sandbox/ledger?by=day'))
    for (const kind of ['instances', 'volumes', 'snapshots']) {
      const truth = new Map((await allRecords(sound, kind)).map((record) => [record.billing_id, record]))
      for (const record of await allRecords(spoilt, kind)) {
        const error = errors.get(record.billing_id)
        const showsYet = error && (error.since === null || Date.parse(error.since) <= NOW)
        if (showsYet) {
          expect(record).not.toEqual(truth.get(record.billing_id))
          expect([record.total_cost, error.true_cost]).toEqual([
            error.billed_cost,
            truth.get(record.billing_id)!.total_cost,
          ])
        } else expect(record).toEqual(truth.get(record.billing_id))
      }
    }
    await expect(errorsOf(sound)).resolves.toEqual([])
  })

  it('a restated record is right for nine days after its end and wrong from then on, in the wallet too', async () => {
    const sandbox = openSandbox({ billErrors: true })
    const restated = (await errorsOf(sandbox)).find(
      ({ cause, since }) => cause === 'restatement' && Date.parse(since!) <= NOW,
    )!
    const at = Date.parse(restated.since!)
    const cost = async () =>
      (await allRecords(sandbox, 'instances')).find(({ billing_id }) => billing_id === restated.billing_id)!.total_cost
    sandbox.clock.set(at - 1000)
    expect(await cost()).toBe(restated.true_cost)
    sandbox.clock.set(at)
    expect(await cost()).toBe(restated.billed_cost)
    expect(restated.billed_cost).toBeLessThan(restated.true_cost)
    let spent = 0n
    const { balance } = await sandbox.get<{ balance: { USD: number; EUR: number } }>('/api/balance/')
    for (const kind of ['instances', 'volumes', 'snapshots'])
      for (const record of await allRecords(sandbox, kind))
        if (record.currency === 'EUR') spent += BigInt(Math.round(record.total_cost * 10_000))
    expect((BigInt(Math.round(balance.EUR * 10_000)) + spent) % 2_500_000n).toBe(0n)
  })

  it('leave one model out of the price list', async () => {
    const [sound, spoilt] = [openSandbox(), openSandbox({ billErrors: true })]
    expect(await sound.text('/api/pricing/')).toContain('"A40"')
    expect(await spoilt.text('/api/pricing/')).not.toContain('"A40"')
  })
})
