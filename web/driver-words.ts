import type { Forecast } from './api.ts'

export type Driver = keyof Forecast['totals'][number]['drivers']

/** What is still to come, by its causes, in the order of a table; with what is billed they are the whole. */
export const DRIVER_WORDS: Readonly<Record<Driver, string>> = {
  keepsRunning: 'Machines that run now, going on at their rate',
  schedules: 'Rhythm of machines that come and go',
  churn: 'What is expected to end and to begin',
  planned: 'Plans in force',
  priceChange: 'Prices that are known to change',
  storage: 'Volumes and snapshots',
  ai: 'AI models, paid by use',
}

export const DRIVERS = Object.keys(DRIVER_WORDS) as Driver[]
