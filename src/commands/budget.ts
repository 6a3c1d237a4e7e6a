import type { Config } from '../config.ts'
import { addDays, calendarOf, horizonDays } from '../engine/index.ts'
import type { BudgetDto, FundDto } from '../server/dto/budgets.ts'
import { scopeText } from '../server/services/budget-words.ts'
import type { MetaDto } from '../server/dto/meta.ts'
import type { Api } from './api.ts'
import { printFile } from './print-file.ts'
import { withApi } from './product.ts'
import { parametersOf, type Options as Asked } from './query.ts'
import { CommandError, print, say } from './talk.ts'

const BUDGETS = '/api/v1/budgets'
const FUNDS = '/api/v1/funds'

/** `qm budget`: each with how it stands, in the period of a day. */
export function listBudgets(config: Config, { json, ...asked }: Asked): Promise<number> {
  return withApi(config, async (api) => {
    const answer = (await (await api.get(`${BUDGETS}?${parametersOf(asked)}`)).json()) as { rows: BudgetDto[] }
    if (json) await print(`${JSON.stringify(answer)}\n`)
    else if (answer.rows.length > 0) await print(answer.rows.map(budgetText).join(''))
    else if (isNarrowed(asked)) say('No budget is for them.')
    else say('There is no budget yet: qm budget add NAME --amount 4000 --currency USD.')
    return 0
  })
}

const isNarrowed = ({ project, owner, costCenter }: Asked): boolean =>
  [project, owner, costCenter].some((name) => name !== undefined)

function budgetText({ budgetId, name, currency, scope, note, now }: BudgetDto): string {
  const head = `${budgetId}  ${name} (${currency}, ${scopeText(scope)}), ${now.from} to ${addDays(now.to, -1)}: ${now.state}`
  const early = now.early ? '; early estimate, there is little history' : ''
  return [head, `    ${now.sentence}${early}`, ...(note === null ? [] : [`    ${note}`])].join('\n') + '\n'
}

type Options = Readonly<Record<string, string | boolean | undefined>>

/** `qm budget add NAME`. */
export function addBudget(config: Config, name: string, options: Options): Promise<number> {
  const { amount, currency, until, note } = options
  const period = options.period === 'quarter' ? 'quarter' : 'month'
  return withApi(config, async (api) => {
    const firstDay = options.from ?? (await firstDayOf(api, period))
    const body = {
      name,
      currency,
      period: options.period,
      firstDay,
      lastDay: until ?? null,
      amounts: [{ from: firstDay, amount }],
      scope: scopeOf(options),
      note: note ?? null,
    }
    await print(budgetText((await (await api.post(BUDGETS, body)).json()) as BudgetDto))
    return 0
  })
}

/** `qm budget edit NUMBER`: what is not said stays as it is. */
export function editBudget(config: Config, budget: number, options: Options): Promise<number> {
  return withApi(config, async (api) => {
    const { rows } = (await (await api.get(BUDGETS)).json()) as { rows: BudgetDto[] }
    const before = rows.find(({ budgetId }) => budgetId === budget)
    if (!before) throw new CommandError(`There is no budget ${budget}.`)
    const answer = await api.put(`${BUDGETS}/${budget}`, editedBudget(before, options))
    await print(budgetText((await answer.json()) as BudgetDto))
    return 0
  })
}

/** A budget with what is said of it, as the API takes it. @throws CommandError where it is not clear which amount is meant. */
export function editedBudget(before: BudgetDto, options: Options): object {
  const { name, currency, period, firstDay, lastDay, scope, note } = before
  return {
    name: options.name ?? name,
    currency,
    period: options.period ?? period,
    firstDay: options.from ?? firstDay,
    lastDay: options.until === 'none' ? null : (options.until ?? lastDay),
    amounts: amountsOf(before, options),
    scope: { ...(options.wholeWallet === true ? {} : scope), ...scopeOf(options) },
    note: options.note === 'none' ? null : (options.note ?? note),
  }
}

/** The amounts of a budget with the one that is said, from its day on or in place of the only one. */
function amountsOf({ amounts }: BudgetDto, { amount, amountFrom }: Options): BudgetDto['amounts'] {
  if (typeof amount !== 'string') {
    if (amountFrom !== undefined)
      throw new CommandError('--amount-from needs --amount: what holds from that day on.', 2)
    return amounts
  }
  if (typeof amountFrom === 'string')
    return [...amounts.filter(({ from }) => from !== amountFrom), { from: amountFrom, amount }]
  const [only, ...more] = amounts
  if (more.length === 0) return [{ from: only!.from, amount }]
  const days = amounts.map(({ from }) => from).join(', ')
  throw new CommandError(`Its amount changes (from ${days}); say which one is meant: --amount-from DAY.`, 2)
}

