import { momentText } from '../format.ts'
import { planApi, type Plan } from '../plan-api.ts'
import type { Instant } from '../zone-time.ts'
import { AskButton } from './ask-button.tsx'
import { DataTable, type Column } from './data-table.tsx'

interface Props {
  readonly caption: string
  readonly rows: readonly Plan[]
  readonly empty: string
  /** Who approves and takes back; '' = nobody yet. */
  readonly person: string
  readonly zone: string
  readonly now: Instant
  readonly onChanged: () => void
}

const SOURCES: Readonly<Record<Plan['source'], string>> = {
  typed: 'typed',
  schedule: 'advised schedule',
  scenario: 'scenario',
  demand: 'demand',
}

/** What is planned, who said so and who approved it, with the next thing to do about each. */
export function PlanTable({ caption, rows, empty, person, zone, now, onChanged }: Props) {
  const done = (said: string) => {
    onChanged()
    return said
  }
  const deed = ({ by, at }: { by: string; at: string }) => `${by}, ${momentText(Date.parse(at), zone, now)}`
  const columns: readonly Column<Plan>[] = [
    {
      key: 'what',
      label: 'Plan',
      cell: ({ sentence, reason }) => (
        <>
          {sentence}
          {reason !== null && <small class="under">{reason}</small>}
        </>
      ),
      sortBy: ({ sentence }) => sentence,
    },
    {
      key: 'from',
      label: 'From',
      cell: ({ source, proposed }) => (
        <>
          {SOURCES[source]}
          <small class="under">{deed(proposed)}</small>
        </>
      ),
      sortBy: ({ proposed }) => proposed.at,
    },
    {
      key: 'state',
      label: 'State',
      cell: ({ state, approved, withdrawn }) => (
        <>
          <span class="nowrap">{state === 'withdrawn' ? 'taken back' : state}</span>
          {(withdrawn ?? approved) && <small class="under">{deed((withdrawn ?? approved)!)}</small>}
        </>
      ),
      sortBy: ({ state }) => state,
    },
    {
      key: 'do',
      label: 'Do',
      cell: ({ planId, state }) => (
        <>
          {state === 'proposed' && (
            <AskButton isQuiet ask={async () => done(`Approved: ${(await planApi.approve(planId, person)).sentence}`)}>
              Approve
            </AskButton>
          )}
          {state !== 'withdrawn' && (
            <AskButton
              isQuiet
              sure="Take it back?"
              ask={async () => done(`Taken back: ${(await planApi.withdraw(planId, person)).sentence}`)}
            >
              Take back
            </AskButton>
          )}
        </>
      ),
    },
  ]
  return (
    <DataTable
      caption={caption}
      columns={person === '' ? columns.slice(0, 3) : columns}
      rows={rows}
      rowKey={({ planId }) => String(planId)}
      empty={empty}
      shown={12}
    />
  )
}
