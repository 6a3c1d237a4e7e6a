import { resourceId } from '../ids.ts'
import { createdAt, LedgerWriter, stretchAt } from '../ledger.ts'
import { drawInteger } from '../random.ts'
import type { Image, Instance, Snapshot, Tier, Volume } from '../resource.ts'
import { DAY, dayNumberOf, HOUR, MINUTE, SECOND, utcDayOf, weekdayOf } from '../time.ts'
import { type DemoFrame, lastUseOf } from './machines.ts'

export interface VolumeRole {
  name: string
  gb: number
  tier: Tier
  volumeType: string
  machine: string
  /** Days after the machine's creation. */
  afterDays: number
  /** Days of use after which it was detached and forgotten. */
  detachAfterDays?: number
}

const VOLUMES: readonly VolumeRole[] = [
  { name: 'serving-models', gb: 500, tier: 'legacy', volumeType: 'SSD', machine: 'llm-serving-1', afterDays: 0 },
  { name: 'serving-models-2', gb: 500, tier: 'legacy', volumeType: 'SSD', machine: 'llm-serving-2', afterDays: 0 },
  { name: 'training-data', gb: 8000, tier: 'advanced', volumeType: 'HDD', machine: 'ml-training-server', afterDays: 0 },
  { name: 'checkpoints', gb: 2000, tier: 'advanced', volumeType: 'NVMe', machine: 'ml-training-server', afterDays: 6 },
  { name: 'pretrain-shards', gb: 6000, tier: 'advanced', volumeType: 'NVMe', machine: 'pretrain-node-1', afterDays: 0 },
  { name: 'dev-anna-home', gb: 200, tier: 'legacy', volumeType: 'SSD', machine: 'dev-anna', afterDays: 0 },
  { name: 'notebook-datasets', gb: 1500, tier: 'legacy', volumeType: 'SSD', machine: 'notebook-data', afterDays: 1 },
  { name: 'poc-vision-data', gb: 1000, tier: 'legacy', volumeType: 'SSD', machine: 'poc-vision', afterDays: 0 },
  {
    name: 'finetune-scratch',
    gb: 750,
    tier: 'legacy',
    volumeType: 'SSD',
    machine: 'old-finetune-box',
    afterDays: 2,
    detachAfterDays: 60,
  },
  { name: 'oslo-corpus', gb: 1200, tier: 'legacy', volumeType: 'SSD', machine: 'rag-oslo', afterDays: 0 },
  { name: 'kari-home', gb: 300, tier: 'legacy', volumeType: 'SSD', machine: 'notebook-kari', afterDays: 0 },
]

/** The volumes of the demo: most in use, two left behind unattached, none deleted. */
export function demoVolumes(
  { seed, until }: DemoFrame,
  machines: readonly Instance[],
  roles: readonly VolumeRole[] = VOLUMES,
): Volume[] {
  return roles.flatMap((role, number) => {
    const machine = machines.find(({ name }) => name === role.machine)
    if (!machine) return []
    const askedAt = createdAt(machine.ledger) + role.afterDays * DAY + 20 * MINUTE
    if (askedAt > until) return []
    const { gb } = role
    const readyAt = askedAt + drawInteger(15, 70, seed, role.name, 'create') * SECOND
    const usedUntil = Math.min(
      lastUseOf(machine),
      role.detachAfterDays === undefined ? Infinity : askedAt + role.detachAfterDays * DAY,
    )
    const writer = new LedgerWriter()
      .enter('creating', askedAt, { gb })
      .enter('available', readyAt, { gb })
      .enter('attached', readyAt + 90 * SECOND, { gb, attachedTo: machine.id })
    if (usedUntil < Infinity) writer.enter('available', usedUntil, { gb })
    return [
      {
        kind: 'volume',
        id: resourceId(number, 'V', seed),
        name: role.name,
        region: machine.region,
        tier: role.tier,
        currency: machine.currency,
        volumeType: role.volumeType,
        bootable: false,
        ledger: writer.ledger,
      },
    ]
  })
}

