import { Hono } from 'hono'
import { z } from 'zod'
import { notFound } from '../api-error.ts'
import { pageOf, pageQuery } from '../pagination.ts'
import {
  addFirewallRule,
  attachmentsOf,
  attachFirewall,
  canAttach,
  createFirewall,
  deleteFirewall,
  firewallSchema,
  removeFirewallRule,
} from '../rules/firewalls.ts'
import { PROTOCOLS, ruleView, securityRuleSchema } from '../rules/security-rule.ts'
import type { Firewall, Sandbox } from '../sandbox.ts'
import { isoOf } from '../time.ts'
import { body, query } from '../validation.ts'
import { instanceViews } from '../views/instance-view.ts'

const deletionQuery = z.object({ force: z.enum(['true', 'false']).default('false') })
const attachSchema = z.object({
  instance_ids: z.array(z.string().max(40)).max(500).describe('All instances that it is to hold for; new ones ACTIVE'),
})

export function firewallRoutes(sandbox: Sandbox) {
  const { account, firewalls, clock } = sandbox
  const existing = (id: string) => {
    const firewall = firewalls.get(id, clock.now())
    if (!firewall) throw notFound('Firewall', id)
    return firewall
  }
  const view = (firewall: Firewall) => firewallView(sandbox, firewall, clock.now())
  return new Hono()
    .get('/', query(pageQuery), (c) => {
      const { items, pagination } = pageOf(firewalls.list(clock.now()), c.req.valid('query'))
      return c.json({ success: true, firewalls: items.map(view), pagination })
    })
    .post('/', body(firewallSchema), (c) => {
      const firewall = createFirewall(sandbox, c.req.valid('json'))
      return c.json({ success: true, message: 'Firewall is being created', firewall: view(firewall) }, 201)
    })
    .get('/protocols', (c) => c.json({ success: true, protocols: PROTOCOLS }))
    .get('/instance/:instance', (c) => {
      const id = c.req.param('instance')
      if (!account.find('instance', id, clock.now())) throw notFound('Instance', id)
      const attached = firewalls
        .list(clock.now())
        .filter(({ attachments }) => attachments.some(({ instanceId }) => instanceId === id))
      return c.json({ success: true, firewalls: attached.map(view) })
    })
    .get('/:id', (c) => c.json({ success: true, firewall: view(existing(c.req.param('id'))) }))
    .delete('/:id', query(deletionQuery), (c) => {
      deleteFirewall(sandbox, existing(c.req.param('id')), c.req.valid('query').force === 'true')
      return c.json({ success: true, message: 'Firewall deleted' })
    })
    .post('/:id/rules', body(securityRuleSchema), (c) => {
      const firewall = addFirewallRule(sandbox, existing(c.req.param('id')), c.req.valid('json'))
      return c.json({ success: true, message: 'Rule added', firewall: view(firewall) }, 201)
    })
    .delete('/:id/rules/:rule', (c) => {
      const firewall = removeFirewallRule(sandbox, existing(c.req.param('id')), c.req.param('rule'))
      return c.json({ success: true, message: 'Rule removed', firewall: view(firewall) })
    })
    .post('/:id/attach', body(attachSchema), (c) => {
      const firewall = attachFirewall(sandbox, existing(c.req.param('id')), c.req.valid('json').instance_ids)
      return c.json({ success: true, message: 'Firewall is being attached', firewall: view(firewall) })
    })
    .get('/:id/available-instances', (c) => {
      const now = clock.now()
      const firewall = existing(c.req.param('id'))
      const instances = account
        .existing('instance', now)
        .filter((instance) => canAttach(firewall, instance, now))
        .filter(({ id }) => !firewall.attachments.some(({ instanceId }) => instanceId === id))
      return c.json({ success: true, instances: instanceViews(sandbox, instances, now) })
    })
}

function firewallView(sandbox: Sandbox, firewall: Firewall, now: number) {
  return {
    id: firewall.id,
    name: firewall.name,
    description: firewall.description,
    region: firewall.region,
    status: now < firewall.readyAt ? 'CREATING' : 'SUCCESS',
    rules: firewall.rules.map((rule) => ({ ...ruleView(rule), status: now < rule.inForceAt ? 'CREATING' : 'SUCCESS' })),
    attachments: attachmentsOf(sandbox, firewall, now).map(({ instanceId, inForceAt }) => ({
      instance_id: instanceId,
      status: now < inForceAt ? 'ATTACHING' : 'SUCCESS',
    })),
    created_at: isoOf(firewall.createdAt),
  }
}
