import { DataTable, type Column } from '../../components/data-table.tsx'
import { daysText, NONE, plainAmount } from '../../format.ts'
import { address, changedParams, hrefOf } from '../../router.ts'
import type { OutcomeWallet } from '../../what-if-api.ts'
import { addDays, type Day } from '../../zone-time.ts'
import { toDaysParam } from './window.ts'

interface Props {
  readonly by: 'day' | 'month'
  readonly plans: readonly { readonly name: string; readonly wallet: OutcomeWallet }[]
  readonly currency: string
  readonly today: Day
}

interface Stretch {
  readonly from: Day
  readonly to: Day
  readonly p10: string
  readonly p50: string
  readonly p90: string
}

/** Each plan by day or month; a figure opens the same comparison over those days alone. */
export function SpendBy({ by, plans, currency, today }: Props) {
  const stretches = plans.map(({ wallet }): Stretch[] =>
    by === 'month' ? wallet.months : wallet.days.map((each) => ({ ...each, from: each.day, to: addDays(each.day, 1) })),
  )
  const own = stretches.map((each) => new Map(each.map((stretch) => [stretch.from, stretch])))
  const columns: readonly Column<Stretch>[] = [
    { key: 'days', label: 'Days', cell: ({ from, to }) => daysText(from, to, today) },
    ...plans.map(({ name }, place) => ({
      key: String(place),
      label: name,
      cell: ({ from, to }: Stretch) => {
        const stretch = own[place]!.get(from)
        if (!stretch) return NONE
        return (
          <>
            <a href={hrefOfDays({ from, to }, place)}>{plainAmount(stretch.p50, currency)}</a>
            <span class="under">
              {plainAmount(stretch.p10, currency)} to {plainAmount(stretch.p90, currency)}
            </span>
          </>
        )
      },
      isNumber: true,
    })),
  ]
  return (
    <DataTable
      caption={`Likely by ${by} in ${currency}, and 8 times in 10 between`}
      columns={columns}
      rows={stretches[0]!}
      rowKey={({ from }) => from}
      empty="No days."
      shown={31}
    />
  )
}

function hrefOfDays(days: { from: Day; to: Day }, place: number): string {
  const { path, params } = address.value
  const look = place > 1 ? String(place - 1) : null
  return hrefOf({ path, params: changedParams(params, { days: toDaysParam(days), look }) })
}
