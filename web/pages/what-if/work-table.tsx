import { DataTable, type Column } from '../../components/data-table.tsx'
import { count, durationText, momentText, NONE, plainAmount, unitPrice } from '../../format.ts'
import type { Outcome, PiecesOf } from '../../what-if-api.ts'
import type { Instant } from '../../zone-time.ts'
import { Pieces } from './pieces.tsx'

type Job = Outcome['jobs'][number]

interface Row {
  readonly outcome: Outcome
  readonly job: Job
}

interface Props {
  readonly outcomes: readonly Outcome[]
  readonly piecesOf: PiecesOf
  readonly currency: string | null
  readonly zone: string
  readonly now: Instant
}

/** The work of all scenarios beside each other: when it is done and what it costs. */
export function WorkTable({ outcomes, piecesOf, currency, zone, now }: Props) {
  const rows = outcomes.flatMap((outcome) =>
    outcome.jobs.filter((job) => currency === null || job.currency === currency).map((job) => ({ outcome, job })),
  )
  if (rows.length === 0) return null
  return (
    <section class="card" aria-label="Work">
      <DataTable
        caption="Work"
        columns={columnsOf({ piecesOf, zone, now })}
        rows={rows}
        rowKey={({ outcome, job }) => `${outcome.name} ${job.change}`}
        empty=""
      />
    </section>
  )
}

function columnsOf({ piecesOf, zone, now }: Pick<Props, 'piecesOf' | 'zone' | 'now'>): readonly Column<Row>[] {
  const moment = (at: string | null) => (at === null ? 'beyond the year' : momentText(Date.parse(at), zone, now))
  return [
    { key: 'name', label: 'Work', cell: ({ job }) => job.name },
    { key: 'scenario', label: 'Scenario', cell: ({ outcome }) => outcome.name },
    {
      key: 'finish',
      label: 'Done',
      cell: ({ job: { finish } }) => (
        <>
          {moment(finish.likely)}
          {finish.early !== finish.late && (
            <span class="under">
              {moment(finish.early)} to {moment(finish.late)}
            </span>
          )}
        </>
      ),
      sortBy: ({ job }) => job.finish.likely,
    },
    { key: 'deadline', label: 'Deadline', cell: ({ job }) => deadlineText(job.deadline) },
    {
      key: 'cost',
      label: 'Cost',
      cell: ({ outcome, job }) => <JobCost {...{ outcome, job, piecesOf, zone }} />,
      isNumber: true,
    },
    {
      key: 'unit',
      label: 'For a unit',
      cell: ({ job: { perUnit, unit, currency } }) => `${unitPrice(perUnit, currency)} per ${unit}`,
      isNumber: true,
    },
    { key: 'hours', label: 'GPU-hours', cell: ({ job }) => count(job.gpuHours, 1), isNumber: true },
  ]
}

function JobCost({ outcome, job, piecesOf, zone }: Row & Pick<Props, 'piecesOf' | 'zone'>) {
  const { cost, currency, change } = job
  const line = outcome.lines.find(({ now, changes }) => now === null && changes[0] === change)
  return (
    <>
      {plainAmount(cost.likely, currency)} {currency}
      {cost.early !== cost.late && (
        <span class="under">
          {plainAmount(cost.early, currency)} to{' '}
          {cost.late === null ? 'beyond the year' : plainAmount(cost.late, currency)}
        </span>
      )}
      {line && <Pieces line={line} load={() => piecesOf(outcome, line.id)} zone={zone} />}
    </>
  )
}

function deadlineText(deadline: Job['deadline']): string {
  if (deadline === null) return NONE
  if (!deadline.isMade) return `missed by ${durationText(deadline.lateSeconds)}`
  return deadline.isSure ? 'made' : 'made if it goes as likely'
}
