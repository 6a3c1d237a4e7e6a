import { Hono } from 'hono'
import { z } from 'zod'
import { ApiError, notFound } from '../api-error.ts'
import { stateAt, stretchAt } from '../ledger.ts'
import { pageOf, pageQuery } from '../pagination.ts'
import { type Instance, nameAt } from '../resource.ts'
import { ACTIONS, act, deleteInstance } from '../rules/lifecycle.ts'
import { deploy, deploymentSchema } from '../rules/deployment.ts'
import { addRule, removeRule, togglePublicIp } from '../rules/machine-settings.ts'
import { ruleView, securityRuleSchema } from '../rules/security-rule.ts'
import type { Sandbox } from '../sandbox.ts'
import { isoOf } from '../time.ts'
import { body, query } from '../validation.ts'
import { instanceDetails, instanceView, instanceViews } from '../views/instance-view.ts'

const listQuery = pageQuery.extend({
  status: z.string().max(30).optional(),
  region: z.string().max(30).optional(),
})
const ruleQuery = z.object({ rule_id: z.string().max(40).optional() })

export function instanceRoutes(sandbox: Sandbox) {
  const { account, clock } = sandbox
  const existing = (id: string): Instance => {
    const instance = account.find('instance', id, clock.now())
    if (!instance) throw notFound('Instance', id)
    return instance
  }
  const routes = new Hono()
    .get('/', query(listQuery), (c) => {
      const now = clock.now()
      const { status, region, ...page } = c.req.valid('query')
      const wanted = account
        .existing('instance', now)
        .filter((instance) => region === undefined || instance.region === region)
        .filter((instance) => status === undefined || stateAt(instance.ledger, now) === status.toUpperCase())
      const { items, pagination } = pageOf(wanted, page)
      return c.json({
        success: true,
        instances: instanceViews(sandbox, items, now),
        pagination,
      })
    })
    .post('/', body(deploymentSchema), (c) => {
      const instance = deploy(sandbox, c.req.valid('json'))
      const view = instanceView(sandbox, instance, clock.now())
      return c.json({ success: true, message: 'Deployment started', instance: view }, 201)
    })
    .get('/hibernated', (c) => {
      const now = clock.now()
      const instances = account.existing('instance', now).flatMap((machine) => {
        const stretch = stretchAt(machine.ledger, now)
        const { id } = machine
        return stretch?.state === 'HIBERNATED'
          ? [{ id, name: nameAt(machine, now), hibernated_at: isoOf(stretch.from) }]
          : []
      })
      return c.json({ success: true, count: instances.length, instances })
    })
    .get('/:id', (c) =>
      c.json({ success: true, instance: instanceDetails(sandbox, existing(c.req.param('id')), clock.now()) }),
    )
    .delete('/:id', (c) => {
      deleteInstance(sandbox, existing(c.req.param('id')))
      return c.json({ success: true, message: 'Deletion started' })
    })
    .post('/:id/toggle-public-ip', (c) => {
      const attached = togglePublicIp(sandbox, existing(c.req.param('id')))
      const message = attached ? 'Public IP attached' : 'Public IP detached'
      return c.json({ success: true, message, public_ip: attached })
    })
    .post('/:id/rules', body(securityRuleSchema), (c) => {
      const rule = addRule(sandbox, existing(c.req.param('id')), c.req.valid('json'))
      return c.json({ success: true, message: 'Rule added', rule: ruleView(rule) }, 201)
    })
    .delete('/:id/rules/:rule?', query(ruleQuery), (c) => {
      const instance = existing(c.req.param('id'))
      const ruleId = c.req.param('rule') ?? c.req.valid('query').rule_id
      if (ruleId === undefined) throw new ApiError('bad_request', 'rule_id: which rule?')
      removeRule(sandbox, instance, ruleId)
      return c.json({ success: true, message: 'Rule removed' })
    })
  for (const action of ACTIONS)
    routes.post(`/:id/${action}`, (c) => {
      const instance = existing(c.req.param('id'))
      act(sandbox, instance, action)
      return c.json({ success: true, message: `${action} started`, status: stateAt(instance.ledger, clock.now()) })
    })
  return routes
}
