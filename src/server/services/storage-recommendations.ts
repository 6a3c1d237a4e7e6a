import { findDismissals, type Dismissal } from '../../db/dismissed-recommendation-repository.ts'
import { formatPicos } from '../../engine/index.ts'
import { storageAdvice, type StorageAdvice } from '../../engine/recommendation/index.ts'
import type { AppContext } from '../context.ts'
import type { RecommendationDto } from '../dto/recommendations.ts'
import { toIso } from '../iso.ts'
import { ratesOf } from './forecast-of.ts'
import type { Ledger } from './ledger.ts'

/** 365.25 / 12 days, as for the sleep of machines. */
const HALF_HOURS_PER_MONTH = 1461n

/** Volumes and snapshots that seem to serve nobody, those that somebody wants to keep among them. */
export async function storageRecommendations({ store }: AppContext, ledger: Ledger): Promise<RecommendationDto[]> {
  const dismissals = await findDismissals(store.db, ledger.account.accountId)
  return storageAdvice(ratesOf(ledger), ledger.resources, ledger.asOf).map((advice) => toDto(advice, dismissals))
}

function toDto(advice: StorageAdvice, dismissals: ReadonlyMap<string, Dismissal>): RecommendationDto {
  const { kind, currency, resources, source, perHourPicos } = advice
  const id = `${kind} ${source?.resourceId ?? resources[0]!.resourceId} ${currency}`
  const dismissal = dismissals.get(id)
  const perMonth = formatPicos((perHourPicos * HALF_HOURS_PER_MONTH) / 2n)
  return {
    id,
    kind,
    currency,
    ...wordsOf(advice),
    perMonth: { p10: perMonth, p50: perMonth, p90: perMonth },
    resources: resources.map(({ resourceId, name }) => ({ resourceId, name })),
    dismissed: dismissal ? { reason: dismissal.reason, by: dismissal.by, at: toIso(dismissal.at) } : null,
  }
}

function wordsOf({ kind, resources, source }: StorageAdvice): Pick<RecommendationDto, 'what' | 'why' | 'risk'> {
  if (kind === 'unattached volume') {
    return {
      what: `Delete the volume ${resources[0]!.name}`,
      why: 'attached to no machine',
      risk: 'what is on it is lost',
    }
  }
  const few = resources.length === 1 ? 'an older snapshot' : `${resources.length} older snapshots`
  return {
    what: `Delete ${few} of ${source!.name}`,
    why: 'two newer ones are kept',
    risk: 'the states of then are lost',
  }
}
