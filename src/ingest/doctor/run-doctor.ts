import { details, lists, type EndpointName, type ListName } from '../../barrack/contract/index.ts'
import {
  endpointMap,
  endpointNames,
  isObject,
  pathOfId,
  valueAt,
  type Endpoint,
  type EndpointMap,
  type EndpointOverride,
} from '../../barrack/endpoint-map.ts'
import { rowId } from '../../barrack/parse-rows.ts'
import type { Instant } from '../../engine/index.ts'
import { examine, type Examination } from './examine.ts'
import type { DoctorReport, DoctorSource } from './doctor-report.ts'
import { findEntrance, FIRST, isRefusal } from './find-entrance.ts'
import { findPageParameters, type PagedList } from './find-page-parameters.ts'
import { candidatePaths, ownSpelling, spell, type Spelling } from './path-spellings.ts'
import { createProbe, OutOfRequests, type Look, type Probe } from './probe.ts'
import { redact } from './redact.ts'

export interface DoctorOptions {
  readonly baseUrl: string
  readonly apiKey: string
  readonly authHeader?: string
  readonly authScheme?: string
  readonly endpoints?: Readonly<Record<string, EndpointOverride>>
  readonly clock: () => Instant
  /** Default 60. */
  readonly maxRequests?: number
  readonly timeoutMs?: number
  readonly fetch?: typeof fetch
  /** Resolves when one more request may be sent. */
  readonly take?: () => Promise<void>
  /** What is known of a source; once more where it was found at another path. */
  readonly onSource?: (source: DoctorSource) => void
}

const CONTRACT = endpointMap()
const NO_MACHINE = 'there is no machine to ask about'
const TRIES_PER_SOURCE = 6
/** Kept back for the names of the page parameters. */
const RESERVED = 9

/**
 * Finds out how an account's API differs from the contract, with GET alone and at most so many requests: which header it
 * takes, at which paths its sources are, under which names their lists, fields and pages go. Proposes the endpoint map
 * that makes them readable; changes nothing.
 * @throws an Error where the host cannot be reached.
 */
export async function runDoctor(options: DoctorOptions): Promise<DoctorReport> {
  const endpoints = endpointMap(options.endpoints)
  const configured = { header: options.authHeader ?? 'Authorization', scheme: options.authScheme ?? 'Bearer' }
  const probe = createProbe({
    baseUrl: options.baseUrl,
    apiKey: options.apiKey,
    credentials: configured,
    maxRequests: options.maxRequests ?? 60,
    timeoutMs: options.timeoutMs ?? 20_000,
    fetch: options.fetch ?? fetch,
    take: options.take ?? (() => Promise.resolve()),
  })
  const { auth, house } = await findEntrance(probe, configured, endpoints)
  const visit: Visit = { probe, house, endpoints, learned: [], looks: [], machines: null }
  const found = new Map<EndpointName, ExaminedSource>()
  const order = [...FIRST, ...endpointNames.filter((name) => !FIRST.includes(name))]
  for (const name of order) {
    found.set(name, await examineSource(visit, name, [spell(endpoints[name].path, house)]))
    options.onSource?.(found.get(name)!.source)
  }
  for (const name of order) {
    const first = found.get(name)!
    if (first.source.state !== 'not offered' || !auth.accepted) continue
    const known = name in details ? detailPaths(visit, first.source.tried) : []
    const candidates = [...known, ...candidatePaths(name, endpoints[name].path, house, visit.learned)]
    const paths = [...new Set(candidates)].slice(0, TRIES_PER_SOURCE - 1)
    const second = await examineSource(visit, name, paths)
    found.set(name, { ...second, source: { ...second.source, tried: [...first.source.tried, ...second.source.tried] } })
    options.onSource?.(found.get(name)!.source)
  }
  const proposal = await proposedMap(probe, found, options.endpoints ?? {})
  return {
    baseUrl: options.baseUrl,
    requests: probe.requests,
    auth,
    clockSkewMs: skewOf(visit.looks, options.clock),
    rateLimit: rateLimitOf(visit.looks),
    sources: endpointNames.map((name) => withoutMachine(found.get(name)!.source)),
    endpoints: proposal,
  }
}

/** Nobody can say whether an account without machines offers to tell of one. */
function withoutMachine(source: DoctorSource): DoctorSource {
  return source.reason === NO_MACHINE ? { ...source, state: 'not tried' } : source
}

/** What the visit of one account has found out so far. */
interface Visit {
  readonly probe: Probe
  readonly house: Spelling
  readonly endpoints: EndpointMap
  /** What paths had on top of the spelling of the house, the latest first. */
  readonly learned: Spelling[]
  readonly looks: Look[]
  /** Where the list of machines is, and one of them to ask about. */
  machines: { readonly path: string; readonly id: string } | null
}

/** Beside the list of machines is the likeliest place for one of them. */
function detailPaths({ machines, house, endpoints }: Visit, tried: readonly string[]): string[] {
  if (machines === null) return []
  const own = spell(endpoints['instance-details'].path, house)
  const beside = `${machines.path.replace(/\/$/, '')}/{id}${machines.path.endsWith('/') ? '/' : ''}`
  return [own, beside].filter((path) => !tried.includes(path))
}

interface ExaminedSource {
  readonly source: DoctorSource
  readonly override: Partial<Endpoint>
  readonly paged: PagedList | null
}

