import {
  bookingsUrl,
  type AccountCalendar,
  type BookingLine,
  type Bookings,
  type LedgerAccount,
} from '../../books-api.ts'
import { DataTable, type Column } from '../../components/data-table.tsx'
import { Icon } from '../../components/icon.tsx'
import { dayText, NONE, plainAmount } from '../../format.ts'
import type { Day } from '../../zone-time.ts'
import { BOOKING_LABELS } from './booking-words.ts'
import { BookkeepingForm } from './bookkeeping-form.tsx'
import { LedgerAccountsForm } from './ledger-accounts-form.tsx'
import { monthText } from './months.ts'

interface Props {
  readonly account: { readonly slug: string; readonly zone: string }
  readonly bookings: Bookings
  readonly calendar: AccountCalendar
  readonly ledgerAccounts: readonly LedgerAccount[]
  readonly currencies: readonly string[]
  readonly today: Day
  readonly onChanged: () => void
}

/** What finance books of the month, as files for its bookkeeping. */
export function BookingsPanel({ account, bookings, calendar, ledgerAccounts, currencies, today, onChanged }: Props) {
  const { entity, month, fiscalYear, fiscalPeriod, isOpen, unmapped, wallets } = bookings
  const canDatev = unmapped.length === 0 && calendar.datevConsultant !== null && calendar.datevClient !== null
  return (
    <section class="card planning" aria-label="Bookings">
      <h2>Bookings of {monthText(month)}</h2>
      <p class="muted">
        {entity}, days of {account.zone}, fiscal year {fiscalYear}, period {fiscalPeriod}
        {isOpen && '; so far, the month is not over'}. What was bought and used, not how it is taxed.
      </p>
      {wallets.map(({ currency, opening, closing, lines }) => (
        <div key={currency} class="bookings">
          <DataTable
            caption={`${currency} wallet: credit ${plainAmount(opening, currency)} to ${plainAmount(closing, currency)}`}
            columns={columns(currency, today)}
            rows={lines}
            rowKey={({ kind, costCenter, day, receipt }) => `${kind} ${costCenter} ${day} ${receipt}`}
            empty={`Nothing of the ${currency} wallet is to be booked.`}
            shown={12}
          />
        </div>
      ))}
      {unmapped.length > 0 && (
        <p class="muted">
          Without a ledger account yet: {unmapped.join(', ')}. The workbook and DATEV want one for every line.
        </p>
      )}
      <div class="actions">
        <a class="button" href={bookingsUrl('bookings.csv', month)} download>
          <Icon name="download" />
          CSV
        </a>
        {unmapped.length === 0 && (
          <a class="button" href={bookingsUrl('bookings.xlsx', month)} download>
            <Icon name="download" />
            Excel, for TallyPrime
          </a>
        )}
        {canDatev && (
          <>
            <a class="button" href={bookingsUrl('bookings-datev.csv', month)} download>
              <Icon name="download" />
              DATEV
            </a>
            <a class="button quiet" href={bookingsUrl('bookings-datev.csv', month, 'windows-1252')} download>
              in Windows-1252
            </a>
          </>
        )}
      </div>
      <details>
        <summary>Ledger accounts</summary>
        <LedgerAccountsForm
          key={JSON.stringify(ledgerAccounts)}
          rows={ledgerAccounts}
          currencies={currencies}
          onChanged={onChanged}
        />
      </details>
      <details>
        <summary>Entity, calendar and DATEV</summary>
        <BookkeepingForm
          key={JSON.stringify([calendar, account])}
          account={account}
          calendar={calendar}
          onChanged={onChanged}
        />
      </details>
    </section>
  )
}

const columns = (currency: string, today: Day): Column<BookingLine>[] => [
  {
    key: 'kind',
    label: 'Booking',
    cell: ({ kind, receipt }) => (
      <>
        {BOOKING_LABELS[kind]}
        {receipt !== null && <span class="under">receipt {receipt}</span>}
      </>
    ),
  },
  { key: 'day', label: 'Day', cell: ({ day }) => dayText(day, today) },
  { key: 'cost-center', label: 'Cost center', cell: costCenterOf },
  { key: 'account', label: 'Debit', cell: ({ account }) => account ?? NONE },
  { key: 'contra', label: 'Credit', cell: ({ contraAccount }) => contraAccount ?? NONE },
  { key: 'amount', label: 'Amount', isNumber: true, cell: ({ amount }) => plainAmount(amount, currency) },
  {
    key: 'change',
    label: 'Moves the wallet by',
    isNumber: true,
    cell: ({ creditChange }) => plainAmount(creditChange, currency),
  },
]

function costCenterOf({ kind, costCenter }: BookingLine) {
  if (costCenter !== null) return costCenter
  return kind === 'use' || kind === 'correction' ? 'not assigned' : NONE
}