/** Machines with a snapshot every Sunday night, kept for four weeks, and their sizes. */
const WEEKLY = [
  { machine: 'llm-serving-1', gb: 100 },
  { machine: 'embeddings-api', gb: 100 },
  { machine: 'asr-oslo-1', gb: 150 },
]
const KEPT_DAYS = 28
/** Taken once and kept. */
const KEPT_FOR_EVER = [
  { machine: 'old-finetune-box', name: 'old-finetune-box-final', gb: 250, afterDays: 86 },
  { machine: 'llm-serving-1', name: 'serving-base', gb: 100, afterDays: 3 },
]
const NUMBERS_PER_SERIES = 10_000

/** The snapshots of the demo: a weekly series of three machines and two that nobody deletes. */
export function demoSnapshots(
  frame: DemoFrame,
  machines: readonly Instance[],
  weeklyOf: readonly { machine: string; gb: number }[] = WEEKLY,
): Snapshot[] {
  const byName = (name: string) => machines.find((machine) => machine.name === name)
  const weekly = weeklyOf.flatMap(({ machine: name, gb }, series) => {
    const machine = byName(name)
    return machine ? weeklySnapshots(frame, machine, gb, (series + 1) * NUMBERS_PER_SERIES) : []
  })
  const kept = KEPT_FOR_EVER.flatMap(({ machine: of, name, gb, afterDays }, number) => {
    const machine = byName(of)
    if (!machine) return []
    const at = createdAt(machine.ledger) + afterDays * DAY + 3 * HOUR
    return at > frame.until ? [] : [snapshot(frame, machine, { number, name, gb, at, deletedAt: Infinity })]
  })
  return [...weekly, ...kept]
}

function weeklySnapshots(frame: DemoFrame, machine: Instance, gb: number, firstNumber: number): Snapshot[] {
  const snapshots: Snapshot[] = []
  const firstDay = dayNumberOf(frame.firstAt)
  for (let day = firstDay; day * DAY <= frame.until; day++) {
    const at = day * DAY + 3 * HOUR + drawInteger(0, 900, frame.seed, machine.name, 'snapshot', day) * SECOND
    // Only a running machine can be copied.
    if (weekdayOf(day) !== 0 || stretchAt(machine.ledger, at)?.state !== 'ACTIVE') continue
    const name = `${machine.name}-${utcDayOf(at)}`
    const deletedAt = at + KEPT_DAYS * DAY + HOUR
    snapshots.push(snapshot(frame, machine, { number: firstNumber + day - firstDay, name, gb, at, deletedAt }))
  }
  return snapshots
}

interface SnapshotRole {
  number: number
  name: string
  gb: number
  at: number
  deletedAt: number
}

function snapshot({ seed }: DemoFrame, machine: Instance, role: SnapshotRole): Snapshot {
  const { number, name, gb, at, deletedAt } = role
  const readyAt = at + drawInteger(120, 540, seed, name, 'copy') * SECOND
  const writer = new LedgerWriter().enter('creating', at, { gb }).enter('available', readyAt, { gb })
  if (deletedAt < Infinity) writer.end(deletedAt)
  return {
    kind: 'snapshot',
    id: resourceId(number, 'S', seed),
    name,
    region: machine.region,
    tier: machine.tier,
    currency: machine.currency,
    instanceId: machine.id,
    ledger: writer.ledger,
  }
}

const IMAGE_OF = 'serving-base'

/** The custom image that was made from a snapshot. */
export function demoImages({ seed }: DemoFrame, snapshots: readonly Snapshot[]): Image[] {
  return snapshots
    .filter(({ name }) => name === IMAGE_OF)
    .map(({ id, name, region, ledger }, number) => {
      const start = createdAt(ledger) + 10 * MINUTE
      const readyAt = start + drawInteger(300, 900, seed, name, 'image') * SECOND
      const gb = ledger[0]?.gb ?? 0
      return {
        id: resourceId(number, 'I', seed),
        name: `${name}-image`,
        region,
        snapshotId: id,
        gb,
        createdAt: start,
        readyAt,
        deletedAt: Infinity,
      }
    })
}
