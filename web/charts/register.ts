import {
  BarController,
  BarElement,
  Chart,
  Filler,
  LinearScale,
  LineController,
  LineElement,
  PointElement,
  TimeScale,
  Tooltip,
} from 'chart.js'
import { nowLine } from './now-line.ts'
import { registerZoneDateAdapter } from './zone-date-adapter.ts'

/** Only the parts of chart.js that our charts are made of. Call once. */
export function registerCharts(): void {
  registerZoneDateAdapter()
  Chart.register(BarController, BarElement, LineController, LineElement, PointElement)
  Chart.register(LinearScale, TimeScale, Filler, Tooltip, nowLine)
  Chart.defaults.font.family = 'system-ui, sans-serif'
  Chart.defaults.font.size = 12
}
