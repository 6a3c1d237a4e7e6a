import { momentWords } from '../../engine/clock-words.ts'
import { HOUR_MS } from '../../engine/index.ts'
import type { AppContext } from '../context.ts'
import type { DemandDto, DemandPlanBody } from '../dto/capacity.ts'
import type { PlanDto } from '../dto/plan.ts'
import { invalidParameter } from '../problem.ts'
import { accountOf } from './account.ts'
import { demand } from './demand.ts'
import type { Option } from './demand-options.ts'
import { ANYBODY } from './admin.ts'
import { createPlan } from './plans.ts'

type Price = Option['prices'][number]

/**
 * Keeps one option of a demand as a plan: the likeliest of those that fit what else is said. It is checked anew, and its
 * reason says what the check came to. Throws a problem where nothing fits, or where it is open which wallet pays.
 */
export async function adoptDemand(
  context: AppContext,
  body: DemandPlanBody,
  query: { readonly account?: string | undefined; readonly wanted?: number | undefined },
): Promise<PlanDto> {
  const { line, who, name, by, approvedBy } = body
  const { zone } = await accountOf(context, query.account)
  const checked = await demand(context, { ...query, line })
  const option = chosenOption(checked, body)
  const { tier, gpuModel, machines, gpusEach: gpuCount, region } = option
  if (tier === null)
    throw invalidParameter('gpuModel', `nobody knows the tier of ${gpuModel} yet: plan it with its tier instead`)
  const price = walletOf(option, body)
  const { startsAt, endsAt, how } = timesOf(option, body.start)
  const words = (at: string) => momentWords(Date.parse(at), zone, context.clock())
  return createPlan(
    context,
    {
      who,
      what: {
        kind: 'deploy',
        name: name ?? nameOf(checked),
        machines,
        tier,
        gpuModel,
        gpuCount,
        region,
        currency: price.currency,
      },
      startsAt,
      endsAt,
      source: 'demand',
      reason: `‘${line}’, checked ${words(new Date(context.clock()).toISOString())}: ${checkWords(option, price)}${how}`,
      by,
      ...(approvedBy !== undefined && { approvedBy }),
    },
    query,
    ANYBODY,
  )
}

function chosenOption({ unclear, options }: DemandDto, { region, gpuModel, machines }: DemandPlanBody): Option {
  if (unclear) throw invalidParameter('line', `‘${unclear.part}’ is not understood; write ${unclear.hint}`)
  const [option] = options.filter(
    (each) =>
      (region === undefined || each.region === region) &&
      (gpuModel === undefined ? each.isAsked : each.gpuModel === gpuModel) &&
      (machines === undefined || each.machines === machines),
  )
  if (option) return option
  const there = options.map((each) => `${each.machines} x ${each.gpuModel} in ${each.region}`)
  throw invalidParameter(
    gpuModel === undefined ? 'region' : 'gpuModel',
    there.length === 0 ? 'nothing of it can be had anywhere' : `that is none of its options: ${there.join(', ')}`,
  )
}

function walletOf({ prices }: Option, { currency }: DemandPlanBody): Price {
  const [price, ...others] = prices.filter((each) => currency === undefined || each.currency === currency)
  if (price && others.length === 0) return price
  const known = prices.map((each) => each.currency).join(' or ')
  throw invalidParameter(
    'currency',
    known === '' ? 'no price of it is known in your wallets' : `which wallet pays: ${known}?`,
  )
}

/** When it begins and ends; what is taken early is held until it is needed, what begins at another hour lasts as long. */
function timesOf({ startsAt, endsAt, betterStart, hold }: Option, start: DemandPlanBody['start']) {
  if (start === 'asked') return { startsAt, endsAt, how: '' }
  if (start === 'early') {
    if (!hold) throw invalidParameter('start', 'at no earlier hour of the day before it is likely enough')
    const held = `; taken ${hold.hours} h early and held, ${percent(hold.p)} then`
    return { startsAt: hold.startsAt, endsAt, how: held }
  }
  if (!betterStart) throw invalidParameter('start', 'no hour within a day is clearly likelier')
  const later = (Date.parse(betterStart.startsAt) - Date.parse(startsAt)) / HOUR_MS
  return {
    startsAt: betterStart.startsAt,
    endsAt: new Date(Date.parse(endsAt) + later * HOUR_MS).toISOString(),
    how: `; begun ${Math.abs(later)} h ${later < 0 ? 'earlier' : 'later'}, ${percent(betterStart.p)} then`,
  }
}

/** 'tight, 63 % at the start (672 observations); 2988.00 USD in all, top-up needed'. */
function checkWords({ verdict, reasons, chance }: Option, { total, currency }: Price): string {
  const likely = chance.p === null ? 'chance not known yet' : `${percent(chance.p)} at the start`
  const missing = reasons.filter((reason) => reason === 'top-up needed' || reason === 'balance under the minimum')
  const money = [`${Number(total).toFixed(2)} ${currency} in all`, ...missing].join(', ')
  return `${verdict}, ${likely} (${chance.snapshots} observations); ${money}`
}

/** '8 H100', as it was asked for. */
function nameOf({ understood }: DemandDto): string {
  const { gpus, gpuHours, model } = understood!
  return gpus === null ? `${gpuHours} GPU-hours of ${model}` : `${gpus} ${model}`
}

const percent = (p: number) => `${Math.round(p * 100)} %`
