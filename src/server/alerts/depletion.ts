import { findCurrencies, type BalanceRow } from '../../db/overview-query-repository.ts'
import { dearestFirst, depletionFinding, nextMondayMorning, type WorkCalendar } from '../../engine/alert/index.ts'
import {
  formatPicos,
  HOUR_MS,
  parsePicos,
  purchaseOf,
  runway,
  spentAt,
  type Instant,
  type Purchase,
  type ResourceRate,
  type Runway,
  type SpendPoint,
} from '../../engine/index.ts'
import { toIso } from '../iso.ts'
import { balanceOnly, type BalanceOnly } from '../services/balance-only.ts'
import { pathOf } from '../services/forecast-of.ts'
import { stopLine, type BarrackAddress } from './commands.ts'
import type { Finder } from './finder.ts'
import type { AlertView } from './view.ts'
import { amountText, machineText, momentText } from './words.ts'

const DEAREST = 5
/** The balance is read every five minutes; twice that, so that one missed reading delays no last call. */
const LOOK_EVERY_MS = 10 * 60_000

/** Wallets that could run out, judged by the last balance; one that never held or spent anything is not looked at. */
export const findDepletion: Finder<'depletion'> = async (view, { ruleId, watch }) => {
  const [balances, used, rates, calendar, sleepless, { ledger }, barrack] = await Promise.all([
    view.balances(),
    findCurrencies(view.context.store.db, view.account.accountId),
    view.rates(),
    view.calendar(),
    view.sleepless(),
    view.ledger(),
    view.barrack(),
  ])
  const watched = balances.filter(
    ({ currency }) => used.includes(currency) && (watch.currency === null || watch.currency === currency),
  )
  const burns = await balanceOnly(view.context, ledger)
  return watched.flatMap((balance) => {
    const { currency } = balance
    const ofWallet = rates.filter((rate) => rate.currency === currency)
    const only = burns.get(currency)
    const path = only?.burn.path ?? pathOf(ledger, currency, balance.observedAt)
    const ends = runway({ balancePicos: parsePicos(balance.balance), path })
    const finding = depletionFinding({
      ruleId,
      currency,
      earlyAt: earlyOf(ends),
      now: view.now,
      topUpLeadMs: view.setting.topUpLeadHours * HOUR_MS,
      calendar,
      lookEveryMs: LOOK_EVERY_MS,
      withinHours: watch.withinHours,
      told: view.toldOf(ruleId, currency),
    })
    return finding
      ? [
          {
            ...finding,
            kind: 'depletion' as const,
            ...words(view, { balance, only, ends, path, rates: ofWallet, calendar, sleepless, barrack }),
          },
        ]
      : []
  })
}

function earlyOf(ends: Runway): Instant | null | 'empty' {
  return ends.kind === 'empty' ? 'empty' : ends.p10At
}

interface Endangered {
  readonly balance: BalanceRow
  /** Where nothing but its balance could ever be read. */
  readonly only: BalanceOnly | undefined
  readonly ends: Runway
  readonly path: readonly SpendPoint[]
  /** Of this wallet. */
  readonly rates: readonly ResourceRate[]
  readonly calendar: WorkCalendar
  readonly sleepless: ReadonlySet<string>
  readonly barrack: BarrackAddress
}

/** All that is needed to act on it without opening anything. */
function words({ account, now, setting }: AlertView, wallet: Endangered) {
  const { balance, only, ends, path, rates, calendar, sleepless, barrack } = wallet
  const { currency } = balance
  const { zone, name } = account
  const moment = (at: Instant) => momentText(at, zone, now)
  const balancePicos = parsePicos(balance.balance)
  const perHour = only?.burn.perHourPicos ?? rates.reduce((sum, rate) => sum + (rate.perHourPicos ?? 0n), 0n)
  const mondayAt = nextMondayMorning(now, calendar)
  const purchase = purchaseOf(spentAt(path, mondayAt).p90Picos - balancePicos, currency)
  const dearest = rates
    .filter(({ resourceType }) => resourceType === 'instance')
    .sort(dearestFirst)
    .slice(0, DEAREST)
  const lines = [
    `Balance: ${amountText(balancePicos, currency)}, read ${moment(balance.observedAt)}.`,
    `Run rate${only ? ', from balance only' : ''}: ${amountText(perHour, currency)} an hour.`,
    ...endsLines(ends, moment),
    topUpLine(purchase, currency, moment(mondayAt)),
    ...(setting.topUpLeadHours > 0 ? [`A top-up takes ${setting.topUpLeadHours} h to arrive, as was typed.`] : []),
  ]
  const machines = dearest.flatMap((rate) => [
    `  ${rate.name} (${machineText(rate)}): ${rate.perHourPicos === null ? 'price unknown' : `${amountText(rate.perHourPicos, currency)} per machine-hour`}`,
    `    ${stopLine(barrack, rate, sleepless)}`,
  ])
  if (machines.length > 0) lines.push('', `The dearest machines, and what stops each:`, ...machines)
  return {
    subject: subjectOf(currency, name, ends, moment),
    text: lines.join('\n'),
    path: '/',
    facts: {
      currency,
      balance: formatPicos(balancePicos),
      balanceReadAt: toIso(balance.observedAt),
      runRatePerHour: formatPicos(perHour),
      earlyAt: ends.kind === 'empty' || ends.p10At === null ? null : toIso(ends.p10At),
      likelyAt: ends.kind === 'ends' ? toIso(ends.p50At) : null,
      zone,
      topUp: { until: toIso(mondayAt), amount: formatPicos(purchase?.creditPicos ?? 0n) },
      dearest: dearest.map(({ resourceId, name: machine, perHourPicos }) => ({
        resourceId,
        name: machine,
        perHour: perHourPicos === null ? null : formatPicos(perHourPicos),
      })),
    },
  }
}

function subjectOf(currency: string, name: string, ends: Runway, moment: (at: Instant) => string): string {
  if (ends.kind === 'empty') return `${currency} wallet of ${name} is empty`
  return `${currency} wallet of ${name} could be empty ${moment(ends.p10At!)}`
}

function endsLines(ends: Runway, moment: (at: Instant) => string): string[] {
  if (ends.kind === 'empty') return ['It is empty: machines go to sleep, volumes keep charging.']
  const likely = ends.kind === 'ends' ? `likely ${moment(ends.p50At)}` : `likely not before ${moment(ends.horizonAt)}`
  return [
    `It could be empty as early as ${moment(ends.p10At!)}; ${likely}. Then machines go to sleep, volumes keep charging.`,
  ]
}

function topUpLine(purchase: Purchase | null, currency: string, until: string): string {
  if (!purchase) return `It lasts until ${until} without a top-up, even if spend goes dear.`
  const { creditPicos, taxPicos } = purchase
  const tax = taxPicos === 0n ? '' : ` (${amountText(creditPicos + taxPicos, currency)} with GST)`
  return `A top-up of ${amountText(creditPicos, currency)}${tax} lasts until ${until}, even if spend goes dear.`
}
