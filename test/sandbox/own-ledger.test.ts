import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { allRecords, NOW, openSandbox } from './support.ts'

/**
 * A second, plain reading of the rules: it keeps its own books from the calls it made and the answers it got, and
 * works in hundredths of a cent on whole minutes. Nothing here comes from the sources.
 */
const MINUTE = 60_000
const PRICES: Record<string, number> = {
  'RTX-A6000': 69,
  A40: 69,
  L40: 129,
  'A100-PCIe-80GB': 155,
  'H100-PCIe-80GB': 225,
}
const REFUSED_FROM: Record<string, string[]> = {
  start: ['SHUTOFF'],
  stop: ['ACTIVE'],
  reboot: ['ACTIVE'],
  hibernate: ['ACTIVE'],
  restore: ['HIBERNATED'],
}

interface OwnRecord {
  from: number
  to: number | null
  /** Cents an hour, x 1000 for storage. */
  milliCentsPerHour: number
}

/** rate x minutes to the ten-thousandth of a dollar, ties to even; everything stays a whole number below 2^53. */
function tenThousandths({ from, to, milliCentsPerHour }: OwnRecord, now: number): number {
  const minutes = Math.floor(((to ?? now) - from) / MINUTE)
  const numerator = milliCentsPerHour * minutes
  const denominator = 60 * 10
  const floor = Math.floor(numerator / denominator)
  const rest = numerator - floor * denominator
  if (rest * 2 === denominator) return floor + (floor % 2)
  return rest * 2 > denominator ? floor + 1 : floor
}

const step = fc.record({
  call: fc.constantFrom(
    'deploy',
    'act',
    'act',
    'act',
    'act',
    'remove',
    'volume',
    'attach',
    'detach',
    'resize',
    'remove volume',
    'snapshot',
  ),
  action: fc.constantFrom('start', 'stop', 'reboot', 'hibernate', 'restore'),
  model: fc.constantFrom(...Object.keys(PRICES)),
  count: fc.constantFrom(1, 2),
  which: fc.nat(30),
  gb: fc.integer({ min: 5, max: 3000 }),
  seconds: fc.integer({ min: 0, max: 40_000 }),
})

