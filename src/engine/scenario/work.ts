import { performanceOf } from '../gpu/performance-table.ts'

/** An amount of work, in what it is measured in. */
export type Work = GpuHours | Operations | Throughput

interface Conditions {
  /** What each doubling of the GPUs keeps of its speed; 0.9 where it is not told. */
  readonly scalingEfficiency?: number | undefined
  /** The share of the time in which nothing is computed: waiting for data, for people. 0 where it is not told. */
  readonly idleShare?: number | undefined
  /** Hours once, for starting, loading and starting again. 0 where it is not told. */
  readonly overheadHours?: number | undefined
}

/** So many hours of one GPU of the reference model. */
export interface GpuHours extends Conditions {
  readonly measure: 'gpu-hours'
  readonly amount: number
  readonly referenceModel: string
}

/** Operations, in 1e15; training takes 6 x parameters x tokens of them. */
export interface Operations extends Conditions {
  readonly measure: 'pflop'
  readonly amount: number
  /** What the job reaches of a GPU's dense 16-bit peak; between 0.3 and 0.5, likely 0.4, where it is not told. */
  readonly utilisation?: number | undefined
}

/** Tokens or samples, with what was measured on one GPU of the reference model. */
export interface Throughput extends Conditions {
  readonly measure: 'tokens' | 'samples'
  readonly amount: number
  readonly perSecond: number
  readonly referenceModel: string
}

/** What has to be known of a model to compare it with another. */
export interface GpuFigures {
  /** Dense 16-bit peak, 1e12 operations a second. */
  readonly teraflops: number
  readonly memoryGb: number | null
}

/** Null where nothing is known of a model. */
export type GpuFiguresOf = (model: string) => GpuFigures | null

/** The figures of the performance table; null for a model that is not in it. */
export const publishedFigures: GpuFiguresOf = (model) => {
  const row = performanceOf(model)
  return row?.bf16Tflops ? { teraflops: row.bf16Tflops.value, memoryGb: row.memoryGb.value } : null
}

/** Hours of the wall clock, while the machines run. */
export interface WorkHours {
  readonly early: number
  readonly likely: number
  readonly late: number
}

export const DEFAULT_SCALING_EFFICIENCY = 0.9
const UTILISATION = { early: 0.5, likely: 0.4, late: 0.3 }

/**
 * How many GPUs' worth of work n of them do: n x e^log2(n). 8 at 0.9 a doubling do 8 x 0.729 = 5.832.
 */
export function speedup(gpus: number, efficiency = DEFAULT_SCALING_EFFICIENCY): number {
  return gpus * efficiency ** Math.log2(gpus)
}

/**
 * The hours that the work takes on so many GPUs of a model together:
 * one GPU's hours x (reference peak / peak) / speedup / (1 - idle share) + overhead.
 * 2,000 GPU-hours of a model on 8 of its own kind at 0.9: 2000 / 5.832 = 342.9 h.
 * Null where the peak of one of the models is not known.
 */
export function workHours(work: Work, gpuModel: string, gpus: number, figuresOf: GpuFiguresOf): WorkHours | null {
  const alone = hoursOfOne(work, gpuModel, figuresOf)
  if (alone === null) return null
  const share = speedup(gpus, work.scalingEfficiency) * (1 - (work.idleShare ?? 0))
  const together = (hours: number) => hours / share + (work.overheadHours ?? 0)
  return { early: together(alone.early), likely: together(alone.likely), late: together(alone.late) }
}

function hoursOfOne(work: Work, gpuModel: string, figuresOf: GpuFiguresOf): WorkHours | null {
  if (work.measure === 'pflop') {
    const peak = figuresOf(gpuModel)?.teraflops
    if (peak === undefined) return null
    const hoursAt = (utilisation: number) => (work.amount * 1000) / (peak * utilisation) / 3600
    const { early, likely, late } = UTILISATION
    if (work.utilisation !== undefined) return sure(hoursAt(work.utilisation))
    return { early: hoursAt(early), likely: hoursAt(likely), late: hoursAt(late) }
  }
  const hours = work.measure === 'gpu-hours' ? work.amount : work.amount / work.perSecond / 3600
  if (work.referenceModel === gpuModel) return sure(hours)
  const reference = figuresOf(work.referenceModel)
  const own = figuresOf(gpuModel)
  return reference && own && sure((hours * reference.teraflops) / own.teraflops)
}

function sure(hours: number): WorkHours {
  return { early: hours, likely: hours, late: hours }
}
