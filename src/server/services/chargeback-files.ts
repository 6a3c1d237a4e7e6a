import type { AppContext } from '../context.ts'
import { DIMENSIONS, isAnyone, type DimensionFilter } from '../../engine/index.ts'
import type { ChargebackDto } from '../dto/chargeback.ts'
import { chargebackCsv } from '../export/chargeback-csv.ts'
import { chargebackPdf } from '../export/chargeback-pdf.ts'
import { zonedName } from './account.ts'
import { chargeback, type ChargebackQuery } from './chargeback.ts'
import { reportFile, type ReportFile } from './report-file.ts'

/** The report as CSV. */
export async function chargebackFile(context: AppContext, query: ChargebackQuery): Promise<ReportFile<string>> {
  const made = await chargeback(context, query)
  const name = `chargeback-${made.month}-by-${made.by}${isAnyone(query) ? '' : `-of-${inName(partyWords(query))}`}.csv`
  return reportFile(context, query, zonedName(made, name), chargebackCsv(made))
}

/** The report as PDF. */
export async function chargebackDocument(context: AppContext, query: ChargebackQuery): Promise<ReportFile<Uint8Array>> {
  return documentOf(context, await chargeback(context, query), query)
}

/** The PDF of a report that was made already. */
export async function documentOf(
  context: AppContext,
  made: ChargebackDto,
  query: Omit<ChargebackQuery, 'month' | 'by'>,
): Promise<ReportFile<Uint8Array>> {
  const { entity, month, by, zone, isOpen, isClosed } = made
  const state = isOpen ? 'so far, the month is not over' : isClosed ? 'closed' : 'over, not closed'
  const words = {
    title: `${entity}: Barrack in ${month}${query.name === undefined ? ` by ${by.replace('_', ' ')}` : `, ${query.name}`}${isAnyone(query) ? '' : `, ${partyWords(query)}`}`,
    notes: [
      `${state}; days of ${zone}. Amounts are charged by Barrack, with corrections of closed months.`,
      ...(isOpen
        ? [
            'Forecasts are of the whole month, if topped up; what could be avoided is of each month: these overlap, do not add.',
          ]
        : []),
    ],
  }
  const whole = query.name === undefined ? `by-${by}` : `${by}-${inName(query.name)}`
  const whose = isAnyone(query) ? whole : `${whole}-of-${inName(partyWords(query))}`
  const name = zonedName(made, `chargeback-${month}-${whose}.pdf`)
  return reportFile(context, query, name, chargebackPdf(made, words), 'application/pdf')
}

/** 'project lab, owner anna'. */
const partyWords = (only: DimensionFilter): string =>
  DIMENSIONS.flatMap((dimension) =>
    only[dimension] === undefined ? [] : [`${dimension.replace('_', ' ')} ${only[dimension]}`],
  ).join(', ')

const inName = (words: string): string => words.replace(/[^\w.@-]+/g, '_')
