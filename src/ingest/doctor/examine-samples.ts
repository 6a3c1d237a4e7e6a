import type { z } from 'zod'
import {
  answers,
  details,
  lists,
  type AnswerName,
  type DetailsName,
  type EndpointName,
  type ListName,
} from '../../barrack/contract/index.ts'
import {
  endpointMap,
  endpointNames,
  isObject,
  mapFields,
  valueAt,
  type ApiMap,
  type EndpointMap,
  type EndpointOverride,
} from '../../barrack/endpoint-map.ts'
import type { DoctorSource } from './doctor-report.ts'
import { examine, type Examination } from './examine.ts'
import { LIMIT, PAGE } from './find-page-parameters.ts'
import { candidatePaths, HOUSE_SPELLINGS, spell } from './path-spellings.ts'
import { shapeOf } from './propose-fields.ts'
import { redact } from './redact.ts'
import { samplesOf, type LeftOut, type Sample } from './sample.ts'

/** What saved answers tell of an API without a request being sent. */
export interface SampleReport {
  /** Where the answers came from; empty for bare ones. */
  readonly origins: readonly string[]
  readonly sources: readonly DoctorSource[]
  readonly leftOut: readonly LeftOut[]
  /** What differs from the contract, as far as the samples show it. */
  readonly map: ApiMap
}

interface Recognised {
  readonly name: EndpointName
  readonly sample: Sample
  readonly examination: Examination
}

const CONTRACT = endpointMap()

/**
 * Recognises saved answers by their path, else by the fields that they hold, and says how they differ from the contract.
 * Of several answers of one endpoint the one with most rows speaks; what they do not show stays as the given map has it.
 * @throws RangeError where the file is no JSON, or nothing in it looks like an answer of the contract.
 */
export function examineSamples(content: string, given: ApiMap = { auth: null, endpoints: {} }): SampleReport {
  const endpoints = endpointMap(given.endpoints)
  const { samples, leftOut } = samplesOf(content)
  const best = new Map<EndpointName, Recognised>()
  const unknown: LeftOut[] = []
  for (const sample of samples) {
    const found = recognise(sample, endpoints)
    if (!found) unknown.push({ what: whatOf(sample), why: 'it looks like no answer of the contract' })
    else if (rowsOf(found) >= rowsOf(best.get(found.name))) best.set(found.name, found)
  }
  if (best.size === 0)
    throw new RangeError(
      'Nothing in it looks like an answer of the contract: expected balance, prices, machines, volumes, bills and the like.',
    )
  const found = endpointNames.flatMap((name) => best.get(name) ?? [])
  const keyHeader = found.map(({ sample }) => sample.keyHeader).find((name) => name !== null)
  return {
    origins: [...new Set(found.flatMap(({ sample }) => sample.url?.origin ?? []))],
    sources: found.map((one) => sourceOf(one, endpoints)),
    leftOut: [...leftOut, ...unknown],
    map: {
      auth: keyHeader ? { header: keyHeader, scheme: '' } : given.auth,
      endpoints: { ...given.endpoints, ...overridesOf(found, endpoints) },
    },
  }
}

const whatOf = ({ url }: Sample) => (url ? `${url.host}${url.pathname}` : 'the answer')
const rowsOf = (found: Recognised | undefined) => found?.examination.rows ?? (found ? 0 : -1)

function recognise(sample: Sample, endpoints: EndpointMap): Recognised | null {
  const byPath = sample.url && endpointNames.find((name) => isPathOf(name, sample.url!.pathname, endpoints))
  if (byPath) return { name: byPath, sample, examination: examine(byPath, sample.body, endpoints[byPath]) }
  const likely = endpointNames
    .map((name) => ({ name, examination: examine(name, sample.body, endpoints[name]) }))
    .filter(({ examination }) => examination.state === 'found')
    .map((one) => ({ ...one, share: likeness(one.name, sample.body, one.examination) }))
    .sort((a, b) => b.share - a.share)[0]
  return likely && likely.share >= HALF ? { name: likely.name, sample, examination: likely.examination } : null
}

const withoutEnd = (path: string) => path.replace(/\/$/, '')

