import { fiscalPeriodOf, type Instant } from '../../engine/index.ts'
import type { AccountCalendarDto } from '../dto/account-calendar.ts'
import type { BookingLineDto, BookingsDto } from '../dto/bookings.ts'
import { DATEV_COLUMNS } from './datev-columns.ts'

/**
 * Bookings as a Buchungsstapel in DATEV's EXTF: semicolons, decimal comma, CR/LF, no BOM yet. Amounts are in the currency of
 * their wallet, named in each line, without a rate; tax keys are left to the bookkeeper.
 */
export function bookingsDatev(
  bookings: BookingsDto,
  calendar: AccountCalendarDto & { datevConsultant: number; datevClient: number },
  madeAt: Instant,
): string {
  const lines = bookings.wallets.flatMap(({ currency, lines: own }) =>
    own.map((line, i) => lineOf(line, currency, `QM-${bookings.month}-${currency}-${i + 1}`)),
  )
  return [headerOf(bookings, calendar, madeAt), DATEV_COLUMNS.join(';'), ...lines].map((line) => `${line}\r\n`).join('')
}

function headerOf(
  { month, from, to }: BookingsDto,
  { fiscalYearStart, datevAccountLength, datevConsultant, datevClient }: AccountCalendarDto,
  madeAt: Instant,
): string {
  const bare = (day: string) => day.replaceAll('-', '')
  const last = new Date(Date.parse(to) - 1).toISOString().slice(0, 10)
  const made = new Date(madeAt).toISOString().replace(/\D/g, '')
  return [
    ...[text('EXTF'), '700', '21', text('Buchungsstapel'), '13', made, '', text('QM'), text(''), text('')],
    ...[String(datevConsultant), String(datevClient), bare(fiscalPeriodOf(month, fiscalYearStart).startsOn)],
    ...[String(datevAccountLength), bare(from), bare(last), text(`Barrack ${month}`), text(''), '1', '0', '0'],
    ...[text('EUR'), '', text(''), '', '', text(''), '', '', text(''), text('')],
  ].join(';')
}

/** Belegfeld 1 takes these alone. */
const OF_RECEIPT = /[^A-Za-z0-9$&%*+\-/]/g

function lineOf(line: BookingLineDto, currency: string, number: string): string {
  const { day, amount, account, contraAccount, receipt, costCenter, fund } = line
  const cells: Readonly<Record<string, string>> = {
    'Umsatz (ohne Soll/Haben-Kz)': amount.replace('-', '').replace('.', ','),
    'Soll/Haben-Kennzeichen': text(amount.startsWith('-') ? 'H' : 'S'),
    'WKZ Umsatz': text(currency),
    Konto: account ?? '',
    'Gegenkonto (ohne BU-Schlüssel)': contraAccount ?? '',
    Belegdatum: `${day.slice(8)}${day.slice(5, 7)}`,
    'Belegfeld 1': text((receipt ?? number).replace(OF_RECEIPT, '-').slice(0, 36)),
    Buchungstext: text(line.text.slice(0, 60)),
    ...(fund !== null && { 'Beleginfo - Art 1': text('Fund'), 'Beleginfo - Inhalt 1': text(fund.slice(0, 210)) }),
    ...(costCenter !== null && { 'KOST1 - Kostenstelle': text(costCenter.slice(0, 36)) }),
    Festschreibung: '0',
  }
  return DATEV_COLUMNS.map((name) => cells[name] ?? '').join(';')
}

const text = (value: string) => `"${value.replaceAll('"', '""')}"`

/** How the file is written down. */
export const DATEV_ENCODINGS = ['utf-8', 'windows-1252'] as const
export type DatevEncoding = (typeof DATEV_ENCODINGS)[number]

/** UTF-8 with its BOM, or Windows-1252 with '?' for what it does not know. */
export function encoded(content: string, encoding: DatevEncoding): Uint8Array {
  if (encoding === 'utf-8') return Buffer.from(`\u{feff}${content}`)
  return Uint8Array.from(Array.from(content), (letter) => {
    const code = letter.codePointAt(0)!
    if (code < 0x80 || (code >= 0xa0 && code <= 0xff)) return code
    const own = WINDOWS_1252.indexOf(letter)
    return own === -1 ? QUESTION_MARK : 0x80 + own
  })
}

const QUESTION_MARK = 0x3f

/** What stands there at 0x80 to 0x9f; a space where nothing does. */
const WINDOWS_1252 = Array.from('€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ')