describe('a simulated month of random calls', () => {
  it('property: lists, bills and balance equal the books of a caller who only knows the documents', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 40, maxLength: 110 }), async (steps) => {
        const sandbox = openSandbox({ now: NOW })
        const scriptOnly = openSandbox({ now: NOW })
        const machines = new Map<string, { cents: number; state: string; until: string }>()
        const volumes = new Map<string, { gb: number; on: string | null; billed: boolean }>()
        const books = new Map<string, OwnRecord[]>()
        const open = (id: string, milliCentsPerHour: number, from: number) =>
          books.set(id, [...(books.get(id) ?? []), { from, to: null, milliCentsPerHour }])
        const close = (id: string, to: number) => {
          const last = books.get(id)?.at(-1)
          if (last?.to === null) last.to = to
        }
        const post = (path: string, body?: unknown) => sandbox.send('POST', path, body)
        let name = 0

        /** Reads the intervals that the answers implied: only when a transition ended does the ledger tell. */
        const watch = async () => {
          const now = sandbox.clock.now()
          const { resources } = await sandbox.get<{
            resources: { id: string; kind: string; intervals: { state: string; from: string; to: string | null }[] }[]
          }>(`/_sandbox/ledger?ids=${[...machines.keys(), ...volumes.keys()].join(',')}`)
          for (const { id, intervals } of resources) {
            const last = intervals.at(-1)!
            const machine = machines.get(id)
            const over = last.to !== null && Date.parse(last.to) <= now
            if (machine) {
              if (machine.state === 'DELETING' && over) machines.delete(id)
              else if (machine.state !== last.state) {
                // A transition takes time; what it was begun for follows and nothing else.
                expect(last.state).toBe(machine.until)
                machine.state = last.state
                open(id, last.state === 'HIBERNATED' ? 1000 : machine.cents * 1000, Date.parse(last.from))
              }
            }
            const volume = volumes.get(id)
            if (volume && !volume.billed && last.state === 'available') {
              volume.billed = true
              open(id, volume.gb * 10, Date.parse(last.from))
            }
          }
        }

        for (const { call, action, model, count, which, gb, seconds } of steps) {
          await watch()
          const at = Math.floor(sandbox.clock.now() / 1000) * 1000
          const [id, machine] = [...machines][which % Math.max(1, machines.size)] ?? ['BRK-000000D', undefined]
          const [volumeId, volume] = [...volumes][which % Math.max(1, volumes.size)] ?? ['BRK-000000V', undefined]
          if (call === 'deploy') {
            const { status, json } = await post('/api/instances/', {
              name: `m${name++}`,
              gpu_model: model,
              gpu_count: count,
              region: 'CANADA-1',
              os_image: 'ubuntu-2204-r550',
              ssh_keys: ['platform-team'],
            })
            expect([201, 409]).toContain(status)
            if (status === 201)
              machines.set((json['instance'] as { id: string }).id, {
                cents: PRICES[model]! * count,
                state: 'CREATING',
                until: 'ACTIVE',
              })
          } else if (call === 'act') {
            const { status, json } = await post(`/api/instances/${id}/${action}/`)
            if (!machine) expect(status).toBe(404)
            else if (!REFUSED_FROM[action]!.includes(machine.state)) expect(status).toBe(409)
            else if (status === 409) expect([action, json['error']]).toEqual(['restore', 'out_of_stock'])
            else {
              close(id, at)
              machine.state = json['status'] as string
              machine.until = {
                start: 'ACTIVE',
                stop: 'SHUTOFF',
                reboot: 'ACTIVE',
                hibernate: 'HIBERNATED',
                restore: 'ACTIVE',
              }[action]
            }
          } else if (call === 'remove') {
            const { status } = await sandbox.send('DELETE', `/api/instances/${id}/`)
            if (!machine) expect(status).toBe(404)
            else if (machine.state === 'DELETING') expect(status).toBe(409)
            else {
              expect(status).toBe(200)
              close(id, at)
              machine.state = 'DELETING'
              for (const one of volumes.values()) if (one.on === id) one.on = null
            }
          } else if (call === 'volume') {
            const { status, json } = await post('/api/volumes/', {
              name: `v${name++}`,
              size_gb: gb,
              volume_type: 'SSD',
              region: 'CANADA-1',
            })
            expect(status).toBe(gb < 10 ? 400 : 201)
            if (status === 201) volumes.set((json['volume'] as { id: string }).id, { gb, on: null, billed: false })
          } else if (call === 'attach') {
            const { status } = await post('/api/volumes/attach/', { instance_id: id, volume_ids: [volumeId] })
            if (!machine || !volume) expect(status).toBe(404)
            else if (machine.state === 'ACTIVE' && volume.billed && volume.on === null) {
              expect(status).toBe(200)
              volume.on = id
            } else expect(status).toBe(409)
          } else if (call === 'detach') {
            const { status } = await post('/api/volumes/detach/', { volume_ids: [volumeId] })
            if (!volume) expect(status).toBe(404)
            else if (volume.on !== null && machines.get(volume.on)?.state === 'ACTIVE') {
              expect(status).toBe(200)
              volume.on = null
            } else expect(status).toBe(409)
          } else if (call === 'resize') {
            const { status } = await post(`/api/volumes/${volumeId}/resize/`, { size_gb: gb })
            if (gb < 10) expect(status).toBe(400)
            else if (!volume) expect(status).toBe(404)
            else if (!volume.billed) expect(status).toBe(409)
            else if (gb <= volume.gb) expect(status).toBe(400)
            else {
              close(volumeId, at)
              volume.gb = gb
              open(volumeId, gb * 10, at)
            }
          } else if (call === 'remove volume') {
            const { status } = await sandbox.send('DELETE', `/api/volumes/${volumeId}/`)
            if (!volume) expect(status).toBe(404)
            else if (volume.billed && volume.on === null) {
              expect(status).toBe(200)
              close(volumeId, at)
              volumes.delete(volumeId)
            } else expect(status).toBe(409)
          } else {
            const { status } = await post('/api/snapshots/', { instance_id: id, name: '!' })
            expect(status).toBe(400)
          }
          sandbox.clock.set(sandbox.clock.now() + seconds * 1000)
        }
        await watch()

        const now = sandbox.clock.now()
        scriptOnly.clock.set(now)
        const listed = (await sandbox.get<{ instances: { id: string; status: string }[] }>('/api/instances/?limit=500'))
          .instances
        for (const [id, { state }] of machines) expect(listed.find((one) => one.id === id)?.status).toBe(state)
        const billed = [...(await allRecords(sandbox, 'instances')), ...(await allRecords(sandbox, 'volumes'))]
        let spent = 0
        for (const [id, records] of books) {
          const theirs = billed.filter((record) => record.instance_id === id || record.volume_id === id).reverse()
          expect(theirs.map(({ total_cost }) => Math.round(total_cost * 10_000))).toEqual(
            records.map((record) => tenThousandths(record, now)),
          )
          for (const record of records) spent += tenThousandths(record, now)
        }
        const balance = async (which: ReturnType<typeof openSandbox>) =>
          Math.round((await which.get<{ balance: { USD: number } }>('/api/balance/')).balance.USD * 1_000_000)
        expect(await balance(sandbox)).toBe((await balance(scriptOnly)) - spent * 100)
      }),
      { seed: 21, numRuns: 12, endOnFailure: true },
    )
  })
})
