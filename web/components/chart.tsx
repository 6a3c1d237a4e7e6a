import { Chart as ChartJs, type ChartConfiguration, type ChartType } from 'chart.js'
import { useEffect, useRef } from 'preact/hooks'

interface Props<T extends ChartType, D> {
  readonly config: ChartConfiguration<T, D>
  /** The chart as a sentence, for who cannot see it. */
  readonly description: string
  readonly height?: number
}

/** A canvas that follows its configuration: made once, changed in place, taken down with the page. */
export function Chart<T extends ChartType, D>({ config, description, height = 260 }: Props<T, D>) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const chart = useRef<ChartJs<T, D> | null>(null)

  useEffect(() => {
    if (!canvas.current) return
    if (chart.current) {
      chart.current.data = config.data
      if (config.options) chart.current.options = config.options
      chart.current.update('none')
    } else {
      chart.current = new ChartJs(canvas.current, config)
    }
  }, [config])
  useEffect(
    () => () => {
      chart.current?.destroy()
      chart.current = null
    },
    [],
  )

  return (
    <div class="chart" style={{ height: `${height}px` }}>
      <canvas ref={canvas} role="img" aria-label={description} />
    </div>
  )
}
