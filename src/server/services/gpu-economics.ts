import { findDayCharges } from '../../db/day-charge-query-repository.ts'
import { accountPrices } from '../../db/price-list-repository.ts'
import {
  deleteThroughput,
  findThroughputs,
  saveThroughputs,
  type StoredThroughput,
} from '../../db/throughput-repository.ts'
import {
  addDays,
  calendarOf,
  effectivePrices,
  formatPicos,
  gpuCost,
  isAnyone,
  performanceOf,
  performanceSources,
  priceBook,
  type DimensionFilter,
  type EffectivePrice,
  type Figure,
  type GpuCost,
} from '../../engine/index.ts'
import type { AppContext } from '../context.ts'
import type { DeletedDto } from '../dto/common.ts'
import type { GpuEconomicsDto, ImportedThroughputDto, ThroughputBody, ThroughputKey } from '../dto/gpu-economics.ts'
import { accountOf } from './account.ts'
import { assignmentsOf } from './assigned.ts'
import { readTable, type CsvLine } from './csv-table.ts'
import { requireFirstIngest } from './first-ingest.ts'
import { linesOf } from './prices.ts'

export interface GpuEconomicsQuery extends DimensionFilter {
  readonly from?: string | undefined
  readonly to?: string | undefined
  readonly currency?: string | undefined
  readonly account?: string | undefined
}

/**
 * What a GPU-hour buys by model and wallet at the prices of now, and what one of real use cost in a period. The use is of
 * whom is named, by their shares; prices are nobody's.
 */
export async function gpuEconomics(context: AppContext, query: GpuEconomicsQuery): Promise<GpuEconomicsDto> {
  const { account } = await requireFirstIngest(context, query.account)
  const { db } = context.store
  const now = context.clock()
  const today = calendarOf(account.zone).dayOf(now)
  const period = { from: query.from ?? addDays(today, -29), to: query.to ?? addDays(today, 1) }
  const theirs = isAnyone(query) ? null : { only: query, assignments: await assignmentsOf(context.store, [account]) }
  const [versions, throughputs, charges] = await Promise.all([
    accountPrices(db, account.accountId),
    findThroughputs(db, account.accountId),
    findDayCharges(db, account.accountId, period, 'instance', theirs),
  ])
  const isWanted = ({ currency }: { currency: string }) => query.currency === undefined || currency === query.currency
  const book = priceBook(versions)
  return {
    ...period,
    rows: linesOf(versions)
      .filter(({ unit }) => unit === 'gpu_hour')
      .filter(isWanted)
      .flatMap(({ sku, currency }) => {
        const version = book.pieces(sku, currency, { startsAt: now, endsAt: now + 1 })[0]?.version
        if (!version) return []
        const [, tier = '', model = ''] = sku.split('/')
        const source = version.source === 'contracted' ? ('yours' as const) : ('list' as const)
        const costs = costsDto(gpuCost(model, version.pricePicos, throughputs), throughputs)
        return [{ sku, tier, model, currency, source, ...figuresOf(model), costs }]
      }),
    effective: effectivePrices(charges).filter(isWanted).map(effectiveDto),
    throughputs: throughputs.map(({ model, ...one }) => ({ ...one, gpuModel: model })),
  }
}

/** Takes a CSV `workload,gpu_model,gpu_count,unit,per_second`; throws a problem with every line that is wrong. */
export async function importThroughputFile(
  context: AppContext,
  { csv }: { csv: string },
  query: { account?: string | undefined },
): Promise<ImportedThroughputDto> {
  const { accountId } = await accountOf(context, query.account)
  const rows = readTable(csv, ['workload', 'gpu_model', 'gpu_count', 'unit', 'per_second'], throughputLine)
  const unique = [...new Map(rows.map((row) => [JSON.stringify({ ...row, perSecond: 0 }), row])).values()]
  await context.store.db.transaction().execute((tx) => saveThroughputs(tx, accountId, unique, context.clock()))
  return { taken: unique.length }
}

