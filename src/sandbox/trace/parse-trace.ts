/** A task of a trace, in seconds from the trace's start. */
export interface TraceTask {
  task: string
  gpuCount: number
  /** Thousandths of one GPU that the task asked for; 1000 = a whole one. */
  gpuMilli: number
  qos: string
  createdSecond: number
  scheduledSecond: number | null
  deletedSecond: number | null
}

export class TraceError extends Error {
  override name = 'TraceError'
}

const COLUMNS = ['task', 'num_gpu', 'gpu_milli', 'qos', 'phase', 'created_s', 'scheduled_s', 'deleted_s'] as const
type Column = (typeof COLUMNS)[number]
/** A machine has at most so many GPUs. */
const MOST_GPUS = 8
const WHOLE_GPU = 1000
/** A hundred years: anything longer is a mistake in the unit. */
const MOST_SECONDS = 100 * 366 * 86_400

/** Reads the text of a trace file; the first bad row stops with its line, its column and what to do. */
export function parseTrace(text: string): TraceTask[] {
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/)
  const columns = readHeader(lines[0] ?? '')
  const tasks: TraceTask[] = []
  const seen = new Map<string, number>()
  for (const [index, line] of lines.entries()) {
    if (index === 0 || line === '') continue
    const task = readTask(line, index + 1, columns)
    const earlier = seen.get(task.task)
    if (earlier !== undefined)
      throw rowError(index + 1, 'task', `'${task.task}' stands in line ${earlier} already; give each task its own name`)
    seen.set(task.task, index + 1)
    tasks.push(task)
  }
  if (tasks.length === 0) throw new TraceError('The trace has no tasks: add at least one row below the header.')
  return tasks
}

function rowError(line: number, column: string, what: string): TraceError {
  return new TraceError(`Trace line ${line}, column ${column}: ${what}.`)
}

function readHeader(line: string): Map<Column, number> {
  const names = line.split(',').map((name) => name.trim())
  const columns = new Map<Column, number>()
  for (const column of COLUMNS) {
    const position = names.indexOf(column)
    if (position < 0)
      throw rowError(
        1,
        column,
        `the header lacks it; the first line must name ${COLUMNS.join(',')} (more columns are ignored)`,
      )
    columns.set(column, position)
  }
  return columns
}

function readTask(line: string, number: number, columns: Map<Column, number>): TraceTask {
  if (line.includes('"')) throw rowError(number, 'task', 'quotes are not read; write plain values without commas')
  const cells = line.split(',')
  const cell = (column: Column) => (cells[columns.get(column) ?? -1] ?? '').trim()
  const text = (column: Column) => {
    if (cell(column) === '') throw rowError(number, column, 'is empty; fill it in')
    return cell(column)
  }
  const whole = (column: Column, least: number, most: number) => {
    const value = cell(column)
    if (!/^\d+$/.test(value) || Number(value) < least || Number(value) > most)
      throw rowError(
        number,
        column,
        `'${value}' is not a whole number from ${least} to ${most}; correct or remove the row`,
      )
    return Number(value)
  }
  const secondOrNever = (column: Column) => (cell(column) === '' ? null : whole(column, 0, MOST_SECONDS))
  const task: TraceTask = {
    task: text('task'),
    gpuCount: whole('num_gpu', 1, MOST_GPUS),
    gpuMilli: whole('gpu_milli', 0, WHOLE_GPU),
    qos: text('qos'),
    createdSecond: whole('created_s', 0, MOST_SECONDS),
    scheduledSecond: secondOrNever('scheduled_s'),
    deletedSecond: secondOrNever('deleted_s'),
  }
  const { createdSecond, scheduledSecond, deletedSecond } = task
  if (scheduledSecond !== null && scheduledSecond < createdSecond)
    throw rowError(
      number,
      'scheduled_s',
      `${scheduledSecond} lies before created_s ${createdSecond}; a task cannot run before it is there`,
    )
  if (deletedSecond !== null && deletedSecond < (scheduledSecond ?? createdSecond))
    throw rowError(number, 'deleted_s', `${deletedSecond} lies before the task's start; correct the row`)
  return task
}
