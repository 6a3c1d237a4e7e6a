export { RATE_CHANGES, type RateChange, type RateChangeKind } from './rate-change.ts'
export { rateChanges, type Passed, type RateChangesInput, type WalletRateChange } from './rate-changes.ts'
export { stockChange, type StockChange } from './stock-changes.ts'
