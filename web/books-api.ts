import type { InferRequestType, InferResponseType } from 'hono/client'
import { read, said, type Query } from './api.ts'
import { fileUrl, v1 } from './client.ts'

const { assignments, machines, months } = v1
const ledger = v1['ledger-accounts']
const rules = v1['assignment-rules']

export type Assignments = InferResponseType<typeof assignments.$get, 200>
export type AssignedRow = Assignments['rows'][number]
export type Machine = InferResponseType<typeof machines.$get, 200>['rows'][number]
export type Part = AssignedRow['parts'][number]
export type AssignAsked = InferRequestType<typeof assignments.$put>['json']
export type Rule = InferResponseType<typeof rules.$get, 200>['rows'][number]
export type RuleAsked = InferRequestType<typeof rules.$post>['json']
export type RulePreview = InferResponseType<typeof rules.preview.$post, 200>
export type Statement = InferResponseType<typeof v1.statement.$get, 200>
export type StatementWallet = Statement['wallets'][number]
export type StatementLine = StatementWallet['lines'][number]
export type TopUps = InferResponseType<(typeof v1)['top-ups']['$get'], 200>
export type TopUp = TopUps['rows'][number]
export type Proposal = TopUps['proposals'][number]
export type TopUpAsked = InferRequestType<(typeof v1)['top-ups']['$post']>['json']
export type Closing = InferResponseType<(typeof months)[':month']['$get'], 200>
export type Correction = Closing['changedSince'][number]
export type Bookings = InferResponseType<typeof v1.bookings.$get, 200>
export type BookingLine = Bookings['wallets'][number]['lines'][number]
export type LedgerAccount = InferResponseType<typeof ledger.$get, 200>['rows'][number]
export type AccountCalendar = InferResponseType<(typeof v1)['account-calendar']['$get'], 200>
type Bridge = InferResponseType<typeof v1.bridge.$get, 200>
export type Chargeback = InferResponseType<typeof v1.chargeback.$get, 200>
export type ChargebackLine = Chargeback['lines'][number]
type ChargebackAsked = InferRequestType<typeof v1.chargeback.send.$post>['json']
type CloseAsked = InferRequestType<(typeof months)[':month']['close']['$post']>['json']
type ReopenAsked = InferRequestType<(typeof months)[':month']['reopen']['$post']>['json']
type Imported = InferResponseType<typeof assignments.import.$post, 200>

const ofMonth = (month: string) => ({ param: { month }, query: {} })
const ofNumber = (id: number) => ({ param: { id: String(id) }, query: {} })

