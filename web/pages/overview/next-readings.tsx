import { api, type Readings } from '../../api.ts'
import { DataTable, type Column } from '../../components/data-table.tsx'
import { count, durationText, momentText, NONE } from '../../format.ts'
import { useLoad } from '../../load.ts'
import { sourceText } from '../../words.ts'
import type { Instant } from '../../zone-time.ts'

type Row = Readings['rows'][number]

interface Props {
  readonly zone: string
  readonly now: Instant
  /** Of the last reading: with the next one they are asked for again. */
  readonly version: string
}

/** What is read next, and how often each source is. */
export function NextReadings({ zone, now, version }: Props) {
  const { value } = useLoad(`readings ${version}`, api.readings)
  if (!value) return null
  if (!value.isScheduled) return <p class="muted">The clock stands still: nothing is read by itself.</p>
  const next = value.rows.reduce((soonest, row) => ((row.nextAt ?? '') < (soonest.nextAt ?? '') ? row : soonest))
  const bills = value.rows.find(({ source }) => source === 'instance-billing')
  const moment = (at: string | null) => (at === null ? 'at once' : momentText(Date.parse(at), zone, now))
  const columns: readonly Column<Row>[] = [
    {
      key: 'source',
      label: 'What',
      cell: ({ source }) => sourceText(source),
      sortBy: ({ source }) => sourceText(source),
    },
    {
      key: 'every',
      label: 'Every',
      cell: ({ everySeconds, setSeconds }) => (
        <>
          {durationText(everySeconds)}
          {everySeconds > setSeconds && <span class="under">{durationText(setSeconds)} is set</span>}
        </>
      ),
      sortBy: ({ everySeconds }) => everySeconds,
      isNumber: true,
    },
    {
      key: 'readAt',
      label: 'Last read',
      cell: ({ readAt, sweep, error }) => (
        <>
          {readAt === null ? NONE : moment(readAt)}
          {sweep && (
            <span class="under">
              old bills: page {count(sweep.page)} of {count(sweep.pages)} is next
            </span>
          )}
          {error !== null && <span class="under">{error}</span>}
        </>
      ),
      sortBy: ({ readAt }) => readAt ?? '',
    },
    { key: 'nextAt', label: 'Next', cell: ({ nextAt }) => moment(nextAt), sortBy: ({ nextAt }) => nextAt ?? '' },
    {
      key: 'requests',
      label: 'Requests a reading',
      cell: ({ requests }) => (requests === null ? NONE : count(requests, 1)),
      sortBy: ({ requests }) => requests ?? 0,
      isNumber: true,
    },
  ]
  return (
    <>
      <p>
        Next reading {moment(next.nextAt)}
        {bills && `, bills ${moment(bills.nextAt)}`}.
      </p>
      <details>
        <summary>What is read how often</summary>
        <p class="muted">{requestsText(value)}</p>
        <DataTable
          caption="When each source was read and is read next"
          isCaptionHidden
          columns={columns}
          rows={value.rows}
          rowKey={({ source }) => source}
          empty="Nothing is read."
        />
      </details>
    </>
  )
}

function requestsText({ requestsPerMinute, allowedPerMinute }: Readings): string {
  const taken = `All readings take ${count(requestsPerMinute ?? 0, 1)} requests a minute`
  return allowedPerMinute === null
    ? `${taken}. Settable by BARRACK_READ_EVERY.`
    : `${taken} of the ${count(allowedPerMinute)} that the schedule may take. Settable by BARRACK_READ_EVERY.`
}
