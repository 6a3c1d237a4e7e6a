import { ApiError } from '../api-error.ts'
import type { Ask, Fault } from './fault.ts'
import { FAULTS } from './index.ts'

/** A fault that strikes by itself. */
export interface ScheduledFault {
  fault: string
  /** Only requests whose path contains this. */
  path?: string | undefined
  /** Each so many of them; 1 = all. */
  every?: number | undefined
  /** So many times, then no more. */
  times?: number | undefined
}

interface Counted extends ScheduledFault {
  seen: number
  struck: number
}

/** Which faults strike a request: those that its header names, and those whose turn it is. */
export class FaultSchedule {
  #entries: Counted[]

  constructor(scheduled: readonly ScheduledFault[] = []) {
    this.#entries = []
    this.set(scheduled)
  }

  /** Replaces the schedule; counts begin anew. */
  set(scheduled: readonly ScheduledFault[]): void {
    for (const { fault } of scheduled) faultOf(fault)
    this.#entries = scheduled.map((entry) => ({ ...entry, seen: 0, struck: 0 }))
  }

  /** The schedule with how often each fault has struck. */
  view() {
    return this.#entries.map(({ fault, path = '', every = 1, times = null, struck }) => ({
      fault,
      path,
      every,
      times,
      struck,
    }))
  }

  #due(path: string): Fault[] {
    return this.#entries.filter((entry) => isDue(entry, path)).map(({ fault }) => faultOf(fault))
  }

  /** Asks the API through the faults that strike this request, the first named outermost. */
  async answer(request: Request, ask: Ask): Promise<Response> {
    const named = (request.headers.get('x-sandbox-fault') ?? '').split(',').map((name) => name.trim())
    const faults = [...named.filter((name) => name !== '').map(faultOf), ...this.#due(new URL(request.url).pathname)]
    const through = faults.reduceRight<Ask>((inner, fault) => async (asked) => fault.answer(asked, inner), ask)
    return through(request)
  }
}

/** Counts a request and says whether the fault strikes it. */
function isDue(entry: Counted, path: string): boolean {
  if (!path.includes(entry.path ?? '')) return false
  entry.seen++
  if (entry.seen % (entry.every ?? 1) !== 0 || entry.struck >= (entry.times ?? Infinity)) return false
  entry.struck++
  return true
}

function faultOf(name: string): Fault {
  const fault = FAULTS.find((one) => one.name === name)
  if (!fault)
    throw new ApiError('bad_request', `There is no fault '${name}'; one of ${FAULTS.map((one) => one.name).join(', ')}`)
  return fault
}
