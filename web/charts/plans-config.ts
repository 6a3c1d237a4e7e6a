import type { ChartConfiguration } from 'chart.js'
import type { Theme } from '../theme.ts'
import { addDays, startOfDay, type Day } from '../zone-time.ts'
import { moneyLineOptions, type MoneyLook, type MoneyPoint } from './money-lines.ts'
import { INK, SERIES } from './palette.ts'

export type PlansConfig = ChartConfiguration<'line', MoneyPoint[]>

/** What a plan costs day by day. */
export interface PlanLine {
  readonly name: string
  readonly days: readonly { readonly day: Day; readonly p50: string }[]
}

/** What will have been spent by the end of each day, a line for each plan; the first is the baseline and dashed. */
export function plansConfig(plans: readonly PlanLine[], look: MoneyLook): PlansConfig {
  const { zone, theme } = look
  return {
    type: 'line',
    data: {
      datasets: plans.map(({ name, days }, i) => ({
        label: name,
        data: sumsOf(days, zone),
        borderColor: planColor(i, theme),
        backgroundColor: planColor(i, theme),
        borderWidth: 2,
        pointRadius: 0,
        pointHitRadius: 6,
        ...(i === 0 ? { borderDash: [6, 4] } : {}),
      })),
    },
    options: moneyLineOptions(look),
  }
}

/** The colour of a plan by its place; the baseline is grey. */
export function planColor(place: number, theme: Theme): string {
  return place === 0 ? INK[theme].muted : SERIES[theme][(place - 1) % SERIES[theme].length]!
}

/** Running sums, each at the end of its day. */
function sumsOf(days: PlanLine['days'], zone: string): MoneyPoint[] {
  let sum = 0
  return days.map(({ day, p50 }) => {
    sum += Number(p50)
    return { x: startOfDay(addDays(day, 1), zone), y: sum }
  })
}
