// The public surface of the engine: other rooms import from here.
export * from './money.ts'
export * from './time.ts'
export type { Resource, ResourceType, StatusChange } from './usage/resource.ts'
export type { BillingKind, BillingRecord } from './usage/billing-record.ts'
export type { PriceUnit, PriceVersion } from './pricing/price-version.ts'
export type { ChargeState, ChargeUnit, DayCharge, HourCharge } from './rating/charge.ts'
