import type { ChartConfiguration } from 'chart.js'
import type { BudgetDay } from '../budgets-api.ts'
import { addDays, startOfDay } from '../zone-time.ts'
import { moneyLineOptions, type MoneyLook, type MoneyPoint } from './money-lines.ts'
import { INK, SERIES } from './palette.ts'

export type BudgetConfig = ChartConfiguration<'line', MoneyPoint[]>

/** A budget's period: the even spend grey, what is billed solid, what is likely to come dashed from today on. */
export function budgetConfig(days: readonly BudgetDay[], look: MoneyLook): BudgetConfig {
  const points = (of: (day: BudgetDay) => string | null) =>
    days.flatMap((row) => {
      const value = of(row)
      return value === null ? [] : [{ x: startOfDay(addDays(row.day, 1), look.zone), y: Number(value) }]
    })
  const ink = INK[look.theme]
  const color = SERIES[look.theme][0]!
  const line = { borderWidth: 2, pointRadius: 0, pointHitRadius: 6 }
  return {
    type: 'line',
    data: {
      datasets: [
        { ...line, label: 'even spend', data: points(({ planned }) => planned), borderColor: ink.muted },
        { ...line, label: 'billed', data: points(({ actual }) => actual), borderColor: color },
        { ...line, label: 'likely', data: points(({ likely }) => likely), borderColor: color, borderDash: [6, 4] },
      ],
    },
    options: moneyLineOptions(look),
  }
}
