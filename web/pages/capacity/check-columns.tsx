import type { DemandOption } from '../../api.ts'
import type { Column } from '../../components/data-table.tsx'
import { amount, count, momentText, NONE, plural, unitPrice } from '../../format.ts'
import { chanceRange, chanceText } from '../../planning-words.ts'
import type { Instant } from '../../zone-time.ts'

/** What the check of a demand came to: its chance, its price, the wallet. A row without an option has none of these. */
export function checkColumns<Row>(
  optionOf: (row: Row) => DemandOption | null,
  { zone, now }: { readonly zone: string; readonly now: Instant },
): readonly Column<Row>[] {
  const pricesOf = (row: Row) => optionOf(row)?.prices ?? []
  return [
    {
      key: 'chance',
      label: 'Chance at the start',
      cell: (row) => {
        const option = optionOf(row)
        return option === null ? 'no such GPU was ever seen' : <Chance option={option} />
      },
      sortBy: (row) => optionOf(row)?.chance.p ?? -1,
    },
    {
      key: 'price',
      label: 'Per machine-hour, and in all',
      cell: (row) =>
        pricesOf(row).length === 0
          ? NONE
          : pricesOf(row).map(({ currency, perMachineHour, total }) => (
              <span key={currency} class="price-line">
                {unitPrice(perMachineHour, currency)}
                <small class="under">{amount(total, currency)} in all</small>
              </span>
            )),
      sortBy: (row) => Number(pricesOf(row).at(-1)?.total ?? 0),
      isNumber: true,
    },
    {
      key: 'wallet',
      label: 'Wallet at the start, to top up',
      cell: (row) =>
        pricesOf(row).map(({ currency, atStart, topUp, topUpBy, canDeploy, minimum }) => (
          <span key={currency} class="price-line">
            {amount(atStart, currency)}
            <small class={topUp === '0' ? 'under' : 'under watch'}>
              {topUp === '0'
                ? 'enough'
                : `top up ${amount(topUp, currency)} by ${topUpBy === null ? 'then' : momentText(Date.parse(topUpBy), zone, now)}`}
              {!canDeploy && `; a deploy needs ${amount(minimum, currency)}`}
            </small>
          </span>
        )),
      isNumber: true,
    },
  ]
}

function Chance({ option: { chance, verdict, reasons, tried } }: { readonly option: DemandOption }) {
  return (
    <>
      <b class={verdict === 'not likely' ? 'act' : verdict === 'feasible' ? undefined : 'watch'}>{verdict}</b>:{' '}
      {chanceText(chance.p)}
      <small class="under">
        {[chanceRange(chance), seenWords(chance.snapshots, tried), reasonWords(reasons)].filter(Boolean).join('; ')}
      </small>
    </>
  )
}

/** '672 readings', with what deploys and restores came to where there were any. */
function seenWords(snapshots: number, { good, failed }: DemandOption['tried']): string {
  const tries =
    good + failed === 0
      ? ''
      : `, ${count(good)} of ${plural(good + failed, 'deploy or restore', 'deploys and restores')} good`
  return `${plural(snapshots, 'observation')}${tries}`
}

const REASONS: Readonly<Record<DemandOption['reasons'][number], string | null>> = {
  // The chance says these.
  stock: null,
  'too little seen': null,
  'no price': 'no price is known in your wallets',
  'balance under the minimum': 'no wallet will hold what a deploy needs',
  'top-up needed': 'every wallet has to be topped up',
}

const reasonWords = (reasons: DemandOption['reasons']): string =>
  reasons.flatMap((reason) => REASONS[reason] ?? []).join('; ')
