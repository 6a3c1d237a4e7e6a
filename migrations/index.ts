import type { Migration } from 'kysely/migration'
import * as firstHouse from './20261123T1100-first-house.ts'
import * as sleepRule from './20261123T1200-sleep-rule.ts'
import * as scenario from './20261123T1230-scenario.ts'
import * as priceLists from './20261123T1400-price-lists.ts'
import * as utilisation from './20261123T1430-utilisation.ts'
import * as openValues from './20261123T1500-open-values.ts'
import * as plan from './20261128T0127-plan.ts'
import * as notify from './20261128T0148-notify.ts'
import * as assignments from './20261128T0159-assignments.ts'
import * as planningSetting from './20261128T0227-planning-setting.ts'
import * as utilisationPush from './20261128T0228-utilisation-push.ts'
import * as topUps from './20261128T0302-top-ups.ts'
import * as alerts from './20261128T0308-alerts.ts'
import * as whatWasKnown from './20261128T0325-what-was-known.ts'
import * as sourceOutcome from './20261128T0340-source-outcome.ts'
import * as sleepAction from './20261128T0401-sleep-action.ts'
import * as closedMonths from './20261128T0419-closed-months.ts'
import * as signingKey from './20261128T0510-signing-key.ts'
import * as bookingSettings from './20261128T0520-booking-settings.ts'
import * as accountConnection from './20261128T0552-account-connection.ts'
import * as budgets from './20261128T0625-budgets.ts'
import * as dismissedRecommendation from './20261128T1030-dismissed-recommendation.ts'
import * as expectedSpend from './20261128T0855-expected-spend.ts'
import * as inferredKept from './20261128T0943-inferred-kept.ts'
import * as stopOrder from './20261128T1000-stop-order.ts'
import * as notifyAttachment from './20261128T1055-notify-attachment.ts'
import * as sourceRequests from './20261128T1125-source-requests.ts'
import * as machineDetails from './20261128T1430-machine-details.ts'
import * as fundDrawers from './20261128T1718-fund-drawers.ts'

/** Every migration in its order. Frozen once released: a change is a new file. */
export const migrations: Record<string, Migration> = {
  '20261123T1100-first-house': firstHouse,
  '20261123T1200-sleep-rule': sleepRule,
  '20261123T1230-scenario': scenario,
  '20261123T1400-price-lists': priceLists,
  '20261123T1430-utilisation': utilisation,
  '20261123T1500-open-values': openValues,
  '20261128T0127-plan': plan,
  '20261128T0148-notify': notify,
  '20261128T0159-assignments': assignments,
  '20261128T0227-planning-setting': planningSetting,
  '20261128T0228-utilisation-push': utilisationPush,
  '20261128T0302-top-ups': topUps,
  '20261128T0308-alerts': alerts,
  '20261128T0325-what-was-known': whatWasKnown,
  '20261128T0340-source-outcome': sourceOutcome,
  '20261128T0401-sleep-action': sleepAction,
  '20261128T0419-closed-months': closedMonths,
  '20261128T0510-signing-key': signingKey,
  '20261128T0520-booking-settings': bookingSettings,
  '20261128T0552-account-connection': accountConnection,
  '20261128T0625-budgets': budgets,
  '20261128T0855-expected-spend': expectedSpend,
  '20261128T0943-inferred-kept': inferredKept,
  '20261128T1000-stop-order': stopOrder,
  '20261128T1030-dismissed-recommendation': dismissedRecommendation,
  '20261128T1055-notify-attachment': notifyAttachment,
  '20261128T1125-source-requests': sourceRequests,
  '20261128T1430-machine-details': machineDetails,
  '20261128T1718-fund-drawers': fundDrawers,
}