/** Looks for a source at some paths, in their order. */
async function examineSource(visit: Visit, name: EndpointName, paths: readonly string[]): Promise<ExaminedSource> {
  const { probe, house, endpoints, learned, looks } = visit
  const endpoint = endpoints[name]
  const tried: string[] = []
  const source = (state: DoctorSource['state'], path: string, more: Partial<DoctorSource> = {}): DoctorSource => {
    return { name, state, path, tried, rows: null, total: null, unknownFields: [], reason: null, sample: null, ...more }
  }
  const without = (found: DoctorSource): ExaminedSource => ({ source: found, override: {}, paged: null })
  const id = name in details ? (visit.machines?.id ?? null) : ''
  // The list may yet be found at another path.
  if (id === null) return without(source('not offered', endpoint.path, { reason: NO_MACHINE }))
  try {
    for (const path of paths) {
      if (probe.left <= RESERVED) throw new OutOfRequests('The requests of one visit are spent.')
      tried.push(path)
      const look = await probe.get(pathOfId(path, id))
      looks.push(look)
      if (look.status === 404 || (look.status >= 300 && look.status < 400)) continue
      const problem = problemOf(look)
      if (problem) return without(source(isRefusal(look.status) ? 'refused' : 'failed', path, { reason: problem }))
      const examination = examine(name, look.body, endpoint)
      // At a guessed path there may be something else.
      if (tried.length > 1 && examination.state === 'needs mapping') continue
      const own = ownSpelling(endpoint.path, path, house)
      if (own) learned.unshift(own)
      if (name === 'instances') visit.machines = machinesAt(path, examination, look)
      return foundAt(name, endpoint, path, examination, look, source)
    }
    return without(source('not offered', endpoint.path))
  } catch (error) {
    if (error instanceof OutOfRequests) return without(source('not tried', endpoint.path, { reason: error.message }))
    return without(source('failed', endpoint.path, { reason: error instanceof Error ? error.message : String(error) }))
  }
}

/** One machine of a list that was found, to ask about. */
function machinesAt(path: string, { state, mapping }: Examination, { body }: Look): Visit['machines'] {
  const answered = isObject(body) ? valueAt(body, mapping.list ?? lists.instances.key) : body
  const first: unknown = Array.isArray(answered) ? answered[0] : null
  return state === 'found' && first ? { path, id: rowId('instances', first, mapping.fields) } : null
}

function foundAt(
  name: EndpointName,
  endpoint: Endpoint,
  path: string,
  examination: Examination,
  { body }: Look,
  source: (state: DoctorSource['state'], path: string, more: Partial<DoctorSource>) => DoctorSource,
): ExaminedSource {
  const { state, mapping, rows, total, unknownFields, reason } = examination
  const { pageParameter, limitParameter } = endpoint
  const override = {
    ...(path !== CONTRACT[name].path && { path }),
    ...mapping,
    ...(pageParameter !== undefined && { pageParameter }),
    ...(limitParameter !== undefined && { limitParameter }),
  }
  return {
    source: source(state, path, { rows, total, unknownFields, reason, sample: redact(body) }),
    override: state === 'found' ? override : {},
    paged:
      total !== null && rows !== null && total > rows ? pagedList(name as ListName, path, mapping, rows, body) : null,
  }
}

function pagedList(
  name: ListName,
  path: string,
  mapping: Examination['mapping'],
  rows: number,
  body: unknown,
): PagedList {
  const list = mapping.list ?? lists[name].key
  const answered = isObject(body) ? valueAt(body, list) : null
  const first: unknown = Array.isArray(answered) ? answered[0] : null
  return { name, path, list, fields: mapping.fields, rows, firstId: rowId(name, first, mapping.fields) }
}

/**
 * What differs from the contract; what one list shows of its pages holds for all of them. What a map said before of a
 * source that was not found now stays: it may be down, or not offered today.
 */
async function proposedMap(
  probe: Probe,
  found: ReadonlyMap<EndpointName, ExaminedSource>,
  given: Readonly<Record<string, EndpointOverride>>,
): Promise<DoctorReport['endpoints']> {
  const list = [...found.values()].find(({ paged }) => paged !== null)?.paged
  const parameters = list ? await findPageParameters(probe, list).catch(ifSpent) : {}
  const proposal: Record<string, EndpointOverride> = {}
  for (const name of endpointNames) {
    const { source, override } = found.get(name)!
    if (source.state !== 'found') {
      if (given[name] !== undefined) proposal[name] = given[name]
      continue
    }
    const whole = name in lists ? { ...override, ...parameters } : override
    const { path, ...rest } = whole
    if (Object.keys(rest).length > 0) proposal[name] = whole
    else if (path !== undefined) proposal[name] = path
  }
  return proposal
}

function ifSpent(error: unknown) {
  if (error instanceof OutOfRequests) return {}
  throw error
}

function problemOf({ status, body }: Look): string | null {
  if (status !== 200) return `status ${status}`
  if (body === undefined) return 'the answer is no JSON'
  return isObject(body) && body.success === false ? "the answer says 'success: false'" : null
}

function skewOf(looks: readonly Look[], clock: () => Instant): number | null {
  const date = Date.parse(looks.at(-1)?.headers.get('date') ?? '')
  return Number.isNaN(date) ? null : date - Math.floor(clock() / 1000) * 1000
}

function rateLimitOf(looks: readonly Look[]): Record<string, string> {
  const told: Record<string, string> = {}
  for (const { headers } of looks)
    for (const [name, value] of headers) if (/rate-?limit|retry-after/i.test(name)) told[name] = value
  return told
}
