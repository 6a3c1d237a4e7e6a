import { z } from 'zod'

/** Protocols that a rule may name. */
export const PROTOCOLS = ['any', 'tcp', 'udp', 'icmp', 'icmpv6', 'ah', 'esp', 'gre', 'sctp', 'vrrp'] as const
const WITH_PORTS: readonly string[] = ['tcp', 'udp', 'sctp']

const port = z.number().int().min(1).max(65_535)
const isCidr = (text: string, version: 'IPv4' | 'IPv6') =>
  (version === 'IPv4' ? z.cidrv4() : z.cidrv6()).safeParse(text).success

/** Ports from 1 to 65535, both or none, none for protocols without them; the prefix fits the address family. */
export const securityRuleSchema = z
  .object({
    direction: z.enum(['ingress', 'egress']),
    protocol: z.preprocess((text) => (typeof text === 'string' ? text.toLowerCase() : text), z.enum(PROTOCOLS)),
    ethertype: z.enum(['IPv4', 'IPv6']).default('IPv4'),
    remote_ip_prefix: z.string().describe('10.0.0.0/8'),
    port_range_min: port.nullish().describe('With port_range_max or not at all; tcp, udp and sctp only'),
    port_range_max: port.nullish(),
  })
  .refine((rule) => isCidr(rule.remote_ip_prefix, rule.ethertype), {
    message: 'is no CIDR of the ethertype, such as 10.0.0.0/8',
    path: ['remote_ip_prefix'],
  })
  .refine((rule) => (rule.port_range_min == null) === (rule.port_range_max == null), 'both ports are needed, or none')
  .refine((rule) => rule.port_range_min == null || WITH_PORTS.includes(rule.protocol), {
    message: 'this protocol has no ports',
    path: ['port_range_min'],
  })
  .refine((rule) => (rule.port_range_min ?? 0) <= (rule.port_range_max ?? 0), {
    message: 'lies below port_range_min',
    path: ['port_range_max'],
  })

export type SecurityRuleRequest = z.output<typeof securityRuleSchema>

export interface SecurityRule {
  id: string
  direction: 'ingress' | 'egress'
  protocol: string
  ethertype: 'IPv4' | 'IPv6'
  portRangeMin: number | null
  portRangeMax: number | null
  remoteIpPrefix: string
}

export function ruleFrom(request: SecurityRuleRequest, id: string): SecurityRule {
  return {
    id,
    direction: request.direction,
    protocol: request.protocol,
    ethertype: request.ethertype,
    portRangeMin: request.port_range_min ?? null,
    portRangeMax: request.port_range_max ?? null,
    remoteIpPrefix: request.remote_ip_prefix,
  }
}

/** A rule as the API shows it. */
export function ruleView(rule: SecurityRule) {
  return {
    id: rule.id,
    direction: rule.direction,
    protocol: rule.protocol,
    ethertype: rule.ethertype,
    port_range_min: rule.portRangeMin,
    port_range_max: rule.portRangeMax,
    remote_ip_prefix: rule.remoteIpPrefix,
  }
}

export const SSH_RULE: SecurityRule = {
  id: 'ssh',
  direction: 'ingress',
  protocol: 'tcp',
  ethertype: 'IPv4',
  portRangeMin: 22,
  portRangeMax: 22,
  remoteIpPrefix: '0.0.0.0/0',
}
