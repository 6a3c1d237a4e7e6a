import { useState } from 'preact/hooks'
import { budgetsApi } from '../budgets-api.ts'
import { fileUrl } from '../client.ts'
import { FileImport } from '../components/file-import.tsx'
import { Icon } from '../components/icon.tsx'
import { PageHead } from '../components/page-head.tsx'
import { ProblemNote } from '../components/problem-note.tsx'
import { useLoad } from '../load.ts'
import type { PageProps } from '../page.ts'
import { dayAt } from '../zone-time.ts'
import { BudgetForm } from './budgets/budget-form.tsx'
import { BudgetList } from './budgets/budget-list.tsx'
import { FundForm } from './budgets/fund-form.tsx'
import { FundTable } from './budgets/fund-table.tsx'

/** What may be spent, and whether that will do. */
export function BudgetsPage({ meta, overview }: PageProps) {
  const [changes, setChanges] = useState(0)
  const key = JSON.stringify([overview.asOf, changes])
  const budgets = useLoad(`budgets ${key}`, budgetsApi.budgets)
  const funds = useLoad(`funds ${key}`, budgetsApi.funds)
  const error = budgets.error ?? funds.error
  const { zone } = meta.account
  const now = Date.parse(meta.now)
  const today = dayAt(now, zone)
  const onChanged = () => setChanges((n) => n + 1)
  return (
    <>
      <PageHead title="Budgets" question="Do we stay within what we meant to spend?" />
      {error && <ProblemNote error={error} />}
      {budgets.value && (
        <section class="card planning" aria-busy={budgets.isLoading}>
          <h2>Budgets</h2>
          <BudgetList
            rows={budgets.value}
            currencies={meta.currencies}
            zone={zone}
            now={now}
            today={today}
            onChanged={onChanged}
          />
          <details>
            <summary>Add a budget</summary>
            <BudgetForm key={changes} currencies={meta.currencies} today={today} onKept={onChanged} />
          </details>
          <div class="actions">
            <a class="button" href={fileUrl('budgets.csv', {})} download>
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
          <FundTable rows={funds.value} currencies={meta.currencies} today={today} onChanged={onChanged} />
          <p class="muted">
            Of several grants that cover a project on a day the one that ends first pays first. Projects are told on the
            page of the machines.
          </p>
          <details>
            <summary>Add a grant</summary>
            <FundForm key={changes} currencies={meta.currencies} today={today} onKept={onChanged} />
          </details>
          <div class="actions">
            <a class="button" href={fileUrl('funds.csv', {})} download>
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
