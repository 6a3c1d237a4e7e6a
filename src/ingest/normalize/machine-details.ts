import type { MachineDetailsRow } from '../../barrack/contract/index.ts'
import type { JsonObject } from '../../db/schema/column.ts'
import type { MachineDetails } from '../../db/schema/machine-detail.ts'
import { fingerprintOfJson } from '../fingerprint.ts'

/** What of a row of the list a machine's details may have changed with; a field that moves by itself is none of it. */
const TELLING = [
  ...['name', 'status', 'region', 'tier', 'gpu_model', 'gpu_count', 'vcpus', 'ram_gb', 'root_disk_gb', 'ephemeral_gb'],
  ...['public_ip', 'price_per_hour', 'currency', 'created_at', 'volume_ids'],
]

/** A short text that differs where a machine's row of the list does in what it is, has or costs. */
export function listedAs(row: Readonly<Record<string, unknown>>): string {
  return fingerprintOfJson(TELLING.map((field) => row[field] ?? null))
}

export function normalizeDetails(row: MachineDetailsRow): MachineDetails {
  const { flavor } = row
  return {
    image: row.image,
    flavor: flavor?.name ?? null,
    vcpus: row.vcpus ?? flavor?.cpu ?? null,
    ramGb: row.ram_gb ?? flavor?.ram ?? null,
    rootDiskGb: row.root_disk_gb ?? flavor?.disk ?? null,
    ephemeralGb: row.ephemeral_gb ?? flavor?.ephemeral ?? null,
    privateIp: row.private_ip ?? row.fixed_ip,
    sshKeys: row.ssh_keys ?? (row.keypair === null ? null : [row.keypair]),
    securityRules:
      row.security_rules?.map((rule) => ({
        direction: rule.direction,
        protocol: rule.protocol,
        ethertype: rule.ethertype,
        portFrom: rule.port_range_min,
        portTo: rule.port_range_max,
        remote: rule.remote_ip_prefix,
      })) ?? null,
    volumes:
      row.volume_attachments?.map(({ volume, ...attached }) => ({
        volumeId: attached.volume_id,
        name: attached.name ?? volume?.name ?? null,
        device: attached.device,
        volumeType: attached.volume_type ?? volume?.volume_type ?? null,
        sizeGb: attached.size_gb ?? volume?.size ?? null,
        isBootable: attached.bootable ?? volume?.bootable ?? null,
      })) ?? null,
  }
}

/** Scripts that a machine starts with hold passwords and tokens. */
const PRIVATE = /cloud_?init|user_?data|script|password|secret|token/i

/** An answer without what nobody but its owner should read. */
export function withoutPrivate(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutPrivate)
  if (typeof value !== 'object' || value === null) return value
  const open = Object.entries(value).filter(([key]) => !PRIVATE.test(key))
  return Object.fromEntries(open.map(([key, field]) => [key, withoutPrivate(field)])) satisfies JsonObject
}
