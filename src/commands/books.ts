import type { Config } from '../config.ts'
import { printFile } from './print-file.ts'
import { parametersOf, type Options } from './export.ts'
import { withApi } from './product.ts'

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
