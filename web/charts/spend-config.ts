import type { ChartConfiguration, ChartDataset, TooltipItem } from 'chart.js'
import { amount, dayText, plainAmount } from '../format.ts'
import type { Theme } from '../theme.ts'
import { addDays, dayAt, middleOfDay, startOfDay, type Day, type Instant } from '../zone-time.ts'
import { hatched } from './hatch.ts'
import { moneyAxis } from './money-axis.ts'
import { faded, GREY, INK, SERIES, slotsOf } from './palette.ts'
import type { SpendGroup, SpendSeries } from './spend-series.ts'

export type SpendConfig = ChartConfiguration<'bar' | 'line', Point[]>

interface Point {
  readonly x: Instant
  readonly y: number
}

interface Look {
  readonly zone: string
  readonly theme: Theme
  readonly now: Instant
  /** The colour slots of the whole page, from `slotsOf`. */
  readonly slots?: ReadonlyMap<string, number> | undefined
  /** Called with the day whose bar is clicked. */
  readonly onDay?: (day: Day) => void
  /** What stands for the group null. */
  readonly noneLabel: string
}

const MAX_TICKS = 8
const BAND_LABELS = ['as low as', 'as high as'] as const
const isBandLabel = (label: string | undefined) => BAND_LABELS.some((each) => each === label)

/**
 * Daily bars of one wallet, stacked by group: billed solid, still to come hatched right of the 'now' line, with the
 * interval of the day's total as a band. A bar stands at the middle of its day in the account's zone.
 */
export function spendConfig(series: SpendSeries, look: Look): SpendConfig {
  const ink = INK[look.theme]
  const at = new Map(series.days.map((day) => [day, middleOfDay(day, look.zone)]))
  const points = (amounts: ReadonlyMap<string, string>) =>
    series.days.flatMap((day) => (amounts.has(day) ? [{ x: at.get(day)!, y: Number(amounts.get(day)) }] : []))
  const colors = groupColors(series.groups, look.theme, look.slots)
  const stacked = series.groups.flatMap((group, index) => {
    const color = colors[index]!
    const label = groupLabel(group, look.noneLabel)
    const bar = { type: 'bar', stack: 'spend', barPercentage: 0.92, categoryPercentage: 0.94, order: 2 } as const
    return [
      { ...bar, label, data: points(group.billed), backgroundColor: color },
      { ...bar, label: `${label}, still to come`, data: points(group.toCome), backgroundColor: hatched(color) },
    ].filter(({ data }) => data.length > 0)
  })
  const hasForecast = series.band.size > 0
  return {
    type: 'bar',
    data: { datasets: [...inOrder(stacked), ...bandLines(series, look, ink.text)] },
    options: {
      parsing: false,
      normalized: true,
      animation: false,
      maintainAspectRatio: false,
      layout: { padding: { top: 18, right: 4 } },
      interaction: { mode: 'x', intersect: false },
      onClick: ({ x }, _elements, chart) => {
        const clickedAt = x === null ? undefined : chart.scales['x']?.getValueForPixel(x)
        if (clickedAt !== undefined) look.onDay?.(dayAt(clickedAt, look.zone))
      },
      scales: {
        x: {
          type: 'time',
          stacked: true,
          offset: false,
          min: startOfDay(series.days[0]!, look.zone),
          max: startOfDay(addDays(series.days.at(-1)!, 1), look.zone),
          adapters: { date: { zone: look.zone } },
          grid: { display: false },
          border: { color: ink.grid },
          ticks: {
            color: ink.muted,
            maxRotation: 0,
            autoSkip: false,
            callback: (value) => dayText(dayAt(Number(value), look.zone)),
          },
          afterBuildTicks: (scale) => {
            const room = Math.max(2, Math.min(MAX_TICKS, Math.floor(scale.width / 64)))
            scale.ticks = tickDays(series.days, room).map((day) => ({ value: at.get(day)! }))
          },
        },
        y: { stacked: true, beginAtZero: true, ...moneyAxis(series.currency, look.theme) },
      },
      plugins: {
        legend: { display: false },
        nowLine: { at: hasForecast ? look.now : Number.NaN, label: 'now', color: ink.text },
        tooltip: {
          filter: ({ raw, dataset }) => !isBandLabel(dataset.label) && (raw as Point).y > 0,
          itemSort: (a, b) => (b.raw as Point).y - (a.raw as Point).y,
          callbacks: {
            title: (items) => tooltipTitle(items, series, look),
            label: ({ dataset, raw }) => `${dataset.label ?? ''}: ${amount(plain((raw as Point).y), series.currency)}`,
            footer: (items) => tooltipFooter(items, series, look),
          },
        },
      },
    },
  }
}

