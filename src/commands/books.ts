import type { Config } from '../config.ts'
import type { AccountCalendarDto } from '../server/dto/account-calendar.ts'
import type { SentChargebackDto } from '../server/dto/chargeback.ts'
import { printFile } from './print-file.ts'
import { withApi } from './product.ts'
import { parametersOf, type Options } from './query.ts'
import { print, say } from './talk.ts'

/** `qm export assignments`: whose each resource is, or the rules, in the forms that the import takes. */
export function exportAssignments(config: Config, { rules }: { rules?: true }): Promise<number> {
  return withApi(config, (api) => printFile(api, `/api/v1/exports/${rules ? 'assignment-rules' : 'assignments'}.csv`))
}

/** `qm export statement`: the statement of each wallet, the same bytes as the dashboard's download. */
export function exportStatement(config: Config, options: Options): Promise<number> {
  return withApi(config, (api) => printFile(api, `/api/v1/exports/statement.csv?${parametersOf(options)}`))
}

/** `qm export bookings`: the same bytes as the dashboard's downloads. */
export function exportBookings(config: Config, { format, ...options }: Options & { format: string }): Promise<number> {
  const name = { csv: 'bookings.csv', xlsx: 'bookings.xlsx', datev: 'bookings-datev.csv' }[format]!
  return withApi(config, (api) => printFile(api, `/api/v1/exports/${name}?${parametersOf(options)}`))
}

/** `qm export ledger-accounts`. */
export function exportLedgerAccounts(config: Config): Promise<number> {
  return withApi(config, (api) => printFile(api, '/api/v1/exports/ledger-accounts.csv'))
}

/** `qm export bridge`: from the account's month to FOCUS's. */
export function exportBridge(config: Config, options: Options): Promise<number> {
  return withApi(config, (api) => printFile(api, `/api/v1/exports/bridge.csv?${parametersOf(options)}`))
}

/** `qm calendar`: what is known; where an option is given, said first. */
export function calendar(config: Config, { entity, ...numbers }: Readonly<Record<string, string>>): Promise<number> {
  const said = {
    ...(entity !== undefined && { entity }),
    ...Object.fromEntries(Object.entries(numbers).map(([name, value]) => [name, Number(value)])),
  }
  return withApi(config, async (api) => {
    const path = '/api/v1/account-calendar'
    const before = (await (await api.get(path)).json()) as AccountCalendarDto
    const after = Object.keys(said).length === 0 ? before : { ...before, ...said }
    if (after !== before) await api.put(path, after)
    await print(`${JSON.stringify(after, null, 2)}\n`)
    return 0
  })
}

/** `qm export chargeback`: the same bytes as the dashboard's downloads. */
export function exportChargeback(
  config: Config,
  { format, ...options }: Options & { format: string },
): Promise<number> {
  return withApi(config, (api) => printFile(api, `/api/v1/exports/chargeback.${format}?${parametersOf(options)}`))
}

/** `qm send-chargeback NAME`: the report of one, to its channel. */
export function sendChargeback(config: Config, body: { name: string; month: string; by: string }): Promise<number> {
  return withApi(config, async (api) => {
    const { sentTo } = (await (await api.post('/api/v1/chargeback/send', body)).json()) as SentChargebackDto
    say(`Written to ${sentTo.join(', ')}; notify messages tells what became of it.`)
    return 0
  })
}
