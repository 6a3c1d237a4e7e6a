import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { allRecords, DAY, HOUR, NOW, openSandbox } from './support.ts'

const PATHS = [
  '/api/balance/',
  '/api/gpu-stocks/',
  '/api/pricing/',
  '/api/instances/?limit=500',
  '/api/instances/hibernated/',
  '/api/instances/billing/?limit=100',
  '/api/volumes/?limit=500',
  '/api/volumes/billing/?limit=500',
  '/api/snapshots/?limit=500',
  '/api/snapshots/billing/?limit=500',
  '/api/images/',
  '/api/ai/usage/history/',
  '/_sandbox/ledger',
  '/_sandbox/ledger?by=day',
]
const firstDay = '2025-09-16'

async function everything(sandbox: ReturnType<typeof openSandbox>): Promise<string[]> {
  return Promise.all(PATHS.map((path) => sandbox.text(path)))
}

describe('what was served for a moment', () => {
  it('is served again to the byte after 36 hours and a step back', async () => {
    const sandbox = openSandbox({ firstDay })
    const before = await everything(sandbox)
    const closed = (await allRecords(sandbox, 'instances')).filter(({ end_time }) => end_time !== null)
    sandbox.clock.set(NOW + 36 * HOUR)
    const later = new Map((await allRecords(sandbox, 'instances')).map((record) => [record.billing_id, record]))
    for (const record of closed) expect(later.get(record.billing_id)).toEqual(record)
    sandbox.clock.set(NOW)
    expect(await everything(sandbox)).toEqual(before)
  })

  it('property: any moment is the same whether it is the first thing asked or comes after a later one', async () => {
    const wide = openSandbox({ firstDay })
    wide.clock.set(NOW + 400 * DAY)
    await everything(wide)
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: -200 * 86_400, max: 300 * 86_400 }), async (seconds) => {
        wide.clock.set(NOW + seconds * 1000)
        const fresh = openSandbox({ firstDay, now: NOW + seconds * 1000 })
        expect(await everything(wide)).toEqual(await everything(fresh))
      }),
      { seed: 3, numRuns: 15 },
    )
  })

  it('is another account with another seed, and nothing before the first day', async () => {
    const [one, other] = [openSandbox({ seed: 1 }), openSandbox({ seed: 2 })]
    expect(await one.text('/api/instances/')).not.toBe(await other.text('/api/instances/'))
    one.clock.set(NOW - 184 * DAY)
    expect(await one.get('/api/instances/')).toMatchObject({ instances: [] })
    expect(await one.get('/api/balance/')).toMatchObject({ balance: { USD: 0, EUR: 0, INR: 0 } })
  })
})
