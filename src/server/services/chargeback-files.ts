import type { AppContext } from '../context.ts'
import type { ChargebackDto } from '../dto/chargeback.ts'
import { chargebackCsv } from '../export/chargeback-csv.ts'
import { chargebackPdf } from '../export/chargeback-pdf.ts'
import { zonedName } from './account.ts'
import { chargeback, type ChargebackQuery } from './chargeback.ts'
import { reportFile, type ReportFile } from './report-file.ts'

/** The report as CSV. */
export async function chargebackFile(context: AppContext, query: ChargebackQuery): Promise<ReportFile<string>> {
  const made = await chargeback(context, query)
  return reportFile(context, query, zonedName(made, `chargeback-${made.month}-by-${made.by}.csv`), chargebackCsv(made))
}

/** The report as PDF. */
export async function chargebackDocument(context: AppContext, query: ChargebackQuery): Promise<ReportFile<Uint8Array>> {
  return documentOf(context, await chargeback(context, query), query)
}

/** The PDF of a report that was made already. */
export async function documentOf(
  context: AppContext,
  made: ChargebackDto,
  query: Pick<ChargebackQuery, 'account' | 'name'>,
): Promise<ReportFile<Uint8Array>> {
  const { entity, month, by, zone, isOpen, isClosed } = made
  const state = isOpen ? 'so far, the month is not over' : isClosed ? 'closed' : 'over, not closed'
  const words = {
    title: `${entity}: Barrack in ${month}${query.name === undefined ? ` by ${by.replace('_', ' ')}` : `, ${query.name}`}`,
    notes: [
      `${state}; days of ${zone}. Amounts are charged by Barrack, with corrections of closed months.`,
      ...(isOpen
        ? [
            'Forecasts are of the whole month, if topped up; what could be avoided is of each month: these overlap, do not add.',
          ]
        : []),
    ],
  }
  const whose = query.name === undefined ? `by-${by}` : `${by}-${query.name.replace(/[^\w.@-]+/g, '_')}`
  const name = zonedName(made, `chargeback-${month}-${whose}.pdf`)
  return reportFile(context, query, name, chargebackPdf(made, words), 'application/pdf')
}
