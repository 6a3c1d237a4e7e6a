import type { AccountData } from '../account.ts'
import { GPU_MODELS, gpuModel } from '../catalog.ts'
import { resourceId } from '../ids.ts'
import { LedgerWriter } from '../ledger.ts'
import type { MeterRules } from '../meter.ts'
import { drawOne } from '../random.ts'
import type { Currency, Instance } from '../resource.ts'
import { SECOND } from '../time.ts'
import { type TopUpHabit, topUpsOf } from '../top-ups.ts'
import type { TraceTask } from './parse-trace.ts'

/** The mapping is a property of the trace alone: no seed of the sandbox changes it. */
const MAPPING = 0
/** What a whole GPU of the trace is taken to hold; a share asks for that part of it. */
const REFERENCE_VRAM_GB = 80
const WHOLE_GPU = 1000

const ONE_GPU_MODELS = ['L40', 'A100-PCIe-80GB', 'H100-PCIe-80GB', 'H100-SXM5-80GB'] as const
const SEVERAL_GPU_MODELS = ['A100-SXM4-80GB-NVLink', 'H100-PCIe-NVLink-80GB', 'H100-SXM5-80GB', 'B300-262GB'] as const
const SHARE_MODELS = ['RTX-A6000', 'A100-PCIe-80GB'] as const
/** Seven tasks of ten are paid in dollars. */
const WALLETS = ['USD', 'USD', 'USD', 'USD', 'USD', 'USD', 'USD', 'EUR', 'EUR', 'EUR'] as const

const TOP_UPS: readonly TopUpHabit[] = [
  { currency: 'USD', firstUnits: 5000n, stepUnits: 500n, whenDaysLeft: 14n, forDays: 28n },
  { currency: 'EUR', firstUnits: 5000n, stepUnits: 500n, whenDaysLeft: 14n, forDays: 28n },
]

export interface TraceMapping {
  gpuModel: string
  gpuCount: number
  region: string
  currency: Currency
}

export function sharesGpu({ gpuCount, gpuMilli }: TraceTask): boolean {
  return gpuCount === 1 && gpuMilli < WHOLE_GPU
}

/** Model, region and wallet of a task: drawn from its name and quality of service, so that a longer trace changes nothing. */
export function mapTask(task: TraceTask): TraceMapping {
  const words = [task.task, task.qos] as const
  const model = gpuModel(modelOf(task))
  const [first = '', ...others] = model.regions
  return {
    gpuModel: model.model,
    gpuCount: task.gpuCount,
    region: drawOne([first, ...others], MAPPING, 'region', ...words),
    currency: drawOne(WALLETS, MAPPING, 'wallet', ...words),
  }
}

/** A share gets one GPU of the smallest model that holds it: 460 thousandths of 80 GB fit in 48 GB, 810 do not. */
function modelOf(task: TraceTask): string {
  const words = [task.task, task.qos] as const
  if (!sharesGpu(task))
    return task.gpuCount === 1
      ? drawOne(ONE_GPU_MODELS, MAPPING, 'model', ...words)
      : drawOne(SEVERAL_GPU_MODELS, MAPPING, 'model', ...words)
  const neededGb = (task.gpuMilli / WHOLE_GPU) * REFERENCE_VRAM_GB
  const fitting = GPU_MODELS.filter(
    ({ model, vramGb }) => SHARE_MODELS.some((name) => name === model) && vramGb >= neededGb,
  )
  return fitting.reduce((smallest, model) => (model.vramGb < smallest.vramGb ? model : smallest)).model
}

/** Every task as a machine of the account; the trace's second 0 is `startAt`. */
export function traceAccount(
  tasks: readonly TraceTask[],
  startAt: number,
  rules: MeterRules,
  until: number,
): AccountData {
  const instances = tasks.map((task, number) => instanceOf(task, number, startAt))
  return {
    instances,
    volumes: [],
    snapshots: [],
    images: [],
    ai: [],
    topUps: topUpsOf(instances, rules, TOP_UPS, { firstAt: startAt, until }),
  }
}

function instanceOf(task: TraceTask, number: number, startAt: number): Instance {
  const mapping = mapTask(task)
  const at = (second: number) => startAt + second * SECOND
  const writer = new LedgerWriter().enter('CREATING', at(task.createdSecond))
  if (task.scheduledSecond !== null) writer.enter('ACTIVE', at(task.scheduledSecond))
  if (task.deletedSecond !== null) writer.end(at(task.deletedSecond))
  return {
    kind: 'instance',
    id: resourceId(number, 'D', MAPPING),
    name: task.task,
    tier: gpuModel(mapping.gpuModel).tier,
    image: 'Ubuntu Server 22.04 LTS R550 CUDA 12.4',
    sshKeys: ['trace'],
    ledger: writer.ledger,
    ...mapping,
  }
}

export interface TraceCounts {
  tasks: number
  neverScheduled: number
  underAMinute: number
  sharingGpu: number
}

/** How many tasks fall under each of the mapping's special rules. */
export function countTasks(tasks: readonly TraceTask[]): TraceCounts {
  const count = (rule: (task: TraceTask) => boolean) => tasks.filter(rule).length
  return {
    tasks: tasks.length,
    neverScheduled: count(({ scheduledSecond }) => scheduledSecond === null),
    underAMinute: count(
      ({ scheduledSecond, deletedSecond }) =>
        scheduledSecond !== null && deletedSecond !== null && deletedSecond - scheduledSecond < 60,
    ),
    sharingGpu: count(sharesGpu),
  }
}

/** Second of the last thing that happens in the trace. */
export function lastSecondOf(tasks: readonly TraceTask[]): number {
  return tasks.reduce(
    (last, { createdSecond, scheduledSecond, deletedSecond }) =>
      Math.max(last, createdSecond, scheduledSecond ?? 0, deletedSecond ?? 0),
    0,
  )
}
