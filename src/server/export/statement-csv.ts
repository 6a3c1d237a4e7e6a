import { CHARGE_KINDS } from '../../engine/index.ts'
import type { StatementDto, StatementLineDto } from '../dto/statement.ts'
import { csvLine, numberCell, textCell } from './csv.ts'

/** The statement as CSV: a line per wallet and stretch; amounts unrounded, empty = not known. */
export function statementCsv({ account, wallets }: StatementDto): string {
  const header = [
    ...['account', 'currency', 'from', 'to', 'opening', 'top_ups', 'adjustments', 'restated'],
    ...CHARGE_KINDS,
    ...['corrections', 'charged', 'closing', 'unexplained', 'unexplained_percent'],
  ]
  const line = (currency: string, of: StatementLineDto) =>
    csvLine([
      textCell(account),
      currency,
      of.from,
      of.to,
      ...[of.opening, of.topUps, of.adjustments, of.restated].map(numberCell),
      ...CHARGE_KINDS.map((kind) => of.charges[kind] ?? '0'),
      ...[of.corrections, of.charged, of.closing, of.unexplained].map(numberCell),
      of.unexplainedShare === null ? '' : (of.unexplainedShare * 100).toFixed(4),
    ])
  return [csvLine(header), ...wallets.flatMap(({ currency, lines }) => lines.map((each) => line(currency, each)))].join(
    '',
  )
}
