import { budgetsApi, type Budget } from '../../budgets-api.ts'
import { budgetConfig } from '../../charts/budget-config.ts'
import { Chart } from '../../components/chart.tsx'
import { DataTable } from '../../components/data-table.tsx'
import { LazyDetails } from '../../components/lazy-details.tsx'
import { amount, dayText, plainAmount } from '../../format.ts'
import { theme } from '../../theme.ts'
import type { Instant } from '../../zone-time.ts'

interface Props {
  readonly budget: Budget
  readonly zone: string
  readonly now: Instant
}

/** The days of a budget's period, drawn and as a table, when they are asked for. */
export function BudgetDetail({ budget, zone, now }: Props) {
  const { budgetId, name, currency } = budget
  return (
    <LazyDetails summary="Day by day" load={() => budgetsApi.days(budgetId)}>
      {(rows) => (
        <>
          <Chart
            config={budgetConfig(rows, { currency, zone, now, theme: theme.value })}
            description={`Budget ${name} day by day: ${amount(budget.now.actual, currency)} billed, ${amount(budget.now.planned, currency)} by an even spend, likely ${amount(budget.now.p50, currency)} in the end.`}
            height={220}
          />
          <DataTable
            caption={`Budget ${name} in ${currency}, the sum by the end of each day`}
            columns={[
              { key: 'day', label: 'Day', cell: ({ day }) => dayText(day), sortBy: ({ day }) => day },
              {
                key: 'planned',
                label: 'Even spend',
                cell: ({ planned }) => plainAmount(planned, currency),
                isNumber: true,
              },
              { key: 'actual', label: 'Billed', cell: ({ actual }) => plainAmount(actual, currency), isNumber: true },
              { key: 'likely', label: 'Likely', cell: ({ likely }) => plainAmount(likely, currency), isNumber: true },
            ]}
            rows={rows}
            rowKey={({ day }) => day}
            empty="The period has no days."
            shown={7}
          />
        </>
      )}
    </LazyDetails>
  )
}
