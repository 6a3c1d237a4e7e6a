import type { SleepMachine } from '../../api.ts'
import { DataTable } from '../../components/data-table.tsx'
import { amount, unitPrice } from '../../format.ts'
import { machineHref, NAME, WHAT } from './machine-columns.tsx'

/** Machines that never stop: nobody knows whether they are needed, so their owners are asked. */
export function AskTable({ machines }: { readonly machines: readonly SleepMachine[] }) {
  return (
    <DataTable
      caption="Ask the owner: on all the time, without evidence of idle hours"
      columns={[
        NAME,
        WHAT,
        { key: 'why', label: 'Why ask', cell: ({ ask }) => ask.join('; ') },
        {
          key: 'rate',
          label: 'Per machine-hour on',
          cell: ({ onPerHour, currency }) => unitPrice(onPerHour, currency),
          sortBy: ({ onPerHour }) => Number(onPerHour),
          isNumber: true,
        },
        {
          key: 'nights',
          label: 'Its nights and week-ends cost, a month',
          cell: ({ onPerHour, currency }) => amount(nightsCost(onPerHour), currency),
          sortBy: ({ onPerHour }) => Number(onPerHour),
          isNumber: true,
        },
        {
          key: 'answer',
          label: 'Answer',
          cell: ({ resourceId, name }) => (
            <a href={machineHref(resourceId)}>
              say when it is needed<span class="visually-hidden">: {name}</span>
            </a>
          ),
        },
      ]}
      rows={machines}
      rowKey={({ resourceId }) => resourceId}
      empty=""
      shown={8}
    />
  )
}

/** 20:00 to 08:00 and the week-end are 108 of the 168 hours of a week; a month has 4.348 weeks. */
const NIGHT_HOURS = (4 * 12 + 60) * (365.25 / 84)

function nightsCost(perHour: string): string {
  return (Number(perHour) * NIGHT_HOURS).toFixed(2)
}
