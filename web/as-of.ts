import { computed } from '@preact/signals'
import { address } from './router.ts'
import { addDays, instantOfWallClock, startOfDay, wallClockAt, type Instant } from './zone-time.ts'

/** The pages that can tell what was known at an earlier moment. */
const PAGES = ['/', '/spend', '/forecast', '/reconcile', '/prices']

export const canLookBack = (path: string): boolean => PAGES.includes(path)

/** The moment that the address names, on whatever page; null: the present. */
export const asOfParam = computed(() => address.value.params['asOf'] ?? null)

/** The moment whose answers the page shows: on a page that knows the present only, none. */
export const asOfShown = computed(() => (canLookBack(address.value.path) ? asOfParam.value : null))

/** What the API answers for an earlier moment; the rest is always of the present. */
const ANSWERS =
  /^\/api\/v1\/(overview|charges|forecast|running|prices|reconciliation(\/records)?|proof\/[^/]+|exports\/(charges|forecast|focus|reconciliation|prices|proof)\.csv)$/

/** An address of the API with the moment that is looked at. */
export function withAsOf(url: URL, method: string): void {
  const asOf = asOfShown.peek()
  if (asOf !== null && method === 'GET' && ANSWERS.test(url.pathname)) url.searchParams.set('asOf', asOf)
}

/** '2026-03-05T10:00:00Z', or '2026-03-05' for the last moment of that day; null where it is neither. */
export function asOfInstant(asOf: string | null, zone: string): Instant | null {
  if (asOf === null || Number.isNaN(Date.parse(asOf))) return null
  return /^\d{4}-\d\d-\d\d$/.test(asOf) ? startOfDay(addDays(asOf, 1), zone) - 1 : Date.parse(asOf)
}

/** What a field of date and time holds: '2026-03-05T11:00' in the clocks of the zone. */
export function toField(at: Instant, zone: string): string {
  return new Date(wallClockAt(at, zone)).toISOString().slice(0, 16)
}

export function fromField(text: string, zone: string): string | null {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(text)) return null
  return new Date(instantOfWallClock(Date.parse(`${text}:00Z`), zone)).toISOString().replace('.000Z', 'Z')
}
