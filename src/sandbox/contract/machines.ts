import { z } from 'zod'
import { amount, answer, count, currency, instant, pagination, text, tier } from './scalars.ts'

export const instance = z.strictObject({
  id: text,
  name: text,
  status: z.enum([
    'CREATING',
    'ACTIVE',
    'STOPPING',
    'SHUTOFF',
    'STARTING',
    'REBOOTING',
    'HIBERNATING',
    'HIBERNATED',
    'RESTORING',
    'DELETING',
  ]),
  region: text,
  gpu_model: text,
  gpu_count: count,
  tier,
  vcpus: count,
  ram_gb: count,
  root_disk_gb: count,
  ephemeral_gb: count,
  public_ip: text.nullable(),
  price_per_hour: amount,
  currency,
  created_at: instant,
  volume_ids: z.array(text),
})

export const rule = z.strictObject({
  id: text,
  direction: z.enum(['ingress', 'egress']),
  protocol: text,
  ethertype: z.enum(['IPv4', 'IPv6']),
  port_range_min: count.nullable(),
  port_range_max: count.nullable(),
  remote_ip_prefix: text,
})

const details = instance.extend({
  private_ip: text,
  image: z.strictObject({ name: text }),
  flavor: z.strictObject({ name: text }),
  ssh_keys: z.array(text),
  security_rules: z.array(rule),
  jupyter: z.boolean(),
  cloud_init: text.nullable(),
  startup_script: text.nullable(),
  volume_attachments: z.array(
    z.strictObject({
      volume_id: text,
      name: text,
      device: text,
      volume_type: text,
      size_gb: count,
      bootable: z.boolean(),
    }),
  ),
})

export const instanceList = answer({ instances: z.array(instance), pagination })
export const instanceDetails = answer({ instance: details })
export const instanceMade = answer({ message: text, instance })
export const hibernatedInstances = answer({
  count,
  instances: z.array(z.strictObject({ id: text, name: text, hibernated_at: instant })),
})
export const actionBegun = answer({ message: text, status: instance.shape.status })
export const publicIpToggled = answer({ message: text, public_ip: z.boolean() })
export const ruleAdded = answer({ message: text, rule })
