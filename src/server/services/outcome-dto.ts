import {
  CAUSES,
  formatPicos,
  HOUR_MS,
  type Instant,
  type JobOutcome,
  type LineOutcome,
  type PartyOutcome,
  type Piece,
  type Spend,
  type WalletOutcome,
  type WhatIfAnswer,
} from '../../engine/index.ts'
import type { OutcomeDto, PieceDto } from '../dto/what-if.ts'
import { toIso, toIsoOrNull } from '../iso.ts'
import { toRunwayDto } from './runway-dto.ts'

/** What a scenario comes to, but for the chances of its GPUs, which are of the stock that was seen. */
export function toOutcomeDto(
  answer: WhatIfAnswer,
  { withPieces, parties }: { withPieces: boolean; parties: readonly PartyOutcome[] | null },
): Omit<OutcomeDto, 'stock'> {
  const { name, sentences, wallets, lines, jobs, accounts, notes } = answer
  const toLineDto = lineWriter(withPieces)
  return {
    name,
    sentences: [...sentences],
    wallets: wallets.map(toWalletDto),
    lines: lines.filter(({ line, avoidedPicos }) => line.changes.length > 0 || avoidedPicos !== 0n).map(toLineDto),
    jobs: jobs.map(toJobDto),
    accounts: accounts.map((other) => ({
      account: other.account,
      wallets: other.wallets.map(toWalletDto),
      lines: other.lines.map(toLineDto),
    })),
    notes: [...notes],
    ...(parties && { parties: parties.map(toPartyDto) }),
  }
}

function toWalletDto(wallet: WalletOutcome): OutcomeDto['wallets'][number] {
  const { currency, early, days, months, total, differencePicos, causes, runway, avoidedPicos } = wallet
  return {
    currency,
    early,
    days: days.map(({ day, ...spend }) => ({ day, ...toSpendDto(spend) })),
    months: months.map(({ from, to, ...spend }) => ({ from, to, ...toSpendDto(spend) })),
    total: toSpendDto(total),
    difference: toDifferenceDto(differencePicos, causes),
    runway: runway && toRunwayDto(runway),
    avoidedByHibernation: formatPicos(avoidedPicos),
  }
}

const toPartyDto = ({ currency, name, total, differencePicos, causes }: PartyOutcome) => ({
  currency,
  name,
  total: toSpendDto(total),
  difference: toDifferenceDto(differencePicos, causes),
})

function toDifferenceDto(
  totalPicos: bigint,
  { price, hours, count, state, storage, tax }: WalletOutcome['causes'],
): OutcomeDto['wallets'][number]['difference'] {
  return {
    total: formatPicos(totalPicos),
    price: formatPicos(price),
    hours: formatPicos(hours),
    count: formatPicos(count),
    state: formatPicos(state),
    storage: formatPicos(storage),
    tax: formatPicos(tax),
  }
}

const toSpendDto = ({ billedPicos, p10Picos, p50Picos, p90Picos, taxPicos }: Spend) => ({
  billedSoFar: formatPicos(billedPicos),
  p10: formatPicos(p10Picos),
  p50: formatPicos(p50Picos),
  p90: formatPicos(p90Picos),
  tax: formatPicos(taxPicos),
})

type LineDto = OutcomeDto['lines'][number]

/** Writes lines; where pieces are asked for, they begin and end at the same few moments, each of which is written once. */
function lineWriter(withPieces: boolean): (line: LineOutcome) => LineDto {
  const texts = new Map<Instant, string>()
  const isoOf = (at: Instant) => {
    let text = texts.get(at)
    if (text === undefined) texts.set(at, (text = toIso(at)))
    return text
  }
  return (line) => ({
    ...toLineDto(line),
    ...(withPieces && { pieces: line.pieces.map((piece) => toPieceDto(piece, isoOf)) }),
  })
}

function toLineDto({ line, baselinePicos, scenarioPicos, causes, avoidedPicos }: LineOutcome): LineDto {
  const { lineId, name, currency, present, changes, spans } = line
  const [price, hours, count, state, storage] = CAUSES.map((_, i) => formatPicos(causes[i]!))
  const asset = present?.asset ?? spans[0]!.asset
  return {
    id: lineId,
    name,
    kind: asset.kind,
    currency,
    changes: [...changes],
    now: present && {
      gpuModel: present.asset.gpuModel,
      gpuCount: present.asset.gpuCount,
      sizeGb: present.asset.sizeGb,
      state: present.state,
      perHour: present.perHourPicos === null ? null : formatPicos(present.perHourPicos),
    },
    baseline: formatPicos(baselinePicos),
    scenario: formatPicos(scenarioPicos),
    difference: {
      total: formatPicos(scenarioPicos - baselinePicos),
      price: price!,
      hours: hours!,
      count: count!,
      state: state!,
      storage: storage!,
    },
    avoided: formatPicos(avoidedPicos),
  }
}

function toPieceDto(piece: Piece, isoOf: (at: Instant) => string): PieceDto {
  const { startsAt, endsAt, machines, asset, region, onMs, onPicos, asleepMs, asleepPicos, costPicos } = piece
  return {
    from: isoOf(startsAt),
    to: isoOf(endsAt),
    machines,
    gpuModel: asset.gpuModel,
    gpuCount: asset.gpuCount,
    sizeGb: asset.sizeGb,
    tier: asset.tier,
    region,
    onHours: onMs / HOUR_MS,
    onPerHour: formatPicos(onPicos),
    asleepHours: asleepMs / HOUR_MS,
    asleepPerHour: formatPicos(asleepPicos),
    cost: formatPicos(costPicos),
  }
}

function toJobDto(job: JobOutcome): OutcomeDto['jobs'][number] {
  const { change, name, currency, startsAt, finish, gpuHours, perUnitPicos, unit, deadline, deadlineAt } = job
  return {
    change,
    name,
    currency,
    startsAt: toIso(startsAt),
    finish: { early: toIso(finish.early), likely: toIso(finish.likely), late: toIsoOrNull(finish.late) },
    gpuHours,
    cost: {
      early: formatPicos(job.earlyCostPicos),
      likely: formatPicos(job.costPicos),
      late: job.lateCostPicos === null ? null : formatPicos(job.lateCostPicos),
    },
    perUnit: formatPicos(perUnitPicos),
    unit,
    deadline:
      deadline === null || deadlineAt === null
        ? null
        : {
            at: toIso(deadlineAt),
            isMade: deadline.isMade,
            isSure: deadline.isSure,
            lateSeconds: Math.ceil(deadline.lateMs / 1000),
          },
  }
}
