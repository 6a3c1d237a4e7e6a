import type { HibernationAnswer } from '../../api.ts'
import { DataTable } from '../../components/data-table.tsx'
import { hoursText, rangeText } from '../../planning-words.ts'

interface Props {
  readonly currency: string
  readonly answer: HibernationAnswer
}

/** What the slider trades: the same machines at each of its steps. */
export function CautionTable({ currency, answer }: Props) {
  return (
    <details>
      <summary>What caution costs</summary>
      <DataTable
        caption={`The ${currency} wallet at each step of caution, a month; these overlap, do not add`}
        columns={[
          {
            key: 'step',
            label: 'A missed hour costs',
            cell: ({ step, missMultiple }) =>
              `${missMultiple} × the hourly price${step === answer.caution.step ? ' (chosen)' : ''}`,
          },
          {
            key: 'beyondNow',
            label: 'Could still be avoided',
            cell: ({ beyondNow }) => rangeText(beyondNow, currency),
            isNumber: true,
          },
          {
            key: 'avoided',
            label: 'Avoided against staying on',
            cell: ({ avoided }) => rangeText(avoided, currency),
            isNumber: true,
          },
          {
            key: 'missed',
            label: 'Needed but asleep',
            cell: ({ missedHours }) => hoursText(missedHours),
            isNumber: true,
          },
        ]}
        rows={answer.curve.filter((row) => row.currency === currency)}
        rowKey={({ step }) => String(step)}
        empty=""
      />
    </details>
  )
}
