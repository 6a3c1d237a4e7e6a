import { addDays } from '../../engine/index.ts'
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

/** The comparison as rows: each scenario and wallet by month or day, and in total with its difference by cause. */
export async function whatIfCsv(
  context: AppContext,
  body: WhatIfBody,
  { by, ...query }: { account?: string | undefined; by: 'month' | 'day' },
): Promise<{ fileName: string; body: string }> {
  const json = Buffer.concat(await compareScenarios(context, body, query)).toString()
  const { from, to, baseline, scenarios } = JSON.parse(json) as WhatIfDto
  const account = await accountOf(context, query.account)
  const rows = [baseline, ...scenarios].flatMap((outcome) => [
    ...rowsOf(outcome.name, account.slug, outcome.wallets, { from, to }, by),
    ...outcome.accounts.flatMap((other) => rowsOf(outcome.name, other.account, other.wallets, { from, to }, by)),
  ])
  return {
    fileName: fileNameOf(context, account, zonedName(account, `what-if-${from}-${to}.csv`)),
    body: csvLine(COLUMNS) + rows.map(csvLine).join(''),
  }
}

function rowsOf(
  name: string,
  account: string,
  wallets: OutcomeDto['wallets'],
  window: { from: string; to: string },
  by: 'month' | 'day',
): string[][] {
  return wallets.flatMap(({ currency, days, months, total, difference }) => {
    const head = [textCell(name), textCell(account), textCell(currency)]
    const { price, hours, count, state, storage, tax } = difference
    const causes = [difference.total, price, hours, count, state, storage, tax]
    const spend = (of: typeof total) => [of.billedSoFar, of.p10, of.p50, of.p90, of.tax].map(numberCell)
    const stretches =
      by === 'month' ? months : days.map((each) => ({ ...each, from: each.day, to: addDays(each.day, 1) }))
    return [
      ...stretches.map((each) => [...head, by, each.from, each.to, ...spend(each), ...causes.map(() => '')]),
      [...head, 'total', window.from, window.to, ...spend(total), ...causes.map(numberCell)],
    ]
  })
}
