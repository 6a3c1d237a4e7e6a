import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ACTIONS, GPU_CENTS, OwnBooks, type OwnMachine, type OwnStorage } from './own-books.ts'
import { allRecords, DAY, NOW, openSandbox } from './support.ts'

const CALLS = [
  'deploy',
  'deploy',
  'act',
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
  'remove snapshot',
  'restore snapshot',
  'nonsense',
] as const
const step = fc.record({
  call: fc.constantFrom(...CALLS),
  action: fc.constantFrom(...ACTIONS),
  model: fc.constantFrom(...Object.keys(GPU_CENTS)),
  count: fc.constantFrom(1, 2),
  which: fc.nat(30),
  gb: fc.integer({ min: 5, max: 3000 }),
  /** A wait of up to 14 hours, or of minutes, in which what was begun is under way. */
  seconds: fc.oneof(fc.integer({ min: 0, max: 50_000 }), fc.integer({ min: 0, max: 400 })),
})
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never

const ROOT_DISK_GB = 100
interface Interval {
  state: string
  from: string
  to: string | null
}

/** A caller with books of its own, who expects of every call the answer that the documents promise. */
class Caller {
  readonly books = new OwnBooks()
  readonly sandbox = openSandbox({ now: NOW })
  #names = 0

  get #at(): number {
    return Math.floor(this.sandbox.clock.now() / 1000) * 1000
  }

  #post(path: string, body?: unknown) {
    return this.sandbox.send('POST', path, body)
  }

  /** Ends of transitions stand in no answer: they are read from the truth beside the API, and are what was expected. */
  async watch(): Promise<void> {
    const { machines, volumes, snapshots } = this.books
    const ids = [...machines.keys(), ...volumes.keys(), ...snapshots.keys()]
    const { resources } = await this.sandbox.get<{ resources: { id: string; intervals: Interval[] }[] }>(
      `/_sandbox/ledger?ids=${ids.join(',')}`,
    )
    for (const { id, intervals } of resources) {
      const last = intervals.at(-1)!
      const machine = machines.get(id)
      if (machine?.state === 'DELETING') {
        if (last.to !== null) machines.delete(id)
      } else if (machine && machine.state !== last.state) {
        expect(last.state).toBe(this.books.arrived(id, last.state, Date.parse(last.from)))
      }
      const storage = volumes.get(id) ?? snapshots.get(id)
      if (storage && !storage.ready && last.state === 'available') this.books.stored(id, Date.parse(last.from))
    }
  }

  async take(asked: Step): Promise<void> {
    const chosen = <T>(of: Map<string, T>, none: string): [string, T | undefined] =>
      [...of][asked.which % Math.max(1, of.size)] ?? [none, undefined]
    const [id, machine] = chosen(this.books.machines, 'BRK-000000D')
    const [volumeId, volume] = chosen(this.books.volumes, 'BRK-000000V')
    const [snapshotId, snapshot] = chosen(this.books.snapshots, 'BRK-000000S')
    switch (asked.call) {
      case 'deploy':
        return this.#deploy(asked)
      case 'act':
        return this.#act(id, machine, asked)
      case 'remove':
        return this.#remove(id, machine)
      case 'volume':
        return this.#makeVolume(asked)
      case 'attach':
      case 'detach':
        return this.#move(asked.call, id, machine, volumeId, volume)
      case 'resize':
        return this.#resize(volumeId, volume, asked)
      case 'remove volume':
        return this.#removeVolume(volumeId, volume)
      case 'snapshot':
        return this.#takeSnapshot(id, machine)
      case 'remove snapshot':
        return this.#removeSnapshot(snapshotId, snapshot)
      case 'restore snapshot':
        return this.#restore(snapshotId, snapshot)
      case 'nonsense':
        return this.#nonsense(asked)
    }
  }

  async #deploy({ model, count }: Step): Promise<void> {
    const name = `m${this.#names++}`
    const { status, json } = await this.#post('/api/instances/', {
      name,
      gpu_model: model,
      gpu_count: count,
      region: 'CANADA-1',
      os_image: 'ubuntu-2204-r550',
      ssh_keys: ['platform-team'],
    })
    if (status === 409) expect(json['error']).toBe('out_of_stock')
    else expect(status).toBe(201)
    if (status === 201) this.books.deployed((json['instance'] as { id: string }).id, name, GPU_CENTS[model]! * count)
  }

  async #act(id: string, machine: OwnMachine | undefined, { action }: Step): Promise<void> {
    const at = this.#at
    const { status, json } = await this.#post(`/api/instances/${id}/${action}/`)
    if (!machine) expect(status).toBe(404)
    else if (!this.books.allows(machine, action)) expect(status).toBe(409)
    else if (status === 409) expect([action, json['error']]).toEqual(['restore', 'out_of_stock'])
    else this.books.acted(id, action, json['status'] as string, at)
  }

  async #remove(id: string, machine: OwnMachine | undefined): Promise<void> {
    const at = this.#at
    const { status } = await this.sandbox.send('DELETE', `/api/instances/${id}/`)
    expect(status).toBe(!machine ? 404 : machine.state === 'DELETING' ? 409 : 200)
    if (status === 200) this.books.deleting(id, at)
  }

  async #makeVolume({ gb }: Step): Promise<void> {
    const name = `v${this.#names++}`
    const volume = { name, size_gb: gb, volume_type: 'SSD', region: 'CANADA-1' }
    const { status, json } = await this.#post('/api/volumes/', volume)
    expect(status).toBe(gb < 10 ? 400 : 201)
    if (status !== 201) return
    this.books.volumes.set((json['volume'] as { id: string }).id, { name, gb, on: null, ready: false })
    expect((await this.#post('/api/volumes/', volume)).json['error']).toBe('already_exists')
  }

  async #move(
    call: 'attach' | 'detach',
    id: string,
    machine: OwnMachine | undefined,
    volumeId: string,
    volume: OwnStorage | undefined,
  ): Promise<void> {
    const attach = call === 'attach'
    const body = { ...(attach ? { instance_id: id } : {}), volume_ids: [volumeId] }
    const { status } = await this.#post(`/api/volumes/${call}/`, body)
    const active = attach ? machine?.state : this.books.machines.get(volume?.on ?? '')?.state
    const known = volume !== undefined && (!attach || machine !== undefined)
    const allowed = known && active === 'ACTIVE' && volume.ready && (volume.on === null) === attach
    expect(status).toBe(!known ? 404 : allowed ? 200 : 409)
    if (allowed) volume.on = attach ? id : null
  }

  async #resize(id: string, volume: OwnStorage | undefined, { gb }: Step): Promise<void> {
    const at = this.#at
    const { status } = await this.#post(`/api/volumes/${id}/resize/`, { size_gb: gb })
    expect(status).toBe(gb < 10 ? 400 : !volume ? 404 : !volume.ready ? 409 : gb <= volume.gb ? 400 : 200)
    if (status === 200) this.books.grown(id, gb, at)
  }

  async #removeVolume(id: string, volume: OwnStorage | undefined): Promise<void> {
    const at = this.#at
    const { status } = await this.sandbox.send('DELETE', `/api/volumes/${id}/`)
    expect(status).toBe(!volume ? 404 : volume.ready && volume.on === null ? 200 : 409)
    if (status === 200) this.books.removed(id, at)
  }

  async #takeSnapshot(id: string, machine: OwnMachine | undefined): Promise<void> {
    const name = `s${this.#names++}`
    const { status, json } = await this.#post('/api/snapshots/', { instance_id: id, name })
    const busy = [...this.books.snapshots.values()].some(({ on, ready }) => on === id && !ready)
    expect(status).toBe(!machine ? 404 : machine.state === 'ACTIVE' && !busy ? 201 : 409)
    if (status !== 201) return
    const snapshotId = (json['snapshot'] as { id: string }).id
    this.books.snapshots.set(snapshotId, { name, gb: ROOT_DISK_GB, on: id, ready: false })
  }

  async #removeSnapshot(id: string, snapshot: OwnStorage | undefined): Promise<void> {
    const at = this.#at
    const { status } = await this.sandbox.send('DELETE', `/api/snapshots/${id}/`)
    expect(status).toBe(snapshot ? 200 : 404)
    if (snapshot) this.books.removed(id, at)
  }

  async #restore(id: string, snapshot: OwnStorage | undefined): Promise<void> {
    const { status, json } = await this.#post(`/api/snapshots/${id}/restore/`, { name: `r${this.#names++}` })
    if (status !== 201) {
      const outOfStock = snapshot?.ready === true && json['error'] === 'out_of_stock'
      expect([status, outOfStock]).toEqual(snapshot ? [409, snapshot.ready] : [404, false])
      return
    }
    expect(snapshot?.ready).toBe(true)
    const { id: madeId, ...made } = json['instance'] as {
      id: string
      name: string
      gpu_model: string
      gpu_count: number
    }
    this.books.deployed(madeId, made.name, GPU_CENTS[made.gpu_model]! * made.gpu_count)
  }

  /** Calls that mean nothing change nothing. */
  async #nonsense({ which, gb }: Step): Promise<void> {
    const wrong = [
      ['/api/instances/', { name: '!', gpu_count: gb }],
      ['/api/volumes/', { name: 'x'.repeat(60), size_gb: -gb, volume_type: 'SSD', region: 'CANADA-1' }],
      ['/api/snapshots/', { instance_id: 7 }],
      ['/api/volumes/attach/', [gb]],
    ] as const
    const [path, body] = wrong[which % wrong.length]!
    expect((await this.#post(path, body)).status).toBe(400)
  }

  async pass(seconds: number): Promise<void> {
    this.sandbox.clock.set(this.sandbox.clock.now() + seconds * 1000)
    await this.watch()
  }
}

