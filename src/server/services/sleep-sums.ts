import { horizonsOf, sleepSum, type PlanFigures } from '../../engine/hibernation/index.ts'
import type { Interval } from '../../engine/index.ts'
import type { SleepSumDto } from '../dto/hibernation.ts'
import { toIso } from '../iso.ts'
import type { Ledger } from './ledger.ts'
import type { Advised } from './sleep-advice.ts'
import { toRangeDto } from './sleep-machine.ts'

interface Part {
  readonly currency: string
  readonly region: string
  readonly gpuModel: string | null
}

/** What tells the machines of one sum from those of another. */
const GROUPINGS: Readonly<Record<SleepSumDto['by'], (part: Part) => Pick<SleepSumDto, 'region' | 'gpuModel'>>> = {
  wallet: () => ({ region: null, gpuModel: null }),
  region: ({ region }) => ({ region, gpuModel: null }),
  gpu_model: ({ gpuModel }) => ({ region: null, gpuModel }),
  region_and_gpu_model: ({ region, gpuModel }) => ({ region, gpuModel }),
}

/** What the advised schedules avoid and could avoid, per wallet, region and model, over the rest of the month and on. */
export function sleepSums(advised: readonly Advised[], { calendar, asOf }: Ledger): SleepSumDto[] {
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
          },
        ],
  )
  return Object.entries(GROUPINGS).flatMap(([by, partOf]) => {
    const groups = Map.groupBy(machines, (machine) => JSON.stringify([machine.currency, partOf(machine)]))
    return [...groups]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([, group]): SleepSumDto => {
        const figures = group.map((machine) => machine.figures)
        return {
          by: by as SleepSumDto['by'],
          currency: group[0]!.currency,
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
