import { DataTable, type Column } from '../../components/data-table.tsx'
import { amount, momentText } from '../../format.ts'
import { causeText, evidenceText } from '../../price-words.ts'
import type { ReconciledRecord } from '../../prices-api.ts'
import { setParams } from '../../router.ts'

interface Props {
  readonly rows: readonly ReconciledRecord[]
  readonly zone: string
  readonly now: number
}

/** The bills that do not agree, the largest difference first; each opens its proof. */
export function RecordTable({ rows, zone, now }: Props) {
  const moment = (at: string) => momentText(Date.parse(at), zone, now)
  const columns: Column<ReconciledRecord>[] = [
    {
      key: 'name',
      label: 'Bill of',
      sortBy: ({ name }) => name,
      cell: ({ name, recordId, resourceId, resourceType }) => (
        <>
          {resourceType === 'ai_model' ? (
            name
          ) : (
            <button
              type="button"
              class="sort"
              onClick={() => {
                setParams({ proof: resourceId })
                scrollTo(0, 0)
              }}
            >
              {name}
            </button>
          )}
          <span class="under">{recordId}</span>
        </>
      ),
    },
    { key: 'cause', label: 'Why', sortBy: ({ cause }) => cause ?? '', cell: ({ cause }) => causeText(cause) },
    {
      key: 'time',
      label: 'Time',
      sortBy: ({ startsAt }) => Date.parse(startsAt),
      cell: ({ startsAt, endsAt }) => (
        <>
          from {moment(startsAt)}
          <span class="under">{endsAt === null ? 'still open' : `to ${moment(endsAt)}`}</span>
        </>
      ),
    },
    {
      key: 'billed',
      label: 'Billed',
      isNumber: true,
      sortBy: ({ billed }) => Number(billed),
      cell: ({ billed, currency }) => amount(billed, currency),
    },
    {
      key: 'recalculated',
      label: 'Recalculated',
      isNumber: true,
      sortBy: ({ recalculated }) => Number(recalculated ?? 0),
      cell: ({ recalculated, currency }) => amount(recalculated, currency),
    },
    {
      key: 'difference',
      label: 'Difference',
      isNumber: true,
      sortBy: ({ difference }) => Math.abs(Number(difference ?? 0)),
      cell: ({ difference, currency }) => amount(difference, currency),
    },
    {
      key: 'evidence',
      label: 'Compared',
      cell: ({ evidence, isAssumedRight }) => evidenceText(evidence, isAssumedRight),
    },
  ]
  return (
    <DataTable
      caption="Bills that do not agree, each as a whole"
      columns={columns}
      rows={rows}
      rowKey={({ recordId }) => recordId}
      empty="Every bill of this period agrees with a price list, within the rounding of its total."
      shown={12}
    />
  )
}
