import { stretchAt } from '../ledger.ts'
import { type Bill, costAt, minutesAt, partAt, plantedAt } from '../meter.ts'
import { decimalOf, numberOf } from '../money.ts'
import { nameAt } from '../resource.ts'
import { isoOf, MINUTE, SECOND } from '../time.ts'

/** A billing record of the documents, as it stands at a moment: open while its end is not reached. */
export function billView(bill: Bill, now: number) {
  switch (bill.resource.kind) {
    case 'instance':
      return instanceBill(bill, now)
    case 'volume':
      return volumeBill(bill, now)
    case 'snapshot':
      return snapshotBill(bill, now)
  }
}

/** A bill that has ended keeps the name that its resource had then. */
const nameOf = ({ resource, to }: Bill, now: number): string => nameAt(resource, Math.min(now, to))

function isOpen(bill: Bill, now: number): boolean {
  return now < bill.to
}

/** What the three kinds of record share; rates are shown to five decimals, costs come from the unrounded rate. */
function figures(bill: Bill, now: number, time = isoOf) {
  return {
    start_time: time(bill.from + (plantedAt(bill, now)?.startsLaterMinutes ?? 0) * MINUTE),
    end_time: isOpen(bill, now) ? null : time(bill.to),
    total_duration_minutes: minutesAt(bill, now),
    per_minute_rate: Number(decimalOf(partAt(bill, now).perHourPicos, 60n, 5)),
    total_cost: numberOf(costAt(bill, now)),
    currency: bill.resource.currency,
  }
}

/** `active` while it runs, `hibernated` while it is hibernated, `completed` once the record has ended. */
export function instanceBillStatus(bill: Bill, now: number): 'active' | 'hibernated' | 'completed' {
  if (!isOpen(bill, now)) return 'completed'
  return partAt(bill, now).status === 'hibernated' ? 'hibernated' : 'active'
}

function instanceBill(bill: Bill, now: number) {
  const { resource } = bill
  if (resource.kind !== 'instance') throw new TypeError(`${resource.id} is no instance`)
  const gpuType = plantedAt(bill, now)?.gpuType ?? resource.gpuModel
  const what = `${gpuType} x${resource.gpuCount} (${nameOf(bill, now)})`
  const usage = bill.parts[0].status === 'hibernated' ? 'Hibernation billing' : 'Deployment billing'
  return {
    billing_id: bill.id,
    instance_id: resource.id,
    vm_name: nameOf(bill, now),
    gpu_type: gpuType,
    gpu_count: resource.gpuCount,
    tier: resource.tier,
    ...figures(bill, now),
    status: instanceBillStatus(bill, now),
    description: `${usage} - ${minutesAt(bill, now)} minutes for ${what}`,
  }
}

/** Times without a zone and the tier with a capital: so does the documented volume record. */
function volumeBill(bill: Bill, now: number) {
  const { resource, gb } = bill
  return {
    billing_id: bill.id,
    volume_id: resource.id,
    volume_name: nameOf(bill, now),
    size_gb: gb,
    tier: resource.tier === 'advanced' ? 'Advanced' : 'Legacy',
    ...figures(bill, now, (at) => isoOf(at).slice(0, -1)),
    status: stateOf(bill, now),
    description: `Volume billing - ${minutesAt(bill, now)} minutes at ${gb}GB (${nameOf(bill, now)})`,
  }
}

/** The volume's own state now, or in the last second of the record. */
function stateOf({ resource, to }: Bill, now: number): string {
  return stretchAt(resource.ledger, Math.min(now, to - SECOND))?.state ?? 'available'
}

function snapshotBill(bill: Bill, now: number) {
  const { resource, gb } = bill
  return {
    billing_id: bill.id,
    snapshot_id: resource.id,
    snapshot_name: nameOf(bill, now),
    size_gb: gb,
    tier: resource.tier,
    ...figures(bill, now),
    status: isOpen(bill, now) ? 'active' : 'completed',
    description: `Snapshot usage - ${minutesAt(bill, now)} minutes for ${gb}GB snapshot (${nameOf(bill, now)})`,
  }
}
