// The public surface of the engine: other rooms import from here.
export * from './money.ts'
export * from './time.ts'
export type { Resource, ResourceType, StatusChange } from './usage/resource.ts'
export type { BillingKind, BillingRecord } from './usage/billing-record.ts'
export type { RecordReading } from './usage/record-reading.ts'
export type { PriceUnit, PriceVersion } from './pricing/price-version.ts'
export type { ChargeState, ChargeUnit, DayCharge } from './rating/charge.ts'
export { aiSku, gpuSku, HIBERNATED_SKU, imageSku, PUBLIC_IP_SKU, snapshotSku, volumeSku } from './pricing/sku.ts'
export { documentedPrices, priceBook, type PriceBook, type PricePiece } from './pricing/price-book.ts'
export { defaultRules, type RatingRules } from './pricing/rules.ts'
export { factsOf, missingFacts, TYPED_FACTS, type TypedFact } from './usage/missing-facts.ts'
export { isAsleep } from './usage/asleep.ts'
export { assetOf } from './usage/asset.ts'
export { toldState, toldStatus } from './usage/told-state.ts'
export { stateIntervals, toChargeState, type StateInterval } from './usage/state-ledger.ts'
export { apportion, type Slice } from './usage/apportion.ts'
export { rateRecord, type RateInput } from './rating/rate.ts'
export { proveKnown, rateKnown, type KnownRecord, type RatingWays } from './rating/rate-known.ts'
export { freshness, type Freshness } from './freshness.ts'
export {
  runRates,
  type RateBasis,
  type RateSources,
  type ResourceRate,
  type RunRateInput,
} from './forecast/run-rate.ts'
export { carriedOn, type CarriedOn } from './forecast/carried-on.ts'
export { runway, type Runway, type SpendPoint } from './runway/runway.ts'
export { balanceBurn, fallWithin, type BalanceBurn, type BalanceReading } from './runway/balance-burn.ts'
export { chanceOfLasting, spentAt, spentWith } from './runway/certainty.ts'
export { creditRules, purchaseOf, type CreditRules, type Purchase } from './runway/credit-rules.ts'
export { lastUntil, type LastUntil, type Measure, type Step } from './runway/last-until.ts'
export { spentUntopped } from './runway/not-topped-up.ts'
export { topUpPlan, type TopUpPlan, type TopUpQuestion } from './runway/top-up-plan.ts'
export { forecastWindow, type ForecastInput, type ForecastRow, type ForecastTotal } from './forecast/forecast-window.ts'
export type { Bounds, Estimate } from './forecast/estimate.ts'
export { forecastSpan, pastSpans, type SpanForecast } from './forecast/forecast-span.ts'
export { asleepRate } from './forecast/asleep-rate.ts'
export { aheadOf, isForeseen, keepAhead, spentByResource, spentUntil } from './forecast/ahead-of.ts'
export { backtest, type BacktestRow } from './forecast/backtest.ts'
export {
  forecastAccuracy,
  hasHeld,
  offBy,
  type ForecastAccuracy,
  type JudgedForecast,
} from './forecast/forecast-accuracy.ts'
export {
  earliestJudged,
  JUDGED_HORIZONS,
  JUDGED_HOURS,
  judgedHours,
  judgedSpan,
  latestApart,
  type JudgedHorizon,
} from './forecast/judged-forecasts.ts'
export { forecastChange, type CausedForecast, type ForecastChange } from './forecast/forecast-change.ts'
export { aheadFrom, walletForecast, type WalletForecast, type WalletMix } from './forecast/spend-ahead.ts'
export { addDrivers, DRIVERS, type Driver, type DriverAmounts } from './forecast/driver.ts'
export type { ForecastItem } from './forecast/forecast-item.ts'
export type { PlansAhead } from './forecast/leaf-outlook.ts'
export { highestHour } from './forecast/highest-hour.ts'
export { horizonDays, HORIZONS, type Horizon } from './forecast/horizon.ts'
export { FORECAST_STEPS, type ForecastStep } from './forecast/time-steps.ts'
export type { UsageCost } from './forecast/usage-cost.ts'
export { NEW_WORK } from './forecast/forecast-item.ts'
export { recordsKnownAt } from './forecast/known-at.ts'
export { spendPath, type SpendPathInput } from './forecast/spend-path.ts'
export { contractedVersions, type PriceOverride } from './pricing/contract.ts'
export { chargeItem } from './rating/charge-item.ts'
export { rateTokens, type AiTransaction } from './rating/tokens.ts'
export { reconcile, roundingOfTotals, type ReconcileInput } from './rating/reconcile/reconcile.ts'
export { judgeUses, type JudgeUsesInput } from './rating/reconcile/judge-use.ts'
export { reconciliationTotals, type ReconciliationTotals } from './rating/reconcile/totals.ts'
export type { BillingGap, Cause, Evidence, Reconciliation } from './rating/reconcile/reconciliation.ts'
export { inferRules, type InferredRules, type RuleEvidence } from './rating/reconcile/infer-rules.ts'
export { changesByBills } from './pricing/change-moments.ts'
export { inferPrices } from './pricing/infer-prices.ts'
export { proveRecord, type ProofLine } from './rating/proof.ts'
export { priceChanges, type PriceChange } from './pricing/price-history.ts'
export {
  convert,
  parseEcbHistory,
  rateAsOf,
  rateOfMonth,
  typedRate,
  type ExchangeRates,
  type NamedRate,
  type RateAnswer,
} from './pricing/exchange-rates.ts'
export { dealShown, showAmount, type CurrencyMode, type ShownAmount } from './pricing/currency-mode.ts'
export { parity, withTax, type Parity } from './pricing/parity.ts'
export {
  gpuPerformance,
  performanceOf,
  SOURCES as performanceSources,
  type Figure,
  type FigureSource,
  type GpuPerformance,
} from './gpu/performance-table.ts'
export { effectivePrices, gpuCost, type EffectivePrice, type GpuCost, type Throughput } from './gpu/economics.ts'
export * from './scenario/index.ts'
export { focusCreditRows, type FocusCredit } from './focus/focus-credit.ts'
export {
  FOCUS_VERSIONS,
  focusColumns,
  focusRow,
  type FocusAccount,
  type FocusCell,
  type FocusCharge,
  type FocusVersion,
} from './focus/focus-row.ts'
export { checkFocus, type FocusFinding, type FocusReport, type FocusRules } from './focus/focus-check.ts'
export * from './allocation/index.ts'
export * from './books/index.ts'
