import type { BillingRecord, Resource } from '../../src/engine/index.ts'
import { draw } from '../../src/sandbox/random.ts'
import { sandboxLedger } from './sandbox-ledger.ts'

/** A customer of its own: a share of a team account's machines and what belongs to them. */
export interface Tenant {
  readonly name: string
  readonly records: readonly BillingRecord[]
  readonly resources: readonly Resource[]
  /** The wallet that most of its bills are of. */
  readonly currency: string
}

const PER_ACCOUNT = 4

/**
 * Tenants unlike each other: the services, owners and job topics of one generated team account, each drawn to one of four
 * tenants as a whole, so that one may be mostly jobs, another mostly services that run on.
 */
export function tenantsOf(seed: number, now: number): Tenant[] {
  const { records, resources } = sandboxLedger({ size: 'team', seed, now })
  const tenantOf = (name: string) => Math.floor(draw(seed, 'tenant of', familyOf(name)) * PER_ACCOUNT)
  const byTenant = Map.groupBy(records, ({ resourceName }) => tenantOf(resourceName))
  return [...byTenant]
    .sort(([a], [b]) => a - b)
    .map(([tenant, own]) => {
      const ids = new Set(own.map(({ resourceId }) => resourceId))
      const sizes = Map.groupBy(own, ({ currency }) => currency)
      const [currency] = [...sizes].sort((a, b) => b[1].length - a[1].length)[0]!
      return {
        name: `${seed}-${tenant}`,
        records: own.filter((record) => record.currency === currency),
        resources: resources.filter(({ resourceId }) => ids.has(resourceId)),
        currency,
      }
    })
}

/** 'dev-anna' of dev-anna-3, 'train-lora' of train-lora-support-1123-7, 'search' of search-04 and search-04-data. */
const familyOf = (name: string) =>
  name
    .split('-')
    .filter((word) => /^[a-z]+$/.test(word) && word !== 'data')
    .slice(0, 2)
    .join('-')
