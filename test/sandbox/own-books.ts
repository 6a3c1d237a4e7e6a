/**
 * The books of a caller who only knows the documents: what it made, in which state each thing is by the answers it got,
 * and what that costs. It works in thousandths of a cent on whole minutes and imports nothing of the sources.
 */
const MINUTE = 60_000
/** Cents per GPU-hour. */
export const GPU_CENTS: Readonly<Record<string, number>> = {
  'RTX-A6000': 69,
  A40: 69,
  L40: 129,
  'A100-PCIe-80GB': 155,
  'H100-PCIe-80GB': 225,
}
/** Thousandths of a cent per hour: a TB of storage has 1000 GB, a snapshot counts by 100 GB. */
const HIBERNATED = 1000
const perVolumeGb = 10
const perSnapshotGb = 100

export const ACTIONS = ['start', 'stop', 'reboot', 'hibernate', 'restore'] as const
export type Action = (typeof ACTIONS)[number]
const FROM: Record<Action, string> = {
  start: 'SHUTOFF',
  stop: 'ACTIVE',
  reboot: 'ACTIVE',
  hibernate: 'ACTIVE',
  restore: 'HIBERNATED',
}
const TO: Record<Action, string> = {
  start: 'ACTIVE',
  stop: 'SHUTOFF',
  reboot: 'ACTIVE',
  hibernate: 'HIBERNATED',
  restore: 'ACTIVE',
}

interface OwnRecord {
  from: number
  to: number | null
  milliCentsPerHour: number
}
export interface OwnMachine {
  name: string
  cents: number
  state: string
  /** What the transition under way ends in. */
  until: string
}
export interface OwnStorage {
  name: string
  gb: number
  /** Machine that a volume hangs on, or that a snapshot was taken of. */
  on: string | null
  ready: boolean
}

export class OwnBooks {
  readonly machines = new Map<string, OwnMachine>()
  readonly volumes = new Map<string, OwnStorage>()
  readonly snapshots = new Map<string, OwnStorage>()
  readonly records = new Map<string, OwnRecord[]>()

  /** Whether an action is to be taken, by the state that the books have. */
  allows(machine: OwnMachine, action: Action): boolean {
    return machine.state === FROM[action]
  }

  deployed(id: string, name: string, cents: number): void {
    this.machines.set(id, { name, cents, state: 'CREATING', until: 'ACTIVE' })
  }

  acted(id: string, action: Action, state: string, at: number): void {
    this.#close(id, at)
    Object.assign(this.#machine(id), { state, until: TO[action] })
  }

  deleting(id: string, at: number): void {
    this.#close(id, at)
    Object.assign(this.#machine(id), { state: 'DELETING', until: 'gone' })
    for (const volume of this.volumes.values()) if (volume.on === id) volume.on = null
  }

  /** A transition that ended at a moment; says what the books expected it to end in. */
  arrived(id: string, state: string, at: number): string {
    const machine = this.#machine(id)
    machine.state = state
    this.#open(id, state === 'HIBERNATED' ? HIBERNATED : machine.cents * 1000, at)
    return machine.until
  }

  stored(id: string, at: number): void {
    const volume = this.volumes.get(id)
    const storage = volume ?? this.snapshots.get(id)
    if (!storage) throw new RangeError(`${id} is not in the books`)
    storage.ready = true
    this.#open(id, storage.gb * (volume ? perVolumeGb : perSnapshotGb), at)
  }

  grown(id: string, gb: number, at: number): void {
    const volume = this.volumes.get(id)
    if (!volume) throw new RangeError(`${id} is not in the books`)
    volume.gb = gb
    this.#close(id, at)
    this.#open(id, gb * perVolumeGb, at)
  }

  removed(id: string, at: number): void {
    this.#close(id, at)
    this.volumes.delete(id)
    this.snapshots.delete(id)
  }

  /** Costs of a resource's records at a moment, oldest first, in ten-thousandths of a dollar. */
  costsOf(id: string, now: number): number[] {
    return (this.records.get(id) ?? []).map((record) => tenThousandths(record, now))
  }

  #machine(id: string): OwnMachine {
    const machine = this.machines.get(id)
    if (!machine) throw new RangeError(`${id} is not in the books`)
    return machine
  }

  #open(id: string, milliCentsPerHour: number, from: number): void {
    this.records.set(id, [...(this.records.get(id) ?? []), { from, to: null, milliCentsPerHour }])
  }

  #close(id: string, to: number): void {
    const last = this.records.get(id)?.at(-1)
    if (last?.to === null) last.to = to
  }
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
