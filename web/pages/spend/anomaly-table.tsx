import { useState } from 'preact/hooks'
import { alertsApi, type Anomaly } from '../../alerts-api.ts'
import { AskButton } from '../../components/ask-button.tsx'
import { DataTable } from '../../components/data-table.tsx'
import { Icon } from '../../components/icon.tsx'
import { PersonInput, usePerson } from '../../components/person-input.tsx'
import { ProblemNote } from '../../components/problem-note.tsx'
import { fileUrl } from '../../client.ts'
import type { Days, Parties } from '../../filters.ts'
import { amount, momentText } from '../../format.ts'
import { useLoad } from '../../load.ts'
import type { Instant } from '../../zone-time.ts'

interface Props {
  readonly days: Days
  readonly currency: string | null
  readonly parties: Parties
  readonly zone: string
  readonly now: Instant
}

const SHOWN = 8
const NAMED = 4

/** Spend of these days that was not to be expected, with what makes most of it; whoever knows better says so. */
export function AnomalyTable({ days, currency, parties, zone, now }: Props) {
  const [name, setName] = usePerson()
  const [changes, setChanges] = useState(0)
  const { value, error } = useLoad(`anomalies ${JSON.stringify([days, parties, now, changes])}`, () =>
    alertsApi.anomalies({ ...days, ...parties }),
  )
  const rows = (value ?? []).filter((row) => currency === null || row.currency === currency)
  const moment = (iso: string) => momentText(Date.parse(iso), zone, now)
  return (
    <section class="card planning">
      {error && <ProblemNote error={error} />}
      {!value && !error && <p class="muted">Looking for what was not to be expected</p>}
      {value && (
        <>
          <DataTable
            caption="Not to be expected"
            shown={SHOWN}
            empty="Nothing was out of the usual in these days."
            rowKey={({ id }) => id}
            rows={rows}
            columns={[
              {
                key: 'what',
                label: 'What',
                cell: (row) => (
                  <>
                    {row.what}
                    <span class="under">{row.expected ? `expected, says ${row.expected.by}` : row.why}</span>
                  </>
                ),
              },
              {
                key: 'when',
                label: 'Since',
                sortBy: ({ startsAt }) => startsAt,
                cell: ({ startsAt, endsAt }) => (
                  <>
                    {moment(startsAt)}
                    <span class="under">{endsAt === null ? 'goes on' : `until ${moment(endsAt)}`}</span>
                  </>
                ),
              },
              {
                key: 'over',
                label: 'Over the usual',
                isNumber: true,
                sortBy: ({ over }) => Number(over),
                cell: (row) => (
                  <>
                    {amount(row.over, row.currency)}
                    <span class="under">
                      {amount(row.spent, row.currency)} instead of {amount(row.usual, row.currency)}
                    </span>
                  </>
                ),
              },
              { key: 'by', label: 'Most of it', cell: mostOf },
              {
                key: 'act',
                label: 'Was it meant?',
                cell: ({ id, expected }) => (
                  <AskButton
                    isDisabled={name.trim() === ''}
                    ask={async () => {
                      await alertsApi.sayExpected(id, expected === null, name)
                      setChanges((n) => n + 1)
                      return expected === null ? 'Expected.' : 'Not expected.'
                    }}
                  >
                    {expected === null ? 'It was' : 'It was not'}
                  </AskButton>
                ),
              },
            ]}
          />
          {rows.length > 0 && (
            <div class="rule-form">
              <PersonInput name={name} onName={setName} />
              <a class="button" href={fileUrl('anomalies.csv', { ...days, currency, ...parties })} download>
                <Icon name="download" /> As CSV
              </a>
            </div>
          )}
        </>
      )}
    </section>
  )
}

/** 'dev-tom' or 'sweep-01, sweep-02 and 8 more'. */
function mostOf({ resources }: Anomaly): string {
  const names = resources.slice(0, NAMED).map(({ name }) => name)
  const rest = resources.length - names.length
  return rest > 0 ? `${names.join(', ')} and ${rest} more` : names.join(', ')
}
