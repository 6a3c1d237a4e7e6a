import type { CapacityAnswer } from '../../api.ts'
import { DataTable } from '../../components/data-table.tsx'
import { momentText, NONE, plural } from '../../format.ts'
import { chanceRange, chanceText } from '../../planning-words.ts'
import type { Instant } from '../../zone-time.ts'

type Untold = CapacityAnswer['untold'][number]

interface Props {
  readonly pools: readonly Untold[]
  readonly zone: string
  readonly now: Instant
}

/** '8 of 9 deploys', 'none'. */
export function triesText({ good, failed }: { good: number; failed: number }, one: string): string {
  return good + failed === 0 ? 'none' : `${good} of ${plural(good + failed, one)} good`
}

/** Pools of which no stock is told, by the deploys and restores that were seen in them. */
export function UntoldTable({ pools, zone, now }: Props) {
  return (
    <section class="card planning" aria-label="Without a stock list">
      <DataTable
        caption="Where stock is not told: what deploys and restores came to"
        columns={[
          { key: 'model', label: 'GPU', cell: ({ gpuModel }) => gpuModel, sortBy: ({ gpuModel }) => gpuModel },
          { key: 'region', label: 'Region', cell: ({ region }) => region, sortBy: ({ region }) => region },
          { key: 'deploys', label: 'Deploys', cell: ({ tried }) => triesText(tried.deploys, 'deploy') },
          { key: 'restores', label: 'Restores', cell: ({ tried }) => triesText(tried.restores, 'restore') },
          {
            key: 'failed',
            label: 'Last without GPUs',
            cell: ({ tried }) =>
              tried.lastFailedAt === null ? NONE : momentText(Date.parse(tried.lastFailedAt), zone, now),
          },
          {
            key: 'chance',
            label: 'Chance of the next',
            cell: ({ chance }) => (
              <>
                {chanceText(chance.p)}
                <small class="under">{chanceRange(chance)}</small>
              </>
            ),
            sortBy: ({ chance }) => chance.p ?? -1,
          },
        ]}
        rows={pools}
        rowKey={({ region, gpuModel }) => `${region} ${gpuModel}`}
        empty=""
        shown={12}
      />
    </section>
  )
}
