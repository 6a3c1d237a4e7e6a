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
import { currencySchema, nameSchema, regionSchema, requireFreeName } from './names.ts'
import { ruleFrom, type SecurityRule, securityRuleSchema, SSH_RULE } from './security-rule.ts'
import { requireSold, requireStock } from './stock.ts'

const LARGEST_SCRIPT = 16 * 1024
const SHORTEST_PASSWORD = 8
const JUPYTER_PORT = 8888
const JUPYTER_RULE: SecurityRule = {
  ...SSH_RULE,
  id: 'jupyter',
  portRangeMin: JUPYTER_PORT,
  portRangeMax: JUPYTER_PORT,
}

const scriptText = z.string().max(LARGEST_SCRIPT, 'at most 16 KB')

export const deploymentSchema = z
  .object({
    name: nameSchema.describe('Of its own among the instances'),
    gpu_model: z.string().max(100).describe('As GPU specs and the price book write it: RTX-A6000'),
    gpu_count: z.number().int().min(1).describe('One of the counts that GPU specs list for the model'),
    region: regionSchema,
    tier: z.enum(['legacy', 'advanced']).optional().describe('Refused where the model is of the other one'),
    currency: currencySchema,
    os_image: z.string().max(200).optional().describe('Name or id of an OS image of the region'),
    image_id: z.string().max(40).optional().describe('A custom image of the region that is available'),
    volume_id: z.string().max(40).optional().describe('A bootable volume of the region that is available'),
    ssh_keys: z.array(z.string().min(1).max(50)).min(1).describe('Names of SSH keys of the account'),
    public_ip: z.boolean().default(true).describe('Whether it gets a public address'),
    security_rules: z
      .array(securityRuleSchema)
      .max(50)
      .optional()
      .describe('Without them SSH is let in from everywhere'),
    jupyter: z
      .object({ enabled: z.boolean(), password: z.string().max(200).optional() })
      .optional()
      .describe(
        `A notebook server behind port ${JUPYTER_PORT}; its password has at least ${SHORTEST_PASSWORD} characters`,
      ),
    cloud_init: scriptText.optional().describe('Run at the first boot'),
    startup_script: scriptText.optional().describe('Run at each start'),
    script_id: z.string().max(40).optional().describe('A script of the account as startup script'),
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
  .refine((asked) => asked.startup_script === undefined || asked.script_id === undefined, {
    message: 'startup_script or script_id, not both',
  })
  .describe('It boots from exactly one of os_image, image_id and volume_id')

export type DeploymentRequest = z.output<typeof deploymentSchema>

/** Makes a machine: CREATING from now on, ACTIVE (and billed) when its GPUs are ready. */
export function deploy(sandbox: Sandbox, asked: DeploymentRequest): Instance {
  const at = commandMoment(sandbox)
  requireSold(asked.gpu_model, asked.gpu_count, asked.region, asked.tier)
  const image = bootSource(sandbox, asked, at)
  requireKeys(sandbox, asked.ssh_keys, at)
  const startupScript = startupScriptOf(sandbox, asked, at)
  requireFreeName('instance', asked.name, sandbox.account.names('instance', at))
  requireCredit(sandbox, asked.currency, at)
  requireStock(sandbox, { region: asked.region, gpuModel: asked.gpu_model, gpuCount: asked.gpu_count }, at)
  const instance = addInstance(sandbox, at, {
    name: asked.name,
    region: asked.region,
    gpuModel: asked.gpu_model,
    gpuCount: asked.gpu_count,
    currency: asked.currency,
    image,
    sshKeys: [...new Set(asked.ssh_keys)],
    ...(asked.volume_id === undefined ? {} : { bootVolumeId: asked.volume_id }),
  })
  const jupyter = asked.jupyter?.enabled ?? false
  const rules = asked.security_rules?.map((rule, index) => ruleFrom(rule, `rule-${index + 1}`)) ?? [SSH_RULE]
  sandbox.machineSettings.put(
    instance.id,
    {
      publicIp: asked.public_ip,
      rules: jupyter ? [...rules, JUPYTER_RULE] : rules,
      jupyter,
      cloudInit: asked.cloud_init ?? null,
      startupScript,
    },
    at,
  )
  const volume = asked.volume_id === undefined ? null : sandbox.account.find('volume', asked.volume_id, at)
  if (volume) attachTo(sandbox, volume, instance.id, at)
  return instance
}

type NewMachine = Pick<
  Instance,
  'name' | 'region' | 'gpuModel' | 'gpuCount' | 'currency' | 'image' | 'sshKeys' | 'bootVolumeId'
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

/** The text that runs at each start: given, or a script of the account. */
function startupScriptOf({ scripts }: Sandbox, asked: DeploymentRequest, at: number): string | null {
  if (asked.script_id === undefined) return asked.startup_script ?? null
  const script = scripts.get(asked.script_id, at)
  if (!script) throw new ApiError('bad_request', `script_id: there is no script ${asked.script_id}`)
  return script.content
}

function requireKeys({ sshKeys }: Sandbox, names: readonly string[], at: number): void {
  const known = sshKeys.list(at).map(({ name }) => name)
  const missing = names.find((name) => !known.includes(name))
  if (missing !== undefined) throw new ApiError('bad_request', `ssh_keys: there is no key '${missing}'`)
}
