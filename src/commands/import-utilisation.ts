import type { Config } from '../config.ts'
import type { UtilisationDto, UtilisationRowsDto } from '../server/dto/utilisation.ts'
import { parseCsv } from '../server/export/parse-csv.ts'
import { askPrometheus, isPrometheus } from './ask-prometheus.ts'
import { withApi } from './product.ts'
import { readText } from './read-text.ts'
import { CommandError, print } from './talk.ts'

type Rows = UtilisationRowsDto['rows']

/** Rows of one request. */
const BATCH = 10_000
/** Labels of DCGM's exporter and of Prometheus that may name a machine, the most telling first. */
const MACHINE_LABELS = ['machine', 'resource_id', 'Hostname', 'hostname', 'host', 'instance']

/**
 * `qm import utilization FILE`: a CSV `time,machine,gpu_util` (per cent), or the JSON of a Prometheus range query of
 * DCGM_FI_DEV_GPU_UTIL. '-' reads standard input; the address of a Prometheus asks it.
 */
export async function importUtilisation(
  config: Config,
  file: string,
  { query, days }: { query: string; days: number },
): Promise<number> {
  return withApi(config, async (api) => {
    const total: UtilisationDto = { rows: 0, hours: 0, tooOld: 0, unknownMachines: [] }
    const unknown = new Set<string>()
    if (isPrometheus(file)) {
      const now = config.now ?? Date.now()
      for await (const content of askPrometheus(file, { query, days, now })) await send(prometheusRows(content, file))
      if (total.rows === 0) throw new CommandError(`${file} has no values of ${query} in the last ${days} days.`)
    } else {
      const content = await readText(file)
      await send(content.trimStart().startsWith('{') ? prometheusRows(content, file) : csvRows(content, file))
    }
    await print(`${JSON.stringify({ ...total, unknownMachines: [...unknown].sort() })}\n`)
    return 0

    async function send(rows: Rows): Promise<void> {
      for (const batch of batches(rows)) await add(batch)
    }

    async function add(batch: Rows): Promise<void> {
      const answer = (await (await api.post('/api/v1/utilisation', { rows: batch })).json()) as UtilisationDto
      total.rows += answer.rows
      total.hours += answer.hours
      total.tooOld += answer.tooOld
      for (const name of answer.unknownMachines) unknown.add(name)
    }
  })
}

/** All measurements of one hour of a machine go together, since those of one request are averaged. */
function* batches(rows: Rows): Generator<Rows> {
  const sorted = rows.toSorted((a, b) => compare(a.machine, b.machine) || compare(a.at, b.at))
  for (let start = 0; start < sorted.length;) {
    let end = Math.min(sorted.length, start + BATCH)
    while (end < sorted.length && end < start + 2 * BATCH && hourOf(sorted[end]!) === hourOf(sorted[end - 1]!)) end++
    yield sorted.slice(start, end)
    start = end
  }
}

const hourOf = ({ machine, at }: Rows[number]) => `${machine} ${at.slice(0, 13)}`
const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

/** @throws CommandError with the line that is wrong. */
export function csvRows(content: string, file: string): Rows {
  const [header = [], ...lines] = parseCsv(content)
  const columns = ['time', 'machine', 'gpu_util'].map((name) => header.indexOf(name))
  if (columns.includes(-1)) throw new CommandError(`${file}: the columns are time,machine,gpu_util.`, 2)
  return lines
    .filter((cells) => cells.some((cell) => cell !== ''))
    .map((cells, i) => {
      const [time = '', machine = '', util = ''] = columns.map((column) => cells[column])
      return rowOf(machine, Date.parse(time), util, `${file}, line ${i + 2}`)
    })
}

interface Series {
  readonly metric?: Readonly<Record<string, string>>
  readonly values?: readonly (readonly [number, string])[]
}

/** @throws CommandError where it is no answer of a range query. */
export function prometheusRows(content: string, file: string): Rows {
  let answer: { data?: { resultType?: string; result?: readonly Series[] } }
  try {
    answer = JSON.parse(content) as typeof answer
  } catch (error) {
    throw new CommandError(`${file}: ${error instanceof Error ? error.message : String(error)}`, 2)
  }
  const series = answer.data?.result
  if (answer.data?.resultType !== 'matrix' || !series) {
    throw new CommandError(`${file}: it is not the answer of a Prometheus range query (/api/v1/query_range).`, 2)
  }
  return series.flatMap(({ metric = {}, values = [] }, i) => {
    const label = MACHINE_LABELS.find((name) => metric[name] !== undefined)
    if (label === undefined) {
      throw new CommandError(`${file}: series ${i + 1} has none of the labels ${MACHINE_LABELS.join(', ')}.`, 2)
    }
    // An instance is told with its port.
    const machine = metric[label]!.replace(/:\d+$/, '')
    return values.map(([seconds, util]) => rowOf(machine, seconds * 1000, util, `${file}, series ${i + 1}`))
  })
}

function rowOf(machine: string, at: number, util: string, where: string): Rows[number] {
  const busy = Number(util) / 100
  if (machine === '' || Number.isNaN(at)) throw new CommandError(`${where}: a time and a machine are needed.`, 2)
  if (util.trim() === '' || !(busy >= 0 && busy <= 1)) {
    throw new CommandError(`${where}: '${util}' is not a use of 0 to 100 per cent.`, 2)
  }
  return { machine, at: new Date(at).toISOString(), busy }
}