/** A path with an id in it is that of any id. */
function isSamePath(expected: string, path: string): boolean {
  const [before = '', after] = withoutEnd(expected).split('{id}')
  const asked = withoutEnd(path)
  if (after === undefined) return asked === before
  const id = asked.slice(before.length, asked.length - after.length)
  return asked.startsWith(before) && asked.endsWith(after) && id !== '' && !id.includes('/')
}

function isPathOf(name: EndpointName, path: string, endpoints: EndpointMap): boolean {
  const expected = endpoints[name].path
  const paths = HOUSE_SPELLINGS.flatMap((house) => [
    spell(expected, house),
    ...candidatePaths(name, expected, house, []),
  ])
  return paths.some((candidate) => isSamePath(candidate, path))
}

const HALF = 0.5

/** How much of what the contract says of an endpoint an answer holds, 0 to 1 and a half where the list's key is the same. */
function likeness(name: EndpointName, body: unknown, { mapping, rows }: Examination): number {
  if (name in details) return likenessOfDetails(name as DetailsName, body, mapping)
  const isList = name in lists
  if (isList && rows === 0) return 0
  const shape = Object.keys(shapeOf(isList ? lists[name as ListName].row : (answers[name as AnswerName] as z.ZodType)))
  const key = isList ? (mapping.list ?? lists[name as ListName].key) : null
  const list = key === null ? body : Array.isArray(body) ? body : isObject(body) ? valueAt(body, key) : null
  const first: unknown = Array.isArray(list) ? list[0] : list
  if (!isObject(first) || shape.length === 0) return 0
  const held = shape.filter((field) => field in first || mapping.fields?.[field] !== undefined)
  const hasKey = isList && isObject(body) && Array.isArray(body[lists[name as ListName].key])
  return held.length / shape.length + (hasKey ? HALF : 0)
}

/** Only by the key that is the contract's: any object could be a machine. */
function likenessOfDetails(name: DetailsName, body: unknown, { fields, list }: Examination['mapping']): number {
  const { key, row } = details[name]
  const held = isObject(body) ? valueAt(body, list ?? key) : null
  if (!isObject(held)) return 0
  const shape = Object.keys(shapeOf(row))
  return shape.filter((field) => field in held || fields?.[field] !== undefined).length / shape.length
}

function sourceOf({ name, sample, examination }: Recognised, endpoints: EndpointMap): DoctorSource {
  const { state, rows, total, unknownFields, reason } = examination
  const path = pathIn(sample, name, examination, endpoints)
  return { name, state, path, tried: [path], rows, total, unknownFields, reason, sample: redact(sample.body) }
}

/** The path of a sample; that of one machine with {id} in the place of its id. */
function pathIn({ url, body }: Sample, name: EndpointName, { mapping }: Examination, endpoints: EndpointMap): string {
  if (!url) return endpoints[name].path
  if (!(name in details)) return url.pathname
  const held = isObject(body) ? (valueAt(body, mapping.list ?? details[name as DetailsName].key) ?? body) : null
  const id = isObject(held) ? mapFields(held, mapping.fields)['id'] : null
  const part = typeof id === 'string' ? `/${encodeURIComponent(id)}` : null
  return part && url.pathname.includes(part) ? url.pathname.replace(part, '/{id}') : endpoints[name].path
}

/** The names by which pages are asked for hold for all lists of an API. */
function overridesOf(found: readonly Recognised[], endpoints: EndpointMap): Record<string, EndpointOverride> {
  const asked = found.flatMap(({ sample }) => [...(sample.url?.searchParams.keys() ?? [])])
  const pageParameter = asked.find((name) => PAGE.includes(name) && name !== PAGE[0])
  const limitParameter = asked.find((name) => LIMIT.includes(name) && name !== LIMIT[0])
  const paging = { ...(pageParameter && { pageParameter }), ...(limitParameter && { limitParameter }) }
  const overrides: Record<string, EndpointOverride> = {}
  for (const { name, sample, examination } of found) {
    const path = pathIn(sample, name, examination, endpoints)
    const override = {
      ...(path !== CONTRACT[name].path && { path }),
      ...(examination.state === 'found' ? examination.mapping : {}),
      ...(name in lists ? paging : {}),
    }
    if (Object.keys(override).length > 0) overrides[name] = override
  }
  return overrides
}
