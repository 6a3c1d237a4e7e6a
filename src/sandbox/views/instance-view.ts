import { flavorOf, gpuModel } from '../catalog.ts'
import { createdAt, stateAt, stretchAt } from '../ledger.ts'
import { numberOf } from '../money.ts'
import { priceAt } from '../price-book.ts'
import { drawInteger } from '../random.ts'
import { type Instance, nameAt, type Volume } from '../resource.ts'
import { volumesOf } from '../rules/attachment.ts'
import { settingsOf } from '../rules/machine-settings.ts'
import { ruleView } from '../rules/security-rule.ts'
import type { Sandbox } from '../sandbox.ts'
import { isoOf } from '../time.ts'

/** States in which a machine has no public address: before it is there, and while its GPUs are given back. */
const WITHOUT_ADDRESS = ['CREATING', 'BUILD', 'HIBERNATED', 'RESTORING']

/** Instances as a list shows them, in the order given. */
export function instanceViews(sandbox: Sandbox, instances: readonly Instance[], now: number) {
  const attached = Map.groupBy(
    sandbox.account.existing('volume', now),
    ({ ledger }) => stretchAt(ledger, now)?.attachedTo,
  )
  return instances.map((instance) => viewOf(sandbox, instance, attached.get(instance.id) ?? [], now))
}

export function instanceView(sandbox: Sandbox, instance: Instance, now: number) {
  return viewOf(sandbox, instance, volumesOf(sandbox, instance.id, now), now)
}

/** `price_per_hour` is the list price of the running machine, hibernated or not. */
function viewOf(sandbox: Sandbox, instance: Instance, volumes: readonly Volume[], now: number) {
  const flavor = flavorOf(gpuModel(instance.gpuModel), instance.gpuCount)
  const perGpu = priceAt(sandbox.account.book, `gpu ${instance.gpuModel}`, instance.currency, now) ?? 0n
  const state = stateAt(instance.ledger, now) ?? 'DELETED'
  const { publicIp } = settingsOf(sandbox, instance.id, now)
  return {
    id: instance.id,
    name: nameAt(instance, now),
    status: state,
    region: instance.region,
    gpu_model: instance.gpuModel,
    gpu_count: instance.gpuCount,
    tier: instance.tier,
    vcpus: flavor.vcpus,
    ram_gb: flavor.ramGb,
    root_disk_gb: flavor.rootDiskGb,
    ephemeral_gb: flavor.ephemeralGb,
    public_ip: !publicIp || WITHOUT_ADDRESS.includes(state) ? null : addressOf(instance, now),
    price_per_hour: numberOf(perGpu * BigInt(instance.gpuCount)),
    currency: instance.currency,
    created_at: isoOf(createdAt(instance.ledger)),
    volume_ids: byId(volumes).map(({ id }) => id),
  }
}

export function instanceDetails(sandbox: Sandbox, instance: Instance, now: number) {
  const settings = settingsOf(sandbox, instance.id, now)
  return {
    ...instanceView(sandbox, instance, now),
    private_ip: `10.0.${drawInteger(0, 255, 0, instance.id, 'private')}.${drawInteger(2, 250, 0, instance.id, 'host')}`,
    image: { name: instance.image },
    flavor: { name: `${instance.gpuModel} x${instance.gpuCount}` },
    ssh_keys: instance.sshKeys,
    security_rules: settings.rules.map(ruleView),
    jupyter: settings.jupyter,
    cloud_init: settings.cloudInit,
    startup_script: settings.startupScript,
    volume_attachments: byId(volumesOf(sandbox, instance.id, now)).map((volume, i) => ({
      volume_id: volume.id,
      name: nameAt(volume, now),
      device: `/dev/vd${DEVICES[i] ?? 'z'}`,
      volume_type: volume.volumeType,
      size_gb: stretchAt(volume.ledger, now)?.gb ?? 0,
      bootable: volume.bootable,
    })),
  }
}

/** The root disk is vda. */
const DEVICES = 'bcdefghijklmnopqrstuvwxyz'

function byId(volumes: readonly Volume[]): Volume[] {
  return volumes.toSorted((a, b) => (a.id < b.id ? -1 : 1))
}

/** An address of the range kept for benchmarks (198.18.0.0/15); a restored machine comes back with another one. */
function addressOf(instance: Instance, now: number): string {
  const restores = instance.ledger.filter(({ state, from }) => state === 'RESTORING' && from <= now).length
  const part = (least: number, most: number, word: string) => drawInteger(least, most, 0, instance.id, restores, word)
  return `198.${part(18, 19, 'a')}.${part(0, 255, 'b')}.${part(1, 254, 'c')}`
}
