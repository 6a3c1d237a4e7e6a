import type { DimensionValues } from '../allocation/dimensions.ts'
import { formatPicos, mulDiv, PICOS } from '../money.ts'
import type { DayCharge } from '../rating/charge.ts'
import type { Day } from '../time.ts'
import { serviceOf } from './focus-service.ts'

/** The versions of the FinOps Open Cost and Usage Specification that are written. */
export const FOCUS_VERSIONS = ['1.4', '1.2'] as const
export type FocusVersion = (typeof FOCUS_VERSIONS)[number]

export interface FocusAccount {
  readonly slug: string
  readonly name: string
}

/** One charge of a UTC day with what the columns need beside it. */
export interface FocusCharge {
  readonly account: FocusAccount
  /** Of a UTC day: FOCUS knows no other. */
  readonly charge: DayCharge
  readonly resourceName: string
  readonly region: string | null
  /** Whose it is. */
  readonly values: DimensionValues
  /** The day of a closed month whose charge this row puts right; null for a charge of its own. */
  readonly corrects: Day | null
}

/** A cell; null is null, never '' or 0. */
export type FocusCell = string | null

const PROVIDER = 'Barrack'
const USAGE = 'Usage'
const MILLION = 1_000_000n

/** What each column holds. `only` = it stands in that version alone. */
interface Column {
  readonly only?: FocusVersion
  readonly of: (charge: FocusCharge) => FocusCell
}

const COLUMNS: Readonly<Record<string, Column>> = {
  // The wallet was paid before: usage draws from it and is billed nothing more. Spend is the sum of EffectiveCost.
  BilledCost: { of: () => '0' },
  BillingAccountId: { of: ({ account, charge }) => accountId(account, charge.currency) },
  BillingAccountName: { of: ({ account, charge }) => accountName(account, charge.currency) },
  BillingCurrency: { of: ({ charge }) => charge.currency },
  BillingPeriodEnd: { of: ({ charge }) => startOf(firstOfNextMonth(charge.day)) },
  BillingPeriodStart: { of: ({ charge }) => startOf(`${charge.day.slice(0, 7)}-01`) },
  ChargeCategory: { of: () => USAGE },
  ChargeClass: { of: ({ corrects }) => (corrects === null ? null : 'Correction') },
  ChargeDescription: { of: descriptionOf },
  ChargeFrequency: { of: () => 'Usage-Based' },
  ChargePeriodEnd: { of: ({ charge }) => startOf(dayAfter(charge.day)) },
  ChargePeriodStart: { of: ({ charge }) => startOf(charge.day) },
  ConsumedQuantity: { of: ofUsage((charge) => formatPicos(consumedPicos(charge))) },
  ConsumedUnit: { of: ofUsage((charge) => (holdsGpus(charge) ? 'GPU-Hours' : charge.unit)) },
  ContractedCost: { of: listCost },
  EffectiveCost: { of: ({ charge }) => formatPicos(charge.billedPicos) },
  HostProviderName: { only: '1.4', of: () => PROVIDER },
  InvoiceIssuerName: { of: () => PROVIDER },
  ListCost: { of: listCost },
  ListUnitPrice: { of: ofUsage((charge) => formatPicos(unitPricePicos(charge))) },
  PricingQuantity: { of: ofUsage((charge) => formatPicos(pricedPicos(charge))) },
  PricingUnit: { of: ofUsage((charge) => (charge.unit === 'Tokens' ? '1000000 Tokens' : charge.unit)) },
  ProviderName: { only: '1.2', of: () => PROVIDER },
  PublisherName: { only: '1.2', of: () => PROVIDER },
  RegionId: { of: ({ region }) => region },
  RegionName: { of: ({ region }) => region },
  ResourceId: { of: ({ charge }) => charge.resourceId },
  ResourceName: { of: ({ charge, resourceName }) => resourceName || charge.resourceId },
  ResourceType: { of: ({ charge }) => serviceOf(charge).resourceType },
  ServiceCategory: { of: ({ charge }) => serviceOf(charge).category },
  ServiceName: { of: ({ charge }) => serviceOf(charge).name },
  ServiceProviderName: { only: '1.4', of: () => PROVIDER },
  ServiceSubcategory: { of: ({ charge }) => serviceOf(charge).subcategory },
  SkuId: { of: ({ charge }) => charge.sku },
  SkuMeter: { of: ({ charge }) => serviceOf(charge).meter },
  SkuPriceDetails: { of: ({ charge }) => skuPriceDetails(charge) },
  SkuPriceId: { of: skuPriceId },
  x_CorrectedDay: { of: ({ corrects }) => corrects },
  x_CostCenter: { of: ({ values }) => values.cost_center },
  x_Fund: { of: () => null },
  x_ListPriceSource: { of: ({ charge }) => (charge.expectedPicos === null ? 'implied by the bill' : 'price list') },
  x_Owner: { of: ({ values }) => values.owner },
  x_Project: { of: ({ values }) => values.project },
  x_ReceiptNumber: { of: () => null },
  x_RecordId: { of: ({ charge }) => charge.recordId },
  x_State: { of: ({ charge }) => charge.state },
  x_Tier: { of: ({ charge }) => charge.tier },
}

