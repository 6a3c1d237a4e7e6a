import writeXlsxFile, { type SheetData } from 'write-excel-file/node'
import type { BookingLineDto, BookingsDto } from '../dto/bookings.ts'

/** As TallyPrime's mapping template for accounting vouchers names them. */
const COLUMNS = [
  'Voucher Date',
  'Voucher Type Name',
  'Voucher Number',
  'Reference No.',
  'Ledger Name',
  'Ledger Amount',
  'Ledger Amount Dr/Cr',
  'Cost Allocation for - Cost Center',
  'Cost Allocation for - Amount',
  'Currency',
  'Voucher Narration',
] as const

/**
 * Bookings as a workbook: a voucher of two rows per line, debit and credit, as TallyPrime takes them, and a sheet with the
 * statement they come from. Every line has its ledger accounts.
 */
export async function bookingsXlsx(bookings: BookingsDto): Promise<Uint8Array> {
  const vouchers = bookings.wallets.flatMap(({ currency, lines }) =>
    lines.flatMap((line, i) => voucher(line, currency, `QM-${bookings.month}-${currency}-${i + 1}`)),
  )
  const sheets = [
    {
      sheet: 'Accounting Vouchers',
      data: [heading(COLUMNS), ...vouchers],
      columns: COLUMNS.map(() => ({ width: 20 })),
    },
    {
      sheet: 'Statement',
      data: statementRows(bookings),
      columns: [18, 10, 14, 28, 24, 14, 14].map((width) => ({ width })),
    },
  ]
  return new Uint8Array(await writeXlsxFile(sheets).toBuffer())
}

type Row = SheetData[number]

const heading = (names: readonly string[]): Row => names.map((value) => ({ value, fontWeight: 'bold' as const }))
const money = (amount: string) => ({ value: Number(amount), type: Number, format: '0.00' })
const date = (day: string) => ({ value: new Date(`${day}T00:00:00Z`), type: Date, format: 'dd-mm-yyyy' })

function voucher(line: BookingLineDto, currency: string, number: string): Row[] {
  const isNegative = line.amount.startsWith('-')
  const size = line.amount.replace('-', '')
  const row = (ledger: string | null, side: 'Dr' | 'Cr', isExpense: boolean): Row => [
    date(line.day),
    'Journal',
    number,
    line.receipt,
    ledger,
    money(size),
    side,
    isExpense ? line.costCenter : null,
    isExpense && line.costCenter !== null ? money(size) : null,
    currency,
    line.text,
  ]
  return [row(line.account, isNegative ? 'Cr' : 'Dr', true), row(line.contraAccount, isNegative ? 'Dr' : 'Cr', false)]
}

function statementRows({ entity, from, to, wallets }: BookingsDto): Row[] {
  const names = ['Entity', 'Wallet', 'Day', 'What', 'Cost center', 'Amount', 'Credit change']
  return [
    heading(names),
    ...wallets.flatMap(({ currency, opening, closing, lines }): Row[] => {
      const edge = (day: string, what: string, credit: string | null): Row => [
        entity,
        currency,
        date(day),
        what,
        null,
        null,
        credit === null ? 'not known' : money(credit),
      ]
      const own = lines.map(({ day, text, costCenter, amount, creditChange }): Row => [
        entity,
        currency,
        date(day),
        text,
        costCenter,
        money(amount),
        money(creditChange),
      ])
      return [edge(from, 'Opening credit', opening), ...own, edge(to, 'Closing credit', closing)]
    }),
  ]
}
