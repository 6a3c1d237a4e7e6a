import type { Correction } from '../../books-api.ts'
import { DataTable } from '../../components/data-table.tsx'
import { amount, dayText } from '../../format.ts'
import type { Day } from '../../zone-time.ts'

/** What the bills of a closed month came to be since, by record and cause. */
export const ChangedSince = ({ rows, today }: { readonly rows: readonly Correction[]; readonly today: Day }) => (
  <DataTable
    caption="Changed since closing: corrections in the open month"
    columns={[
      {
        key: 'resource',
        label: 'Bill',
        cell: ({ resourceName, recordId }) => (
          <>
            {resourceName}
            <span class="under">record {recordId}</span>
          </>
        ),
      },
      { key: 'cause', label: 'Cause', sortBy: ({ cause }) => cause, cell: ({ cause }) => CAUSES[cause] },
      { key: 'day', label: 'Booked on', sortBy: ({ day }) => day, cell: ({ day }) => dayText(day, today) },
      {
        key: 'amount',
        label: 'Charged more by',
        isNumber: true,
        cell: (row) => amount(row.amount, row.currency),
      },
    ]}
    rows={rows}
    rowKey={({ recordId, day }) => `${recordId} ${day}`}
    empty="None of its bills has changed since it was closed."
    shown={10}
  />
)

const CAUSES: Readonly<Record<Correction['cause'], string>> = {
  'restated by Barrack': 'Barrack restated the bill',
  'came late': 'the bill came after the closing',
  'split anew': 'the bill was split over days anew',
}
