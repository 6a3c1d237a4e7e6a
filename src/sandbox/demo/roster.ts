import type { Currency } from '../resource.ts'
import type { Habit } from './habits.ts'

/** A machine of the demo account; days count from the account's first day. */
export interface Role {
  name: string
  region: string
  gpuModel: string
  gpuCount: number
  currency: Currency
  habit: Habit
  fromDay: number
  untilDay?: number
}

const NORWAY = 1
const CANADA = -5

function role(
  name: string,
  region: string,
  [gpuModel, gpuCount]: [string, number],
  currency: Currency,
  habit: Habit,
  fromDay: number,
  untilDay?: number,
): Role {
  return { name, region, gpuModel, gpuCount, currency, habit, fromDay, ...(untilDay === undefined ? {} : { untilDay }) }
}

const always: Habit = { kind: 'always', rebootEveryDays: 45 }

/**
 * The small account: a company that serves models from Canada, trains on the advanced tier in Norway and has a team in
 * Oslo that pays in euros. Stories: three machines shut off and forgotten, a notebook that runs through every night,
 * a proof of concept that was deleted but left its volume, a training box that came late and doubled the bill.
 */
export const ROSTER: readonly Role[] = [
  role('llm-serving-1', 'CANADA-1', ['H100-PCIe-NVLink-80GB', 2], 'USD', always, 0),
  role('llm-serving-2', 'CANADA-1', ['H100-PCIe-NVLink-80GB', 2], 'USD', always, 41),
  role('embeddings-api', 'CANADA-1', ['L40', 1], 'USD', always, 1),
  role('whisper-prod', 'CANADA-1', ['L40', 1], 'USD', always, 9),
  role('image-gen-prod', 'CANADA-1', ['L40', 2], 'USD', always, 63),
  role('ml-training-server', 'NORWAY-1', ['H100-SXM5-80GB', 4], 'USD', { kind: 'always', rebootEveryDays: 18 }, 4),
  role('pretrain-node-1', 'NORWAY-1', ['B300-262GB', 2], 'USD', { kind: 'always', rebootEveryDays: 25 }, 131),
  role('dev-anna', 'CANADA-1', ['RTX-A6000', 1], 'USD', { kind: 'work-hours', zoneHours: CANADA }, 0),
  role('dev-marco', 'CANADA-1', ['RTX-A6000', 1], 'USD', { kind: 'work-hours', zoneHours: CANADA }, 2),
  role('dev-tom', 'CANADA-1', ['L40', 1], 'USD', { kind: 'work-hours', zoneHours: CANADA }, 17),
  role('notebook-data', 'CANADA-1', ['A100-PCIe-80GB', 1], 'USD', { kind: 'work-weeks', zoneHours: CANADA }, 5),
  role('notebook-priya', 'CANADA-1', ['A100-PCIe-80GB', 1], 'USD', { kind: 'always', rebootEveryDays: 60 }, 22),
  role('eval-runner', 'CANADA-1', ['A100-PCIe-80GB', 2], 'USD', { kind: 'nightly', zoneHours: CANADA }, 30),
  role('demo-sales', 'CANADA-1', ['RTX-A6000', 1], 'USD', { kind: 'at-times', zoneHours: CANADA }, 12),
  role('old-finetune-box', 'CANADA-1', ['A100-PCIe-80GB', 1], 'USD', forgotten(88, 'poweroff'), 8),
  role('test-h100', 'CANADA-1', ['H100-PCIe-80GB', 1], 'USD', forgotten(6, 'stop'), 146),
  role('poc-vision', 'CANADA-1', ['L40', 2], 'USD', always, 13, 71),
  role('asr-oslo-1', 'NORWAY-1', ['L40', 1], 'EUR', always, 0),
  role('rag-oslo', 'NORWAY-1', ['A100-SXM4-80GB-NVLink', 1], 'EUR', always, 26),
  role('dev-ingrid', 'NORWAY-1', ['RTX-A6000', 1], 'EUR', { kind: 'work-hours', zoneHours: NORWAY }, 0),
  role('dev-lars', 'NORWAY-1', ['RTX-A6000', 1], 'EUR', { kind: 'work-hours', zoneHours: NORWAY }, 3),
  role('notebook-kari', 'NORWAY-1', ['A100-PCIe-80GB', 1], 'EUR', { kind: 'work-hours', zoneHours: NORWAY }, 34),
  role('legacy-preview', 'NORWAY-1', ['A40', 1], 'EUR', forgotten(29, 'poweroff'), 1),
  role('rerank-prod', 'CANADA-1', ['RTX-A6000', 1], 'USD', always, 6),
  role('dev-leila', 'CANADA-1', ['RTX-A6000', 1], 'USD', { kind: 'work-hours', zoneHours: CANADA }, 20),
  role('dev-sven', 'NORWAY-1', ['RTX-A6000', 1], 'EUR', { kind: 'work-hours', zoneHours: NORWAY }, 11),
]

function forgotten(idleAfterDays: number, by: 'poweroff' | 'stop'): Habit {
  return { kind: 'forgotten', idleAfterDays, by }
}

/** What one-shot training jobs are about and what they run on. */
export const JOB_TOPICS = [
  'lora-support',
  'rerank-v2',
  'distil-7b',
  'safety-tune',
  'vision-adapter',
  'asr-nordic',
] as const
export type JobShape = Pick<Role, 'region' | 'gpuModel' | 'gpuCount' | 'currency'>

export const JOB_SHAPES: readonly [JobShape, ...JobShape[]] = [
  { gpuModel: 'H100-PCIe-NVLink-80GB', gpuCount: 2, region: 'CANADA-1', currency: 'USD' },
  { gpuModel: 'H100-PCIe-NVLink-80GB', gpuCount: 4, region: 'CANADA-1', currency: 'USD' },
  { gpuModel: 'A100-PCIe-80GB', gpuCount: 4, region: 'CANADA-1', currency: 'USD' },
  { gpuModel: 'H100-SXM5-80GB', gpuCount: 8, region: 'NORWAY-1', currency: 'USD' },
  { gpuModel: 'L40', gpuCount: 2, region: 'NORWAY-1', currency: 'EUR' },
]
