import type { ChartConfiguration } from 'chart.js'
import { amount, plainAmount } from '../format.ts'
import type { Theme } from '../theme.ts'
import { moneyAxis } from './money-axis.ts'
import { INK, SERIES } from './palette.ts'

export type WaterfallConfig = ChartConfiguration<'bar', Bar[]>

interface Bar {
  readonly x: number
  readonly y: [number, number]
}

/** One cause of a difference, in the order in which it is told. */
export interface Step {
  readonly label: string
  /** Decimal; negative where it makes the scenario cheaper. */
  readonly value: string
}

/** The steps that count for something, each from where the one before it ended; the last bar is all of them together. */
export function waterfallBars(steps: readonly Step[], total: string): (Step & { from: number; to: number })[] {
  let at = 0
  const bars = steps
    .filter(({ value }) => Number(value) !== 0)
    .map((step) => {
      const from = at
      at += Number(step.value)
      return { ...step, from, to: at }
    })
  return [...bars, { label: 'together', value: total, from: 0, to: Number(total) }]
}

/** How a difference comes about, cause by cause: bars hang where the one before them ended. */
export function waterfallConfig(
  steps: readonly Step[],
  total: string,
  currency: string,
  theme: Theme,
): WaterfallConfig {
  const ink = INK[theme]
  const bars = waterfallBars(steps, total)
  const [less, more] = SERIES[theme]
  const digits = Math.abs(Number(total)) < 1000 ? 2 : 0
  const colorOf = (index: number) =>
    index === bars.length - 1 ? ink.muted : Number(bars[index]!.value) < 0 ? less! : more!
  return {
    type: 'bar',
    data: {
      datasets: [
        {
          data: bars.map(({ from, to }, x) => ({ x, y: [from, to] })),
          backgroundColor: bars.map((_, index) => colorOf(index)),
          barPercentage: 0.7,
          categoryPercentage: 0.9,
          minBarLength: 2,
        },
      ],
    },
    options: {
      animation: false,
      maintainAspectRatio: false,
      scales: {
        x: {
          type: 'linear',
          min: -0.5,
          max: bars.length - 0.5,
          grid: { display: false },
          border: { display: false },
          afterBuildTicks: (scale) => {
            scale.ticks = bars.map((_, value) => ({ value }))
          },
          ticks: {
            color: ink.text,
            autoSkip: false,
            maxRotation: 0,
            callback: (value) => {
              const bar = bars[Number(value)]
              return bar ? [bar.label, plainAmount(bar.value, currency, digits)] : ''
            },
          },
        },
        y: moneyAxis(currency, theme),
      },
      plugins: {
        legend: { display: false },
        nowLine: { at: Number.NaN, label: '', color: ink.text },
        tooltip: {
          callbacks: {
            title: () => '',
            label: ({ dataIndex }) => {
              const bar = bars[dataIndex]
              return bar ? `${bar.label}: ${amount(bar.value, currency)}` : ''
            },
          },
        },
      },
    },
  }
}
