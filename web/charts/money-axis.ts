import { plainAmount } from '../format.ts'
import type { Theme } from '../theme.ts'
import { INK } from './palette.ts'

/** A few lines across with what they stand for, whole units where that says it. */
export function moneyAxis(currency: string, theme: Theme) {
  const ink = INK[theme]
  return {
    grid: { color: ink.grid, tickLength: 0 },
    border: { display: false },
    ticks: {
      color: ink.muted,
      maxTicksLimit: 5,
      padding: 6,
      callback: (value: number | string) => plainAmount(String(value), currency, Number(value) % 1 === 0 ? 0 : 2),
    },
  }
}
