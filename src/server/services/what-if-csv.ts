import { addDays, type Dimension } from '../../engine/index.ts'
import type { AppContext } from '../context.ts'
import type { OutcomeDto, WhatIfBody, WhatIfDto } from '../dto/what-if.ts'
import { csvLine, numberCell, textCell } from '../export/csv.ts'
import { accountOf, fileNameOf, zonedName } from './account.ts'
import { compareScenarios } from './what-if.ts'

const COLUMNS = [
  'scenario',
  'account',
  'currency',
  'period',
  'from',
  'to',
  'billed_so_far',
  'p10',
  'p50',
  'p90',
  'tax',
  'difference',
  'by_price',
  'by_hours',
  'by_count',
  'by_state',
  'by_storage',
  'by_tax',
]

/**
 * The comparison as rows: each scenario and wallet by month or day, and in total with its difference by cause; where it is
 * split, then the total of each project, owner or cost center, with its name in a column at the end.
 */
export async function whatIfCsv(
  context: AppContext,
  body: WhatIfBody,
  { by, split, ...query }: { account?: string | undefined; by: 'month' | 'day'; split?: Dimension | undefined },
): Promise<{ fileName: string; body: string }> {
  const json = Buffer.concat(await compareScenarios(context, body, { ...query, split })).toString()
  const { from, to, baseline, scenarios } = JSON.parse(json) as WhatIfDto
  const account = await accountOf(context, query.account)
  const rows = [baseline, ...scenarios].flatMap((outcome) => [
    ...rowsOf(outcome.name, account.slug, outcome.wallets, { from, to }, by),
    ...(outcome.parties ?? []).map(partyRow(split!, outcome.name, account.slug, { from, to })),
    ...outcome.accounts.flatMap((other) => rowsOf(outcome.name, other.account, other.wallets, { from, to }, by)),
  ])
  return {
    fileName: fileNameOf(context, account, zonedName(account, `what-if-${from}-${to}.csv`)),
    body: [split === undefined ? COLUMNS : [...COLUMNS, split], ...rows.map(padded(split))].map(csvLine).join(''),
  }
}

/** Rows of a whole wallet have nothing in the column of the split. */
const padded = (split: Dimension | undefined) => (cells: string[]) =>
  split === undefined || cells.length > COLUMNS.length ? cells : [...cells, '']

const spendCells = (of: Party['total']) => [of.billedSoFar, of.p10, of.p50, of.p90, of.tax].map(numberCell)

const causeCells = ({ total, price, hours, count, state, storage, tax }: Party['difference']) =>
  [total, price, hours, count, state, storage, tax].map(numberCell)

type Party = NonNullable<OutcomeDto['parties']>[number]

const partyRow =
  (split: Dimension, name: string, account: string, { from, to }: { from: string; to: string }) =>
  ({ currency, name: party, total, difference }: Party): string[] => [
    ...[name, account, currency].map(textCell),
    ...[split, from, to],
    ...spendCells(total),
    ...causeCells(difference),
    textCell(party),
  ]

function rowsOf(
  name: string,
  account: string,
  wallets: OutcomeDto['wallets'],
  window: { from: string; to: string },
  by: 'month' | 'day',
): string[][] {
  return wallets.flatMap(({ currency, days, months, total, difference }) => {
    const head = [textCell(name), textCell(account), textCell(currency)]
    const causes = causeCells(difference)
    const stretches =
      by === 'month' ? months : days.map((each) => ({ ...each, from: each.day, to: addDays(each.day, 1) }))
    return [
      ...stretches.map((each) => [...head, by, each.from, each.to, ...spendCells(each), ...causes.map(() => '')]),
      [...head, 'total', window.from, window.to, ...spendCells(total), ...causes],
    ]
  })
}