function scopeOf({ region, tier, gpuModel, resourceType, resource, project, owner, costCenter }: Options): object {
  const scope = {
    region,
    tier,
    gpu_model: gpuModel,
    resource_type: resourceType,
    resource,
    project,
    owner,
    cost_center: costCenter,
  }
  return Object.fromEntries(Object.entries(scope).filter(([, value]) => value !== undefined))
}

/** The month or quarter that runs, by the days of the account. */
async function firstDayOf(api: Api, period: 'month' | 'quarter'): Promise<string> {
  const { account, now } = (await (await api.get('/api/v1/meta')).json()) as MetaDto
  return horizonDays(period, calendarOf(account.zone), Date.parse(now)).from
}

/** `qm budget remove NUMBER`. */
export function removeBudget(config: Config, budget: number): Promise<number> {
  return withApi(config, async (api) => {
    await api.delete(`${BUDGETS}/${budget}`)
    say(`Budget ${budget} was taken away.`)
    return 0
  })
}

/** `qm fund`: each grant with whether it lasts. */
export function listFunds(config: Config, { json, ...asked }: Asked): Promise<number> {
  return withApi(config, async (api) => {
    const answer = (await (await api.get(`${FUNDS}?${parametersOf(asked)}`)).json()) as { rows: FundDto[] }
    if (json) await print(`${JSON.stringify(answer)}\n`)
    else if (answer.rows.length > 0) await print(answer.rows.map(fundText).join(''))
    else if (isNarrowed(asked)) say('No grant is for them.')
    else say('There is no grant yet: qm fund add NAME --amount 20000 --currency USD --from DAY --until DAY.')
    return 0
  })
}

function fundText({ fundId, name, currency, firstDay, lastDay, note, now, ...fund }: FundDto): string {
  const { projects, owners, costCenters } = fund
  const drawers = [projects.join(', '), owners.join(', '), costCenters.join(', ')].filter((names) => names !== '')
  const of = drawers.length === 0 ? 'the whole wallet' : drawers.join(' of ')
  const lines = [`${fundId}  ${name} (${currency}, ${of}), ${firstDay} to ${lastDay}`, `    ${now.sentence}`]
  return [...lines, ...(note === null ? [] : [`    ${note}`])].join('\n') + '\n'
}

/** `qm fund add NAME`. */
export function addFund(config: Config, name: string, options: Options): Promise<number> {
  const { amount, currency, from: firstDay, until: lastDay, note = null } = options
  return withApi(config, async (api) => {
    const body = {
      name,
      amount,
      currency,
      firstDay,
      lastDay,
      projects: namesOf(options.projects) ?? [],
      owners: namesOf(options.owners) ?? [],
      costCenters: namesOf(options.costCenters) ?? [],
      note,
    }
    await print(fundText((await (await api.post(FUNDS, body)).json()) as FundDto))
    return 0
  })
}

/** `qm fund edit NUMBER`: what is not said stays as it is. */
export function editFund(config: Config, fund: number, options: Options): Promise<number> {
  return withApi(config, async (api) => {
    const { rows } = (await (await api.get(FUNDS)).json()) as { rows: FundDto[] }
    const before = rows.find(({ fundId }) => fundId === fund)
    if (!before) throw new CommandError(`There is no grant ${fund}.`)
    const drawers = (option: string, kept: readonly string[]) =>
      namesOf(options[option]) ?? (options['wholeWallet'] === true ? [] : kept)
    const body = {
      name: options.name ?? before.name,
      amount: options.amount ?? before.amount,
      currency: before.currency,
      firstDay: options.from ?? before.firstDay,
      lastDay: options.until ?? before.lastDay,
      projects: drawers('projects', before.projects),
      owners: drawers('owners', before.owners),
      costCenters: drawers('costCenters', before.costCenters),
      note: options.note === 'none' ? null : (options.note ?? before.note),
    }
    await print(fundText((await (await api.put(`${FUNDS}/${fund}`, body)).json()) as FundDto))
    return 0
  })
}

const namesOf = (list: Options[string]): string[] | undefined =>
  typeof list === 'string'
    ? list
        .split(',')
        .map((name) => name.trim())
        .filter(Boolean)
    : undefined

/** `qm fund remove NUMBER`. */
export function removeFund(config: Config, fund: number): Promise<number> {
  return withApi(config, async (api) => {
    await api.delete(`${FUNDS}/${fund}`)
    say(`Grant ${fund} was taken away.`)
    return 0
  })
}

/** `qm export budgets`: the same file as the page's. */
export const exportBudgets = (config: Config, asked: Asked): Promise<number> =>
  withApi(config, (api) => printFile(api, `/api/v1/exports/budgets.csv?${parametersOf(asked)}`))

/** `qm export funds`. */
export const exportFunds = (config: Config, asked: Asked): Promise<number> =>
  withApi(config, (api) => printFile(api, `/api/v1/exports/funds.csv?${parametersOf(asked)}`))
