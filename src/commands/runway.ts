import type { Config } from '../config.ts'
import type { LastUntilDto, RunwaysDto, StopOrderDto } from '../server/dto/runway.ts'
import type { Api } from './api.ts'
import { expectWallet } from './known-wallet.ts'
import { withApi } from './product.ts'
import { parametersOf, type Options } from './query.ts'
import { textTable } from './table.ts'
import { print } from './talk.ts'

type Runway = LastUntilDto['runway']

/** `qm runway`: when each wallet ends, and what happens then. */
export function runways(config: Config, { json, ...query }: Options): Promise<number> {
  return ask(config, '/api/v1/runway', query, json, async (answer, api) => {
    const { wallets } = answer as RunwaysDto
    if (wallets.length === 0 && typeof query.currency === 'string') await expectWallet(api, query.currency)
    return textTable(
      ['wallet', 'balance', 'as early as', 'likely', 'late', 'month, topped up', 'month, not topped up', 'then a day'],
      wallets.map(({ currency, knownFrom, early, balance, runway, month, afterwards }) => [
        `${currency}${knownFrom === 'balance only' ? ' (from balance only)' : ''}${early ? ' (early estimate)' : ''}`,
        money(balance),
        ...endsOf(runway),
        money(month.ifToppedUp),
        money(month.ifNotToppedUp),
        money(afterwards.perDay),
      ]),
    )
  })
}

/** `qm last-until DAY`: whether a wallet lasts, and what makes it. */
export async function lastUntil(config: Config, until: string, { json, remember, ...query }: Options): Promise<number> {
  if (remember) await rememberOrder(config, query)
  return ask(config, '/api/v1/runway/last-until', { ...query, until }, json, (given) => {
    const answer = given as LastUntilDto
    const { currency, chance, certainty, balance, allowedPerDay, likelyPerDay, topUp, rules, steps, reachedWith } =
      answer
    const only = answer.knownFrom === 'balance only'
    const lines = [
      ...(answer.early ? ['Early estimate: there is little history to measure it by.'] : []),
      `${currency}: ${money(balance)} left.${only ? ' From balance only.' : ''} Lasts to the end of ${until} with a chance of ${percent(chance)}; wanted are ${certainty} %.`,
      `Allowed a day: ${money(allowedPerDay)}; likely a day: ${money(likelyPerDay)}.`,
      topUp.buyBy === null
        ? 'No top-up is needed for it.'
        : `Top-up that reaches it: ${money(topUp.credit)}${rules.taxPercent > 0 ? ` (${money(topUp.pay)} with ${rules.taxPercent} % GST)` : ''}, to be bought by ${minute(topUp.buyBy)}.`,
      reachedWith === null
        ? 'Without one it is not reached by all of these steps:'
        : reachedWith === 0
          ? 'Steps that would make it last longer:'
          : `Without one the first ${reachedWith === 1 ? 'step reaches' : `${reachedWith} steps reach`} it:`,
    ]
    const table = textTable(
      ['step', 'machine', 'id', 'saves until then', 'as early as', 'likely', 'chance', 'top-up left'],
      steps.map((step) => [
        STEP[step.kind],
        step.name,
        step.resourceId,
        money(step.saves),
        ...endsOf(step.runway).slice(0, 2),
        percent(step.chance),
        money(step.topUp.credit),
      ]),
    )
    return `${lines.join('\n')}\n${table}`
  })
}

/** Keeps which machines stop first; what is not said stays as it was. */
function rememberOrder(config: Config, { order, keep }: Options): Promise<number> {
  return withApi(config, async (api) => {
    const before = (await (await api.get(STOP_ORDER)).json()) as StopOrderDto
    const listOf = (said: Options[string], known: readonly string[]) =>
      typeof said === 'string' ? said.split(',').flatMap((word) => word.trim() || []) : known
    await api.put(STOP_ORDER, { first: listOf(order, before.first), keep: listOf(keep, before.keep) })
    return 0
  })
}

const STOP_ORDER = '/api/v1/runway/stop-order'
const STEP = { hibernate: 'hibernate', end: 'end', smaller: 'half the GPUs' } as const

function ask(
  config: Config,
  path: string,
  query: Options,
  json: Options['json'],
  text: (answer: unknown, api: Api) => string | Promise<string>,
): Promise<number> {
  return withApi(config, async (api) => {
    const answer = await api.get(`${path}?${parametersOf(query)}`)
    await print(json ? `${await answer.text()}\n` : await text(await answer.json(), api))
    return 0
  })
}

function endsOf({ kind, p10, p50, p90, horizonAt }: Runway): string[] {
  if (kind === 'empty') return ['empty', 'empty', 'empty']
  const after = horizonAt === undefined ? '-' : `after ${minute(horizonAt)}`
  return [p10, p50, p90].map((at) => (at === undefined ? after : minute(at)))
}

/** '2026-12-21T00:13Z' */
const minute = (at: string) => `${at.slice(0, 16)}Z`
/** As the page has it: what comes of a thousand ways is never quite nothing and never sure. */
const percent = (share: number) =>
  share < 0.01 ? 'under 1 %' : share > 0.99 ? 'over 99 %' : `${Math.round(share * 100)} %`
const money = (value: string) => Number(value).toFixed(2)
