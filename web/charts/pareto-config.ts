import type { ChartConfiguration } from 'chart.js'
import { amount, dayText, momentText } from '../format.ts'
import type { Theme } from '../theme.ts'
import { dayAt, type Instant } from '../zone-time.ts'
import { moneyAxis } from './money-axis.ts'
import { faded, INK, SERIES } from './palette.ts'

export type ParetoConfig = ChartConfiguration<'line', Point[]>

interface Point {
  readonly x: Instant
  readonly y: number
}

/** A way of doing the work, as far as the chart knows it. */
export interface Way {
  readonly cost: string
  readonly finishAt: string
  /** What it is; empty for the crowd behind the front. */
  readonly label: string
}

interface Look {
  readonly currency: string
  readonly zone: string
  readonly theme: Theme
  readonly now: Instant
  /** Null without a deadline. */
  readonly deadlineAt: Instant | null
}

/**
 * Cost against finish time: the front as a line of points, all other ways behind it as faint ones, the deadline as a
 * dashed line. What lies far beyond the slowest of the front says nothing and is left out.
 */
export function paretoConfig(front: readonly Way[], others: readonly Way[], look: Look): ParetoConfig {
  const ink = INK[look.theme]
  const color = SERIES[look.theme][0]!
  const pointOf = ({ cost, finishAt }: Way): Point => ({ x: Date.parse(finishAt), y: Number(cost) })
  const points = front.map(pointOf)
  const [left, right] = rangeOf(points, look)
  const most = Math.max(...points.map(({ y }) => y), 0) * 1.25
  const crowd = others.map(pointOf).filter(({ x, y }) => x <= right && y <= most)
  const days = (right - left) / 86_400_000
  return {
    type: 'line',
    data: {
      datasets: [
        {
          label: 'front',
          data: points,
          borderColor: color,
          backgroundColor: color,
          borderWidth: 2,
          pointRadius: 5,
          pointHoverRadius: 7,
          order: 1,
        },
        {
          label: 'others',
          data: crowd,
          showLine: false,
          pointRadius: 3,
          pointHitRadius: 0,
          backgroundColor: faded(ink.muted, 0.35),
          borderColor: 'transparent',
          order: 2,
        },
      ],
    },
    options: {
      parsing: false,
      normalized: true,
      animation: false,
      maintainAspectRatio: false,
      layout: { padding: { top: 18, right: 8 } },
      interaction: { mode: 'nearest', intersect: true },
      scales: {
        x: {
          type: 'time',
          min: left,
          max: right,
          adapters: { date: { zone: look.zone } },
          grid: { display: false },
          border: { color: ink.grid },
          title: { display: true, text: 'done by', color: ink.muted },
          ticks: {
            color: ink.muted,
            maxRotation: 0,
            maxTicksLimit: 6,
            callback: (value) =>
              days > 4 ? dayText(dayAt(Number(value), look.zone)) : momentText(Number(value), look.zone, look.now),
          },
        },
        y: { beginAtZero: true, suggestedMax: most, ...moneyAxis(look.currency, look.theme) },
      },
      plugins: {
        legend: { display: false },
        nowLine: { at: look.deadlineAt ?? Number.NaN, label: 'deadline', color: ink.text },
        tooltip: {
          filter: ({ datasetIndex }) => datasetIndex === 0,
          callbacks: {
            title: (items) => (items[0] ? (front[items[0].dataIndex]?.label ?? '') : ''),
            label: ({ dataIndex }) => {
              const way = front[dataIndex]
              if (!way) return ''
              return `${amount(way.cost, look.currency)}, done ${momentText(Date.parse(way.finishAt), look.zone, look.now)}`
            },
          },
        },
      },
    },
  }
}

/** From now to a little after the slowest of the front, and the deadline. */
function rangeOf(points: readonly Point[], { now, deadlineAt }: Look): [Instant, Instant] {
  const last = Math.max(...points.map(({ x }) => x), deadlineAt ?? now, now + 3_600_000)
  return [now, last + (last - now) * 0.06]
}
