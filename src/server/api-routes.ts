import { Hono } from 'hono'
import type { AppContext } from './context.ts'
import { accountsRoute } from './routes/accounts.ts'
import { assignmentRulesRoute } from './routes/assignment-rules.ts'
import { assignmentsRoute } from './routes/assignments.ts'
import { anomaliesRoute } from './routes/anomalies.ts'
import { apiTokensRoute } from './routes/api-tokens.ts'
import { alertRulesRoute } from './routes/alert-rules.ts'
import { alertsRoute } from './routes/alerts.ts'
import { billingRecordsRoute } from './routes/billing-records.ts'
import { budgetsRoute } from './routes/budgets.ts'
import { capacityRoute } from './routes/capacity.ts'
import { changesRoute } from './routes/changes.ts'
import { channelsRoute } from './routes/channels.ts'
import { chargesRoute } from './routes/charges.ts'
import { chargesCsvRoute } from './routes/charges-csv.ts'
import { focusCsvRoute } from './routes/focus-csv.ts'
import { bookingsRoute } from './routes/bookings.ts'
import { ledgerAccountsRoute } from './routes/ledger-accounts.ts'
import { bridgeRoute } from './routes/bridge.ts'
import { chargebackRoute } from './routes/chargeback.ts'
import { closingRoute } from './routes/closing.ts'
import { forecastAccuracyRoute } from './routes/forecast-accuracy.ts'
import { forecastChangeRoute } from './routes/forecast-change.ts'
import { forecastWaysRoute } from './routes/forecast-ways.ts'
import { forecastRoute } from './routes/forecast.ts'
import { fundsRoute } from './routes/funds.ts'
import { fxRoute } from './routes/fx.ts'
import { gpuEconomicsRoute } from './routes/gpu-economics.ts'
import { healthRoute } from './routes/health.ts'
import { hibernationRoute } from './routes/hibernation.ts'
import { importedBillsRoute } from './routes/imported-bills.ts'
import { ingestRunsRoute } from './routes/ingest-runs.ts'
import { jobRoute } from './routes/job.ts'
import { machinesRoute } from './routes/machines.ts'
import { messagesRoute } from './routes/messages.ts'
import { metaRoute } from './routes/meta.ts'
import { overviewRoute } from './routes/overview.ts'
import { parityRoute } from './routes/parity.ts'
import { planningFilesRoute } from './routes/planning-files.ts'
import { planningSettingsRoute } from './routes/planning-settings.ts'
import { plansRoute } from './routes/plans.ts'
import { priceChangesRoute } from './routes/price-changes.ts'
import { pricesRoute } from './routes/prices.ts'
import { proofRoute } from './routes/proof.ts'
import { quarantineRoute } from './routes/quarantine.ts'
import { recommendationsRoute } from './routes/recommendations.ts'
import { readingsRoute } from './routes/readings.ts'
import { reconciliationRoute } from './routes/reconciliation.ts'
import { runwayRoute } from './routes/runway.ts'
import { runningRoute } from './routes/running.ts'
import { scenariosRoute } from './routes/scenarios.ts'
import { setUpRoute } from './routes/set-up.ts'
import { sleepActionsRoute } from './routes/sleep-actions.ts'
import { whatIfRoute } from './routes/what-if.ts'
import { statementRoute } from './routes/statement.ts'
import { topUpsRoute } from './routes/top-ups.ts'
import { typedFactsRoute } from './routes/typed-facts.ts'
import { utilisationRoute } from './routes/utilisation.ts'

/** The operations under /api/v1, in the order of the document. */
export const apiRoutes = (context: AppContext) =>
  new Hono()
    .route('/', healthRoute(context))
    .route('/', metaRoute(context))
    .route('/', accountsRoute(context))
    .route('/', setUpRoute(context))
    .route('/', overviewRoute(context))
    .route('/', changesRoute(context))
    .route('/', recommendationsRoute(context))
    .route('/', chargesRoute(context))
    .route('/', machinesRoute(context))
    .route('/', assignmentsRoute(context))
    .route('/', assignmentRulesRoute(context))
    .route('/', typedFactsRoute(context))
    .route('/', statementRoute(context))
    .route('/', topUpsRoute(context))
    .route('/', closingRoute(context))
    .route('/', bookingsRoute(context))
    .route('/', bridgeRoute(context))
    .route('/', chargebackRoute(context))
    .route('/', ledgerAccountsRoute(context))
    .route('/', forecastRoute(context))
    .route('/', forecastAccuracyRoute(context))
    .route('/', forecastChangeRoute(context))
    .route('/', forecastWaysRoute(context))
    .route('/', runwayRoute(context))
    .route('/', runningRoute(context))
    .route('/', hibernationRoute(context))
    .route('/', capacityRoute(context))
    .route('/', planningFilesRoute(context))
    .route('/', plansRoute(context))
    .route('/', sleepActionsRoute(context))
    .route('/', planningSettingsRoute(context))
    .route('/', utilisationRoute(context))
    .route('/', apiTokensRoute(context))
    .route('/', whatIfRoute(context))
    .route('/', scenariosRoute(context))
    .route('/', budgetsRoute(context))
    .route('/', fundsRoute(context))
    .route('/', anomaliesRoute(context))
    .route('/', alertsRoute(context))
    .route('/', alertRulesRoute(context))
    .route('/', channelsRoute(context))
    .route('/', messagesRoute(context))
    .route('/', ingestRunsRoute(context))
    .route('/', readingsRoute(context))
    .route('/', jobRoute(context))
    .route('/', quarantineRoute(context))
    .route('/', chargesCsvRoute(context))
    .route('/', focusCsvRoute(context))
    .route('/', billingRecordsRoute(context))
    .route('/', importedBillsRoute(context))
    .route('/', reconciliationRoute(context))
    .route('/', proofRoute(context))
    .route('/', pricesRoute(context))
    .route('/', priceChangesRoute(context))
    .route('/', parityRoute(context))
    .route('/', fxRoute(context))
    .route('/', gpuEconomicsRoute(context))
