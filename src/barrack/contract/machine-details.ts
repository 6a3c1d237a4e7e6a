import { z } from 'zod'
import { lowerCase, orNull, orUnknown, text, whole } from './scalars.ts'

/** A thing by its name, as a text or as an object that has one. */
const named = z.union([text, z.looseObject({ name: text }).transform(({ name }) => name)])

const list = <Row extends z.ZodType>(row: Row) =>
  z
    .array(row)
    .nullish()
    .transform((rows) => rows ?? null)

/** What a port is may not be guessed: none at all stands for every port. */
const securityRule = z.looseObject({
  direction: orUnknown(lowerCase),
  protocol: orUnknown(lowerCase),
  ethertype: orUnknown(text),
  port_range_min: orNull(whole),
  port_range_max: orNull(whole),
  remote_ip_prefix: orUnknown(text),
})

const attachedVolume = z.looseObject({
  id: orUnknown(text),
  name: orUnknown(text),
  volume_type: orUnknown(text),
  size: orUnknown(whole),
  bootable: orUnknown(z.boolean()),
})

/** With the volume's facts beside it or under `volume`. */
const volumeAttachment = z
  .looseObject({
    volume_id: orNull(text),
    name: orUnknown(text),
    device: orUnknown(text),
    volume_type: orUnknown(text),
    size_gb: orUnknown(whole),
    bootable: orUnknown(z.boolean()),
    volume: orUnknown(attachedVolume),
  })
  .transform((row, context) => {
    const volumeId = row.volume_id ?? row.volume?.id
    if (volumeId) return { ...row, volume_id: volumeId }
    context.addIssue({ code: 'custom', path: ['volume_id'], message: 'expected text, got nothing' })
    return z.NEVER
  })

/** What one machine's own answer tells beyond the list. */
export const machineDetailsRow = z.looseObject({
  id: orNull(text),
  image: orUnknown(named),
  flavor: orUnknown(
    z.looseObject({
      name: orUnknown(text),
      cpu: orUnknown(whole),
      ram: orUnknown(whole),
      disk: orUnknown(whole),
      ephemeral: orUnknown(whole),
    }),
  ),
  vcpus: orUnknown(whole),
  ram_gb: orUnknown(whole),
  root_disk_gb: orUnknown(whole),
  ephemeral_gb: orUnknown(whole),
  private_ip: orUnknown(text),
  fixed_ip: orUnknown(text),
  ssh_keys: orUnknown(z.array(named)),
  keypair: orUnknown(named),
  security_rules: list(securityRule),
  volume_attachments: list(volumeAttachment),
})

export type MachineDetailsRow = z.output<typeof machineDetailsRow>
