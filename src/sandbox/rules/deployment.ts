import { z } from 'zod'
import { ApiError } from '../api-error.ts'
import { gpuModel, OS_IMAGES } from '../catalog.ts'
import { resourceId } from '../ids.ts'
import { LedgerWriter, stateAt } from '../ledger.ts'
import type { Instance } from '../resource.ts'
import { commandMoment, nextNumber, type Sandbox, transitionTime } from '../sandbox.ts'
import { attachTo } from './attachment.ts'
import { requireCredit } from './credit.ts'
import { CREATION_SECONDS } from './lifecycle.ts'
import { nameSchema, requireFreeName } from './names.ts'
import { ruleFrom, securityRuleSchema, SSH_RULE } from './security-rule.ts'
import { requireSold, requireStock } from './stock.ts'

const LARGEST_SCRIPT = 16 * 1024
const SHORTEST_PASSWORD = 8

export const deploymentSchema = z
  .object({
    name: nameSchema,
    gpu_model: z.string().max(100),
    gpu_count: z.number().int().min(1),
    region: z.enum(['NORWAY-1', 'CANADA-1', 'US-1']),
    tier: z.enum(['legacy', 'advanced']).optional(),
    currency: z.enum(['USD', 'EUR', 'INR']).default('USD'),
    os_image: z.string().max(200).optional(),
    image_id: z.string().max(40).optional(),
    volume_id: z.string().max(40).optional(),
    ssh_keys: z.array(z.string().min(1).max(50)).min(1),
    public_ip: z.boolean().default(true),
    security_rules: z.array(securityRuleSchema).max(50).optional(),
    jupyter: z.object({ enabled: z.boolean(), password: z.string().max(200).optional() }).optional(),
    cloud_init: z.string().max(LARGEST_SCRIPT, 'at most 16 KB').optional(),
    startup_script: z.string().max(LARGEST_SCRIPT, 'at most 16 KB').optional(),
  })
  .refine(
    (asked) => [asked.os_image, asked.image_id, asked.volume_id].filter((source) => source !== undefined).length === 1,
    {
      message: 'exactly one of os_image, image_id and volume_id is needed',
    },
  )
  .refine((asked) => !asked.jupyter?.enabled || (asked.jupyter.password ?? '').length >= SHORTEST_PASSWORD, {
    message: `at least ${SHORTEST_PASSWORD} characters`,
    path: ['jupyter', 'password'],
  })

export type DeploymentRequest = z.output<typeof deploymentSchema>

/** Makes a machine: CREATING from now on, ACTIVE (and billed) when its GPUs are ready. */
export function deploy(sandbox: Sandbox, asked: DeploymentRequest): Instance {
  const at = commandMoment(sandbox)
  requireSold(asked.gpu_model, asked.gpu_count, asked.region, asked.tier)
  const image = bootSource(sandbox, asked, at)
  requireKeys(sandbox, asked.ssh_keys, at)
  requireFreeName('instance', asked.name, sandbox.account.existing('instance', at))
  requireCredit(sandbox, asked.currency, at)
  requireStock(sandbox, asked.region, asked.gpu_model, asked.gpu_count, at)
  const instance = addInstance(sandbox, at, {
    name: asked.name,
    region: asked.region,
    gpuModel: asked.gpu_model,
    gpuCount: asked.gpu_count,
    currency: asked.currency,
    image,
    sshKey: asked.ssh_keys[0] ?? '',
    ...(asked.volume_id === undefined ? {} : { bootVolumeId: asked.volume_id }),
  })
  const rules = asked.security_rules?.map((rule, index) => ruleFrom(rule, `rule-${index + 1}`)) ?? [SSH_RULE]
  sandbox.machineSettings.put(instance.id, { publicIp: asked.public_ip, rules }, at)
  const volume = asked.volume_id === undefined ? null : sandbox.account.find('volume', asked.volume_id, at)
  if (volume) attachTo(sandbox, volume, instance.id, at)
  return instance
}

type NewMachine = Pick<
  Instance,
  'name' | 'region' | 'gpuModel' | 'gpuCount' | 'currency' | 'image' | 'sshKey' | 'bootVolumeId'
>

/** A machine that passed the rules, with the next id. */
export function addInstance(sandbox: Sandbox, at: number, machine: NewMachine): Instance {
  const id = resourceId(nextNumber(sandbox), 'D', sandbox.seed)
  const readyAt = at + transitionTime(sandbox, id, CREATION_SECONDS, at)
  const { ledger } = new LedgerWriter().enter('CREATING', at).enter('ACTIVE', readyAt)
  const instance: Instance = { kind: 'instance', id, tier: gpuModel(machine.gpuModel).tier, ledger, ...machine }
  sandbox.account.add(instance, at)
  sandbox.deployed.add(id)
  return instance
}

/** Name of what the machine boots from, checked against its region and tier. */
function bootSource({ account }: Sandbox, asked: DeploymentRequest, at: number): string {
  const { tier } = gpuModel(asked.gpu_model)
  if (asked.os_image !== undefined) {
    const image = OS_IMAGES.find(({ id, name }) => id === asked.os_image || name === asked.os_image)
    if (image?.tier !== tier)
      throw new ApiError('bad_request', `os_image: '${asked.os_image}' is not offered for the ${tier} tier`)
    return image.name
  }
  if (asked.image_id !== undefined) {
    const image = account.images(at).find(({ id }) => id === asked.image_id)
    if (image?.region !== asked.region || at < image.readyAt)
      throw new ApiError('bad_request', `image_id: no available image ${asked.image_id} in ${asked.region}`)
    return image.name
  }
  const volume = account.find('volume', asked.volume_id ?? '', at)
  if (!volume?.bootable || volume.region !== asked.region || stateAt(volume.ledger, at) !== 'available')
    throw new ApiError(
      'bad_request',
      `volume_id: no available bootable volume ${asked.volume_id ?? ''} in ${asked.region}`,
    )
  return `volume ${volume.name}`
}

function requireKeys({ sshKeys }: Sandbox, names: readonly string[], at: number): void {
  const known = sshKeys.list(at).map(({ name }) => name)
  const missing = names.find((name) => !known.includes(name))
  if (missing !== undefined) throw new ApiError('bad_request', `ssh_keys: there is no key '${missing}'`)
}
