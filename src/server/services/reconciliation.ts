import { areChargesStale } from '../../db/stale-charges-repository.ts'
import {
  calendarOf,
  formatPicos,
  isAnyone,
  isOf,
  reconciliationTotals,
  type Calendar,
  type Assignments,
  type BillingGap,
  type Cause,
  type Dimension,
  type DimensionFilter,
  type InferredRules,
  type RatingRules,
  type Reconciliation,
} from '../../engine/index.ts'
import type { AppContext } from '../context.ts'
import type { ReconciliationDto, ReconciliationSumsDto, RuleDto } from '../dto/reconciliation.ts'
import { toIso, toIsoOrNull } from '../iso.ts'
import { assignedOf, partsOn } from './assigned.ts'
import { partyParts, type PartyPart } from './party-parts.ts'
import { reconciledAccount, type ReconciledAccount } from './reconciled-account.ts'
import { checkedSentence } from './reconciliation-words.ts'
import { recordParts, type RecordPart } from './record-parts.ts'

export interface ReconciliationQuery extends DimensionFilter {
  readonly from: string
  readonly to: string
  readonly currency?: string | undefined
  readonly region?: string | undefined
  readonly account?: string | undefined
}

/** Bills against the price book over a period: by wallet, day, month, resource and whose it is, with how much could be checked. */
export async function reconciliation(context: AppContext, query: ReconciliationQuery): Promise<ReconciliationDto> {
  const { reconciled, parts, dealt, assignments } = await loadReconciliation(context, query)
  const { account, asOf, gaps, inferred } = reconciled
  const calendar = calendarOf(account.zone)
  const period = { startsAt: calendar.startOf(query.from), endsAt: calendar.startOf(query.to) }
  const unrated = parts.filter(({ expectedPicos }) => expectedPicos === null)
  return {
    from: query.from,
    to: query.to,
    asOf: toIso(asOf),
    areChargesStale: await areChargesStale(context.store.db, account.accountId),
    wallets: walletsOf(parts, calendar),
    days: groupsOf(parts, ({ day }) => day).map(([day, sums]) => ({ day, ...sums })),
    months: groupsOf(parts, ({ day }) => day.slice(0, 7)).map(([month, sums]) => ({ month, ...sums })),
    resources: groupsOf(parts, ({ resourceId }) => resourceId).map(([resourceId, sums, [part]]) => ({
      resourceId,
      name: nameOf(reconciled, part!),
      resourceType: part!.resourceType,
      ...sums,
    })),
    projects: partiesOf(dealt, 'project'),
    owners: partiesOf(dealt, 'owner'),
    costCenters: partiesOf(dealt, 'cost_center'),
    unrated: groupsOf(unrated, ({ sku }) => sku).map(([sku, { currency, billed, records, causes }]) => ({
      sku,
      currency,
      billed,
      records,
      causes,
    })),
    gaps: gaps
      .filter(({ startsAt, endsAt }) => startsAt < period.endsAt && endsAt > period.startsAt)
      .filter((gap) => isAsked(reconciled, gap, query) && isTheirs(assignments, gap, calendar, query))
      .map(({ resourceId, currency, startsAt, endsAt, beforeRecordId }) => ({
        resourceId,
        name: reconciled.resources.get(resourceId)?.name ?? resourceId,
        currency,
        startsAt: toIso(startsAt),
        endsAt: toIso(endsAt),
        beforeRecordId,
      })),
    rules: rulesOf(inferred, context.config.rules),
  }
}

/** The days of the records of a period, and the same by whose they are; of some parties alone both are their shares. */
export async function loadReconciliation(
  context: AppContext,
  query: ReconciliationQuery,
): Promise<{
  reconciled: ReconciledAccount
  parts: readonly RecordPart[]
  dealt: readonly PartyPart[]
  assignments: Assignments
}> {
  const reconciled = await reconciledAccount(context, query)
  const { assignments } = await assignedOf(context.store, reconciled.account)
  const all = await recordParts(context, reconciled, query)
  const asked = all.filter((part) => isAsked(reconciled, part, query))
  const dealt = partyParts(asked, assignments, query)
  return { reconciled, parts: isAnyone(query) ? asked : dealt, dealt, assignments }
}

function isAsked(
  { resources }: ReconciledAccount,
  { currency, resourceId }: { currency: string; resourceId: string },
  query: ReconciliationQuery,
): boolean {
  if (query.currency !== undefined && currency !== query.currency) return false
  return query.region === undefined || (resources.get(resourceId)?.region ?? 'unknown') === query.region
}

