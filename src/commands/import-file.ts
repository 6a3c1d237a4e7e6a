import type { Config } from '../config.ts'
import type { ImportedAssignmentsDto } from '../server/dto/assignments.ts'
import type { LedgerAccountsDto } from '../server/dto/bookings.ts'
import type { ImportedDto } from '../server/dto/budgets.ts'
import type { ImportedFxDto } from '../server/dto/fx.ts'
import type { ImportedThroughputDto } from '../server/dto/gpu-economics.ts'
import type { ImportedPricesDto } from '../server/dto/prices.ts'
import type { ImportedTopUpsDto } from '../server/dto/top-ups.ts'
import { withApi } from './product.ts'
import { readText } from './read-text.ts'
import { say } from './talk.ts'

/** `qm import prices FILE`: dated lists and contracts. */
export async function importPrices(config: Config, file: string): Promise<number> {
  const { list, contracts, unchanged, note } = (await send(config, file, 'prices/import')) as ImportedPricesDto
  say(`${list} list prices and ${contracts} contracts taken, ${unchanged} as the API told them. ${note}`)
  return 0
}

/** `qm import fx FILE`: the ECB's history of rates as it is downloaded. */
export async function importFx(config: Config, file: string): Promise<number> {
  const { days, from, last, changed } = (await send(config, file, 'fx/import')) as ImportedFxDto
  say(`${days} days from ${from} to ${last}, ${changed} rates new or different.`)
  return 0
}

/** `qm import throughput FILE`: what the own work gets out of a GPU. */
export async function importThroughput(config: Config, file: string): Promise<number> {
  const { taken } = (await send(config, file, 'gpu-economics/throughput')) as ImportedThroughputDto
  say(`${taken} figures taken.`)
  return 0
}

/** `qm import assignments FILE`: whose resources are, the rules, or hours of use. */
export async function importAssignments(config: Config, file: string): Promise<number> {
  const { form, taken, unchanged } = (await send(config, file, 'assignments/import')) as ImportedAssignmentsDto
  const what = { resources: 'assignments', rules: 'rules, in the place of those before', hours: 'hours of use' }[form]
  say(`${taken} ${what} taken${unchanged > 0 ? `, ${unchanged} as they were` : ''}.`)
  return 0
}

/** `qm import topups FILE`: credit that came into the wallets. */
export async function importTopUps(config: Config, file: string): Promise<number> {
  const { taken, known } = (await send(config, file, 'top-ups/import')) as ImportedTopUpsDto
  say(`${taken} top-ups taken${known > 0 ? `, ${known} were known` : ''}.`)
  return 0
}

/** `qm import ledger-accounts FILE`: where bookings go. */
export async function importLedgerAccounts(config: Config, file: string): Promise<number> {
  const { rows } = (await send(config, file, 'ledger-accounts/import')) as LedgerAccountsDto
  say(`${rows.length} ledger accounts taken, in the place of those before.`)
  return 0
}

/** `qm import budgets FILE`: those of the same name are written anew. */
export async function importBudgets(config: Config, file: string): Promise<number> {
  const { taken } = (await send(config, file, 'budgets/import')) as ImportedDto
  say(`${taken} budgets taken.`)
  return 0
}

/** `qm import funds FILE`: the same for grants. */
export async function importFunds(config: Config, file: string): Promise<number> {
  const { taken } = (await send(config, file, 'funds/import')) as ImportedDto
  say(`${taken} grants taken.`)
  return 0
}

async function send(config: Config, file: string, path: string): Promise<unknown> {
  const csv = await readText(file)
  return withApi(config, async (api) => (await api.post(`/api/v1/${path}`, { csv })).json())
}
