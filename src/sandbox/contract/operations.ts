import type { z } from 'zod'
import * as access from './access.ts'
import * as billing from './billing.ts'
import * as catalog from './catalog.ts'
import * as machines from './machines.ts'
import { done } from './scalars.ts'
import * as storage from './storage.ts'

/** One operation of the API: its group, what it does, and the answer it gives when all is well. */
export interface Operation {
  group: string
  summary: string
  answer: z.ZodType
  status: 200 | 201
}

/** Every operation by method and path, as the OpenAPI document writes the path. */
export const OPERATIONS: Readonly<Record<string, Operation>> = {
  ...group('Credits', { 'GET /api/balance/': ['Credit of each wallet', catalog.balance] }),
  ...group('Catalogue', {
    'GET /api/regions/': ['Regions', catalog.regions],
    'GET /api/gpu-specs/': ['Sizes of machines by GPU model', catalog.gpuSpecs],
    'GET /api/gpu-stocks/': ['GPUs that can be had now', catalog.gpuStocks],
    'GET /api/pricing/': ['Price book, narrowed by parameters, with a quote', catalog.pricing],
    'POST /api/pricing/': ['Price book, narrowed by parameters, with a quote', catalog.pricing],
  }),
  ...group('Instances', {
    'GET /api/instances/': ['List instances', machines.instanceList],
    'POST /api/instances/': ['Deploy an instance', machines.instanceMade, 201],
    'GET /api/instances/hibernated/': ['Hibernated instances', machines.hibernatedInstances],
    'GET /api/instances/billing/': ['Billing records of instances', billing.instanceBilling],
    'GET /api/instances/{id}/': ['Details of an instance', machines.instanceDetails],
    'DELETE /api/instances/{id}/': ['Delete an instance', done],
    'POST /api/instances/{id}/start/': ['Start from SHUTOFF', machines.actionBegun],
    'POST /api/instances/{id}/stop/': ['Stop from ACTIVE', machines.actionBegun],
    'POST /api/instances/{id}/reboot/': ['Reboot from ACTIVE', machines.actionBegun],
    'POST /api/instances/{id}/hibernate/': ['Hibernate from ACTIVE', machines.actionBegun],
    'POST /api/instances/{id}/restore/': ['Restore from HIBERNATED', machines.actionBegun],
    'POST /api/instances/{id}/toggle-public-ip/': ['Attach or detach the public address', machines.publicIpToggled],
    'POST /api/instances/{id}/rules/': ['Add a security rule', machines.ruleAdded, 201],
    'DELETE /api/instances/{id}/rules/{rule}/': ['Remove a security rule', done],
  }),
  ...group('Volumes', {
    'GET /api/volumes/': ['List volumes, with the next free name', storage.volumeList],
    'POST /api/volumes/': ['Create a volume', storage.volumeMade, 201],
    'GET /api/volumes/types/': ['Volume types', storage.volumeTypes],
    'GET /api/volumes/billing/': ['Billing records of volumes', billing.volumeBilling],
    'POST /api/volumes/attach/': ['Attach volumes to an ACTIVE instance', storage.volumesMoved],
    'POST /api/volumes/detach/': ['Detach volumes', storage.volumesMoved],
    'GET /api/volumes/{id}/': ['Details of a volume', storage.volumeDetails],
    'DELETE /api/volumes/{id}/': ['Delete a detached volume', done],
    'POST /api/volumes/{id}/resize/': ['Grow a volume', storage.volumeMade],
    'POST /api/volumes/{id}/clone/': ['Clone a volume', storage.volumeMade, 201],
  }),
  ...group('Snapshots', {
    'GET /api/snapshots/': ['List snapshots', storage.snapshotList],
    'POST /api/snapshots/': ['Take a snapshot of an ACTIVE instance', storage.snapshotMade, 201],
    'GET /api/snapshots/billing/': ['Billing records of snapshots', billing.snapshotBilling],
    'GET /api/snapshots/eligible-instances/': ['Instances of which one can be taken', machines.instanceList],
    'GET /api/snapshots/{id}/': ['Details of a snapshot', storage.snapshotDetails],
    'DELETE /api/snapshots/{id}/': ['Delete a snapshot', done],
    'POST /api/snapshots/{id}/restore/': ['Restore into a new instance', machines.instanceMade, 201],
  }),
  ...group('Images', {
    'GET /api/images/': ['List custom images', storage.imageList],
    'POST /api/images/': ['Make an image from a snapshot', storage.imageMade, 201],
    'GET /api/images/os/': ['OS images', storage.osImages],
    'GET /api/images/relationships/{snapshot}/': ['Images of a snapshot', storage.relationshipDetails],
    'POST /api/images/relationships/': ['Images of several snapshots', storage.relationshipList],
    'GET /api/images/{id}/': ['Details of an image', storage.imageDetails],
    'DELETE /api/images/{id}/': ['Delete an image', done],
  }),
  ...group('AI', {
    'POST /api/ai/chat/completions/': ['Chat with a model that says back what it hears', access.completion],
    'GET /api/ai/models/': ['Models and their token prices', access.aiModels],
    'GET /api/ai/usage/summary/': ['Usage of a wallet', access.aiSummary],
    'GET /api/ai/usage/history/': ['Transactions', access.aiHistory],
  }),
  ...group('SSH keys', {
    'GET /api/ssh-keys/': ['List SSH keys', access.sshKeyList],
    'POST /api/ssh-keys/': ['Take a key, or make a pair', access.sshKeyMade, 201],
    'GET /api/ssh-keys/{id}/': ['One key', access.sshKeyDetails],
    'DELETE /api/ssh-keys/{id}/': ['Delete a key that no ACTIVE instance uses', done],
  }),
  ...group('Scripts', {
    'GET /api/scripts/': ['List scripts', access.scriptList],
    'POST /api/scripts/': ['Create a script', access.scriptMade, 201],
    'POST /api/scripts/delete-many/': ['Delete several scripts', access.scriptsDeleted],
    'GET /api/scripts/{id}/': ['One script', access.scriptDetails],
    'PUT /api/scripts/{id}/': ['Change a script', access.scriptMade],
    'DELETE /api/scripts/{id}/': ['Delete a script', done],
  }),
  ...group('Firewalls', {
    'GET /api/firewalls/': ['List firewalls', access.firewallList],
    'POST /api/firewalls/': ['Create a firewall', access.firewallChanged, 201],
    'GET /api/firewalls/protocols/': ['Supported protocols', access.protocols],
    'GET /api/firewalls/instance/{instance}/': ['Firewalls of an instance', access.firewallsOfInstance],
    'GET /api/firewalls/{id}/': ['Details of a firewall', access.firewallDetails],
    'DELETE /api/firewalls/{id}/': ['Delete a firewall; force=true also while attached', done],
    'POST /api/firewalls/{id}/rules/': ['Add a rule', access.firewallChanged, 201],
    'DELETE /api/firewalls/{id}/rules/{rule}/': ['Remove a rule', access.firewallChanged],
    'POST /api/firewalls/{id}/attach/': ['Let it hold for exactly these instances', access.firewallChanged],
    'GET /api/firewalls/{id}/available-instances/': ['Instances to attach it to', access.availableInstances],
  }),
}

function group(name: string, operations: Record<string, [string, z.ZodType, 201?]>): Record<string, Operation> {
  return Object.fromEntries(
    Object.entries(operations).map(([key, [summary, answer, status]]): [string, Operation] => [
      key,
      { group: name, summary, answer, status: status ?? 200 },
    ]),
  )
}
