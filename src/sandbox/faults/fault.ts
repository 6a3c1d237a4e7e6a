import { hashOf } from '../random.ts'

/** Asks the API, or what of it the faults further in have left. */
export type Ask = (request: Request) => Promise<Response>

/** One way in which an answer can go wrong. */
export interface Fault {
  /** As the header and the schedule name it. */
  name: string
  /** What happens, in a few words. */
  what: string
  answer: (request: Request, ask: Ask) => Response | Promise<Response>
}

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json }
export type JsonObject = Record<string, Json>

/** Spoils the JSON of a good answer; refusals pass as they are. */
export function spoilJson(change: (answer: JsonObject, request: Request) => Json): Fault['answer'] {
  return async function spoil(request, ask) {
    const response = await ask(request)
    if (!response.ok) return response
    return Response.json(change((await response.json()) as JsonObject, request), { status: response.status })
  }
}

/** Spoils the list of an answer (its records, instances, volumes, ...); answers without one pass as they are. */
export function spoilList(change: (list: JsonObject[]) => Json[]): Fault['answer'] {
  return spoilJson((answer) => mapLists(answer, change))
}

export function mapLists(answer: JsonObject, change: (list: JsonObject[]) => Json[]): JsonObject {
  return Object.fromEntries(Object.entries(answer).map(([key, value]) => [key, isList(value) ? change(value) : value]))
}

function isList(value: Json): value is JsonObject[] {
  return (
    Array.isArray(value) && value.every((item) => typeof item === 'object' && item !== null && !Array.isArray(item))
  )
}

/** Changes every field of a JSON value. */
export function mapFields(value: Json, change: (key: string, value: Json) => Json): Json {
  if (Array.isArray(value)) return value.map((item) => mapFields(item, change))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, field]) => [key, change(key, mapFields(field, change))]))
}

/** One item of five, always the same ones: chosen by what identifies it. */
export function isChosen(item: JsonObject): boolean {
  return hashOf(JSON.stringify(item['billing_id'] ?? item['id'] ?? item)) % 5 === 0
}

/** The page that a request asks for. */
export function askedPage(request: Request): number {
  return Number(new URL(request.url).searchParams.get('page') ?? '1')
}

/** The same request for another page. */
export function withPage(request: Request, page: number): Request {
  const url = new URL(request.url)
  url.searchParams.set('page', String(page))
  return new Request(url, { method: request.method, headers: request.headers })
}
