import { z } from 'zod'
import { ApiError, notFound } from '../api-error.ts'
import { stateAt } from '../ledger.ts'
import type { Instance } from '../resource.ts'
import { commandMoment, type Firewall, nextNumber, type Sandbox, transitionTime } from '../sandbox.ts'
import { nameSchema, regionSchema, requireFreeName } from './names.ts'
import { ruleFrom, type SecurityRuleRequest } from './security-rule.ts'

const MOST_FIREWALLS = 25
const CREATION_SECONDS = [5, 30] as const
/** A rule or an attachment is in force only after this long. */
const PROPAGATION_SECONDS = [20, 600] as const

export const firewallSchema = z.object({
  name: nameSchema.describe('Of its own among the firewalls'),
  description: z.string().max(255).default(''),
  region: regionSchema,
})

export function createFirewall(sandbox: Sandbox, asked: z.output<typeof firewallSchema>): Firewall {
  const at = commandMoment(sandbox)
  const firewalls = sandbox.firewalls.list(at)
  requireFreeName('firewall', asked.name, firewalls)
  if (firewalls.length >= MOST_FIREWALLS)
    throw new ApiError('unprocessable', `At most ${MOST_FIREWALLS} firewalls in an account`)
  const id = `FW-${nextNumber(sandbox)}`
  const readyAt = at + transitionTime(sandbox, id, CREATION_SECONDS, at)
  return sandbox.firewalls.put(id, { id, ...asked, rules: [], attachments: [], createdAt: at, readyAt }, at)
}

/** Attachments of machines that are gone are gone with them. */
export function attachmentsOf({ account }: Sandbox, { attachments }: Firewall, at: number): Firewall['attachments'] {
  return attachments.filter(({ instanceId }) => account.find('instance', instanceId, at))
}

/** Refused while it is attached, unless it is forced. */
export function deleteFirewall(sandbox: Sandbox, firewall: Firewall, force: boolean): void {
  const at = commandMoment(sandbox)
  const attached = attachmentsOf(sandbox, firewall, at).map(({ instanceId }) => instanceId)
  if (attached.length > 0 && !force)
    throw new ApiError('conflict', `Firewall is attached to ${attached.join(', ')}: detach it or force the deletion`)
  sandbox.firewalls.remove(firewall.id, at)
}

export function addFirewallRule(sandbox: Sandbox, firewall: Firewall, request: SecurityRuleRequest): Firewall {
  const at = commandMoment(sandbox)
  const id = `rule-${nextNumber(sandbox)}`
  const inForceAt = at + transitionTime(sandbox, id, PROPAGATION_SECONDS, at)
  const rules = [...firewall.rules, { ...ruleFrom(request, id), inForceAt }]
  return sandbox.firewalls.put(firewall.id, { ...firewall, rules }, at)
}

export function removeFirewallRule(sandbox: Sandbox, firewall: Firewall, ruleId: string): Firewall {
  const at = commandMoment(sandbox)
  if (!firewall.rules.some(({ id }) => id === ruleId)) throw notFound('Rule', ruleId)
  const rules = firewall.rules.filter(({ id }) => id !== ruleId)
  return sandbox.firewalls.put(firewall.id, { ...firewall, rules }, at)
}

/** Makes the firewall hold for exactly these machines; new ones must be ACTIVE and of its region. */
export function attachFirewall(sandbox: Sandbox, firewall: Firewall, ids: readonly string[]): Firewall {
  const at = commandMoment(sandbox)
  const there = attachmentsOf(sandbox, firewall, at)
  const attachments = [...new Set(ids)].map((instanceId) => {
    const kept = there.find((one) => one.instanceId === instanceId)
    if (kept) return kept
    const instance = sandbox.account.find('instance', instanceId, at)
    if (!instance) throw notFound('Instance', instanceId)
    if (!canAttach(firewall, instance, at))
      throw new ApiError('conflict', `Instance ${instanceId} must be ACTIVE and in ${firewall.region}`)
    const inForceAt = at + transitionTime(sandbox, `${firewall.id} ${instanceId}`, PROPAGATION_SECONDS, at)
    return { instanceId, inForceAt }
  })
  return sandbox.firewalls.put(firewall.id, { ...firewall, attachments }, at)
}

export function canAttach(firewall: Firewall, { region, ledger }: Instance, at: number): boolean {
  return region === firewall.region && stateAt(ledger, at) === 'ACTIVE'
}
