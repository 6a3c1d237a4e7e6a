import { notFound } from '../api-error.ts'
import type { Instance } from '../resource.ts'
import { commandMoment, type MachineSettings, nextNumber, type Sandbox } from '../sandbox.ts'
import { requireNotDeleting } from './lifecycle.ts'
import { ruleFrom, type SecurityRule, type SecurityRuleRequest, SSH_RULE } from './security-rule.ts'

const UNTOUCHED: MachineSettings = {
  publicIp: true,
  rules: [SSH_RULE],
  jupyter: false,
  cloudInit: null,
  startupScript: null,
}

/** Settings of a machine at a moment; what was never changed has a public address and lets SSH in. */
export function settingsOf({ machineSettings }: Sandbox, id: string, now: number): MachineSettings {
  return machineSettings.get(id, now) ?? UNTOUCHED
}

/** Attaches the public address, or detaches it; says whether there is one now. */
export function togglePublicIp(sandbox: Sandbox, instance: Instance): boolean {
  return change(sandbox, instance, ({ publicIp }) => ({ publicIp: !publicIp })).publicIp
}

export function addRule(sandbox: Sandbox, instance: Instance, asked: SecurityRuleRequest): SecurityRule {
  const rule = ruleFrom(asked, `rule-${nextNumber(sandbox)}`)
  change(sandbox, instance, ({ rules }) => ({ rules: [...rules, rule] }))
  return rule
}

export function removeRule(sandbox: Sandbox, instance: Instance, ruleId: string): void {
  change(sandbox, instance, ({ rules }) => {
    if (!rules.some(({ id }) => id === ruleId)) throw notFound('Rule', ruleId)
    return { rules: rules.filter(({ id }) => id !== ruleId) }
  })
}

function change(
  sandbox: Sandbox,
  instance: Instance,
  to: (settings: MachineSettings) => Partial<MachineSettings>,
): MachineSettings {
  const at = commandMoment(sandbox)
  requireNotDeleting(instance, at)
  const settings = settingsOf(sandbox, instance.id, at)
  return sandbox.machineSettings.put(instance.id, { ...settings, ...to(settings) }, at)
}
