import type { Account } from '../account.ts'
import { flavorOf, gpuModel } from '../catalog.ts'
import { createdAt, stretchAt } from '../ledger.ts'
import { numberOf } from '../money.ts'
import { priceAt } from '../price-book.ts'
import { drawInteger } from '../random.ts'
import type { Instance } from '../resource.ts'
import { isoOf } from '../time.ts'

/** States in which a machine has no public address: before it is there, and while its GPUs are given back. */
const WITHOUT_ADDRESS = ['CREATING', 'BUILD', 'HIBERNATED', 'RESTORING']

/** An instance as the list shows it. `price_per_hour` is the list price of the running machine, hibernated or not. */
export function instanceView(account: Account, instance: Instance, now: number) {
  const flavor = flavorOf(gpuModel(instance.gpuModel), instance.gpuCount)
  const perGpu = priceAt(account.book, `gpu ${instance.gpuModel}`, instance.currency, now) ?? 0n
  const state = stretchAt(instance.ledger, now)?.state ?? 'DELETED'
  return {
    id: instance.id,
    name: instance.name,
    status: state,
    region: instance.region,
    gpu_model: instance.gpuModel,
    gpu_count: instance.gpuCount,
    tier: instance.tier,
    vcpus: flavor.vcpus,
    ram_gb: flavor.ramGb,
    root_disk_gb: flavor.rootDiskGb,
    ephemeral_gb: flavor.ephemeralGb,
    public_ip: WITHOUT_ADDRESS.includes(state) ? null : publicIp(instance, now),
    price_per_hour: numberOf(perGpu * BigInt(instance.gpuCount)),
    currency: instance.currency,
    created_at: isoOf(createdAt(instance.ledger)),
    volume_ids: attachedVolumes(account, instance, now).map(({ id }) => id),
  }
}

export function instanceDetails(account: Account, instance: Instance, now: number) {
  return {
    ...instanceView(account, instance, now),
    private_ip: `10.0.${drawInteger(0, 255, 0, instance.id, 'private')}.${drawInteger(2, 250, 0, instance.id, 'host')}`,
    image: { name: instance.image },
    ssh_keys: [instance.sshKey],
    security_rules: [
      {
        id: 1,
        direction: 'ingress',
        protocol: 'tcp',
        ethertype: 'IPv4',
        port_range_min: 22,
        port_range_max: 22,
        remote_ip_prefix: '0.0.0.0/0',
      },
    ],
    volume_attachments: attachedVolumes(account, instance, now).map(({ id, name, bootable, ledger }) => ({
      volume_id: id,
      name,
      size_gb: stretchAt(ledger, now)?.gb ?? 0,
      bootable,
    })),
  }
}

function attachedVolumes(account: Account, instance: Instance, now: number) {
  return account
    .existing('volume', now)
    .filter(({ ledger }) => stretchAt(ledger, now)?.attachedTo === instance.id)
    .sort((a, b) => (a.id < b.id ? -1 : 1))
}

/** An address of the range kept for benchmarks (198.18.0.0/15); a restored machine comes back with another one. */
function publicIp(instance: Instance, now: number): string {
  const restores = instance.ledger.filter(({ state, from }) => state === 'RESTORING' && from <= now).length
  const part = (least: number, most: number, word: string) => drawInteger(least, most, 0, instance.id, restores, word)
  return `198.${part(18, 19, 'a')}.${part(0, 255, 'b')}.${part(1, 254, 'c')}`
}