/** Whether any share of what was not billed is of those that are looked at. */
function isTheirs(
  assignments: Assignments,
  { resourceId, currency, startsAt }: BillingGap,
  calendar: Calendar,
  query: DimensionFilter,
): boolean {
  const parts = partsOn(assignments, { resourceType: 'instance', resourceId, currency }, calendar.dayOf(startsAt))
  return parts.some(({ values }) => isOf(values, query))
}

/** By project, owner or cost center; none where nobody is named: all would be not assigned. */
function partiesOf(dealt: readonly PartyPart[], dimension: Dimension): ReconciliationDto['projects'] {
  if (dealt.every(({ values }) => values[dimension] === null)) return []
  return groupsOf(dealt, ({ values }) => values[dimension] ?? '').map(([name, sums]) => ({
    name: name === '' ? null : name,
    ...sums,
  }))
}

/** What a resource is called; its bills tell where no list did. */
export function nameOf({ resources, records }: ReconciledAccount, { resourceId, recordId }: Reconciliation): string {
  return resources.get(resourceId)?.name ?? records.get(recordId)?.resourceName ?? resourceId
}

function walletsOf(parts: readonly RecordPart[], calendar: Calendar): ReconciliationDto['wallets'] {
  const sums = new Map(groupsOf(parts, () => '').map(([, of]) => [of.currency, of]))
  return reconciliationTotals(parts).map((totals) => {
    const ours = parts.filter(({ currency }) => currency === totals.currency)
    const lists = ours.flatMap(({ assumedFrom, assumedPicos }) => (assumedPicos > 0n ? (assumedFrom ?? []) : []))
    const assumedFrom = lists.length === 0 ? null : lists.reduce((a, b) => Math.min(a, b))
    const byCause = Map.groupBy(ours, ({ cause }) => cause)
    return {
      ...sums.get(totals.currency)!,
      sentence: checkedSentence(totals, assumedFrom === null ? null : calendar.dayOf(assumedFrom)),
      checked: formatPicos(totals.checkedPicos),
      checkedDifference: formatPicos(totals.checkedDifferencePicos),
      assumedRight: formatPicos(totals.assumedRightPicos),
      assumedWrong: formatPicos(totals.assumedWrongPicos),
      assumedFrom: toIsoOrNull(assumedFrom),
      uncheckable: totals.uncheckable.map(({ cause, picos }) => ({ cause, billed: formatPicos(picos) })),
      byCause: totals.causes.map(({ cause, differencePicos }) => ({
        cause,
        records: new Set(byCause.get(cause)!.map(({ recordId }) => recordId)).size,
        billed: formatPicos(byCause.get(cause)!.reduce((sum, { billedPicos }) => sum + billedPicos, 0n)),
        difference: formatPicos(differencePicos),
      })),
    }
  })
}

/** Sums by wallet and key, sorted by key and wallet. */
function groupsOf<Part extends RecordPart>(
  parts: readonly Part[],
  keyOf: (part: Part) => string,
): [key: string, sums: ReconciliationSumsDto, parts: Part[]][] {
  return [...Map.groupBy(parts, (part) => `${keyOf(part)}\n${part.currency}`)]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, group]) => [keyOf(group[0]!), sumsOf(group), group])
}

function sumsOf(group: readonly RecordPart[]): ReconciliationSumsDto {
  let [billed, recalculated, difference, unpriced] = [0n, 0n, 0n, 0n]
  const records = new Set<string>()
  const causes = new Set<Cause>()
  for (const part of group) {
    billed += part.billedPicos
    recalculated += part.expectedPicos ?? 0n
    difference += part.differencePicos ?? 0n
    if (part.expectedPicos === null) unpriced += part.billedPicos
    records.add(part.recordId)
    if (part.cause !== null) causes.add(part.cause)
  }
  return {
    currency: group[0]!.currency,
    records: records.size,
    billed: formatPicos(billed),
    recalculated: formatPicos(recalculated),
    difference: formatPicos(difference),
    unpriced: formatPicos(unpriced),
    causes: [...causes].sort(),
  }
}

function rulesOf(inferred: InferredRules, rules: RatingRules): RuleDto[] {
  return [
    ruleDto('snapshot', 'SNAPSHOT_RULE', rules.snapshot, inferred.snapshot),
    ruleDto('gbPerTb', 'GB_PER_TB', rules.gbPerTb, inferred.gbPerTb),
    ruleDto('hibernation', 'HIBERNATION_RULE', rules.hibernation ?? 'own_record', inferred.hibernation),
  ]
}

function ruleDto(
  rule: RuleDto['rule'],
  setting: string | null,
  present: string | number,
  { reading, telling, explained }: InferredRules[RuleDto['rule']],
): RuleDto {
  return {
    rule,
    setting,
    present: String(present),
    inferred: reading === null ? null : String(reading),
    telling,
    explained: explained.map((one) => ({ reading: String(one.reading), bills: one.bills })),
  }
}