/** The colour of each group: a fixed slot per GPU model, grey for the rest and for what has no group. */
export function groupColors(
  groups: readonly SpendGroup[],
  theme: Theme,
  pageSlots: ReadonlyMap<string, number> = new Map(),
): readonly string[] {
  const names = groups.flatMap(({ name, isRest }) => (name === null || isRest ? [] : [name]))
  const ownSlots = slotsOf(names)
  const slots = slotsOf(names, (name) => pageSlots.get(name) ?? ownSlots.get(name)!)
  return groups.map(({ name, isRest }) => {
    if (isRest) return GREY[theme].other
    return name === null ? GREY[theme].storage : SERIES[theme][slots.get(name)!]!
  })
}

/** The name of a group on screen. */
export function groupLabel(group: SpendGroup, noneLabel: string): string {
  return group.name ?? noneLabel
}

/** Days that get a label: evenly stepped, the first one always. */
export function tickDays(days: readonly string[], room: number): readonly string[] {
  const step = Math.ceil(days.length / room)
  return days.filter((_, index) => index % step === 0)
}

/** All billed parts below all that is to come, so that a day of both reads from the bottom up. */
function inOrder<T extends { label: string }>(datasets: T[]): T[] {
  const isToCome = ({ label }: T) => label.endsWith(', still to come')
  return [...datasets.filter((each) => !isToCome(each)), ...datasets.filter(isToCome)]
}

function bandLines(series: SpendSeries, look: Look, color: string): ChartDataset<'bar' | 'line', Point[]>[] {
  // Each value holds from the beginning of its day (today: from now) to its end.
  const edge = (which: 'p10' | 'p90') =>
    series.days.flatMap((day) => {
      const interval = series.band.get(day)
      if (!interval) return []
      const y = Number(interval[which])
      const end = startOfDay(addDays(day, 1), look.zone)
      return [
        { x: Math.min(end, Math.max(look.now, startOfDay(day, look.zone))), y },
        { x: end, y },
      ]
    })
  const line = { type: 'line', pointRadius: 0, borderWidth: 1, order: 1 } as const
  if (series.band.size === 0) return []
  return [
    { ...line, label: BAND_LABELS[0], stack: 'p10', data: edge('p10'), borderColor: faded(color, 0.35), fill: false },
    {
      ...line,
      label: BAND_LABELS[1],
      stack: 'p90',
      data: edge('p90'),
      borderColor: faded(color, 0.35),
      backgroundColor: faded(color, 0.2),
      fill: '-1',
    },
  ]
}

type Item = TooltipItem<'bar' | 'line'>

function dayOfItems(items: readonly Item[], look: Look): string | undefined {
  return items[0] && dayAt((items[0].raw as Point).x, look.zone)
}

function tooltipTitle(items: readonly Item[], series: SpendSeries, look: Look): string {
  const day = dayOfItems(items, look)
  return day === undefined ? '' : `${dayText(day, series.today)}, ${series.currency}`
}

function tooltipFooter(items: readonly Item[], series: SpendSeries, look: Look): string {
  const day = dayOfItems(items, look)
  const interval = day === undefined ? undefined : series.band.get(day)
  const total = items.reduce((whole, { raw }) => whole + (raw as Point).y, 0)
  const whole = `Together ${amount(plain(total), series.currency)}`
  if (!interval) return whole
  const [low, high] = [interval.p10, interval.p90].map((value) => plainAmount(value, series.currency))
  return `${whole}\nbetween ${low!} and ${high!}, 8 times in 10`
}

/** A number of the canvas as the decimal text that the formats take. */
function plain(value: number): string {
  return value.toFixed(6)
}
