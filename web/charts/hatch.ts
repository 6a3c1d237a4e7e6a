import type { ScriptableContext } from 'chart.js'

const patterns = new Map<string, CanvasPattern>()

/** The look of a forecast: thin slanted lines of the series' colour. A chart.js option, drawn when it is asked for. */
export function hatched(color: string) {
  return (context: ScriptableContext<'bar'>): CanvasPattern | string => {
    const known = patterns.get(color)
    if (known) return known
    const pattern = context.chart.ctx.createPattern(tile(color), 'repeat')
    if (!pattern) return color
    patterns.set(color, pattern)
    return pattern
  }
}

function tile(color: string): HTMLCanvasElement {
  const size = 7
  const canvas = document.createElement('canvas')
  canvas.width = canvas.height = size
  const draw = canvas.getContext('2d')
  if (!draw) return canvas
  draw.fillStyle = `${color}24`
  draw.fillRect(0, 0, size, size)
  draw.strokeStyle = color
  draw.lineWidth = 1.4
  for (const shift of [-size, 0, size]) {
    draw.beginPath()
    draw.moveTo(shift, size)
    draw.lineTo(shift + size, 0)
    draw.stroke()
  }
  return canvas
}
