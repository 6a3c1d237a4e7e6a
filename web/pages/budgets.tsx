import { useState } from 'preact/hooks'
import { budgetsApi } from '../budgets-api.ts'
import { fileUrl } from '../client.ts'
import { FileImport } from '../components/file-import.tsx'
import { Icon } from '../components/icon.tsx'
import { PageHead } from '../components/page-head.tsx'
import { PartyChoice } from '../components/party-choice.tsx'
import { PartyNote } from '../components/party-note.tsx'
import { ProblemNote } from '../components/problem-note.tsx'
import { useLoad } from '../load.ts'
import type { PageProps } from '../page.ts'
import { dayAt } from '../zone-time.ts'
import { BudgetForm } from './budgets/budget-form.tsx'
import { BudgetList } from './budgets/budget-list.tsx'
import { FundForm } from './budgets/fund-form.tsx'
import { FundTable } from './budgets/fund-table.tsx'

/** What may be spent, and whether that will do. */
export function BudgetsPage({ meta, overview, filters: { parties } }: PageProps) {
  const [changes, setChanges] = useState(0)
  // A form begins anew when something was kept or for somebody else, and not while it is typed because the account was read.
  const formKey = JSON.stringify([changes, parties])
  const key = `${overview.asOf} ${formKey}`
  const budgets = useLoad(`budgets ${key}`, () => budgetsApi.budgets(parties))
  const funds = useLoad(`funds ${key}`, () => budgetsApi.funds(parties))
  const error = budgets.error ?? funds.error
  const { zone } = meta.account
  const now = Date.parse(meta.now)
  const today = dayAt(now, zone)
  const onChanged = () => setChanges((n) => n + 1)
  return (
    <>
      <PageHead title="Budgets" question="Do we stay within what we meant to spend?">
        <form class="filters" aria-label="Filters" onSubmit={(event) => event.preventDefault()}>
          <PartyChoice meta={meta} parties={parties} />
        </form>
      </PageHead>
      <PartyNote parties={parties} isWhole>
        Budgets and grants that are for them, each told whole; those of a whole wallet are left out.
      </PartyNote>
      {error && <ProblemNote error={error} />}
      {budgets.value && (
        <section class="card planning" aria-busy={budgets.isLoading}>
          <h2>Budgets</h2>
          <BudgetList
            rows={budgets.value}
            parties={parties}
            currencies={meta.currencies}
            zone={zone}
            now={now}
            today={today}
            onChanged={onChanged}
          />
          <details>
            <summary>Add a budget</summary>
            <BudgetForm key={formKey} parties={parties} currencies={meta.currencies} today={today} onKept={onChanged} />
          </details>
          <div class="actions">
            <a class="button" href={fileUrl('budgets.csv', parties)} download>
              <Icon name="download" />
              Budgets as CSV
            </a>
            <FileImport label="Take budgets" send={budgetsApi.importBudgets} onTaken={onChanged} />
          </div>
        </section>
      )}
      {funds.value && (
        <section class="card planning" aria-busy={funds.isLoading}>
          <h2>Grants</h2>
          <FundTable
            rows={funds.value}
            parties={parties}
            currencies={meta.currencies}
            today={today}
            onChanged={onChanged}
          />
          <p class="muted">
            Of several grants that cover a project on a day the one that ends first pays first. Projects are told on the
            page of the machines.
          </p>
          <details>
            <summary>Add a grant</summary>
            <FundForm key={formKey} parties={parties} currencies={meta.currencies} today={today} onKept={onChanged} />
          </details>
          <div class="actions">
            <a class="button" href={fileUrl('funds.csv', parties)} download>
              <Icon name="download" />
              Grants as CSV
            </a>
            <FileImport label="Take grants" send={budgetsApi.importFunds} onTaken={onChanged} />
          </div>
        </section>
      )}
    </>
  )
}