const namesOf = (version: FocusVersion) =>
  Object.keys(COLUMNS).filter((name) => (COLUMNS[name]!.only ?? version) === version)
const NAMES: Readonly<Record<FocusVersion, readonly string[]>> = { '1.4': namesOf('1.4'), '1.2': namesOf('1.2') }

/** The columns of a version in their order; our own come last. */
export const focusColumns = (version: FocusVersion): readonly string[] => NAMES[version]

/**
 * The row of one charge, by the columns of a version. Numbers are plain decimals, instants end in Z, and
 * ListUnitPrice x PricingQuantity is ListCost, rounded to twelve places.
 */
export function focusRow(charge: FocusCharge, version: FocusVersion): FocusCell[] {
  return focusColumns(version).map((name) => COLUMNS[name]!.of(charge))
}

/** A correction is an amount: it has no quantity and no price of its own. */
function ofUsage(of: (charge: DayCharge) => FocusCell): Column['of'] {
  return ({ charge, corrects }) => (corrects === null ? of(charge) : null)
}

function listCost({ charge, corrects }: FocusCharge): FocusCell {
  return formatPicos(corrects === null ? listPicos(charge) : (charge.expectedPicos ?? charge.billedPicos))
}

const accountId = ({ slug }: FocusAccount, currency: string) => `${slug}-${currency}`
const accountName = ({ name }: FocusAccount, currency: string) => `${name} (${currency})`

/** What every row says of who bills whom and when, by name; for rows that are no charges of a resource. */
export function billingColumns(
  account: FocusAccount,
  currency: string,
  day: Day,
  version: FocusVersion,
): Readonly<Record<string, FocusCell>> {
  const providers = version === '1.4' ? ['HostProviderName', 'ServiceProviderName'] : ['ProviderName', 'PublisherName']
  return {
    BillingAccountId: accountId(account, currency),
    BillingAccountName: accountName(account, currency),
    BillingCurrency: currency,
    BillingPeriodEnd: startOf(firstOfNextMonth(day)),
    BillingPeriodStart: startOf(`${day.slice(0, 7)}-01`),
    ChargePeriodEnd: startOf(dayAfter(day)),
    ChargePeriodStart: startOf(day),
    InvoiceIssuerName: PROVIDER,
    ...Object.fromEntries(providers.map((name) => [name, PROVIDER])),
  }
}

function descriptionOf({ charge, region }: FocusCharge): string {
  const what = charge.gpuModel === null ? serviceOf(charge).name : `${charge.gpuCount ?? 1} x ${charge.gpuModel}`
  return [what, charge.state, region ?? 'region unknown'].join(', ')
}

/** A hibernated machine gave its GPUs back. */
const holdsGpus = (charge: DayCharge) =>
  charge.resourceType === 'instance' && charge.state !== 'hibernated' && charge.gpuCount !== null

const consumedPicos = (charge: DayCharge) =>
  holdsGpus(charge) ? charge.quantityPicos * BigInt(charge.gpuCount!) : charge.quantityPicos

/** Tokens are priced by the million. */
const pricedPicos = ({ unit, quantityPicos }: DayCharge) =>
  unit === 'Tokens' ? quantityPicos / MILLION : quantityPicos

/**
 * Of one PricingUnit: of the whole machine, not of one of its GPUs. FOCUS has no usage without a list price, so where none
 * is known it is the price that the bill implies, and x_ListPriceSource says so.
 */
function unitPricePicos(charge: DayCharge): bigint {
  const quantity = pricedPicos(charge)
  return quantity === 0n ? 0n : mulDiv(charge.expectedPicos ?? charge.billedPicos, PICOS, quantity)
}

/** The product of unit price and quantity, as the specification wants it. */
const listPicos = (charge: DayCharge) => mulDiv(unitPricePicos(charge), pricedPicos(charge), PICOS)

/** A price has one sku; a machine's depends on its GPUs, and each wallet has its own. */
function skuPriceId({ charge }: FocusCharge): string {
  const count = holdsGpus(charge) ? `/${charge.gpuCount}` : ''
  return `${charge.sku}${count}/${charge.currency}`
}

function skuPriceDetails({ gpuModel, gpuCount, tier }: DayCharge): FocusCell {
  const details = {
    ...(gpuCount === null ? {} : { GpuCount: gpuCount }),
    ...(gpuModel === null ? {} : { x_GpuModel: gpuModel }),
    ...(tier === null ? {} : { x_Tier: tier }),
  }
  return Object.keys(details).length === 0 ? null : JSON.stringify(details)
}

const startOf = (day: Day) => `${day}T00:00:00Z`
const dayAfter = ofLast((day) => new Date(Date.parse(startOf(day)) + 86_400_000).toISOString().slice(0, 10))
const firstOfNextMonth = ofLast((day) =>
  new Date(Date.UTC(Number(day.slice(0, 4)), Number(day.slice(5, 7)))).toISOString().slice(0, 10),
)

/** Remembers the last answer: rows come by days, thousands of one after another. */
function ofLast(of: (day: Day) => Day): (day: Day) => Day {
  let [last, answer]: [Day | null, Day] = [null, '']
  return (day) => {
    if (day !== last) [last, answer] = [day, of(day)]
    return answer
  }
}
