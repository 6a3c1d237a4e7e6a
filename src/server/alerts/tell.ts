import type { Account } from '../../db/account-repository.ts'
import { closeAlert, findUnclosedAlerts, markStandInsTold, markTold, type AlertRow } from '../../db/alert-repository.ts'
import type { AlertRule } from '../../db/alert-rule-repository.ts'
import { setLastDigest, type AlertSettingRow } from '../../db/alert-setting-repository.ts'
import { findChannels, type Channel } from '../../db/notify-channel-repository.ts'
import { queueMessages, type MessageText } from '../../db/notify-message-repository.ts'
import type { Connection } from '../../db/store.ts'
import { dueNotices, isDigestDue, isUrgent, type Notice, type RulePolicy } from '../../engine/alert/index.ts'
import type { Instant } from '../../engine/index.ts'
import { minutesOf } from './clock.ts'
import { channelsOf } from './parties.ts'
import { durationText, plural } from './words.ts'

export interface Telling {
  readonly account: Account
  readonly setting: AlertSettingRow
  readonly rules: readonly AlertRule[]
  /** All projects, owners and cost centers: a channel that bears such a name is for what is about it. */
  readonly parties: ReadonlySet<string>
  readonly now: Instant
}

/** Writes the messages that are due, and what everybody knows then, in the transaction of who holds the setting. */
export async function tell(tx: Connection, { account, setting, rules, parties, now }: Telling): Promise<void> {
  const { accountId, zone } = account
  const { digestAt, lastDigestAt, quiet: typedQuiet, watchedSince } = setting
  const daily = {
    quiet: typedQuiet && { from: minutesOf(typedQuiet.from), to: minutesOf(typedQuiet.to) },
    digestAt: minutesOf(digestAt),
    // The first digest is that of the first day: who begins to watch is not told at once of what can wait.
    lastDigestAt: lastDigestAt ?? watchedSince,
    now,
    zone,
  }
  // A digest with nothing in it counts as well: what is found after its time is for the next one.
  if (isDigestDue(daily)) await setLastDigest(tx, accountId, now)
  const [alerts, channels] = await Promise.all([findUnclosedAlerts(tx, accountId), findChannels(tx, accountId)])
  if (alerts.length === 0) return
  const awake = channels.filter(({ paused }) => !paused)
  const concerned = new Map(alerts.map((alert) => [alert.alertId, idsOf(channelsOf(awake, alert.parties))]))
  const named = new Set(idsOf(channelsOf(awake, parties)))
  const notices = dueNotices({
    alerts,
    rules: rules.filter(({ paused }) => !paused).map((rule) => policyOf(rule, idsOf(awake), named)),
    concerned,
    ...daily,
  })
  const byId = new Map(alerts.map((alert) => [alert.alertId, alert]))
  for (const notice of notices) {
    const to = channels.filter(({ channelId }) => notice.channels.includes(channelId))
    await queueMessages(tx, accountId, to, messageOf(notice, byId, account, now), now)
  }
  await remember(tx, accountId, notices, byId, now)
}

/** Its own channels, else all that are neither its stand-ins nor somebody's own; a paused one gets nothing. */
function policyOf(
  { ruleId, watch, ...rule }: AlertRule,
  awake: readonly number[],
  own: ReadonlySet<number>,
): RulePolicy {
  const standIns = awake.filter((channel) => rule.standIns.includes(channel))
  const named = awake.filter((channel) => rule.channels.includes(channel))
  return {
    ruleId,
    kind: watch.kind,
    delivery: rule.delivery,
    channels:
      rule.channels.length > 0 ? named : awake.filter((channel) => !standIns.includes(channel) && !own.has(channel)),
    standIns,
    standInAfterHours: rule.standInAfterHours,
  }
}

const idsOf = (channels: readonly Channel[]) => channels.map(({ channelId }) => channelId)

async function remember(
  tx: Connection,
  accountId: number,
  notices: readonly Notice[],
  alerts: ReadonlyMap<number, AlertRow>,
  now: Instant,
): Promise<void> {
  const told = new Set<number>()
  const over = new Set<number>()
  for (const notice of notices) {
    switch (notice.kind) {
      case 'alert':
        told.add(notice.alertId)
        break
      case 'over':
        over.add(notice.alertId)
        break
      case 'stand-in':
        await markStandInsTold(tx, accountId, notice.alertId, now)
        break
      case 'digest':
        for (const id of notice.found) told.add(id)
        for (const id of notice.over) over.add(id)
        break
    }
  }
  for (const id of told) await markTold(tx, accountId, alerts.get(id)!, now)
  for (const id of over) await closeAlert(tx, accountId, id)
}

function messageOf(notice: Notice, alerts: ReadonlyMap<number, AlertRow>, account: Account, now: Instant): MessageText {
  if (notice.kind === 'digest') return digestOf(notice, alerts, account, now)
  const alert = alerts.get(notice.alertId)!
  const { kind, subject, text, path, alertId } = alert
  const facts = { alertId, ...alert.facts }
  switch (notice.kind) {
    case 'alert':
      return { kind, subject, text: isUrgent(kind) ? `${text}\n\n${takenUp(alertId)}` : text, path, facts }
    case 'over':
      return {
        kind: `${kind} over`,
        subject: `Over: ${subject}`,
        text: `It is over ${durationText(now - alert.openedAt)} after it was found. It said:\n\n${text}`,
        path,
        facts,
      }
    case 'stand-in':
      return {
        kind: `${kind} unacknowledged`,
        subject: `Nobody acknowledged: ${subject}`,
        text: `It was told ${durationText(now - alert.toldAt!)} ago and nobody has acknowledged it. To do so: qm alerts acknowledge ${alertId}\n\n${text}`,
        path,
        facts,
      }
  }
}

const takenUp = (alertId: number) =>
  `Whoever takes it up says so, then nobody else is told: qm alerts acknowledge ${alertId}`

function digestOf(
  { found, over }: Extract<Notice, { kind: 'digest' }>,
  alerts: ReadonlyMap<number, AlertRow>,
  { name }: Account,
  now: Instant,
): MessageText {
  const [news, ended] = [found, over].map((ids) => ids.map((id) => alerts.get(id)!)) as [AlertRow[], AlertRow[]]
  const parts = [
    ...news.map(({ subject, text }) => `${subject}\n${indented(text)}`),
    ...(ended.length === 0
      ? []
      : [
          `Over:\n${ended.map(({ subject, openedAt }) => `  ${subject} (found ${durationText(now - openedAt)} ago)`).join('\n')}`,
        ]),
  ]
  const only = news.length === 1 && ended.length === 0 ? news[0]! : null
  const counts = [
    ...(news.length > 0 ? [plural(news.length, 'alert')] : []),
    ...(ended.length > 0 ? [`${ended.length} over`] : []),
  ]
  return {
    kind: 'digest',
    subject: `${name}: ${only?.subject ?? counts.join(', ')}`,
    text: parts.join('\n\n'),
    path: '/alerts',
    facts: {
      alerts: news.map(({ alertId, kind, subject, facts }) => ({ alertId, kind, subject, ...facts })),
      over: ended.map(({ alertId, kind, subject }) => ({ alertId, kind, subject })),
    },
  }
}

const indented = (text: string) => text.replace(/^(?=.)/gm, '  ')
