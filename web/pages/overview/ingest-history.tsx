import { api, type IngestRun, type Quarantined } from '../../api.ts'
import { DataTable, type Column } from '../../components/data-table.tsx'
import { LazyDetails } from '../../components/lazy-details.tsx'
import { count, durationText, momentText, NONE } from '../../format.ts'
import { sourceText } from '../../words.ts'
import type { Instant } from '../../zone-time.ts'

interface Props {
  readonly zone: string
  readonly now: Instant
}

const RUN_STATUS: Readonly<Record<IngestRun['status'], string>> = {
  running: 'under way',
  ok: 'all read',
  partial: 'in part',
  failed: 'failed',
}

/** The last readings, newest first, opened on demand. */
export function EarlierReadings({ zone, now }: Props) {
  const rowsOf = ({ sources }: IngestRun, part: 'inserted' | 'updated' | 'quarantined') =>
    sources.reduce((total, source) => total + source[part], 0)
  const number = (key: string, label: string, value: (run: IngestRun) => number): Column<IngestRun> => ({
    key,
    label,
    cell: (run) => count(value(run)),
    sortBy: value,
    isNumber: true,
  })
  const columns: readonly Column<IngestRun>[] = [
    {
      key: 'startedAt',
      label: 'Began',
      cell: (run) => momentText(Date.parse(run.startedAt), zone, now),
      sortBy: (run) => run.startedAt,
    },
    { key: 'status', label: 'Outcome', cell: (run) => RUN_STATUS[run.status], sortBy: (run) => run.status },
    {
      key: 'took',
      label: 'Took',
      cell: (run) =>
        run.finishedAt === null ? NONE : durationText((Date.parse(run.finishedAt) - Date.parse(run.startedAt)) / 1000),
      isNumber: true,
    },
    number('requests', 'Requests', (run) => run.requests),
    number('inserted', 'New rows', (run) => rowsOf(run, 'inserted')),
    number('updated', 'Changed rows', (run) => rowsOf(run, 'updated')),
    number('quarantined', 'Not understood', (run) => rowsOf(run, 'quarantined')),
  ]
  return (
    <LazyDetails summary="Earlier readings" load={api.ingestRuns}>
      {(runs) => (
        <DataTable
          caption="The last 20 readings, newest first"
          columns={columns}
          rows={runs}
          rowKey={(run) => String(run.runId)}
          empty="Nothing was read yet."
        />
      )}
    </LazyDetails>
  )
}

/** The rows that could not be understood, with the reason for each, opened on demand. */
export function QuarantinedRows({ zone, now }: Props) {
  const columns: readonly Column<Quarantined>[] = [
    { key: 'source', label: 'From', cell: (row) => sourceText(row.source), sortBy: (row) => row.source },
    { key: 'reason', label: 'Why it was set aside', cell: (row) => row.reason, sortBy: (row) => row.reason },
    {
      key: 'firstSeen',
      label: 'First seen',
      cell: (row) => momentText(Date.parse(row.firstSeen), zone, now),
      sortBy: (row) => row.firstSeen,
    },
    { key: 'payload', label: 'The row', cell: (row) => <code class="payload">{JSON.stringify(row.payload)}</code> },
  ]
  return (
    <LazyDetails summary="See which and why" load={api.quarantine}>
      {(rows) => (
        <DataTable
          caption="Records in quarantine"
          columns={columns}
          rows={rows}
          rowKey={(row) => `${row.source} ${row.firstSeen} ${JSON.stringify(row.payload)}`}
          empty="No records in quarantine."
        />
      )}
    </LazyDetails>
  )
}
