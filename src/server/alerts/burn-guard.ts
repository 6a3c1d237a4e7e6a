import { billedModels } from '../../db/burn-query-repository.ts'
import { findRecordsSince } from '../../db/ledger-query-repository.ts'
import { burnFinding, burnLimit, filterOf, type BurnFinding, type BurningMachine } from '../../engine/alert/index.ts'
import {
  formatPicos,
  highestHour,
  HOUR_MS,
  isAnyone,
  parsePicos,
  type DimensionFilter,
  type ResourceRate,
} from '../../engine/index.ts'
import type { BudgetScope } from '../../engine/budget/index.ts'
import { announcedMachines } from '../../engine/plan/index.ts'
import { scopeText } from '../services/budget-words.ts'
import { loopLine } from './commands.ts'
import type { Finder, WatchingRule } from './finder.ts'
import type { Parties } from './parties.ts'
import type { AlertView } from './view.ts'
import { amountText, durationText, machineText, plural } from './words.ts'

const DAY_MS = 24 * HOUR_MS
const COMPARED_MS = 30 * DAY_MS
const SHOWN = 12

/** What burns that nobody meant, by the last reading of machines. */
export const findBurn: Finder<'burn-guard'> = async (view, rule) => {
  const { now, setting } = view
  const { watch, ruleId } = rule
  const [rates, resources, plans] = await Promise.all([view.soonRates(), view.resources(), view.plans()])
  const machines = resources.filter(({ type }) => type === 'instance')
  const byId = new Map(machines.map((machine) => [machine.resourceId, machine]))
  const announced = announcedMachines(plans, machines, now)
  const known = await knownBefore(view, Math.max(now - DAY_MS, setting.watchedSince))
  const parties = await view.parties()
  const only = filterOf(watch)
  const currencies = [...new Set(rates.map(({ currency }) => currency))].sort()
  const findings = currencies
    .filter((currency) => watch.currency === null || watch.currency === currency)
    .map(async (currency) => {
      const ofWallet = rates.filter((rate) => rate.currency === currency)
      const watched = ofWallet.filter(({ resourceId }) => parties.hasShare([resourceId], only))
      const perHourPicos = watched.reduce(
        (sum, rate) => sum + parties.shareOf(rate.resourceId, rate.perHourPicos ?? 0n, only),
        0n,
      )
      const finding = burnFinding({
        ruleId,
        currency,
        now,
        machines: watched.filter(isMachine).map((rate) => ({
          ...rate,
          firstSeenAt: byId.get(rate.resourceId)?.firstSeenAt ?? now,
          createdAt: byId.get(rate.resourceId)?.createdAt ?? null,
          isAnnounced: announced.has(rate.resourceId),
        })),
        perHourPicos,
        limitPicos: await limitOf(view, rule, currency, parties),
        ...known,
        watchedSince: setting.watchedSince,
        hasAnnouncements: announced.isUsed,
        told: view.toldOf(ruleId, currency),
      })
      if (finding === null) return null
      const about = parties.of(finding.machines.map(idOf))
      return {
        ...finding,
        kind: 'burn-guard' as const,
        parties: about,
        ...(await words(view, finding, { currency, walletPicos: rateOf(ofWallet), perHourPicos, only, watch })),
      }
    })
  return (await Promise.all(findings)).filter((finding) => finding !== null)
}

const idOf = ({ resourceId }: BurningMachine) => resourceId

/** What costs as a machine that is on: asleep it is what somebody already stopped. */
const isMachine = ({ resourceType, state }: ResourceRate) => resourceType === 'instance' && state !== 'hibernated'

const rateOf = (rates: readonly ResourceRate[]) => rates.reduce((sum, rate) => sum + (rate.perHourPicos ?? 0n), 0n)

async function knownBefore({ context, account, resources }: AlertView, before: number) {
  const seen = (await resources()).filter(({ type, firstSeenAt }) => type === 'instance' && firstSeenAt <= before)
  const billed = await billedModels(context.store.db, account.accountId, before)
  return {
    knownModels: new Set([...billed, ...seen.flatMap(({ gpuModel }) => gpuModel ?? [])]),
    knownRegions: new Set(seen.flatMap(({ region }) => region ?? [])),
  }
}

/**
 * By the thirty days that ended a day ago: what burns since then must not raise its own limit, and what is told and not
 * acknowledged does not either, however long it burns.
 */
async function limitOf(
  view: AlertView,
  { ruleId, watch }: WatchingRule<'burn-guard'>,
  currency: string,
  parties: Parties,
): Promise<bigint | null> {
  const { context, account, now, setting } = view
  const open = view.openOf(ruleId, currency)
  const to = Math.min(now - DAY_MS, open && open.acknowledgedAt === null ? open.openedAt : Infinity)
  const since = to - COMPARED_MS
  const records = await findRecordsSince(context.store.db, account.accountId, since)
  const only = filterOf(watch)
  const ofWallet = records.filter((record) => record.currency === currency)
  const watched = isAnyone(only)
    ? ofWallet
    : ofWallet.map((record) => ({
        ...record,
        totalPicos: parties.shareOf(record.resourceId, record.totalPicos, only),
      }))
  // What was kept of the first look is the wallet's rate.
  const first = isAnyone(only) ? setting.firstRates[currency] : undefined
  return burnLimit({
    typedPicos: watch.limitPerHour === null ? null : parsePicos(watch.limitPerHour),
    highestHourPicos: highestHour(watched, now, { startsAt: since, endsAt: to }),
    firstRatePicos: first === undefined ? null : parsePicos(first),
    factor: watch.factor,
  })
}

