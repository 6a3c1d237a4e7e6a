import type { EndpointName } from './contract/index.ts'

/** Where and how one endpoint is read. */
export interface Endpoint {
  readonly path: string
  /** The key that holds the list, where it is not the contract's. */
  readonly list?: string
  /** Our field name -> theirs, dots go down: {"gpu_model": "flavor.gpu"}. */
  readonly fields?: Readonly<Record<string, string>>
  readonly pageParameter?: string
  readonly limitParameter?: string
}

/** A path alone, or any part of an endpoint. */
export type EndpointOverride = string | Partial<Endpoint>
export type EndpointMap = Readonly<Record<EndpointName, Endpoint>>

const PATHS: Record<EndpointName, string> = {
  balance: '/api/balance/',
  regions: '/api/regions/',
  'gpu-specs': '/api/gpu-specs/',
  'gpu-stocks': '/api/gpu-stocks/',
  pricing: '/api/pricing/',
  instances: '/api/instances/',
  volumes: '/api/volumes/',
  snapshots: '/api/snapshots/',
  'instance-billing': '/api/instances/billing/',
  'volume-billing': '/api/volumes/billing/',
  'snapshot-billing': '/api/snapshots/billing/',
  hibernated: '/api/instances/hibernated/',
  'volume-types': '/api/volumes/types/',
  images: '/api/images/',
  'ai-summary': '/api/ai/usage/summary/',
  'ai-history': '/api/ai/usage/history/',
  'ai-models': '/api/ai/models/',
}

/** Only `/api/pricing/` is documented; every other path is a default that an account may differ from. */
export const endpointNames = Object.keys(PATHS) as EndpointName[]

/**
 * The contract's endpoints with the overrides of one account.
 * @throws RangeError on a name that does not exist or a path that does not begin with a slash.
 */
export function endpointMap(overrides: Readonly<Record<string, EndpointOverride>> = {}): EndpointMap {
  for (const name of Object.keys(overrides))
    if (!(name in PATHS)) throw new RangeError(`There is no endpoint '${name}'; there are ${endpointNames.join(', ')}.`)
  const entries = endpointNames.map((name) => {
    const override = overrides[name]
    const endpoint = { path: PATHS[name], ...(typeof override === 'string' ? { path: override } : override) }
    if (!endpoint.path.startsWith('/'))
      throw new RangeError(`The path of endpoint '${name}' is '${endpoint.path}'; it must begin with a slash.`)
    return [name, endpoint] as const
  })
  return Object.fromEntries(entries) as unknown as EndpointMap
}

/** A row under our field names; the answer's own fields stay beside them. */
export function mapFields(row: Readonly<Record<string, unknown>>, fields: Endpoint['fields']): Record<string, unknown> {
  const mapped = { ...row }
  for (const [ours, theirs] of Object.entries(fields ?? {})) mapped[ours] = valueAt(row, theirs)
  return mapped
}

function valueAt(row: Readonly<Record<string, unknown>>, path: string): unknown {
  if (path in row) return row[path]
  let value: unknown = row
  for (const key of path.split('.')) value = isObject(value) ? value[key] : undefined
  return value
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
