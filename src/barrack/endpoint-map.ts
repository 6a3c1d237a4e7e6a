import { z } from 'zod'
import { details, type EndpointName } from './contract/index.ts'

/** Where the value of a field stands, dots go down ("flavor.gpu"), and what it counts where that is not our unit. */
export type FieldSource = string | { readonly from: string; readonly unit: keyof typeof UNITS }

/** Where and how one endpoint is read. */
export interface Endpoint {
  /** With `{id}` where the endpoint answers one thing by its id. */
  readonly path: string
  /** What holds the list where it is not the contract's key; dots go down ("data.items"). */
  readonly list?: string | undefined
  /** Our field name -> where it stands with them. */
  readonly fields?: Readonly<Record<string, FieldSource>> | undefined
  readonly pageParameter?: string | undefined
  readonly limitParameter?: string | undefined
}

/** A path alone, or any part of an endpoint. */
export type EndpointOverride = string | { readonly [Part in keyof Endpoint]?: Endpoint[Part] | undefined }

/** Theirs into ours: money in cents, times in hours or seconds where minutes are meant, rates by the hour. */
const UNITS = {
  cents: { factor: 1, divisor: 100 },
  hours: { factor: 60, divisor: 1 },
  seconds: { factor: 1, divisor: 60 },
  per_hour: { factor: 1, divisor: 60 },
} as const

const fieldSource = z.union([
  z.string().min(1),
  z.strictObject({ from: z.string().min(1), unit: z.enum(Object.keys(UNITS) as (keyof typeof UNITS)[]) }),
])
const path = z.string().startsWith('/', 'a path begins with a slash')

/** The form of a file of overrides: a path, or path, list key, fields and page parameters, by endpoint name. */
export const endpointOverrides = z.record(
  z.string(),
  z.union([
    path,
    z.strictObject({
      path: path.optional(),
      list: z.string().min(1).optional(),
      fields: z.record(z.string(), fieldSource).optional(),
      pageParameter: z.string().min(1).optional(),
      limitParameter: z.string().min(1).optional(),
    }),
  ]),
)

/** How the key is sent; a scheme of '' sends it bare. */
export interface Credentials {
  readonly header: string
  readonly scheme: string
}

const credentials = z.strictObject({
  header: z.string().regex(/^[A-Za-z0-9_-]+$/, 'a header name'),
  scheme: z.string().regex(/^[A-Za-z0-9_-]*$/, "a word, or '' for the bare key"),
})

/** What a map says of an account's API. */
export interface ApiMap {
  /** Null where the map says nothing of it. */
  readonly auth: Credentials | null
  readonly endpoints: Readonly<Record<string, EndpointOverride>>
}

/**
 * The content of a map, as `qm doctor --save` writes it: overrides by endpoint name, and under `auth` how the key is sent.
 * @throws ZodError where it has another form, RangeError on an endpoint that does not exist.
 */
export function parseApiMap(value: unknown): ApiMap {
  const { auth = null, ...rest } = z.looseObject({ auth: credentials.optional() }).parse(value)
  const endpoints = endpointOverrides.parse(rest)
  endpointMap(endpoints)
  return { auth, endpoints }
}

/** The same as a value for JSON. */
export function apiMapOf({ auth, endpoints }: ApiMap): Record<string, unknown> {
  return { ...(auth && { auth }), ...endpoints }
}

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
  'instance-details': '/api/instances/{id}/',
}

/** Only `/api/pricing/` is documented; every other path is a default that an account may differ from. */
export const endpointNames = Object.keys(PATHS) as EndpointName[]

/**
 * The contract's endpoints with the overrides of one account.
 * @throws RangeError on a name that does not exist, a path that does not begin with a slash, or one without the `{id}` that it needs.
 */
export function endpointMap(overrides: Readonly<Record<string, EndpointOverride>> = {}): EndpointMap {
  for (const name of Object.keys(overrides))
    if (!(name in PATHS)) throw new RangeError(`There is no endpoint '${name}'; there are ${endpointNames.join(', ')}.`)
  const entries = endpointNames.map((name) => {
    const override = overrides[name]
    const given = typeof override === 'string' ? { path: override } : override
    const endpoint = { ...given, path: given?.path ?? PATHS[name] }
    if (!endpoint.path.startsWith('/'))
      throw new RangeError(`The path of endpoint '${name}' is '${endpoint.path}'; it must begin with a slash.`)
    if (name in details && !endpoint.path.includes('{id}'))
      throw new RangeError(
        `The path of endpoint '${name}' is '${endpoint.path}'; it must hold {id}, where the id stands.`,
      )
    return [name, endpoint] as const
  })
  return Object.fromEntries(entries) as unknown as EndpointMap
}

/** The path of one thing: '/api/instances/{id}/' and 'BRK-1D' give '/api/instances/BRK-1D/'. */
export function pathOfId(path: string, id: string): string {
  return path.replaceAll('{id}', encodeURIComponent(id))
}

/** A row under our field names; the answer's own fields stay beside them. */
export function mapFields(row: Readonly<Record<string, unknown>>, fields: Endpoint['fields']): Record<string, unknown> {
  const mapped = { ...row }
  for (const [ours, theirs] of Object.entries(fields ?? {}))
    mapped[ours] =
      typeof theirs === 'string' ? valueAt(row, theirs) : inOurUnit(valueAt(row, theirs.from), UNITS[theirs.unit])
  return mapped
}

/** What stands at a path of keys; undefined where it leads nowhere. */
export function valueAt(row: Readonly<Record<string, unknown>>, keys: string): unknown {
  if (keys in row) return row[keys]
  let value: unknown = row
  for (const key of keys.split('.')) value = isObject(value) ? value[key] : undefined
  return value
}

/** 1234 cents are '12.34'; what is no number stays as it is, for the check to refuse. */
function inOurUnit(value: unknown, { factor, divisor }: { factor: number; divisor: number }): unknown {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  if (typeof number !== 'number' || !Number.isFinite(number)) return value
  // Fifteen digits are what a double holds for sure: 1234.56 cents are 12.3456 and not a hair more.
  return Number(((number * factor) / divisor).toPrecision(15))
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
