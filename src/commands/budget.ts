import type { Config } from '../config.ts'
import type { BudgetDto, FundDto } from '../server/dto/budgets.ts'
import { printFile } from './print-file.ts'
import { withApi } from './product.ts'
import { print, say } from './talk.ts'

const BUDGETS = '/api/v1/budgets'
const FUNDS = '/api/v1/funds'

/** `qm budget`: each with how it stands, in the period of a day. */
export function listBudgets(config: Config, { on, json }: { on?: string; json?: true }): Promise<number> {
  return withApi(config, async (api) => {
    const answer = (await (await api.get(`${BUDGETS}${on === undefined ? '' : `?on=${on}`}`)).json()) as {
      rows: BudgetDto[]
    }
    if (json) await print(`${JSON.stringify(answer)}\n`)
    else if (answer.rows.length === 0) say('There is no budget yet: qm budget add NAME --amount 4000 --currency USD.')
    else await print(answer.rows.map(budgetText).join(''))
    return 0
  })
}

function budgetText({ budgetId, name, scope, now }: BudgetDto): string {
  const of = Object.entries(scope).map(([key, value]) => `${key} ${value}`)
  return `${budgetId}  ${name} (${of.length === 0 ? 'the whole wallet' : of.join(', ')}), ${now.from} up to ${now.to}: ${now.state}\n    ${now.sentence}\n`
}

/** `qm budget add NAME`. */
export function addBudget(config: Config, name: string, options: Readonly<Record<string, string>>): Promise<number> {
  const { amount, currency, period, until, region, tier, gpuModel, resource, project, owner, costCenter } = options
  const firstDay = options.from ?? firstOfMonth(config)
  const scope = { region, tier, gpu_model: gpuModel, resource, project, owner, cost_center: costCenter }
  return withApi(config, async (api) => {
    const amounts = [{ from: firstDay, amount }]
    const body = { name, currency, period, firstDay, lastDay: until ?? null, amounts, scope }
    await print(budgetText((await (await api.post(BUDGETS, body)).json()) as BudgetDto))
    return 0
  })
}

/** The month that runs, by the computer's day: a budget's first period begins with it wherever the account is. */
function firstOfMonth({ now }: Config): string {
  return `${new Date(now ?? Date.now()).toISOString().slice(0, 7)}-01`
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
export function listFunds(config: Config, { json }: { json?: true }): Promise<number> {
  return withApi(config, async (api) => {
    const answer = (await (await api.get(FUNDS)).json()) as { rows: FundDto[] }
    if (json) await print(`${JSON.stringify(answer)}\n`)
    else if (answer.rows.length === 0) {
      say('There is no grant yet: qm fund add NAME --amount 20000 --currency USD --from DAY --until DAY.')
    } else await print(answer.rows.map(fundText).join(''))
    return 0
  })
}

function fundText({ fundId, name, projects, firstDay, lastDay, now }: FundDto): string {
  const of = projects.length === 0 ? 'the whole wallet' : projects.join(', ')
  return `${fundId}  ${name} (${of}), ${firstDay} to ${lastDay}\n    ${now.sentence}\n`
}

/** `qm fund add NAME`. */
export function addFund(config: Config, name: string, options: Readonly<Record<string, string>>): Promise<number> {
  const { amount, currency, from: firstDay, until: lastDay, projects } = options
  return withApi(config, async (api) => {
    const names = (projects ?? '').split(',').map((project) => project.trim())
    const body = { name, amount, currency, firstDay, lastDay, projects: names.filter(Boolean) }
    await print(fundText((await (await api.post(FUNDS, body)).json()) as FundDto))
    return 0
  })
}

/** `qm fund remove NUMBER`. */
export function removeFund(config: Config, fund: number): Promise<number> {
  return withApi(config, async (api) => {
    await api.delete(`${FUNDS}/${fund}`)
    say(`Grant ${fund} was taken away.`)
    return 0
  })
}

/** `qm export budgets`: the same file as the page's. */
export const exportBudgets = (config: Config, { on }: { on?: string }): Promise<number> =>
  withApi(config, (api) => printFile(api, `/api/v1/exports/budgets.csv${on === undefined ? '' : `?on=${on}`}`))

/** `qm export funds`. */
export const exportFunds = (config: Config): Promise<number> =>
  withApi(config, (api) => printFile(api, '/api/v1/exports/funds.csv'))
