import { useState } from 'preact/hooks'
import { hasPart, isAssigned } from '../assignment-words.ts'
import { assignmentsUrl, booksApi, type AssignedRow, type Rule } from '../books-api.ts'
import { AddressChoice } from '../components/address-choice.tsx'
import { FileImport } from '../components/file-import.tsx'
import { Icon } from '../components/icon.tsx'
import { PageHead } from '../components/page-head.tsx'
import { PartyChoice } from '../components/party-choice.tsx'
import { ProblemNote } from '../components/problem-note.tsx'
import { plural } from '../format.ts'
import { useLoad } from '../load.ts'
import type { PageProps } from '../page.ts'
import { address, setParams } from '../router.ts'
import { AssignForm } from './machines/assign-form.tsx'
import { MachineTable } from './machines/machine-table.tsx'
import { RuleForm } from './machines/rule-form.tsx'
import { RuleTable } from './machines/rule-table.tsx'
import '../styles/books.css'

const SHOWN = {
  there: 'that are there',
  open: 'that nobody has assigned',
  all: 'all, gone ones too',
} as const
type Shown = keyof typeof SHOWN

/** Whose each resource is: rules for all that comes, and by hand what they do not tell. */
export function MachinesPage({ meta, overview, filters }: PageProps) {
  const [changes, setChanges] = useState(0)
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const [edited, setEdited] = useState<Rule | 'new' | null>(null)
  const key = JSON.stringify([overview.asOf, changes])
  const list = useLoad(`assignments ${key}`, booksApi.assignments)
  const machines = useLoad(`machines ${key}`, booksApi.machines)
  const rules = useLoad(`rules ${key}`, booksApi.rules)
  const { params } = address.value
  const text = params['name'] ?? ''
  const shown = (Object.hasOwn(SHOWN, params['show'] ?? '') ? params['show'] : 'there') as Shown
  const rows = (list.value?.rows ?? []).filter(
    (row) =>
      isShown(row, shown) &&
      isNamed(row, text) &&
      (filters.currency ?? row.currency) === row.currency &&
      hasPart(row.parts, filters.parties),
  )
  const onChanged = () => setChanges((before) => before + 1)
  const onDone = () => {
    setEdited(null)
    onChanged()
  }
  const error = list.error ?? rules.error ?? machines.error
  return (
    <>
      <PageHead title="Machines" question="Whose is each of them, and why?">
        <form class="filters" aria-label="Filters" onSubmit={(event) => event.preventDefault()}>
          <label>
            <span>Name or id</span>
            <input
              type="search"
              value={text}
              onChange={({ currentTarget }) => setParams({ name: currentTarget.value.trim() })}
            />
          </label>
          <label>
            <span>Resources</span>
            <select value={shown} onChange={({ currentTarget }) => setParams({ show: currentTarget.value })}>
              {(Object.keys(SHOWN) as Shown[]).map((each) => (
                <option key={each} value={each}>
                  {SHOWN[each]}
                </option>
              ))}
            </select>
          </label>
          <AddressChoice
            name="currency"
            label="Wallet"
            all="All wallets"
            value={filters.currency}
            options={meta.currencies}
          />
          <PartyChoice meta={meta} parties={filters.parties} />
        </form>
      </PageHead>
      {error && <ProblemNote error={error} />}
      {list.value && rules.value && (
        <>
          <section class="card planning">
            <RuleTable rows={rules.value} today={list.value.day} onEdit={setEdited} onChanged={onChanged} />
            {edited === null ? (
              <button type="button" class="button" onClick={() => setEdited('new')}>
                Add a rule
              </button>
            ) : (
              <RuleForm
                key={edited === 'new' ? 'new' : edited.ruleId}
                meta={meta}
                rule={edited === 'new' ? null : edited}
                values={list.value.values}
                onDone={onDone}
              />
            )}
          </section>
          <section class="card planning">
            <AssignForm chosen={[...chosen]} values={list.value.values} onDone={onChanged} />
            <MachineTable rows={rows} machines={machines.value ?? null} chosen={chosen} onChosen={setChosen} />
            <p class="muted">
              A volume follows the machine it hangs on, a snapshot its source. What is said by hand or by file goes
              before the rules; what it leaves open is left to them.
            </p>
            <div class="actions">
              <a class="button" href={assignmentsUrl('assignments')} download>
                <Icon name="download" />
                The list as CSV
              </a>
              <a class="button" href={assignmentsUrl('machines', filters.parties)} download>
                <Icon name="download" />
                The machines as CSV
              </a>
              <a class="button" href={assignmentsUrl('assignment-rules')} download>
                <Icon name="download" />
                The rules as CSV
              </a>
              <FileImport label="Take a list, rules or hours of use" send={takeFile} onTaken={onChanged} />
            </div>
          </section>
        </>
      )}
    </>
  )
}

async function takeFile(csv: string): Promise<string> {
  const { form, taken, unchanged } = await booksApi.importAssignments(csv)
  const what = { resources: 'assignment', rules: 'rule', hours: 'day of use' }[form]
  return `${plural(taken, what, form === 'hours' ? 'days of use' : `${what}s`)} taken${unchanged > 0 ? `, ${unchanged} as they were` : ''}.`
}

const isNamed = ({ name, resourceId }: AssignedRow, text: string) =>
  name.toLowerCase().includes(text.toLowerCase()) || resourceId.toLowerCase().includes(text.toLowerCase())

function isShown({ isGone, parts }: AssignedRow, shown: Shown): boolean {
  if (shown === 'all') return true
  return shown === 'open' ? !isAssigned(parts) : !isGone
}
