import { CommandError } from './talk.ts'

export interface PrometheusQuestion {
  /** PromQL whose series are uses of GPUs in per cent. */
  readonly query: string
  readonly days: number
  /** The moment that the last window ends at. */
  readonly now: number
}

const DAY_S = 86_400
/** A week of five minutes is 2,016 points a series; a server answers up to 11,000. */
const WINDOW_DAYS = 7
const STEP_S = 300
const PATIENCE_MS = 60_000

/** Whether what a command was given is the address of a Prometheus and no file. */
export function isPrometheus(file: string): boolean {
  return /^https?:\/\//i.test(file)
}

/**
 * The answers of a Prometheus to one range query over the last days, a week each, oldest first. `user:password@` in the
 * address is sent as basic authentication.
 *
 * @throws CommandError with what the server said.
 */
export async function* askPrometheus(
  address: string,
  { query, days, now }: PrometheusQuestion,
): AsyncGenerator<string> {
  const { url, headers } = endpointOf(address)
  const end = Math.floor(now / 1000)
  for (let from = end - days * DAY_S; from < end; from += WINDOW_DAYS * DAY_S) {
    const to = Math.min(end, from + WINDOW_DAYS * DAY_S - STEP_S)
    url.search = new URLSearchParams({ query, start: String(from), end: String(to), step: String(STEP_S) }).toString()
    yield await ask(url, headers)
  }
}

function endpointOf(address: string): { url: URL; headers: Record<string, string> } {
  let url: URL
  try {
    url = new URL(address)
  } catch {
    throw new CommandError(`${address} is no address of a Prometheus.`, 2)
  }
  const { username, password } = url
  url.username = ''
  url.password = ''
  if (!url.pathname.endsWith('/api/v1/query_range')) {
    url.pathname = `${url.pathname.replace(/\/$/, '')}/api/v1/query_range`
  }
  const basic = Buffer.from(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`).toString('base64')
  return { url, headers: username === '' ? {} : { authorization: `Basic ${basic}` } }
}

async function ask(url: URL, headers: Record<string, string>): Promise<string> {
  const where = `${url.origin}${url.pathname}`
  let answer: Response
  try {
    answer = await fetch(url, { headers, signal: AbortSignal.timeout(PATIENCE_MS) })
  } catch (error) {
    const { message, cause } = error as Error
    throw new CommandError(`${where} cannot be reached: ${cause instanceof Error ? cause.message : message}`)
  }
  const text = await answer.text()
  if (!answer.ok) throw new CommandError(`${where} answered ${answer.status}: ${text.slice(0, 300)}`)
  return text
}