describe('a simulated month of random calls', () => {
  it('is judged by books that import nothing', () => {
    expect(readFileSync(new URL('own-books.ts', import.meta.url), 'utf8')).not.toMatch(/^import|\bimport\(|require\(/m)
  })

  it('property: lists, bills and balance equal the books of a caller who only knows the documents', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 60, maxLength: 160 }), async (steps) => {
        const caller = new Caller()
        const { books, sandbox } = caller
        for (const asked of steps) {
          await caller.take(asked)
          await caller.pass(asked.seconds)
        }
        await caller.pass(Math.max(0, NOW + 30 * DAY - sandbox.clock.now()) / 1000)

        const now = sandbox.clock.now()
        const scriptOnly = openSandbox({ now: NOW })
        scriptOnly.clock.set(now)
        const lists = await Promise.all(
          (['instances', 'volumes', 'snapshots'] as const).map(async (kind) => {
            const answer = await sandbox.get<Record<string, { id: string; name: string; status: string }[]>>(
              `/api/${kind}/?limit=500`,
            )
            return answer[kind]!
          }),
        )
        const listed = new Map(lists.flat().map((one) => [one.id, one]))
        for (const [id, { name, state }] of books.machines)
          expect(listed.get(id)).toMatchObject({ name, status: state })
        for (const [id, { name, on }] of books.volumes)
          expect(listed.get(id)).toMatchObject({
            name,
            attached_to: on,
            status: on === null ? 'available' : 'attached',
          })
        for (const [id, { name, on }] of books.snapshots)
          expect(listed.get(id)).toMatchObject({ name, instance_id: on, status: 'available' })
        const own = lists.flat().filter(({ name }) => /^[mvrs]\d+$/.test(name))
        expect(own).toHaveLength(books.machines.size + books.volumes.size + books.snapshots.size)

        const kinds = ['instances', 'volumes', 'snapshots']
        const billed = (await Promise.all(kinds.map(async (kind) => allRecords(sandbox, kind)))).flat()
        let spent = 0
        for (const id of books.records.keys()) {
          const theirs = billed
            .filter((record) => [record.instance_id, record.volume_id, record.snapshot_id].includes(id))
            .reverse()
          const costs = books.costsOf(id, now)
          expect(theirs.map(({ total_cost }) => Math.round(total_cost * 10_000))).toEqual(costs)
          for (const cost of costs) spent += cost
        }
        const balance = async (which: ReturnType<typeof openSandbox>) =>
          Math.round((await which.get<{ balance: { USD: number } }>('/api/balance/')).balance.USD * 1_000_000)
        expect(await balance(sandbox)).toBe((await balance(scriptOnly)) - spent * 100)
      }),
      { seed: 21, numRuns: 12, endOnFailure: true },
    )
  })
})
