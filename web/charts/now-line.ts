import type { Chart, ChartType, Plugin } from 'chart.js'

export interface NowLineOptions {
  /** Where the line stands on the x axis; nothing is drawn where it is off the axis. */
  readonly at: number
  readonly label: string
  readonly color: string
}

declare module 'chart.js' {
  // The registry of plugin options has this form in chart.js.
  // eslint-disable-next-line @typescript-eslint/no-unused-vars
  interface PluginOptionsByType<TType extends ChartType> {
    nowLine: NowLineOptions
  }
}

/** A dashed line with a word: what is left of it has happened, what is right of it is a forecast. */
export const nowLine: Plugin<'bar' | 'line', NowLineOptions> = {
  id: 'nowLine',
  afterDatasetsDraw(chart: Chart, _args, options) {
    const scale = chart.scales['x']
    const { ctx, chartArea } = chart
    if (!scale || !Number.isFinite(options.at) || options.at < scale.min || options.at > scale.max) return
    const x = Math.round(scale.getPixelForValue(options.at)) + 0.5
    const isNearRight = x > chartArea.right - 40
    ctx.save()
    ctx.strokeStyle = ctx.fillStyle = options.color
    ctx.setLineDash([4, 3])
    ctx.beginPath()
    ctx.moveTo(x, chartArea.top - 14)
    ctx.lineTo(x, chartArea.bottom)
    ctx.stroke()
    ctx.font = `600 12px ${getComputedStyle(chart.canvas).fontFamily}`
    ctx.textAlign = isNearRight ? 'right' : 'left'
    ctx.fillText(options.label, x + (isNearRight ? -5 : 5), chartArea.top - 4)
    ctx.restore()
  },
}
