import type { AccountConnectionTable } from './account-connection.ts'
import type { AccountTable } from './account.ts'
import type { AiTransactionTable } from './ai-transaction.ts'
import type { AiTransactionVersionTable } from './ai-transaction-version.ts'
import type { AssignmentTable } from './assignment.ts'
import type { AssignmentRuleTable } from './assignment-rule.ts'
import type { ApiTokenTable } from './api-token.ts'
import type { AlertTable } from './alert.ts'
import type { AlertRuleTable } from './alert-rule.ts'
import type { AlertSettingTable } from './alert-setting.ts'
import type { AuditTable } from './audit.ts'
import type { BalanceObservationTable } from './balance-observation.ts'
import type { BillingRecordTable } from './billing-record.ts'
import type { BillingRecordVersionTable } from './billing-record-version.ts'
import type { BudgetTable } from './budget.ts'
import type { ChargeDayTable } from './charge-day.ts'
import type { AccountCalendarTable } from './account-calendar.ts'
import type { LedgerAccountTable } from './ledger-account.ts'
import type { ClosedAssignmentTable } from './closed-assignment.ts'
import type { ClosedChargeTable } from './closed-charge.ts'
import type { ClosedFileTable } from './closed-file.ts'
import type { ClosedMonthTable } from './closed-month.ts'
import type { DoctorReportTable } from './doctor-report.ts'
import type { ExchangeRateTable } from './exchange-rate.ts'
import type { DismissedRecommendationTable } from './dismissed-recommendation.ts'
import type { ExpectedSpendTable } from './expected-spend.ts'
import type { StopOrderTable } from './stop-order.ts'
import type { ForecastRunTable } from './forecast-run.ts'
import type { FundTable } from './fund.ts'
import type { GpuSpecTable } from './gpu-spec.ts'
import type { GpuThroughputTable } from './gpu-throughput.ts'
import type { IngestRunTable } from './ingest-run.ts'
import type { IngestSourceTable } from './ingest-source.ts'
import type { JobTable } from './job.ts'
import type { PlanTable } from './plan.ts'
import type { MachineDetailTable } from './machine-detail.ts'
import type { NotifyAttachmentTable } from './notify-attachment.ts'
import type { NotifyChannelTable } from './notify-channel.ts'
import type { NotifyMessageTable } from './notify-message.ts'
import type { NotifyTryTable } from './notify-try.ts'
import type { PlanningSettingTable } from './planning-setting.ts'
import type { PriceOverridePastTable, PriceOverrideTable } from './price-override.ts'
import type { PriceVersionPastTable, PriceVersionTable } from './price-version.ts'
import type { QuarantineTable } from './quarantine.ts'
import type { RatingBasisTable } from './rating-basis.ts'
import type { RegionTable } from './region.ts'
import type { ResourceTable } from './resource.ts'
import type { RequestWindowTable } from './request-window.ts'
import type { ResourceStatusTable } from './resource-status.ts'
import type { ResourceVersionTable } from './resource-version.ts'
import type { ScenarioTable } from './scenario.ts'
import type { SigningKeyTable } from './signing-key.ts'
import type { SleepActionTable } from './sleep-action.ts'
import type { SleepRuleTable } from './sleep-rule.ts'
import type { SourceCursorTable } from './source-cursor.ts'
import type { StockObservationTable } from './stock-observation.ts'
import type { TopUpTable } from './top-up.ts'
import type { TypedRateTable } from './typed-rate.ts'
import type { UseHoursTable } from './use-hours.ts'
import type { UtilisationHourTable } from './utilisation-hour.ts'

/** Every table by its name in the store. */
export interface Database {
  account: AccountTable
  account_connection: AccountConnectionTable
  ai_transaction: AiTransactionTable
  ai_transaction_version: AiTransactionVersionTable
  assignment: AssignmentTable
  assignment_rule: AssignmentRuleTable
  api_token: ApiTokenTable
  alert: AlertTable
  alert_rule: AlertRuleTable
  alert_setting: AlertSettingTable
  audit: AuditTable
  balance_observation: BalanceObservationTable
  billing_record: BillingRecordTable
  billing_record_version: BillingRecordVersionTable
  budget: BudgetTable
  charge_day: ChargeDayTable
  account_calendar: AccountCalendarTable
  ledger_account: LedgerAccountTable
  closed_assignment: ClosedAssignmentTable
  closed_charge: ClosedChargeTable
  closed_file: ClosedFileTable
  closed_month: ClosedMonthTable
  doctor_report: DoctorReportTable
  exchange_rate: ExchangeRateTable
  dismissed_recommendation: DismissedRecommendationTable
  expected_spend: ExpectedSpendTable
  stop_order: StopOrderTable
  forecast_run: ForecastRunTable
  fund: FundTable
  gpu_spec: GpuSpecTable
  gpu_throughput: GpuThroughputTable
  ingest_run: IngestRunTable
  ingest_source: IngestSourceTable
  job: JobTable
  plan: PlanTable
  machine_detail: MachineDetailTable
  notify_attachment: NotifyAttachmentTable
  notify_channel: NotifyChannelTable
  notify_message: NotifyMessageTable
  notify_try: NotifyTryTable
  planning_setting: PlanningSettingTable
  price_override: PriceOverrideTable
  price_override_past: PriceOverridePastTable
  price_version: PriceVersionTable
  price_version_past: PriceVersionPastTable
  quarantine: QuarantineTable
  quarantine_past: QuarantineTable
  rating_basis: RatingBasisTable
  region: RegionTable
  request_window: RequestWindowTable
  resource: ResourceTable
  resource_status: ResourceStatusTable
  resource_version: ResourceVersionTable
  scenario: ScenarioTable
  signing_key: SigningKeyTable
  sleep_action: SleepActionTable
  sleep_rule: SleepRuleTable
  source_cursor: SourceCursorTable
  stock_observation: StockObservationTable
  top_up: TopUpTable
  typed_rate: TypedRateTable
  use_hours: UseHoursTable
  utilisation_hour: UtilisationHourTable
}
