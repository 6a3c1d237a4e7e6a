import { useState } from 'preact/hooks'
import { DataTable } from '../../components/data-table.tsx'
import { FileImport } from '../../components/file-import.tsx'
import { Icon } from '../../components/icon.tsx'
import { usePerson } from '../../components/person-input.tsx'
import { amount, count, dayText, NONE, plural } from '../../format.ts'
import { pricesApi, reportUrl, type FactsRow, type TypedFacts } from '../../prices-api.ts'
import { dayAt, type Day } from '../../zone-time.ts'
import { FACT_WORDS } from './fact-words.ts'
import { FactsForm } from './facts-form.tsx'

interface Props {
  readonly facts: TypedFacts
  readonly zone: string
  readonly today: Day
  readonly onChanged: () => void
}

const SHOWN = 8

/** What Barrack does not tell of resources, those that carry most money first; typed here or given back as a file. */
export function FactsPanel({ facts, zone, today, onChanged }: Props) {
  const [open, setOpen] = useState<FactsRow | null>(null)
  const [person] = usePerson()
  const taken = async (csv: string) => {
    const { resources } = await pricesApi.importTypedFacts(csv, person || 'a file')
    return `Facts of ${plural(resources, 'resource')} taken.`
  }
  return (
    <section class="card planning">
      <DataTable
        caption="What Barrack does not tell"
        shown={SHOWN}
        columns={[
          {
            key: 'name',
            label: 'Resource',
            cell: ({ name, type, isGone }) => (
              <>
                {name}
                <span class="under">{isGone ? `${type}, deleted` : type}</span>
              </>
            ),
          },
          { key: 'billed', label: 'Billed in all', isNumber: true, cell: billedCell },
          {
            key: 'missing',
            label: 'Not told',
            cell: ({ missing }) => (missing.length === 0 ? NONE : missing.map((fact) => FACT_WORDS[fact]).join(', ')),
          },
          {
            key: 'typed',
            label: 'Typed',
            cell: (row) =>
              row.typed.length === 0
                ? NONE
                : row.typed.map(({ fact, by, at }) => (
                    <span key={fact} class="price-line">
                      {FACT_WORDS[fact]} {row[fact]}: typed by {by} on {dayText(dayAt(Date.parse(at), zone), today)}
                    </span>
                  )),
          },
          {
            key: 'change',
            label: 'Change',
            cell: (row) => (
              <button type="button" class="button quiet" onClick={() => setOpen(row)}>
                Type it
              </button>
            ),
          },
        ]}
        rows={facts.rows}
        rowKey={({ resourceId }) => resourceId}
        empty="Barrack tells region, tier and volume type of everything that was billed."
      />
      {open && (
        <FactsForm
          key={open.resourceId}
          row={open}
          onDone={() => {
            setOpen(null)
            onChanged()
          }}
          onLeave={() => setOpen(null)}
        />
      )}
      <p class="muted">
        {facts.all > facts.rows.length &&
          `The first ${count(facts.rows.length)} of ${count(facts.all)}; the CSV has all. `}
        What is typed survives every reading until Barrack tells it, and changes no billed amount; what was expected may
        become known by it.
      </p>
      <div class="actions">
        <a class="button" href={reportUrl('typed-facts', {})} download>
          <Icon name="download" />
          As CSV, to fill in
        </a>
        <FileImport label="Take it back" send={taken} onTaken={onChanged} />
      </div>
    </section>
  )
}

const billedCell = ({ billed, share }: FactsRow) =>
  billed.length === 0 ? (
    NONE
  ) : (
    <>
      {billed.map((wallet) => (
        <span key={wallet.currency} class="price-line">
          {amount(wallet.amount, wallet.currency)}
        </span>
      ))}
      <span class="under">{count(share * 100, 1)} % of its wallet</span>
    </>
  )
