import type { ChartOptions } from 'chart.js'
import { amount, dayText } from '../format.ts'
import type { Theme } from '../theme.ts'
import { dayAt, type Instant } from '../zone-time.ts'
import { moneyAxis } from './money-axis.ts'
import { INK } from './palette.ts'

export interface MoneyPoint {
  readonly x: Instant
  readonly y: number
}

export interface MoneyLook {
  readonly currency: string
  readonly zone: string
  readonly theme: Theme
  readonly now: Instant
}

/** The frame of lines of money over days, each point at the end of its day. */
export function moneyLineOptions({ currency, zone, theme, now }: MoneyLook): ChartOptions<'line'> {
  const ink = INK[theme]
  return {
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
      y: { beginAtZero: true, ...moneyAxis(currency, theme) },
    },
    plugins: {
      legend: { display: false },
      nowLine: { at: now, label: 'now', color: ink.text },
      tooltip: {
        callbacks: {
          title: (items) =>
            items[0] ? `by the end of ${dayText(dayAt((items[0].raw as MoneyPoint).x - 1, zone))}` : '',
          label: ({ dataset, raw }) => `${dataset.label ?? ''}: ${amount((raw as MoneyPoint).y.toFixed(2), currency)}`,
        },
      },
    },
  }
}
