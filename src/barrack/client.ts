import type { z } from 'zod'
import { BarrackError } from './barrack-error.ts'
import { answers, details, lists, type AnswerName, type ListName, type MachineDetailsRow } from './contract/index.ts'
import { endpointMap, isObject, mapFields, pathOfId, valueAt, type Endpoint } from './endpoint-map.ts'
import { parseMachine, parseRows, reasonOf, rowId, type Parsed, type ParsedRows, type RowOf } from './parse-rows.ts'
import { readPages, type RawPage } from './read-pages.ts'
import type { Pace } from './rate-limiter.ts'
import { createTransport, type TransportOptions } from './transport.ts'

export type BarrackClientOptions = TransportOptions

export interface Page<Value> extends ParsedRows<Value> {
  /** What stands beside the list: `currency`, `summary`, `pagination`, ... */
  readonly envelope: Readonly<Record<string, unknown>>
  readonly page: number
  readonly total: number | null
  readonly totalPages: number | null
}

export type AnswerOf<Name extends AnswerName> = z.output<(typeof answers)[Name]>

export type { Parsed, RefusedRow, Row, RowOf } from './parse-rows.ts'

/** A reader of one Barrack account. It cannot change anything: it sends GET, and POST to the documented price reading. */
export interface BarrackClient {
  /** Requests sent so far, repetitions included. */
  readonly requests: number
  /** @throws BarrackError */
  read<Name extends AnswerName>(name: Name, signal?: AbortSignal): Promise<AnswerOf<Name>>
  /** The pages of a list, each row once. @throws BarrackError; pages that were given until then stand. */
  pages<Name extends ListName>(name: Name, signal?: AbortSignal, pace?: Pace): AsyncGenerator<Page<RowOf<Name>>>
  /** One page of a list as it stands, counted from 1; past the end it has no rows. @throws BarrackError */
  page<Name extends ListName>(name: Name, number: number, signal?: AbortSignal, pace?: Pace): Promise<Page<RowOf<Name>>>
  /** What one machine's own answer tells. @throws BarrackError */
  machine(id: string, signal?: AbortSignal, pace?: Pace): Promise<Parsed<MachineDetailsRow>>
  /** Whether a machine can be asked about; without it each can. */
  canTellOf?(id: string): boolean
}

/** Asked for; the `limit` of the answer is what the server honours. */
const PAGE_SIZE = 500

export function createBarrackClient(options: BarrackClientOptions): BarrackClient {
  const endpoints = endpointMap(options.endpoints)
  const transport = createTransport(options)

  async function readPage(name: ListName, page: number, signal?: AbortSignal, pace?: Pace): Promise<RawPage> {
    const endpoint: Endpoint = endpoints[name]
    const query = {
      [endpoint.pageParameter ?? 'page']: String(page),
      [endpoint.limitParameter ?? 'limit']: String(PAGE_SIZE),
    }
    const answer = await transport.get(endpoint.path, query, signal, pace).catch((error: unknown) => {
      // Some servers answer 404 past the last page.
      if (page > 1 && error instanceof BarrackError && error.kind === 'not-found') return []
      throw error
    })
    const key = endpoint.list ?? lists[name].key
    if (Array.isArray(answer)) return { rows: answer, envelope: {}, total: null, totalPages: null }
    checkEnvelope(endpoint.path, answer)
    const rows = valueAt(answer, key)
    if (!Array.isArray(rows))
      throw new BarrackError(
        'unreadable',
        `GET ${endpoint.path} answered without the list '${key}'; it has ${Object.keys(answer).join(', ')}. ` +
          'Name the right key in BARRACK_ENDPOINTS.',
      )
    const paging = isObject(answer.pagination) ? answer.pagination : answer
    const count = (field: string) => Number(paging[field] ?? NaN)
    const [total, limit, totalPages] = [count('total'), count('limit'), count('total_pages')]
    const envelope = Object.fromEntries(Object.entries(answer).filter(([field]) => field !== key))
    return {
      rows,
      envelope,
      total: Number.isInteger(total) ? total : null,
      totalPages: Number.isInteger(totalPages) ? totalPages : limit > 0 && total >= 0 ? Math.ceil(total / limit) : null,
    }
  }

  async function* pages<Name extends ListName>(
    name: Name,
    signal?: AbortSignal,
    pace?: Pace,
  ): AsyncGenerator<Page<RowOf<Name>>> {
    const { path, fields, pageParameter = 'page' } = endpoints[name]
    const reading = {
      where: `GET ${path}`,
      pageParameter,
      read: (page: number) => readPage(name, page, signal, pace),
      idOf: (row: unknown) => rowId(name, row, fields),
    }
    for await (const { rows, ...page } of readPages(reading)) yield { ...page, ...parseRows(name, rows, fields) }
  }

  return {
    get requests() {
      return transport.requests
    },
    async read(name, signal) {
      const { path, fields } = endpoints[name]
      const answer = await transport.get(path, {}, signal).catch((error: unknown) => {
        if (name === 'pricing' && error instanceof BarrackError && error.status === 405)
          return transport.postPricing(path, signal)
        throw error
      })
      checkEnvelope(path, answer)
      const result = (answers[name] as unknown as z.ZodType<AnswerOf<typeof name>>).safeParse(mapFields(answer, fields))
      if (result.success) return result.data
      throw new BarrackError(
        'unreadable',
        `GET ${path} answered in another form: ${reasonOf(result.error)}. Map it in BARRACK_ENDPOINTS.`,
      )
    },
    pages,
    async page(name, number, signal, pace) {
      const { rows, ...page } = await readPage(name, number, signal, pace)
      return { ...page, page: number, ...parseRows(name, rows, endpoints[name].fields) }
    },
    async machine(id, signal, pace) {
      const { path, list, fields } = endpoints['instance-details']
      const where = pathOfId(path, id)
      const answer = await transport.get(where, {}, signal, pace)
      checkEnvelope(where, answer)
      const key = list ?? details['instance-details'].key
      const held = valueAt(answer, key)
      // Some servers answer the machine itself, in no envelope.
      const raw = isObject(held) ? held : list === undefined && 'id' in answer ? answer : null
      if (raw) return parseMachine(id, raw, fields)
      throw new BarrackError(
        'unreadable',
        `GET ${where} answered without '${key}'; it has ${Object.keys(answer).join(', ')}. ` +
          'Name the right key in BARRACK_ENDPOINTS.',
      )
    },
  }
}

function checkEnvelope(path: string, answer: unknown): asserts answer is Record<string, unknown> {
  if (!isObject(answer)) throw new BarrackError('unreadable', `GET ${path} answered with no object.`)
  if (answer.success !== false) return
  const said = typeof answer.message === 'string' ? ` It says: ${answer.message.slice(0, 200)}` : ''
  throw new BarrackError('refused', `GET ${path} answered 'success: false'.${said}`)
}
