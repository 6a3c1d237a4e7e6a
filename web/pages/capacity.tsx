import { useState } from 'preact/hooks'
import { api, capacityCsvUrl } from '../api.ts'
import { Icon } from '../components/icon.tsx'
import { PageHead } from '../components/page-head.tsx'
import { PartyChoice } from '../components/party-choice.tsx'
import { PartyNote } from '../components/party-note.tsx'
import { ProblemNote } from '../components/problem-note.tsx'
import { ageText } from '../format.ts'
import { useLoad } from '../load.ts'
import type { PageProps } from '../page.ts'
import { address, setParams } from '../router.ts'
import { DemandPanel } from './capacity/demand-panel.tsx'
import { PlannedTable } from './capacity/planned-table.tsx'
import { PoolDetail } from './capacity/pool-detail.tsx'
import { PoolTable, poolKey } from './capacity/pool-table.tsx'
import { UntoldTable } from './capacity/untold-table.tsx'

const DEFAULT_SIZE = '1'
/** Stock older than this is said to be old. */
const OLD_SECONDS = 2 * 3600

export function CapacityPage({ meta, overview, filters: { parties } }: PageProps) {
  const { zone } = meta.account
  const { params } = address.value
  const [changes, setChanges] = useState(0)
  const size = params['size'] ?? DEFAULT_SIZE
  const loaded = useLoad(`capacity ${size} ${overview.asOf}`, () => api.capacity({ size }))
  const answer = loaded.value
  const regions = [...new Set(answer?.pools.map(({ region }) => region))]
  const region = regions.find((each) => each === params['stock'])
  const pools = answer?.pools.filter((pool) => region === undefined || pool.region === region) ?? []
  const chosen = pools.find((pool) => poolKey(pool) === params['pool'])
  const age = answer?.readAt ? (Date.parse(answer.asOf) - Date.parse(answer.readAt)) / 1000 : null

  return (
    <>
      <PageHead title="Capacity" question="Can we get it, and when?">
        <form class="filters" aria-label="Filters" onSubmit={(event) => event.preventDefault()}>
          <label>
            <span>One machine has</span>
            <select value={size} onChange={({ currentTarget }) => setParams({ size: currentTarget.value })}>
              {(answer?.sizes ?? [Number(size)]).map((each) => (
                <option key={each} value={String(each)}>
                  {each === 1 ? '1 GPU' : `${each} GPUs`}
                </option>
              ))}
            </select>
          </label>
          <label>
            <span>Stock of</span>
            <select value={region ?? ''} onChange={({ currentTarget }) => setParams({ stock: currentTarget.value })}>
              <option value="">All regions</option>
              {regions.map((each) => (
                <option key={each} value={each}>
                  {each}
                </option>
              ))}
            </select>
          </label>
          <PartyChoice meta={meta} parties={parties} />
        </form>
      </PageHead>
      <PartyNote parties={parties} isWhole>
        Planned deployments that are for them or for the whole account; stock, and the chance to get it, is everybody’s.
      </PartyNote>
      {loaded.error && <ProblemNote error={loaded.error} />}
      {answer?.readAt === null && (
        <p class="note watch">
          <Icon name="warning" />
          <span>
            This account is not told GPU stock: chances are those of the deploys and restores that were seen, where
            there were enough.
          </span>
        </p>
      )}
      {age !== null && age > OLD_SECONDS && (
        <p class="note watch">
          <Icon name="warning" />
          <span>Stock was last read {ageText(age)}: what stands here may be gone.</span>
        </p>
      )}
      <DemandPanel
        zone={zone}
        asOf={overview.asOf}
        now={Date.parse(meta.now)}
        parties={parties}
        onPlanned={() => setChanges((before) => before + 1)}
      />
      <PlannedTable zone={zone} asOf={overview.asOf} now={Date.parse(meta.now)} changes={changes} parties={parties} />
      {answer && chosen && <PoolDetail key={poolKey(chosen)} pool={chosen} size={answer.size} zone={zone} />}
      {answer && answer.untold.length > 0 && (
        <UntoldTable pools={answer.untold} zone={zone} now={Date.parse(answer.asOf)} />
      )}
      {answer && answer.readAt !== null && (
        <section class="card planning" aria-label="Stock">
          <PoolTable pools={pools} size={answer.size} zone={zone} now={Date.parse(answer.asOf)} />
          <p class="muted">
            Configurations draw on the same GPUs: they do not add up. A chance is learned from the hours of stock that
            were read, recent weeks first. Read {age === null ? '' : ageText(age)}.
          </p>
          <a class="button" href={capacityCsvUrl({ size })} download>
            <Icon name="download" />
            Stock as CSV
          </a>
        </section>
      )}
    </>
  )
}
