import { isObject } from '../../barrack/endpoint-map.ts'
import { readJson } from '../../barrack/read-json.ts'

/** An answer that somebody saved. Nothing of its request is kept but where it went and which header carried a key. */
export interface Sample {
  /** Null for a bare answer, which does not say where it came from. */
  readonly url: URL | null
  readonly body: unknown
  /** The name, never the value, of a header that is known to carry a key. */
  readonly keyHeader: string | null
}

/** What was left out of a file, and why. */
export interface LeftOut {
  readonly what: string
  readonly why: string
}

const KEY_HEADERS = ['x-api-key', 'api_key', 'api-key', 'apikey']

/**
 * The answers in a file: one answer of the API as JSON, or the recording of a browser (HAR), of which cookies, keys,
 * headers and bodies of requests are dropped as it is read.
 * @throws RangeError where it is neither.
 */
export function samplesOf(content: string): { samples: Sample[]; leftOut: LeftOut[] } {
  const value = parsed(content)
  const entries = isObject(value) && isObject(value.log) ? value.log.entries : null
  if (!Array.isArray(entries)) return { samples: [{ url: null, body: value, keyHeader: null }], leftOut: [] }
  const samples: Sample[] = []
  const leftOut: LeftOut[] = []
  for (const entry of entries) {
    const read = isObject(entry) ? readEntry(entry) : null
    if (read && 'body' in read) samples.push(read)
    else if (read) leftOut.push(read)
  }
  if (samples.length === 0)
    throw new RangeError(
      'The recording holds no answer in JSON: record the pages of your account with the network tab open, and export it ' +
        'with the contents of the answers.',
    )
  return { samples, leftOut }
}

function parsed(content: string): unknown {
  try {
    return readJson(content.replace(/^\uFEFF/, ''))
  } catch (error) {
    throw new RangeError(`This is no JSON: ${(error as Error).message}.`, { cause: error })
  }
}

/** One exchange of a recording; null for what is no JSON and no part of an API: scripts, pictures, styles. */
function readEntry({ request, response }: Record<string, unknown>): Sample | LeftOut | null {
  if (!isObject(request) || !isObject(response) || !isObject(response.content)) return null
  const url = URL.parse(String(request.url))
  const { text, encoding, mimeType } = response.content
  if (!url || !/json/i.test(String(mimeType))) return null
  const what = `${String(request.method)} ${url.host}${url.pathname}`
  if (response.status !== 200) return { what, why: `status ${String(response.status)}` }
  if (typeof text !== 'string' || text === '') return { what, why: 'the recording does not hold the answer' }
  try {
    const body = readJson(encoding === 'base64' ? Buffer.from(text, 'base64').toString('utf8') : text)
    return { url, body, keyHeader: keyHeaderOf(request.headers) }
  } catch {
    return { what, why: 'the answer is no JSON' }
  }
}

function keyHeaderOf(headers: unknown): string | null {
  if (!Array.isArray(headers)) return null
  const names = headers.map((header) => (isObject(header) ? String(header.name) : ''))
  return names.find((name) => KEY_HEADERS.includes(name.toLowerCase())) ?? null
}
