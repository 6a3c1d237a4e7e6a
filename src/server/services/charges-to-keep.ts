import type { Account } from '../../db/account-repository.ts'
import type { ClosedCharge } from '../../db/closed-charge-repository.ts'
import type { Store } from '../../db/store.ts'
import { findDayChargesWithin } from '../../db/day-charge-query-repository.ts'
import type { BookedCorrection } from '../../db/booked-charges.ts'
import {
  calendarOf,
  NOT_ASSIGNED,
  splitCharge,
  type Assignments,
  type Day,
  type DayCharge,
  type DayRange,
} from '../../engine/index.ts'
import type { AppContext } from '../context.ts'
import { partsOn } from './assigned.ts'
import { chargePieces, type PieceBasis } from './charge-pieces.ts'

/** What the charges of months are told from, read once for all months that are closed together. */
export interface BooksToKeep {
  readonly assignments: Assignments
  readonly corrections: readonly BookedCorrection[]
  readonly basis: PieceBasis
}

/**
 * The charges of a month as they stand, by part and by UTC day, with the corrections of earlier months that came to light
 * in it. Over its parts and UTC days each adds up to the charge of the day exactly.
 */
export async function chargesToKeep(
  { store }: AppContext,
  account: Account,
  days: DayRange,
  { assignments, corrections, basis }: BooksToKeep,
): Promise<ClosedCharge[]> {
  const charges = await findDayChargesWithin(store.db, account.accountId, days)
  const utcDaysOf = await utcDays(store, basis, days)
  const known = new Map(basis.resources.map((resource) => [resource.resourceId, resource]))
  const own = charges.flatMap(({ charge, name }) => {
    const resource = known.get(charge.resourceId)
    const facts = { resourceName: resource?.name ?? name ?? charge.resourceId, region: resource?.region ?? null }
    return splitCharge(charge, partsOn(assignments, charge, charge.day)).flatMap((part, i) =>
      byUtcDay(part.charge, utcDaysOf(charge)).map(({ charge: piece, utcDay }) => ({
        charge: piece,
        utcDay,
        ofDay: charge.day,
        part: i,
        values: part.values,
        cause: null,
        ...facts,
      })),
    )
  })
  const corrected = corrections
    .filter(({ charge }) => charge.day >= days.from && charge.day < days.to)
    .map(({ charge, ofDay, values, resourceName, region, cause }) => ({
      charge,
      ofDay,
      utcDay: charge.day,
      values,
      resourceName,
      region,
      cause,
    }))
  return [...own, ...numbered(corrected)]
}

interface UtcShare {
  readonly utcDay: Day
  readonly weight: bigint
}

type UtcDaysOf = (charge: DayCharge) => readonly UtcShare[]

/** On which UTC days a charge of a day of the zone lies, and for how long on each. */
async function utcDays(store: Store, basis: PieceBasis, { from, to }: DayRange): Promise<UtcDaysOf> {
  const { account } = basis
  if (account.zone === 'UTC') return ({ day }) => [{ utcDay: day, weight: 1n }]
  const calendar = calendarOf(account.zone)
  const shares = new Map<string, UtcShare[]>()
  const interval = { startsAt: calendar.startOf(from), endsAt: calendar.startOf(to) }
  for await (const pieces of chargePieces(store, basis, interval)) {
    for (const { charge, utcDay } of pieces) {
      if (charge.day < from || charge.day >= to) continue
      const own = shares.get(keyOf(charge)) ?? []
      shares.set(keyOf(charge), own)
      // A moment has no length: all of it is there.
      own.push({ utcDay, weight: BigInt(Math.max(1, charge.seconds)) })
    }
  }
  return (charge) => shares.get(keyOf(charge)) ?? [{ utcDay: charge.day, weight: 1n }]
}

const keyOf = ({ recordId, day, state, sku }: DayCharge) => `${recordId} ${day} ${state} ${sku}`

function byUtcDay(charge: DayCharge, shares: readonly UtcShare[]): { charge: DayCharge; utcDay: Day }[] {
  const [only] = shares
  if (shares.length === 1) return [{ charge, utcDay: only!.utcDay }]
  const parts = shares.map(({ weight }) => ({ values: NOT_ASSIGNED, weight }))
  const split = splitCharge(charge, parts)
  return split.map((part, i) => ({ charge: part.charge, utcDay: shares[i]!.utcDay }))
}

/** Corrections of one charge are numbered, as the parts of a shared machine are. */
function numbered(rows: readonly Omit<ClosedCharge, 'part'>[]): ClosedCharge[] {
  const counts = new Map<string, number>()
  return rows.map((row) => {
    const key = `${keyOf(row.charge)} ${row.ofDay}`
    const part = counts.get(key) ?? 0
    counts.set(key, part + 1)
    return { ...row, part }
  })
}