export const booksApi = {
  assignments: () => read<Assignments>(assignments.$get({ query: {} })),
  machines: async () => (await read<{ rows: Machine[] }>(machines.$get({ query: {} }))).rows,
  assign: (json: AssignAsked) => read<{ resources: number }>(assignments.$put({ query: {}, json })),
  importAssignments: (csv: string) => read<Imported>(assignments.import.$post({ query: {}, json: { csv } })),
  rules: async () => (await read<{ rows: Rule[] }>(rules.$get({ query: {} }))).rows,
  previewRule: (rule: RuleAsked, ruleId: number | null) =>
    read<RulePreview>(rules.preview.$post({ query: {}, json: { rule, ...(ruleId !== null && { ruleId }) } })),
  /** Keeps a rule, in the place of the one of that number where there is one. */
  keepRule: (json: RuleAsked, over: number | null) =>
    read<Rule>(over === null ? rules.$post({ query: {}, json }) : rules[':id'].$put({ ...ofNumber(over), json })),
  statement: (query: { month: string; by: 'day' | 'week' }) => read<Statement>(v1.statement.$get({ query })),
  closing: (month: string) => read<Closing>(months[':month'].$get(ofMonth(month))),
  closeMonth: (month: string, json: CloseAsked) =>
    read<Closing>(months[':month'].close.$post({ ...ofMonth(month), json })),
  reopenMonth: (month: string, json: ReopenAsked) =>
    read<Closing>(months[':month'].reopen.$post({ ...ofMonth(month), json })),
  chargeback: ({ of, ...query }: { month: string; by: 'project' | 'owner' | 'cost_center'; of: Query }) =>
    read<Chargeback>(v1.chargeback.$get({ query: { ...query, ...said(of) } })),
  sendChargeback: (json: ChargebackAsked) => read<{ sentTo: string[] }>(v1.chargeback.send.$post({ query: {}, json })),
  bridge: (month: string) => read<Bridge>(v1.bridge.$get({ query: { month } })),
  bookings: (month: string) => read<Bookings>(v1.bookings.$get({ query: { month } })),
  ledgerAccounts: async () => (await read<{ rows: LedgerAccount[] }>(ledger.$get({ query: {} }))).rows,
  keepLedgerAccounts: (rows: LedgerAccount[]) =>
    read<{ rows: LedgerAccount[] }>(ledger.$put({ query: {}, json: { rows } })),
  importLedgerAccounts: (csv: string) =>
    read<{ rows: LedgerAccount[] }>(ledger.import.$post({ query: {}, json: { csv } })),
  calendar: () => read<AccountCalendar>(v1['account-calendar'].$get({ query: {} })),
  keepCalendar: (json: AccountCalendar) => read<AccountCalendar>(v1['account-calendar'].$put({ query: {}, json })),
  /** The days of the past are made anew by the next reading. */
  changeZone: (slug: string, zone: string) =>
    read<{ note: string }>(v1.accounts[':slug'].$patch({ param: { slug }, json: { zone } })),
  topUps: () => read<TopUps>(v1['top-ups'].$get({ query: {} })),
  addTopUp: (json: TopUpAsked) => read<TopUp>(v1['top-ups'].$post({ query: {}, json })),
  removeTopUp: (id: number) => read<{ topUpId: number }>(v1['top-ups'][':id'].$delete(ofNumber(id))),
  importTopUps: (csv: string) =>
    read<{ taken: number; known: number }>(v1['top-ups'].import.$post({ query: {}, json: { csv } })),
  forgetRule: (id: number) => read<{ ruleId: number }>(rules[':id'].$delete(ofNumber(id))),
}

/** Where the list or the rules can be downloaded, in the form of the import. */
export const assignmentsUrl = (
  name: 'assignments' | 'assignment-rules' | 'machines',
  query: Readonly<Record<string, string | null>> = {},
): string => fileUrl(`${name}.csv`, query)

/** Where a month's statement can be downloaded. */
export const statementUrl = (month: string, by: 'day' | 'week'): string => fileUrl('statement.csv', { month, by })

/** Where a file that a closed month keeps can be downloaded; its name tells the report and its form. */
export function closedFileUrl({ from, to, month }: Closing, name: string): string {
  const [report = '', form = ''] = name.replace(/\.csv$/, '').split(/-(.*)/)
  if (report === 'statement' || report === 'bookings') return fileUrl(`${report}.csv`, { month, closed: 'true' })
  const options = report === 'focus' ? { version: form } : form === 'with' ? { with: 'project,owner,cost_center' } : {}
  return fileUrl(`${report}.csv`, { from, to, ...options, closed: 'true' })
}

/** Where a month's bookings can be downloaded. */
export const bookingsUrl = (
  name: 'bookings.csv' | 'bookings.xlsx' | 'bookings-datev.csv',
  month: string,
  encoding?: 'windows-1252',
): string => fileUrl(name, { month, encoding })

/** Where the table of ledger accounts can be downloaded. */
export const ledgerAccountsUrl = (): string => fileUrl('ledger-accounts.csv', {})

/** Where a month's chargeback can be downloaded. */
export const chargebackUrl = (form: 'csv' | 'pdf', month: string, by: string, of: Query): string =>
  fileUrl(`chargeback.${form}`, { month, by, ...of })
