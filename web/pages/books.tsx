import { useState } from 'preact/hooks'
import { focusCsvUrl } from '../api.ts'
import { booksApi, statementUrl } from '../books-api.ts'
import { AddressChoice } from '../components/address-choice.tsx'
import { Icon } from '../components/icon.tsx'
import { PageHead } from '../components/page-head.tsx'
import { PartyChoice } from '../components/party-choice.tsx'
import { PartyNote } from '../components/party-note.tsx'
import { ProblemNote } from '../components/problem-note.tsx'
import { useLoad } from '../load.ts'
import type { PageProps } from '../page.ts'
import { address, setParams } from '../router.ts'
import { dayAt, startOfMonth } from '../zone-time.ts'
import { BookingsPanel } from './books/bookings-panel.tsx'
import { BridgeNote } from './books/bridge-note.tsx'
import { ChargebackPanel } from './books/chargeback-panel.tsx'
import { ClosingPanel } from './books/closing-panel.tsx'
import { monthsUpTo, monthText } from './books/months.ts'
import { StatementCard } from './books/statement-card.tsx'
import { TopUpPanel } from './books/top-up-panel.tsx'
import '../styles/books.css'

/** What finance does every month: does it tie to the wallet, is the month closed? */
export function BooksPage({ meta, overview, filters }: PageProps) {
  const [changes, setChanges] = useState(0)
  const { zone } = meta.account
  const now = Date.parse(meta.now)
  const today = dayAt(now, zone)
  const months = monthsUpTo(today, meta.dataFrom)
  const asked = address.value.params['month']
  const month = asked !== undefined && months.includes(asked) ? asked : today.slice(0, 7)
  const by = address.value.params['by'] === 'week' ? 'week' : 'day'
  const key = JSON.stringify([overview.asOf, changes])
  const statement = useLoad(`statement ${month} ${by} ${key}`, () => booksApi.statement({ month, by }))
  const topUps = useLoad(`top-ups ${key}`, booksApi.topUps)
  const closing = useLoad(`closing ${month} ${key}`, () => booksApi.closing(month))
  const bookings = useLoad(`bookings ${month} ${key}`, () => booksApi.bookings(month))
  const ledgerAccounts = useLoad(`ledger accounts ${key}`, booksApi.ledgerAccounts)
  const calendar = useLoad(`calendar ${key}`, booksApi.calendar)
  const error = [statement, topUps, closing, bookings, ledgerAccounts, calendar].find((each) => each.error)?.error
  const wallets = (statement.value?.wallets ?? []).filter(
    ({ currency }) => filters.currency === null || filters.currency === currency,
  )
  const onChanged = () => setChanges((before) => before + 1)
  return (
    <>
      <PageHead title="Books" question="Does it tie to the wallet, and is the month closed?">
        <form class="filters" aria-label="Filters" onSubmit={(event) => event.preventDefault()}>
          <label>
            <span>Month</span>
            <select value={month} onChange={({ currentTarget }) => setParams({ month: currentTarget.value })}>
              {months.map((each) => (
                <option key={each} value={each}>
                  {monthText(each)}
                </option>
              ))}
            </select>
          </label>
          <label>
            <span>Lines</span>
            <select value={by} onChange={({ currentTarget }) => setParams({ by: currentTarget.value })}>
              <option value="day">by day</option>
              <option value="week">by week</option>
            </select>
          </label>
          <AddressChoice
            name="currency"
            label="Wallet"
            all="All wallets"
            value={filters.currency}
            options={meta.currencies}
          />
          <PartyChoice meta={meta} parties={filters.parties} />
        </form>
      </PageHead>
      <PartyNote parties={filters.parties}>
        What is charged by project, owner or cost center and the FOCUS file are theirs; the statement, top-ups, bookings
        and closing are of the whole wallet.
      </PartyNote>
      {error && <ProblemNote error={error} />}
      {statement.value && (
        <>
          <div class="cards">
            {wallets.map((wallet) => (
              <StatementCard
                key={wallet.currency}
                wallet={wallet}
                isOpen={statement.value!.isOpen}
                today={today}
                by={by}
                zone={zone}
                now={now}
              />
            ))}
          </div>
          <div class="actions">
            <a class="button" href={statementUrl(month, by)} download>
              <Icon name="download" />
              Statement by {by} as CSV
            </a>
            <a
              class="button"
              href={focusCsvUrl({ from: `${month}-01`, to: startOfMonth(`${month}-01`, 1), ...filters.parties })}
              download
            >
              <Icon name="download" />
              {monthText(month)} in FOCUS, by UTC days
            </a>
          </div>
          <BridgeNote month={month} zone={zone} version={key} />
        </>
      )}
      {topUps.value && (
        <TopUpPanel topUps={topUps.value} currencies={meta.currencies} today={today} onChanged={onChanged} />
      )}
      <ChargebackPanel month={month} currency={filters.currency} parties={filters.parties} version={key} now={now} />
      {bookings.value && ledgerAccounts.value && calendar.value && (
        <BookingsPanel
          account={meta.account}
          bookings={bookings.value}
          calendar={calendar.value}
          ledgerAccounts={ledgerAccounts.value}
          currencies={meta.currencies}
          today={today}
          onChanged={onChanged}
        />
      )}
      {closing.value && (
        <ClosingPanel closing={closing.value} today={today} zone={zone} now={now} onChanged={onChanged} />
      )}
    </>
  )
}
