import { useState } from 'preact/hooks'
import { budgetsApi, type Fund } from '../../budgets-api.ts'
import { AskButton } from '../../components/ask-button.tsx'
import { DataTable } from '../../components/data-table.tsx'
import { ofWhom, type Parties } from '../../filters.ts'
import { amount, dayText, daysText, NONE } from '../../format.ts'
import { addDays, type Day } from '../../zone-time.ts'
import { paceText } from './budget-words.ts'
import { FundForm } from './fund-form.tsx'

interface Props {
  readonly rows: readonly Fund[]
  readonly parties: Parties
  readonly currencies: readonly string[]
  readonly today: Day
  readonly onChanged: () => void
}

/** Grants: what each paid, what is left, whether it lasts; one of them can be changed below. */
export function FundTable({ rows, parties, currencies, today, onChanged }: Props) {
  const [changing, setChanging] = useState<number | null>(null)
  const fund = rows.find(({ fundId }) => fundId === changing)
  return (
    <>
      <DataTable
        caption="Grants"
        isCaptionHidden
        columns={[
          {
            key: 'name',
            label: 'Grant',
            cell: ({ name, projects, owners, costCenters, note }) => (
              <>
                {name}
                <small class="under">{drawersText([projects, owners, costCenters])}</small>
                {note !== null && <small class="under">{note}</small>}
              </>
            ),
            sortBy: ({ name }) => name,
          },
          {
            key: 'days',
            label: 'Days',
            cell: ({ firstDay, lastDay }) => daysText(firstDay, addDays(lastDay, 1), today),
            sortBy: ({ lastDay }) => lastDay,
          },
          {
            key: 'amount',
            label: 'Granted',
            cell: ({ amount: granted, currency }) => amount(granted, currency),
            sortBy: ({ amount: granted }) => Number(granted),
            isNumber: true,
          },
          {
            key: 'spent',
            label: 'Paid so far',
            cell: ({ now, currency }) => (
              <>
                {amount(now.spent, currency)}
                <small class="under">{paceText(now.pace)}</small>
              </>
            ),
            sortBy: ({ now }) => Number(now.spent),
            isNumber: true,
          },
          {
            key: 'left',
            label: 'Left',
            cell: ({ now, currency }) => amount(now.left, currency),
            sortBy: ({ now }) => Number(now.left),
            isNumber: true,
          },
          {
            key: 'chance',
            label: 'Lasts until its end',
            cell: (fund) => <Chance fund={fund} today={today} />,
            sortBy: ({ now }) => now.chance,
          },
          {
            key: 'leftOver',
            label: 'Likely left over',
            cell: ({ now, currency }) => (now.usedUpOn === null ? amount(now.leftOver, currency) : NONE),
            sortBy: ({ now }) => Number(now.leftOver),
            isNumber: true,
          },
          {
            key: 'actions',
            label: 'Actions',
            cell: ({ fundId, name }) => (
              <span class="actions">
                <button
                  type="button"
                  class="button quiet"
                  aria-expanded={fundId === changing}
                  aria-label={`Change ${name}`}
                  onClick={() => setChanging(fundId === changing ? null : fundId)}
                >
                  Change
                </button>
                <AskButton
                  isQuiet
                  sure={`Take ${name} away?`}
                  ask={async () => {
                    await budgetsApi.removeFund(fundId)
                    onChanged()
                    return 'Taken away.'
                  }}
                >
                  Take away
                </AskButton>
              </span>
            ),
          },
        ]}
        rows={rows}
        rowKey={({ fundId }) => String(fundId)}
        empty={`There is no grant${ofWhom(parties) || ' yet'}: money that has to be spent by a day, or to last until one.`}
      />
      {fund && (
        <>
          <h3>Change: {fund.name}</h3>
          <FundForm key={fund.fundId} fund={fund} currencies={currencies} today={today} onKept={onChanged} />
        </>
      )}
    </>
  )
}

/** 'vision, speech of anna'. */
function drawersText(drawers: readonly (readonly string[])[]): string {
  const said = drawers.filter(({ length }) => length > 0).map((names) => names.join(', '))
  return said.length === 0 ? 'pays for the whole wallet' : said.join(' of ')
}

function Chance({ fund: { now, currency }, today }: { fund: Fund; today: Day }) {
  if (now.time === 'past') return <>over</>
  const percent = Math.round(now.chance * 100)
  return (
    <span class={percent < 50 ? 'act' : percent < 80 ? 'watch' : undefined}>
      {percent} in 100
      <small class="under">
        asked for {amount(now.asked.p10, currency)} to {amount(now.asked.p90, currency)}, 8 times in 10
      </small>
      {now.usedUpOn !== null && (
        <small class="under">
          {Number(now.left) > 0 ? 'likely ' : ''}used up {dayText(now.usedUpOn, today)}
        </small>
      )}
    </span>
  )
}
