import { DataTable, type Column } from '../../components/data-table.tsx'
import { Icon } from '../../components/icon.tsx'
import { ProblemNote } from '../../components/problem-note.tsx'
import type { Days, Parties } from '../../filters.ts'
import { amount, count, daysText, NONE, unitPrice } from '../../format.ts'
import { useLoad } from '../../load.ts'
import { pricesApi, reportUrl, type Economics } from '../../prices-api.ts'
import { FileImport } from '../../components/file-import.tsx'
import { ThroughputPanel } from './throughput-panel.tsx'

type Row = Economics['rows'][number]
type Effective = Economics['effective'][number]

interface Props {
  readonly currency: string | null
  readonly parties: Parties
  readonly period: Days
  readonly version: string
  readonly onTaken: () => void
}

/** What a GPU-hour buys, and what one of real use cost. */
export function EconomicsPanel({ currency, parties, period, version, onTaken }: Props) {
  const { value, error } = useLoad(`economics ${JSON.stringify([currency, parties, period, version])}`, () =>
    pricesApi.economics({ currency, ...parties, ...period }),
  )
  return (
    <section class="card planning" aria-label="GPU economics">
      {error && <ProblemNote error={error} />}
      {value && (
        <>
          <DataTable
            caption="What a GPU-hour buys, at today's prices"
            columns={COLUMNS}
            rows={value.rows}
            rowKey={({ sku, currency: wallet }) => `${sku} ${wallet}`}
            empty="No GPU has a price today."
            shown={12}
          />
          <p class="muted">
            Dense figures of NVIDIA's data sheets; each names its source. Cost of one PFLOP, GB or TB/s held for an
            hour.
          </p>
          <DataTable
            caption={`What an hour of real use cost, ${daysText(period.from, period.to)}`}
            columns={EFFECTIVE}
            rows={value.effective}
            rowKey={({ model, currency: wallet }) => `${model} ${wallet}`}
            empty="No machine was billed in this period."
            shown={12}
          />
          <div class="actions">
            <a class="button" href={reportUrl('gpu-prices', { currency })} download>
              <Icon name="download" />
              What a GPU-hour buys as CSV
            </a>
            <a class="button" href={reportUrl('gpu-use', { currency, ...parties, ...period })} download>
              <Icon name="download" />
              Real use as CSV
            </a>
          </div>
          <ThroughputPanel
            rows={value.throughputs}
            models={[...new Set(value.rows.map(({ model }) => model))].sort()}
            onTaken={onTaken}
          />
          <div class="actions">
            <FileImport
              label="Take the throughput of your own work"
              send={async (csv) => `${(await pricesApi.importThroughput(csv)).taken} figures taken.`}
              onTaken={onTaken}
            />
          </div>
        </>
      )}
    </section>
  )
}

function costColumn(
  key: string,
  label: string,
  costOf: (row: Row) => string | null,
  figureOf: (row: Row) => Row['bf16Tflops'],
  unit: string,
): Column<Row> {
  return {
    key,
    label,
    isNumber: true,
    sortBy: (row) => Number(costOf(row) ?? 0),
    cell: (row) => {
      const [cost, figure] = [costOf(row), figureOf(row)]
      if (cost === null || figure === null) return NONE
      return (
        <>
          {unitPrice(cost, row.currency)}
          <span class="under">
            <a
              href={figure.url}
              title={`${figure.source}${figure.isHalved ? ', half of the figure with sparsity' : ''}`}
            >
              {count(figure.value, 2)} {unit}
            </a>
          </span>
        </>
      )
    },
  }
}

