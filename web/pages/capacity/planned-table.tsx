import { DataTable } from '../../components/data-table.tsx'
import { ProblemNote } from '../../components/problem-note.tsx'
import type { Parties } from '../../filters.ts'
import { useLoad } from '../../load.ts'
import { planApi, type PlannedDemand } from '../../plan-api.ts'
import { hrefOf } from '../../router.ts'
import type { Instant } from '../../zone-time.ts'
import { checkColumns } from './check-columns.tsx'

interface Props {
  readonly zone: string
  readonly asOf: string
  readonly now: Instant
  /** Moves when something was planned. */
  readonly changes: number
  readonly parties: Parties
}

/** The deployments that are planned, each checked anew: whether it can be had, and whether the wallet holds it. */
export function PlannedTable({ zone, asOf, now, changes, parties }: Props) {
  const { value, error } = useLoad(`planned demands ${JSON.stringify([asOf, changes, parties])}`, () =>
    planApi.plannedDemands(parties),
  )
  if (error) return <ProblemNote error={error} />
  if (!value || value.rows.length === 0) return null
  return (
    <section class="card planning" aria-label="Planned deployments">
      <DataTable
        caption="Planned, as it looks now"
        columns={[
          {
            key: 'what',
            label: 'Plan',
            cell: ({ plan }) => (
              <>
                {plan.sentence}
                {plan.reason !== null && <small class="under">{plan.reason}</small>}
              </>
            ),
            sortBy: ({ plan }) => plan.startsAt,
          },
          {
            key: 'state',
            label: 'State',
            cell: ({ plan }) => (
              <>
                {plan.state === 'proposed' ? (
                  <a href={hrefOf({ path: '/plans', params: {} })}>waits to be approved</a>
                ) : (
                  plan.state
                )}
                <small class="under">{(plan.approved ?? plan.proposed).by}</small>
              </>
            ),
            sortBy: ({ plan }) => plan.state,
          },
          ...checkColumns<PlannedDemand>(({ option }) => option, { zone, now }),
        ]}
        rows={value.rows}
        rowKey={({ plan }) => String(plan.planId)}
        empty=""
        shown={8}
      />
    </section>
  )
}
