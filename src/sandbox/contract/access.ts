import { z } from 'zod'
import { instance, rule } from './machines.ts'
import { amount, answer, count, currency, instant, pagination, text } from './scalars.ts'

const sshKey = z.strictObject({ id: text, name: text, region: text, public_key: text, created_at: instant })
const script = z.strictObject({ id: text, name: text, content: text, created_at: instant, updated_at: instant })
const firewall = z.strictObject({
  id: text,
  name: text,
  description: text,
  region: text,
  status: z.enum(['CREATING', 'SUCCESS']),
  rules: z.array(rule.extend({ status: z.enum(['CREATING', 'SUCCESS']) })),
  attachments: z.array(z.strictObject({ instance_id: text, status: z.enum(['ATTACHING', 'SUCCESS']) })),
  created_at: instant,
})

export const sshKeyList = answer({ ssh_keys: z.array(sshKey), pagination })
export const sshKeyDetails = answer({ ssh_key: sshKey })
export const sshKeyMade = answer({ message: text, ssh_key: sshKey.extend({ private_key: text.optional() }) })
export const scriptList = answer({ scripts: z.array(script), pagination })
export const scriptDetails = answer({ script })
export const scriptMade = answer({ message: text, script })
export const scriptsDeleted = answer({ message: text, deleted: count })
export const firewallList = answer({ firewalls: z.array(firewall), pagination })
export const firewallsOfInstance = answer({ firewalls: z.array(firewall) })
export const firewallDetails = answer({ firewall })
export const firewallChanged = answer({ message: text, firewall })
export const protocols = answer({ protocols: z.array(text) })
export const availableInstances = answer({ instances: z.array(instance) })

export const aiModels = answer({
  models: z.array(
    z.strictObject({ id: text, input_price_per_million: amount, output_price_per_million: amount, currency }),
  ),
})
export const aiSummary = answer({ currency, total_cost: amount, total_tokens: count, requests: count })
export const aiHistory = answer({
  transactions: z.array(
    z.strictObject({
      id: text,
      model: text,
      input_tokens: count,
      output_tokens: count,
      cost: amount,
      currency,
      created_at: instant,
    }),
  ),
  pagination,
})
export const completion = answer({
  id: text,
  object: z.literal('chat.completion'),
  created: count,
  model: text,
  choices: z.array(
    z.strictObject({
      index: count,
      message: z.strictObject({ role: z.literal('assistant'), content: text }),
      finish_reason: z.enum(['stop', 'length']),
    }),
  ),
  usage: z.strictObject({ prompt_tokens: count, completion_tokens: count, total_tokens: count }),
})
