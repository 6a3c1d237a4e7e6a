import type { Instant } from '../engine/index.ts'
import type { BillPage, BillReading, OpenSweep, Positions } from './bill-reading.ts'
import type { Batch } from './source.ts'

/** Pages of a sweep that one scheduled reading takes: a minute at the spare pace of the usual limit is 150. */
const SLICE_PAGES = 100
/** Where the pace is slower, so long: what is read every five minutes must not wait for more. */
const SLICE_MS = 60_000

/** How far a slice came: the sweep that is left, or that all has been seen since it began. */
export type SliceEnd =
  | { readonly left: OpenSweep; readonly sweptSince?: undefined }
  | { readonly left?: undefined; readonly sweptSince: Instant }

/**
 * Goes on with the sweep of a list that has an order in time, or begins one, for one slice: a million bills are 2,000
 * pages, in one go they would keep the account from being read for a quarter of an hour. Rows come at one end of such a
 * list, so that those still to be seen only move to later pages. It begins with the last page of the slice before, or
 * as many pages earlier as rows have left the list since.
 */
export async function* sweepOn(
  reading: BillReading,
  first: BillPage,
  before: Positions,
  now: Instant,
): AsyncGenerator<Batch, SliceEnd> {
  const began = performance.now()
  const pages = first.totalPages!
  const total = first.total ?? 0
  const ongoing = before.sweep ?? { startedAt: now, page: 1, total }
  const gone = Math.max(0, ongoing.total - total)
  let page = Math.max(1, ongoing.page - 1 - Math.ceil(gone / Math.max(1, first.rows.length)))
  for (let taken = 0; page <= pages; page++) {
    if (reading.pages.has(page)) continue
    if (taken === SLICE_PAGES || (taken > 0 && performance.now() - began > SLICE_MS))
      return { left: { startedAt: ongoing.startedAt, page, pages, total } }
    yield reading.take(await reading.page(page, first, false))
    taken++
  }
  return { sweptSince: ongoing.startedAt }
}
