import type { ChartConfiguration } from 'chart.js'
import { amount, dayText, plainAmount } from '../format.ts'
import type { Theme } from '../theme.ts'
import { addDays, dayAt, startOfDay, type Day, type Instant } from '../zone-time.ts'
import { INK, SERIES } from './palette.ts'

export type PlansConfig = ChartConfiguration<'line', Point[]>

interface Point {
  readonly x: Instant
  readonly y: number
}

/** What a plan costs day by day. */
export interface PlanLine {
  readonly name: string
  readonly days: readonly { readonly day: Day; readonly p50: string }[]
}

interface Look {
  readonly currency: string
  readonly zone: string
  readonly theme: Theme
  readonly now: Instant
}

/** What will have been spent by the end of each day, a line for each plan; the first is the baseline and dashed. */
export function plansConfig(plans: readonly PlanLine[], { currency, zone, theme, now }: Look): PlansConfig {
  const ink = INK[theme]
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
    options: {
      parsing: false,
      normalized: true,
      animation: false,
      maintainAspectRatio: false,
      layout: { padding: { top: 18, right: 8 } },
      interaction: { mode: 'index', intersect: false },
      scales: {
        x: {
          type: 'time',
          adapters: { date: { zone } },
          grid: { display: false },
          border: { color: ink.grid },
          ticks: {
            color: ink.muted,
            maxRotation: 0,
            maxTicksLimit: 7,
            callback: (value) => dayText(dayAt(Number(value), zone)),
          },
        },
        y: {
          beginAtZero: true,
          grid: { color: ink.grid, tickLength: 0 },
          border: { display: false },
          ticks: {
            color: ink.muted,
            maxTicksLimit: 5,
            padding: 6,
            callback: (value) => plainAmount(String(value), currency, Number(value) % 1 === 0 ? 0 : 2),
          },
        },
      },
      plugins: {
        legend: { display: false },
        nowLine: { at: now, label: 'now', color: ink.text },
        tooltip: {
          callbacks: {
            title: (items) => (items[0] ? `by the end of ${dayText(dayAt((items[0].raw as Point).x - 1, zone))}` : ''),
            label: ({ dataset, raw }) => `${dataset.label ?? ''}: ${amount((raw as Point).y.toFixed(2), currency)}`,
          },
        },
      },
    },
  }
}

/** The colour of a plan by its place; the baseline is grey. */
export function planColor(place: number, theme: Theme): string {
  return place === 0 ? INK[theme].muted : SERIES[theme][(place - 1) % SERIES[theme].length]!
}

/** Running sums, each at the end of its day. */
function sumsOf(days: PlanLine['days'], zone: string): Point[] {
  let sum = 0
  return days.map(({ day, p50 }) => {
    sum += Number(p50)
    return { x: startOfDay(addDays(day, 1), zone), y: sum }
  })
}
