import type { StockPool } from '../../api.ts'
import { DataTable, type Column } from '../../components/data-table.tsx'
import { count, NONE, plural, momentText } from '../../format.ts'
import { chanceRange, chanceText } from '../../planning-words.ts'
import { address, changedParams, hrefOf } from '../../router.ts'
import type { Instant } from '../../zone-time.ts'
import { Sparkline } from './sparkline.tsx'

interface Props {
  readonly pools: readonly StockPool[]
  readonly size: number
  readonly zone: string
  readonly now: Instant
}

/** The name of a pool in the address. */
export const poolKey = ({ region, gpuModel }: Pick<StockPool, 'region' | 'gpuModel'>) => `${region} ${gpuModel}`

/** Every model of every region: what there is now, how likely it stays, how long it is missing. */
export function PoolTable({ pools, size, zone, now }: Props) {
  const ofSize = (pool: StockPool) => pool.sizes.find((each) => each.size === size)!
  const columns: readonly Column<StockPool>[] = [
    {
      key: 'model',
      label: 'GPU',
      cell: (pool) => (
        <>
          <a href={poolHref(pool)}>{pool.gpuModel}</a>
          <small class="under">{pool.region}</small>
        </>
      ),
      sortBy: (pool) => `${pool.gpuModel} ${pool.region}`,
    },
    {
      key: 'now',
      label: 'Machines to be had now',
      cell: (pool) => (
        <>
          {machinesText(ofSize(pool))}
          <small class="under">{sizesText(pool)}</small>
        </>
      ),
      sortBy: (pool) => ofSize(pool).now ?? -1,
      isNumber: true,
    },
    ...(['inAnHour', 'tomorrow'] as const).map((key) => ({
      key,
      label: { inAnHour: 'In an hour', tomorrow: 'In 24 hours' }[key],
      cell: (pool: StockPool) => (
        <>
          {chanceText(ofSize(pool)[key].p)}
          <small class="under">{shortRange(ofSize(pool)[key]) ?? readingsText(ofSize(pool)[key].snapshots)}</small>
        </>
      ),
      sortBy: (pool: StockPool) => ofSize(pool)[key].p ?? -1,
      isNumber: true,
    })),
    { key: 'trend', label: 'Last 7 days', cell: (pool) => <Sparkline pool={pool} size={size} /> },
    {
      key: 'week',
      label: 'Hours of the next 168',
      cell: ({ nextWeekHours }) =>
        nextWeekHours === null ? (
          'not known yet'
        ) : (
          <>
            {count(nextWeekHours.p50)}
            <small class="under">
              {nextWeekHours.p10} to {nextWeekHours.p90}
            </small>
          </>
        ),
      sortBy: ({ nextWeekHours }) => nextWeekHours?.p50 ?? -1,
      isNumber: true,
    },
    {
      key: 'shortages',
      label: 'Shortages',
      cell: (pool) => shortageText(pool, zone, now),
      sortBy: ({ shortages }) => shortages.count,
    },
    {
      key: 'planned',
      label: 'Announced',
      cell: ({ planned }) => (
        <>
          {planned.in7Days === null ? 'nothing' : `${planned.in7Days} GPUs in 7 days`}
          {planned.announced > 0 && (
            <small class="under">
              {planned.arrived} of {plural(planned.arrived + planned.notSeen, 'announcement')} could be seen
            </small>
          )}
        </>
      ),
      sortBy: ({ planned }) => Number(planned.in7Days ?? 0),
    },
  ]
  return (
    <DataTable
      caption={`Machines of ${plural(size, 'GPU')}; ranges hold 8 times in 10`}
      columns={columns}
      rows={pools}
      rowKey={poolKey}
      empty="No stock list tells of machines of this size here."
    />
  )
}

function poolHref(pool: StockPool): string {
  const { path, params } = address.value
  return hrefOf({ path, params: changedParams(params, { pool: poolKey(pool) }) })
}

type Size = StockPool['sizes'][number]

export function machinesText({ now, isFloor }: Size): string {
  return now === null ? 'not told' : `${count(now)}${isFloor ? ' or more' : ''}`
}

/** '71 × 1, 32 × 2, 8 × 4'. */
function sizesText({ sizes }: StockPool): string {
  return sizes.map((each) => `${each.now === null ? '?' : count(each.now)} of ${each.size}`).join(', ')
}

/** '86 to 99 %': the heading of the table says how often it holds. */
const shortRange = (chance: Size['inAnHour']) => chanceRange(chance)?.replace(', 8 times in 10', '')

const readingsText = (snapshots: number) => plural(snapshots, 'reading')

export function shortageText({ shortages, readAt }: StockPool, zone: string, now: Instant) {
  const { count: found, medianHours, hours80, runningSince, last } = shortages
  if (found === 0) return 'none seen'
  const length = medianHours === null ? 'none has ended yet' : `half within ${count(medianHours)} h`
  const rest = hours80 === null ? '' : `, 4 of 5 within ${count(hours80)} h`
  return (
    <>
      {runningSince !== null ? (
        <span class="watch">none since {momentText(Date.parse(runningSince), zone, now)}</span>
      ) : (
        <>last {last ? momentText(Date.parse(last.endsAt ?? readAt), zone, now) : NONE}</>
      )}
      <small class="under">
        {found} seen: {length}
        {rest}
      </small>
    </>
  )
}
