import { DIMENSION_LABELS, DIMENSIONS } from '../../assignment-words.ts'
import { AskButton } from '../../components/ask-button.tsx'
import { DataTable, type Column } from '../../components/data-table.tsx'
import { ChoiceField } from '../../components/fields.tsx'
import { ProblemNote } from '../../components/problem-note.tsx'
import { compare } from '../../decimal.ts'
import { plainAmount } from '../../format.ts'
import { useLoad } from '../../load.ts'
import { address, setParams } from '../../router.ts'
import { whatIfApi, type OutcomeParty, type Split, type WhatIfAsked } from '../../what-if-api.ts'
import { causesSentence, differenceText } from './difference-words.ts'
import { saveFile } from './files.ts'

interface Props {
  readonly asked: WhatIfAsked
  /** The place of the scenario that is looked at. */
  readonly look: number
  /** Of this wallet alone, where one is chosen. */
  readonly currency: string | null
  /** Changes with what was read. */
  readonly version: string
}

const wordOf = (dimension: Split) => DIMENSION_LABELS[dimension].toLowerCase()

/** What a scenario comes to of each project, owner or cost center; asked for when somebody opens it. */
export function PartyTable({ asked, look, currency, version }: Props) {
  const chosen = address.value.params['split'] ?? ''
  const split = DIMENSIONS.find((dimension) => dimension === chosen) ?? null
  return (
    <details open={split !== null}>
      <summary>By project, owner or cost center</summary>
      <form class="filters" aria-label="Split" onSubmit={(event) => event.preventDefault()}>
        <ChoiceField
          label="Split by"
          value={split ?? ''}
          options={[['', 'choose'], ...DIMENSIONS.map((dimension) => [dimension, wordOf(dimension)] as const)]}
          onValue={(value) => setParams({ split: value || null })}
        />
      </form>
      {split && <Parties {...{ asked, look, currency, version, split }} />}
    </details>
  )
}

function Parties({ asked, look, currency, version, split }: Props & { readonly split: Split }) {
  const told = useLoad(`what-if ${split} ${JSON.stringify([asked, version])}`, () => whatIfApi.parties(asked, split))
  if (told.error) return <ProblemNote error={told.error} />
  const rows = (told.value?.[look] ?? []).filter((party) => currency === null || party.currency === currency)
  return (
    <div aria-busy={told.isLoading}>
      <DataTable
        caption={`The scenario by ${wordOf(split)}, as the resources are assigned today`}
        columns={columnsOf(DIMENSION_LABELS[split])}
        rows={rows}
        rowKey={({ currency: wallet, name }) => JSON.stringify([wallet, name])}
        empty={told.isLoading ? 'Calculating.' : 'Nothing is spent.'}
        shown={20}
      />
      <p class="muted">What is likely and what differs add up to the wallet; what a scenario adds is nobody's yet.</p>
      {rows.some(({ total }) => compare(total.p50, total.billedSoFar) < 0) && (
        <p class="muted">
          Where less is likely than is billed already, the forecast expects machines to cost less than their rates go
          on, and the scenario takes them away at their rates.
        </p>
      )}
      <p>
        <AskButton
          isQuiet
          ask={async () => {
            saveFile(`what-if-by-${split}.csv`, await whatIfApi.csv(asked, 'month', split))
            return 'Saved.'
          }}
        >
          CSV by {wordOf(split)}
        </AskButton>
      </p>
    </div>
  )
}

const columnsOf = (label: string): readonly Column<OutcomeParty>[] => [
  {
    key: 'name',
    label,
    cell: ({ name }) => name ?? <span class="muted">not assigned</span>,
    sortBy: ({ name }) => name ?? '',
  },
  { key: 'wallet', label: 'Wallet', cell: ({ currency }) => currency },
  {
    key: 'likely',
    label: 'Likely in the scenario',
    cell: ({ total, currency }) => (
      <>
        <b class="forecast">{plainAmount(total.p50, currency)}</b>
        <span class="under">
          {plainAmount(total.p10, currency)} to {plainAmount(total.p90, currency)}, 8 times in 10
        </span>
      </>
    ),
    sortBy: ({ total }) => Number(total.p50),
    isNumber: true,
  },
  {
    key: 'difference',
    label: 'Against the plan',
    cell: ({ difference, currency }) => (
      <span title={causesSentence({ currency, difference })}>{differenceText(difference.total, currency)}</span>
    ),
    sortBy: ({ difference }) => Number(difference.total),
    isNumber: true,
  },
]
