import { useState } from 'preact/hooks'
import { api, type WalletWays } from '../../api.ts'
import { DataTable, type Column } from '../../components/data-table.tsx'
import { ProblemNote } from '../../components/problem-note.tsx'
import { count, plainAmount } from '../../format.ts'
import { useLoad } from '../../load.ts'
import { percent } from './accuracy.ts'

interface Props {
  readonly currency: string
  /** The data that it is told of: when this changes it is asked for again. */
  readonly asOf: string
}

/** What the forecast is mixed of, asked for when somebody wants to know. */
export function WaysTable({ currency, asOf }: Props) {
  const [isOpen, setOpen] = useState(false)
  return (
    <details onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>What each way of forecasting says by itself</summary>
      {isOpen && <Ways currency={currency} asOf={asOf} />}
    </details>
  )
}

const AHEAD = [
  ['week', 'The next 7 days'],
  ['six-weeks', 'The next 42 days'],
] as const

function Ways({ currency, asOf }: Props) {
  const loaded = useLoad(`ways ${currency} ${asOf}`, () =>
    Promise.all(AHEAD.map(async ([ahead]) => (await api.forecastWays({ currency, ahead }))[0] ?? null)),
  )
  if (loaded.error) return <ProblemNote error={loaded.error} />
  return (
    <div aria-busy={loaded.isLoading}>
      <p class="muted">
        No way is trusted alone: the forecast is their mean by these shares. Plans and prices that are known to change
        come on top.
      </p>
      {AHEAD.map(([ahead, label], i) => {
        const wallet = loaded.value?.[i] ?? null
        return (
          <DataTable
            key={ahead}
            caption={wallet ? `${label}: ${plainAmount(wallet.mixed, currency)} ${currency} together` : label}
            columns={columnsOf(currency, wallet?.origins ?? 0)}
            rows={wallet?.ways ?? []}
            rowKey={({ way }) => way}
            empty={loaded.isLoading ? 'Asking' : 'There is too little history to mix: what runs now is taken to go on.'}
          />
        )
      })}
    </div>
  )
}

type Way = WalletWays['ways'][number]

const columnsOf = (currency: string, origins: number): readonly Column<Way>[] => [
  { key: 'way', label: 'By itself', cell: ({ what }) => what.charAt(0).toUpperCase() + what.slice(1) },
  {
    key: 'total',
    label: `Total, ${currency}`,
    cell: ({ total }) => plainAmount(total, currency),
    sortBy: ({ total }) => Number(total),
    isNumber: true,
  },
  {
    key: 'off',
    label: `Off by, mean of ${count(origins)}`,
    cell: ({ off }) => percent(off),
    sortBy: ({ off }) => off ?? Infinity,
    isNumber: true,
  },
  { key: 'share', label: 'Share', cell: ({ share }) => percent(share), sortBy: ({ share }) => share, isNumber: true },
]
