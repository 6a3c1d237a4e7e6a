import { filterOf } from '../../engine/alert/index.ts'
import type { SpendAnomaly } from '../../engine/anomaly/index.ts'
import { findExpectedSpend } from '../../db/expected-spend-repository.ts'
import { addDays, DIMENSIONS, formatPicos } from '../../engine/index.ts'
import { anomaliesOf, idOf, isAbout, USUAL_DAYS } from '../services/anomalies.ts'
import type { Ledger } from '../services/ledger.ts'
import { anomalyGroupText, CAUSE_WORDS } from '../services/anomaly-words.ts'
import type { Finder } from './finder.ts'
import type { Parties } from './parties.ts'
import { amountText, momentText } from './words.ts'

const DAY_MS = 86_400_000
const SHOWN = 5

/** Spend of the last day that was not to be expected, goes on or ended within a day, and is large enough to matter. */
export const findAnomalies: Finder<'anomaly'> = async (view, { ruleId, watch }) => {
  const { context, account, now } = view
  const { ledger } = await view.ledger()
  const found = await anomaliesOf(context, ledger, ledger.asOf - USUAL_DAYS * DAY_MS)
  const words = await findExpectedSpend(context.store.db, account.accountId)
  const parties = await view.parties()
  const only = filterOf(watch)
  const said = new Set(words.map(({ anomalyId }) => anomalyId))
  return found
    .filter(
      (anomaly) =>
        (watch.currency === null || watch.currency === anomaly.currency) &&
        (anomaly.endsAt === null || anomaly.endsAt > now - DAY_MS) &&
        isAbout(anomaly, parties, only) &&
        isLarge(anomaly, watch.leastPercent) &&
        !said.has(idOf(anomaly)),
    )
    .map((anomaly) => ({
      ruleId,
      kind: 'anomaly' as const,
      cause: idOf(anomaly),
      marks: ['found'],
      holds: ['found'],
      subject: subjectOf(anomaly),
      text: textOf(anomaly, account.zone, now),
      path: pathOf(anomaly, ledger),
      parties: aboutOf(anomaly, parties),
      facts: {
        id: idOf(anomaly),
        currency: anomaly.currency,
        cause: anomaly.cause,
        spent: formatPicos(anomaly.spentPicos),
        usual: formatPicos(anomaly.usualPicos),
        resources: anomaly.resources.map(({ resourceId }) => resourceId),
      },
    }))
}

/** The page that shows it: its days and the week before, in its wallet, split by what it shows in. */
function pathOf({ currency, key, startsAt, endsAt }: SpendAnomaly, { calendar, asOf }: Ledger): string {
  const from = addDays(calendar.dayOf(startsAt), -7)
  const to = addDays(calendar.dayOf((endsAt ?? asOf) - 1), 1)
  const group = key === 'resource' || key === 'wallet' ? 'gpu_model' : key
  return `/spend?${new URLSearchParams({ from, to, currency, group }).toString()}`
}

/** Whom it is about: the project, owner or cost center that it shows in, else those of its resources. */
const aboutOf = ({ key, value, resources }: SpendAnomaly, parties: Parties): readonly string[] =>
  value !== null && (DIMENSIONS as readonly string[]).includes(key)
    ? [value]
    : parties.of(resources.map(({ resourceId }) => resourceId))

const overOf = ({ spentPicos, usualPicos }: SpendAnomaly) => spentPicos - usualPicos

/** Of what the wallet costs a day. */
const isLarge = (anomaly: SpendAnomaly, percent: number) =>
  Number(overOf(anomaly)) * 100 >= percent * Number(anomaly.walletDayPicos)

const subjectOf = (anomaly: SpendAnomaly) =>
  `${amountText(overOf(anomaly), anomaly.currency)} more than usual for ${anomalyGroupText(anomaly)}: ${CAUSE_WORDS[anomaly.cause]}`

function textOf(anomaly: SpendAnomaly, zone: string, now: number): string {
  const { currency, startsAt, endsAt, spentPicos, usualPicos, resources } = anomaly
  const time = `Since ${momentText(startsAt, zone, now)}${endsAt === null ? '' : `, until ${momentText(endsAt, zone, now)}`}`
  const rest = resources.length - SHOWN
  return [
    `${time} ${amountText(spentPicos, currency)} were billed for ${anomalyGroupText(anomaly)}; such hours usually cost ${amountText(usualPicos, currency)}.`,
    '',
    'Most of it:',
    ...resources
      .slice(0, SHOWN)
      .map(({ name, resourceId, overPicos }) => `  ${name}: ${amountText(overPicos, currency)} over, id ${resourceId}`),
    ...(rest > 0 ? [`  and ${rest} more`] : []),
    '',
    `If it is meant, say so and nobody is told again: qm anomalies expected '${idOf(anomaly)}' --by NAME`,
  ].join('\n')
}
