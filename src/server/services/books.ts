import type { Account } from '../../db/account-repository.ts'
import type { BookedCorrection, Books } from '../../db/booked-charges.ts'
import type { Store } from '../../db/store.ts'
import { splitCharge, type Assignments, type DayCharge } from '../../engine/index.ts'
import { assignedOf, partsOn } from './assigned.ts'
import { correctionsSince, type Correction } from './closed-books.ts'

/** The charges of an account as its books have them: closed months as they were kept, corrections in the open one. */
export async function booksOf(store: Store, account: Account): Promise<Books> {
  const [{ openFrom, assignments }, corrections] = await Promise.all([
    assignedOf(store, account),
    correctionsSince(store, account),
  ])
  return {
    accountId: account.accountId,
    openFrom,
    assignments: new Map([[account.accountId, assignments]]),
    corrections: corrections.flatMap((correction) => partsOf(correction, assignments)),
  }
}

/** A correction belongs to whom its day belonged to. */
export function partsOf(correction: Correction, assignments: Assignments): BookedCorrection[] {
  const { ofDay, region, resourceName, cause } = correction
  return splitCharge(chargeOf(correction), partsOn(assignments, correction, ofDay)).map((part) => ({
    ...part,
    ofDay,
    region,
    resourceName,
    cause,
  }))
}

const chargeOf = (correction: Correction): DayCharge => ({
  day: correction.day,
  recordId: correction.recordId,
  resourceId: correction.resourceId,
  resourceType: correction.resourceType,
  currency: correction.currency,
  sku: correction.sku,
  tier: correction.tier,
  gpuModel: correction.gpuModel,
  gpuCount: correction.gpuCount,
  state: correction.state,
  quantityPicos: correction.quantityPicos,
  unit: correction.unit,
  seconds: correction.seconds,
  billedPicos: correction.billedPicos,
  expectedPicos: correction.expectedPicos,
})
