import { describe, expect, it } from 'vitest'
import { CAUSES } from '../../src/sandbox/bill-errors.ts'
import { allRecords, NOW, openSandbox } from './support.ts'

interface Planted {
  billing_id: string
  cause: string
  since: string | null
  true_cost: number
  billed_cost: number
}
const errorsOf = async (sandbox: ReturnType<typeof openSandbox>) =>
  (await sandbox.get<{ errors: Planted[] }>('/_sandbox/bill-errors')).errors

describe('planted bill errors', () => {
  it('are of each cause, some twenty of each in the team account after six months', async () => {
    const errors = await errorsOf(openSandbox({ size: 'team', billErrors: true }))
    for (const cause of CAUSES) {
      const count = errors.filter((error) => error.cause === cause).length
      expect([cause, count >= 8 && count <= 60]).toEqual([cause, true])
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
