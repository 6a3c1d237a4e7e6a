import { useEffect, useRef } from 'preact/hooks'
import type { StockPool } from '../../api.ts'
import { Icon } from '../../components/icon.tsx'
import { WeekHeat } from '../../components/week-heat.tsx'
import { count, plural } from '../../format.ts'
import { chanceRange, chanceText } from '../../planning-words.ts'
import { setParams } from '../../router.ts'
import { machinesText, shortageText } from './pool-table.tsx'
import { triesText } from './untold-table.tsx'
import { WatchButton } from './watch-button.tsx'

interface Props {
  readonly pool: StockPool
  readonly size: number
  readonly zone: string
}

/** One model of one region: its week, its sizes, its shortages. */
export function PoolDetail({ pool, size, zone }: Props) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])
  const snapshots = pool.sizes[0]?.inAnHour.snapshots ?? 0
  return (
    <section class="card" aria-labelledby="pool">
      <div class="card-head">
        <h2 id="pool" ref={heading} tabIndex={-1}>
          {pool.gpuModel} <span class="muted">{pool.region}</span>
        </h2>
        <button type="button" class="button quiet" onClick={() => setParams({ pool: null })}>
          <Icon name="close" />
          Close
        </button>
      </div>
      <WeekHeat
        caption={`How often a machine of ${plural(size, 'GPU')} could be had, by hour of the week (${zone}), from ${plural(snapshots, 'reading')}`}
        values={pool.chances}
        full="always in stock"
        word="in stock"
      />
      <ul>
        {pool.sizes.map((each) => (
          <li key={each.size}>
            Machines of {plural(each.size, 'GPU')}: {machinesText(each)} now; in an hour {chanceText(each.inAnHour.p)}
            {chanceRange(each.inAnHour) && ` (${chanceRange(each.inAnHour)!})`}; in 24 hours{' '}
            {chanceText(each.tomorrow.p)}
            {each.seen !== null && `; there in ${count(each.seen * 100)} % of all hours read`}.
          </li>
        ))}
        <li>
          Shortages of machines of {plural(size, 'GPU')}: {shortageText(pool, zone, Date.parse(pool.readAt))}
        </li>
        {pool.tried.good + pool.tried.failed > 0 && (
          <li>
            Tried by this account, and counted in every chance: deploys {triesText(pool.tried.deploys, 'deploy')},
            restores {triesText(pool.tried.restores, 'restore')}.
          </li>
        )}
      </ul>
      <WatchButton region={pool.region} gpuModel={pool.gpuModel} size={size} machines={1} />
    </section>
  )
}
