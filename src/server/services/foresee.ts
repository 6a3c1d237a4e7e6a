import { aheadFrom, isForeseen, keepAhead, type BillingRecord } from '../../engine/index.ts'
import type { AppContext } from '../context.ts'
import { openForecastThread, type ForecastThread } from './forecast-thread.ts'
import { loadLedger, type Ledger, type LedgerOfNow } from './ledger.ts'

const FEW_RECORDS = 400

/** Ledgers of few records are forecast at once, in some milliseconds. */
export const isSmall = ({ records }: Pick<Ledger, 'records'>): boolean => records.length < FEW_RECORDS

let thread: ForecastThread | null = null

/** The thread of this process, started when it is needed first, and again where it stopped. */
export function forecastThread(): ForecastThread {
  if (thread === null || thread.hasEnded()) thread = openForecastThread()
  return thread
}

const underWay = new WeakMap<readonly BillingRecord[], Promise<void>>()

/**
 * Has what is expected of a ledger worked out by the forecasting thread and keeps it, so that every forecast that is
 * told from it afterwards takes milliseconds. Once for as long as the ledger is kept, however many ask meanwhile.
 */
export function foresee(ledger: Ledger): Promise<void> {
  const { records } = ledger
  if (isSmall(ledger) || isForeseen(ledger)) return Promise.resolve()
  const known = underWay.get(records)
  if (known) return known
  const work = forecastThread()
    .ask(ledger, { kind: 'ahead', asOf: ledger.asOf })
    .then((wallets) => keepAhead(ledger, aheadFrom(ledger, wallets)))
    .finally(() => underWay.delete(records))
  underWay.set(records, work)
  return work
}

/** A ledger whose forecast is worked out. */
export async function loadForeseen(context: AppContext, query: Parameters<typeof loadLedger>[1]): Promise<LedgerOfNow> {
  const loaded = await loadLedger(context, query)
  await foresee(loaded.ledger)
  return loaded
}