/** Keeps one typed figure, in the place of one of the same work, model, count and unit. */
export async function putThroughput(
  context: AppContext,
  { gpuModel, ...figure }: ThroughputBody,
  query: { account?: string | undefined },
): Promise<ThroughputBody> {
  const { accountId } = await accountOf(context, query.account)
  await saveThroughputs(context.store.db, accountId, [{ ...figure, model: gpuModel }], context.clock())
  return { gpuModel, ...figure }
}

/** Takes a figure away; whether there was one. */
export async function removeThroughput(
  context: AppContext,
  { account, gpuModel, ...key }: ThroughputKey & { account?: string | undefined },
): Promise<DeletedDto> {
  const { accountId } = await accountOf(context, account)
  return { deleted: await deleteThroughput(context.store.db, accountId, { ...key, model: gpuModel }) }
}

function throughputLine({ cell }: CsvLine): StoredThroughput {
  const [workload, model, unit] = [cell('workload'), cell('gpu_model'), cell('unit')]
  const [gpuCount, perSecond] = [Number(cell('gpu_count')), Number(cell('per_second'))]
  if (workload === '' || model === '') throw new RangeError('workload and gpu_model must be named')
  if (!Number.isInteger(gpuCount) || gpuCount < 1) throw new RangeError(`gpu_count is no count: ${cell('gpu_count')}`)
  if (unit !== 'tokens' && unit !== 'samples') throw new RangeError(`unit is tokens or samples, not ${unit}`)
  if (!(perSecond >= 0.0001)) throw new RangeError(`per_second is no rate: ${cell('per_second')}`)
  return { workload, model, gpuCount, unit, perSecond }
}

function figuresOf(model: string) {
  const row = performanceOf(model)
  return {
    bf16Tflops: figureDto(row?.bf16Tflops ?? null),
    fp8Tflops: figureDto(row?.fp8Tflops ?? null),
    memoryGb: figureDto(row?.memoryGb ?? null),
    memoryTbPerSecond: figureDto(row?.memoryTbPerSecond ?? null),
    powerWatts: figureDto(row?.powerWatts ?? null),
    interconnect: row
      ? {
          kind: row.interconnect.kind,
          gbPerSecond: row.interconnect.gbPerSecond,
          source: performanceSources[row.interconnect.source].title,
        }
      : null,
  }
}

function figureDto(figure: Figure | null): GpuEconomicsDto['rows'][number]['bf16Tflops'] {
  if (figure === null) return null
  const { title, url } = performanceSources[figure.source]
  return { value: figure.value, source: title, url, isHalved: figure.halved === true }
}

function costsDto(cost: GpuCost, throughputs: readonly StoredThroughput[]): GpuEconomicsDto['rows'][number]['costs'] {
  const workloads = new Map<object, string>(throughputs.map((one) => [one, one.workload]))
  return {
    perGpuHour: formatPicos(cost.perGpuHour),
    perBf16Pflop: orNull(cost.perBf16PflopHour),
    perFp8Pflop: orNull(cost.perFp8PflopHour),
    perGbMemory: orNull(cost.perGbMemoryHour),
    perTbPerSecond: orNull(cost.perTbPerSecondHour),
    perMillion: cost.perMillion.map(({ throughput, picos }) => ({
      workload: workloads.get(throughput) ?? '',
      gpuCount: throughput.gpuCount,
      unit: throughput.unit,
      cost: formatPicos(picos),
    })),
  }
}

function effectiveDto(price: EffectivePrice): GpuEconomicsDto['effective'][number] {
  return {
    model: price.model,
    currency: price.currency,
    billed: formatPicos(price.billedPicos),
    activeGpuHours: formatPicos(price.activeGpuHours),
    shutoffGpuHours: formatPicos(price.shutoffGpuHours),
    unknownGpuHours: formatPicos(price.unknownGpuHours),
    perActiveGpuHour: orNull(price.effectivePicos),
    atLeast: orNull(price.leastPicos),
    withoutShutoff: orNull(price.withoutShutoffPicos),
    isBound: price.unknownGpuHours > 0n,
  }
}

const orNull = (picos: bigint | null): string | null => (picos === null ? null : formatPicos(picos))
