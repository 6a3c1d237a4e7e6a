import type { HibernationAnswer } from '../../api.ts'
import { DataTable } from '../../components/data-table.tsx'
import { amount, count, NONE } from '../../format.ts'
import { boundsText } from '../../planning-words.ts'

type MadeRow = HibernationAnswer['made']['machines'][number]

interface Props {
  readonly currency: string
  readonly rows: readonly MadeRow[]
  readonly days: string
}

/** Machine by machine what sleep avoided and what shut off cost. */
export function MadeTable({ currency, rows, days }: Props) {
  return (
    <DataTable
      caption={`Avoided and paid while shut off, ${days}`}
      columns={[
        { key: 'name', label: 'Machine', cell: ({ name }) => name, sortBy: ({ name }) => name },
        {
          key: 'gpu',
          label: 'GPU',
          cell: ({ gpuModel }) => gpuModel ?? NONE,
          sortBy: ({ gpuModel }) => gpuModel ?? '',
        },
        { key: 'region', label: 'Region', cell: ({ region }) => region, sortBy: ({ region }) => region },
        {
          key: 'hours',
          label: 'Hours asleep',
          cell: ({ asleepHours }) => count(asleepHours, 1),
          sortBy: ({ asleepHours }) => asleepHours,
          isNumber: true,
        },
        {
          key: 'avoided',
          label: 'Avoided, against staying on',
          cell: ({ avoided }) => (avoided === null ? 'no price known' : amount(avoided, currency)),
          sortBy: ({ avoided }) => Number(avoided ?? 0),
          isNumber: true,
        },
        {
          key: 'shutoff',
          label: 'Paid while shut off',
          cell: ({ shutoffLow, shutoffHigh }) =>
            shutoffHigh === '0' ? NONE : boundsText(shutoffLow, shutoffHigh, currency),
          sortBy: ({ shutoffHigh }) => Number(shutoffHigh),
          isNumber: true,
        },
      ]}
      rows={rows.filter((row) => row.currency === currency)}
      rowKey={({ resourceId }) => resourceId}
      empty="No machine of this wallet slept or was shut off in these days."
      shown={8}
    />
  )
}
