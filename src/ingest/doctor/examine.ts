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
import { isObject, mapFields, valueAt, type Endpoint } from '../../barrack/endpoint-map.ts'
import { parseRows, reasonOf } from '../../barrack/parse-rows.ts'
import { proposeFields, shapeOf } from './propose-fields.ts'

/** What an answer of an endpoint is, held against the contract. */
export interface Examination {
  /** found: it can be read, with the mapping if there is one. */
  readonly state: 'found' | 'needs mapping'
  /** What of the endpoint map makes it readable; empty where nothing is needed. */
  readonly mapping: Pick<Endpoint, 'list' | 'fields'>
  readonly rows: number | null
  readonly total: number | null
  readonly unknownFields: readonly string[]
  /** Why it cannot be read even so. */
  readonly reason: string | null
}

/** What a map says already: it counts, and only what it leaves open is looked for. */
type Given = Pick<Endpoint, 'list' | 'fields'>

/** Looks at one answer: which list it holds, under which names its fields stand, what of it we do not know. */
export function examine(name: EndpointName, answer: unknown, given: Given = {}): Examination {
  if (name in details) return examineDetails(name as DetailsName, answer, given)
  return name in lists ? examineList(name as ListName, answer, given) : examineAnswer(name as AnswerName, answer, given)
}

function examineList(name: ListName, answer: unknown, given: Given): Examination {
  const found = findList(answer, given.list ?? lists[name].key)
  if (!found) {
    const keys = isObject(answer) ? Object.keys(answer).join(', ') : typeof answer
    return { ...NOTHING, reason: `there is no list in the answer (${keys})` }
  }
  const { path, rows } = found
  const objects = rows.filter(isObject)
  const schema = lists[name].row
  const fields = fieldsOf(schema, objects, given)
  const mapping = {
    ...(path !== lists[name].key && path !== '' && { list: path }),
    ...(Object.keys(fields).length > 0 && { fields }),
  }
  const { refused } = parseRows(name, objects, fields)
  const readable = rows.length === 0 || refused.length < rows.length / 2
  return {
    state: readable ? 'found' : 'needs mapping',
    mapping,
    rows: rows.length,
    total: totalOf(answer),
    unknownFields: unknownOf(schema, objects, Object.values(fields)),
    reason: readable ? null : (refused[0]?.reason ?? null),
  }
}

function fieldsOf(schema: z.ZodType, rows: readonly Record<string, unknown>[], { fields }: Given) {
  const mapped = fields ? rows.map((row) => mapFields(row, fields)) : rows
  return { ...proposeFields(schema, mapped), ...fields }
}

function examineDetails(name: DetailsName, answer: unknown, given: Given): Examination {
  if (!isObject(answer)) return { ...NOTHING, reason: 'the answer is no object' }
  const { key: ours, row: schema } = details[name]
  const key = findObject(answer, given.list ?? ours)
  const held = key === '' ? answer : (valueAt(answer, key) as Record<string, unknown>)
  const fields = fieldsOf(schema, [held], given)
  const result = schema.safeParse(mapFields(held, fields))
  // With nothing of what it should tell it is something else.
  const isKnown = Object.keys(shapeOf(schema)).some((field) => field !== 'id' && mapFields(held, fields)[field] != null)
  const isFound = result.success && isKnown
  return {
    state: isFound ? 'found' : 'needs mapping',
    mapping: { ...(key !== ours && key !== '' && { list: key }), ...(Object.keys(fields).length > 0 && { fields }) },
    rows: null,
    total: null,
    unknownFields: unknownOf(schema, [held], Object.values(fields)),
    reason: result.success ? (isKnown ? null : 'it tells nothing of a machine') : reasonOf(result.error),
  }
}

/** The key of the one thing that an answer tells of: the expected one, else that of its largest object; '' = itself. */
function findObject(answer: Record<string, unknown>, key: string): string {
  if (isObject(valueAt(answer, key))) return key
  if ('id' in answer) return ''
  const objects = Object.entries(answer).filter(([, value]) => isObject(value))
  const sizeOf = ([, value]: [string, unknown]) => Object.keys(value as object).length
  return objects.sort((a, b) => sizeOf(b) - sizeOf(a))[0]?.[0] ?? ''
}

function examineAnswer(name: AnswerName, answer: unknown, given: Given): Examination {
  if (!isObject(answer)) return { ...NOTHING, reason: 'the answer is no object' }
  const schema = answers[name] as z.ZodType
  const fields = fieldsOf(schema, [answer], given)
  const result = schema.safeParse(mapFields(answer, fields))
  return {
    state: result.success ? 'found' : 'needs mapping',
    mapping: Object.keys(fields).length > 0 ? { fields } : {},
    rows: null,
    total: null,
    unknownFields: unknownOf(schema, [answer], Object.values(fields)),
    reason: result.success ? null : reasonOf(result.error),
  }
}

const NOTHING: Examination = {
  state: 'needs mapping',
  mapping: {},
  rows: null,
  total: null,
  unknownFields: [],
  reason: null,
}

/** The list under the expected key, else the longest array of objects at most two levels down. */
function findList(answer: unknown, key: string): { path: string; rows: unknown[] } | null {
  if (Array.isArray(answer)) return { path: '', rows: answer }
  if (!isObject(answer)) return null
  const expected = valueAt(answer, key)
  if (Array.isArray(expected)) return { path: key, rows: expected }
  const arrays = Object.entries(answer).flatMap(([name, value]) => [
    ...(Array.isArray(value) ? [{ path: name, rows: value as unknown[] }] : []),
    ...(isObject(value)
      ? Object.entries(value).flatMap(([inner, list]) =>
          Array.isArray(list) ? [{ path: `${name}.${inner}`, rows: list as unknown[] }] : [],
        )
      : []),
  ])
  const ofObjects = arrays.filter(({ rows }) => rows.every(isObject))
  return ofObjects.sort((a, b) => b.rows.length - a.rows.length)[0] ?? null
}

export function totalOf(answer: unknown): number | null {
  if (!isObject(answer)) return null
  const paging = isObject(answer.pagination) ? answer.pagination : answer
  const total = Number(paging.total ?? NaN)
  return Number.isInteger(total) ? total : null
}

const ENVELOPE = ['success', 'message', 'request_id', 'description']

function unknownOf(schema: z.ZodType, rows: readonly Record<string, unknown>[], used: readonly unknown[]): string[] {
  const known = new Set([...Object.keys(shapeOf(schema)), ...ENVELOPE])
  for (const source of used) {
    const path = typeof source === 'string' ? source : (source as { from: string }).from
    known.add(path.split('.')[0]!)
  }
  return [...new Set(rows.flatMap((row) => Object.keys(row)))].filter((field) => !known.has(field)).sort()
}
