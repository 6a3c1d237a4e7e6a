import { horizonsOf, shareOfFigures, sleepSum, type PlanFigures } from '../../engine/hibernation/index.ts'
import { DIMENSIONS, NOT_ASSIGNED, type DimensionValues, type Interval } from '../../engine/index.ts'
import type { SleepSumDto } from '../dto/hibernation.ts'
import { toIso } from '../iso.ts'
import type { Ledger } from './ledger.ts'
import type { SharesOf } from './machine-shares.ts'
import type { Advised } from './sleep-advice.ts'
import { toRangeDto } from './sleep-machine.ts'

interface Part extends DimensionValues {
  readonly currency: string
  readonly region: string
  readonly gpuModel: string | null
}

/** What tells the machines of one sum from those of another. */
const GROUPINGS: Readonly<Record<SleepSumDto['by'], (part: Part) => Partial<Part>>> = {
  wallet: () => ({}),
  region: ({ region }) => ({ region }),
  gpu_model: ({ gpuModel }) => ({ gpuModel }),
  region_and_gpu_model: ({ region, gpuModel }) => ({ region, gpuModel }),
  project: ({ project }) => ({ project }),
  owner: ({ owner }) => ({ owner }),
  cost_center: ({ cost_center }) => ({ cost_center }),
}

const isByParty = (by: string) => (DIMENSIONS as readonly string[]).includes(by)

/**
 * What the advised schedules avoid and could avoid, per wallet, region, model and, where somebody is named, project, owner
 * and cost center, over the rest of the month and on. A shared machine counts with its shares that are looked at.
 */
export function sleepSums(advised: readonly Advised[], { calendar, asOf }: Ledger, sharesOf: SharesOf): SleepSumDto[] {
  const horizons = horizonsOf(calendar, asOf)
  const machines = advised.flatMap(({ advice, resource }) =>
    advice.kind === 'none'
      ? []
      : [
          {
            currency: resource.currency!,
            region: resource.region ?? 'unknown',
            gpuModel: resource.gpuModel,
            figures: advice.figures,
            shares: sharesOf(resource),
          },
        ],
  )
  const wholes = machines.map(({ shares, figures, ...machine }) => ({
    ...machine,
    ...NOT_ASSIGNED,
    figures: shareOfFigures(
      figures,
      shares.reduce((sum, { share }) => sum + share, 0),
    ),
  }))
  const parts = machines.flatMap(({ shares, figures, ...machine }) =>
    shares.map(({ values, share }) => ({ ...machine, ...values, figures: shareOfFigures(figures, share) })),
  )
  return Object.entries(GROUPINGS).flatMap(([by, partOf]) => {
    // Where nobody is named all would be not assigned, which is the wallet again.
    if (isByParty(by) && parts.every((part) => Object.values(partOf(part))[0] === null)) return []
    const groups = Map.groupBy(isByParty(by) ? parts : wholes, (machine) =>
      JSON.stringify([machine.currency, partOf(machine)]),
    )
    return [...groups]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([, group]): SleepSumDto => {
        const figures = group.map((machine) => machine.figures)
        return {
          by: by as SleepSumDto['by'],
          currency: group[0]!.currency,
          region: null,
          gpuModel: null,
          ...NOT_ASSIGNED,
          ...partOf(group[0]!),
          machines: group.length,
          restOfMonth: spanDto(figures, horizons.restOfMonth),
          nextMonth: spanDto(figures, horizons.nextMonth),
          nextQuarter: spanDto(figures, horizons.nextQuarter),
        }
      })
  })
}

function spanDto(figures: readonly PlanFigures[], span: Interval): SleepSumDto['restOfMonth'] {
  const { avoided, possible, restoreLoss, lossUnknown } = sleepSum(figures, span)
  return {
    from: toIso(span.startsAt),
    to: toIso(span.endsAt),
    possible: toRangeDto(possible),
    avoided: toRangeDto(avoided),
    restoreLoss: restoreLoss?.toFixed(2) ?? null,
    lossUnknown,
  }
}
