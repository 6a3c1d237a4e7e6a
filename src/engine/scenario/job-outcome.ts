import { mulDiv, parsePicos, PICOS, type Currency } from '../money.ts'
import type { JobPlan } from './job-plan.ts'
import type { LineOutcome } from './project-line.ts'
import type { Work } from './work.ts'

/** What a piece of work costs and when it is done. */
export interface JobOutcome extends JobPlan {
  readonly currency: Currency
  readonly costPicos: bigint
  /** The same if it goes as fast, or as slow, as it could. */
  readonly earlyCostPicos: bigint
  readonly lateCostPicos: bigint | null
  readonly perUnitPicos: bigint
  readonly unit: string
  /** Null without a deadline; `late` tells by how much it is missed. */
  readonly deadline: { readonly isMade: boolean; readonly isSure: boolean; readonly lateMs: number } | null
}

/** Cost by time: 10 h of 4 x 1.00 are 40.00; 8 to 13 h of them are 32.00 to 52.00. */
export function jobOutcome(job: JobPlan, { line, wholePicos }: LineOutcome): JobOutcome {
  const { startsAt, finish, deadlineAt, work } = job
  const length = BigInt(finish.likely - startsAt)
  const by = (finishAt: number) => mulDiv(wholePicos, BigInt(finishAt - startsAt), length)
  const unit = unitOf(work)
  const isZero = length === 0n
  return {
    ...job,
    currency: line.currency,
    costPicos: wholePicos,
    earlyCostPicos: isZero ? 0n : by(finish.early),
    lateCostPicos: finish.late === null ? null : isZero ? 0n : by(finish.late),
    perUnitPicos: mulDiv(wholePicos, unit.of * PICOS, parsePicos(work.amount)),
    unit: unit.name,
    deadline:
      deadlineAt === null
        ? null
        : {
            isMade: finish.likely <= deadlineAt,
            isSure: finish.late !== null && finish.late <= deadlineAt,
            lateMs: Math.max(0, finish.likely - deadlineAt),
          },
  }
}

/** What a cost of work is told for. */
export function unitOf(work: Work): { name: string; of: bigint } {
  switch (work.measure) {
    case 'gpu-hours':
      return { name: `GPU-hour of ${work.referenceModel}`, of: 1n }
    case 'pflop':
      return { name: 'PFLOP', of: 1n }
    case 'tokens':
      return { name: 'million tokens', of: 1_000_000n }
    case 'samples':
      return { name: 'thousand samples', of: 1000n }
  }
}