interface Burning {
  readonly currency: string
  /** What everything in the wallet costs an hour, and what is watched of it. */
  readonly walletPicos: bigint
  readonly perHourPicos: bigint
  readonly only: DimensionFilter
  readonly watch: WatchingRule<'burn-guard'>['watch']
}

async function words(view: AlertView, finding: BurnFinding, burning: Burning) {
  const { currency, walletPicos, perHourPicos, only, watch } = burning
  const { account, now } = view
  const barrack = await view.barrack()
  const { machines, reasons } = finding
  const who = isAnyone(only) ? null : scopeText(only as BudgetScope)
  const ofThese = machines.reduce((sum, machine) => sum + (machine.perHourPicos ?? 0n), 0n)
  const sleepless = await view.sleepless()
  const balance = (await view.balances()).find((row) => row.currency === currency)
  const hoursLeft =
    balance && walletPicos > 0n ? Number((parsePicos(balance.balance) * 1000n) / walletPicos) / 1000 : null
  const lines = [
    ...reasons.map((reason) => `- ${reasonText(reason, currency, watch)}`),
    '',
    `The ${currency} wallet burns ${amountText(walletPicos, currency)} an hour, ${who === null ? '' : `${amountText(perHourPicos, currency)} of it for ${who}, `}${amountText(ofThese, currency)} ${who === null ? 'of it ' : ''}by these machines.`,
    ...(hoursLeft === null
      ? []
      : [
          `Its balance of ${amountText(parsePicos(balance!.balance), currency)} lasts ${durationText(Math.max(0, hoursLeft) * HOUR_MS)} at this rate.`,
        ]),
  ]
  if (machines.length > 0) {
    lines.push(
      '',
      `${plural(machines.length, 'machine')}:`,
      ...machines.slice(0, SHOWN).map((machine) => machineLine(machine, currency, now)),
    )
    if (machines.length > SHOWN) lines.push(`  and ${machines.length - SHOWN} more`)
    const asleep = machines.filter(({ gpuModel }) => gpuModel === null || !sleepless.has(gpuModel))
    if (asleep.length > 0)
      lines.push(
        '',
        `Hibernate ${plural(asleep.length, 'machine')}, with a key that may:`,
        `  ${loopLine(barrack, asleep.map(idOf), 'hibernate')}`,
      )
    const cannot = machines.length - asleep.length
    const howMany = cannot === machines.length ? 'none of them can' : `${cannot} of them cannot`
    const why = cannot > 0 ? ` (${howMany} hibernate)` : ''
    lines.push('', `${asleep.length > 0 ? 'Or delete' : 'Delete'} them, with what is on them${why}:`)
    lines.push(`  ${loopLine(barrack, machines.map(idOf), 'delete')}`)
  }
  lines.push(
    '',
    'If nobody of yours did this, a key has leaked: delete it in the dashboard of Barrack (API keys), make a new one, set it',
    'as BARRACK_API_KEY and start Quartermaster again:',
    `  BARRACK_API_KEY=the-new-key npm start`,
  )
  return {
    subject: subjectOf(
      finding,
      who === null ? account.name : `${who} of ${account.name}`,
      amountText(perHourPicos, currency),
    ),
    text: lines.join('\n'),
    path: '/alerts',
    facts: {
      currency,
      runRatePerHour: formatPicos(perHourPicos),
      ...(who !== null && { of: only }),
      hoursUntilEmpty: hoursLeft,
      reasons: reasons.map((reason) =>
        reason.kind === 'rate'
          ? { kind: reason.kind, perHour: formatPicos(reason.perHourPicos), limit: formatPicos(reason.limitPicos) }
          : reason,
      ),
      machines: machines.map(({ resourceId, name, region, gpuModel, gpuCount, perHourPicos }) => ({
        resourceId,
        name,
        region,
        gpuModel,
        gpuCount,
        perHour: perHourPicos === null ? null : formatPicos(perHourPicos),
      })),
    },
  }
}

function subjectOf({ reasons, machines }: BurnFinding, account: string, perHour: string): string {
  if (reasons.some(({ kind }) => kind === 'rate')) return `Burn guard: ${account} burns ${perHour} an hour`
  const what = reasons.some(({ kind }) => kind === 'new model')
    ? 'of a model never used before'
    : reasons.some(({ kind }) => kind === 'new region')
      ? 'in a region never used before'
      : 'that nobody announced'
  return `Burn guard: ${plural(machines.length, 'new machine')} ${what} in ${account}`
}

function reasonText(reason: BurnFinding['reasons'][number], currency: string, watch: Burning['watch']): string {
  switch (reason.kind) {
    case 'rate':
      return `The run rate of ${amountText(reason.perHourPicos, currency)} an hour is over the limit of ${amountText(reason.limitPicos, currency)}${watch.limitPerHour === null ? `, ${watch.factor} times what is usual` : ''}.`
    case 'new model':
      return `${plural(reason.machines.length, 'machine')} of ${reason.name}, a model never used before.`
    case 'new region':
      return `${plural(reason.machines.length, 'machine')} in ${reason.name}, a region never used before.`
    case 'unannounced':
      return `${plural(reason.machines.length, 'machine')} that no plan and no known owner announced.`
  }
}

function machineLine(machine: BurningMachine, currency: string, now: number): string {
  const rate =
    machine.perHourPicos === null ? 'price unknown' : `${amountText(machine.perHourPicos, currency)} per machine-hour`
  return `  ${machine.name} (${machineText(machine)}): ${rate}, seen ${durationText(now - machine.firstSeenAt)} ago, id ${machine.resourceId}`
}