const COLUMNS: readonly Column<Row>[] = [
  {
    key: 'model',
    label: 'GPU',
    sortBy: ({ model }) => model,
    cell: ({ model, tier, memoryGb, interconnect, powerWatts }) => (
      <>
        {model}, {tier}
        <span class="under">
          {memoryGb === null
            ? 'no performance figures'
            : [interconnect?.kind, powerWatts && `${powerWatts.value} W`].filter(Boolean).join(', ')}
        </span>
      </>
    ),
  },
  {
    key: 'hour',
    label: 'Per GPU-hour',
    isNumber: true,
    sortBy: ({ costs }) => Number(costs.perGpuHour),
    cell: ({ costs, currency, source }) => (
      <>
        {unitPrice(costs.perGpuHour, currency)}
        {source === 'yours' && <span class="under">yours</span>}
      </>
    ),
  },
  costColumn(
    'bf16',
    'Per PFLOP, BF16',
    ({ costs }) => costs.perBf16Pflop,
    ({ bf16Tflops }) => bf16Tflops,
    'TFLOPS',
  ),
  costColumn(
    'fp8',
    'Per PFLOP, FP8',
    ({ costs }) => costs.perFp8Pflop,
    ({ fp8Tflops }) => fp8Tflops,
    'TFLOPS',
  ),
  costColumn(
    'memory',
    'Per GB',
    ({ costs }) => costs.perGbMemory,
    ({ memoryGb }) => memoryGb,
    'GB',
  ),
  costColumn(
    'bandwidth',
    'Per TB/s',
    ({ costs }) => costs.perTbPerSecond,
    ({ memoryTbPerSecond }) => memoryTbPerSecond,
    'TB/s',
  ),
  {
    key: 'work',
    label: 'Your work, per million',
    cell: ({ costs, currency }) =>
      costs.perMillion.length === 0
        ? NONE
        : costs.perMillion.map(({ workload, gpuCount, unit, cost }) => (
            <span key={`${workload} ${gpuCount} ${unit}`} class="price-line">
              {unitPrice(cost, currency)} {unit}
              <span class="under">
                {workload}, {gpuCount} GPUs
              </span>
            </span>
          )),
  },
]

const EFFECTIVE: readonly Column<Effective>[] = [
  { key: 'model', label: 'GPU', sortBy: ({ model }) => model, cell: ({ model }) => model },
  {
    key: 'billed',
    label: 'Billed',
    isNumber: true,
    sortBy: ({ billed }) => Number(billed),
    cell: ({ billed, currency }) => amount(billed, currency),
  },
  {
    key: 'active',
    label: 'GPU-hours running',
    isNumber: true,
    sortBy: ({ activeGpuHours }) => Number(activeGpuHours),
    cell: ({ activeGpuHours }) => count(Number(activeGpuHours), 1),
  },
  {
    key: 'shutoff',
    label: 'Shut off, GPUs held',
    isNumber: true,
    sortBy: ({ shutoffGpuHours }) => Number(shutoffGpuHours),
    cell: ({ shutoffGpuHours }) => count(Number(shutoffGpuHours), 1),
  },
  {
    key: 'unknown',
    label: 'Nobody looked',
    isNumber: true,
    sortBy: ({ unknownGpuHours }) => Number(unknownGpuHours),
    cell: ({ unknownGpuHours }) => count(Number(unknownGpuHours), 1),
  },
  {
    key: 'effective',
    label: 'Per GPU-hour that ran',
    isNumber: true,
    sortBy: ({ atLeast }) => Number(atLeast ?? 0),
    cell: effectiveCell,
  },
]

/** A range where hours are not known: most of them may have been of use, or none. */
function effectiveCell({ perActiveGpuHour, atLeast, withoutShutoff, currency, isBound }: Effective) {
  if (atLeast === null) return NONE
  if (isBound)
    return (
      <>
        at least {unitPrice(atLeast, currency)}
        <span class="under">
          {perActiveGpuHour === null ? 'nobody saw it run' : `at most ${unitPrice(perActiveGpuHour, currency)}`}
        </span>
      </>
    )
  return (
    <>
      {unitPrice(perActiveGpuHour, currency)}
      <span class="under">{unitPrice(withoutShutoff, currency)} without what was shut off</span>
    </>
  )
}
