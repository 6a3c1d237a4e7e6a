import { useState } from 'preact/hooks'
import { booksApi, chargebackUrl, type Chargeback, type ChargebackLine } from '../../books-api.ts'
import { AskButton } from '../../components/ask-button.tsx'
import { DataTable } from '../../components/data-table.tsx'
import { Icon } from '../../components/icon.tsx'
import { ProblemNote } from '../../components/problem-note.tsx'
import { isEverybody, ofWhom, partiesText, type Parties } from '../../filters.ts'
import { amount, momentText, NONE, plainAmount } from '../../format.ts'
import { useLoad } from '../../load.ts'
import { address, hrefOf, setParams } from '../../router.ts'
import type { Instant } from '../../zone-time.ts'
import { monthText } from './months.ts'

const KEYS = [
  ['project', 'Project'],
  ['owner', 'Owner'],
  ['cost_center', 'Cost center'],
] as const
type Key = (typeof KEYS)[number][0]

interface Props {
  readonly month: string
  readonly currency: string | null
  readonly parties: Parties
  readonly version: string
  readonly now: Instant
}

/** What each project, owner or cost centre is charged for the month, will come to and could avoid. */
export function ChargebackPanel({ month, currency, parties, version, now }: Props) {
  const [sendings, setSendings] = useState(0)
  const asked = address.value.params['share']
  const by: Key = KEYS.find(([key]) => key === asked)?.[0] ?? 'project'
  const { value, error } = useLoad(`chargeback ${month} ${by} ${JSON.stringify([parties, sendings])} ${version}`, () =>
    booksApi.chargeback({ month, by, of: parties }),
  )
  return (
    <section class="card planning" aria-label="Chargeback">
      <div class="card-head">
        <h2>
          Whose share of {monthText(month)}
          {isEverybody(parties) ? '' : `, ${partiesText(parties)}`}
        </h2>
        <label>
          <span class="visually-hidden">Whose share a line is</span>
          <select value={by} onChange={({ currentTarget }) => setParams({ share: currentTarget.value })}>
            {KEYS.map(([key, label]) => (
              <option key={key} value={key}>
                by {label.toLowerCase()}
              </option>
            ))}
          </select>
        </label>
      </div>
      {error && <ProblemNote error={error} />}
      {value && (
        <Shares
          report={value}
          by={by}
          currency={currency}
          parties={parties}
          now={now}
          onSent={() => setSendings((before) => before + 1)}
        />
      )}
      <div class="actions">
        <a class="button" href={chargebackUrl('pdf', month, by, parties)} download>
          <Icon name="download" />
          PDF
        </a>
        <a class="button" href={chargebackUrl('csv', month, by, parties)} download>
          <Icon name="download" />
          CSV
        </a>
      </div>
    </section>
  )
}

function Shares({
  report,
  by,
  currency,
  parties,
  now,
  onSent,
}: { readonly report: Chargeback; readonly by: Key } & { readonly onSent: () => void } & Pick<
    Props,
    'currency' | 'parties' | 'now'
  >) {
  const { month, isOpen, lines } = report
  const label = KEYS.find(([key]) => key === by)![1]
  const sendColumn = {
    key: 'send',
    label: 'Tell them',
    cell: ({ name, sent }: ChargebackLine) =>
      name === null ? (
        NONE
      ) : (
        <>
          <AskButton
            isQuiet
            ask={async () => {
              const { sentTo } = await booksApi.sendChargeback({ month, by, name })
              onSent()
              return `Written to ${sentTo.join(', ')}.`
            }}
          >
            {sent === null ? 'Send' : 'Send again'}
          </AskButton>
          {sent !== null && <Sent sent={sent} zone={report.zone} now={now} />}
        </>
      ),
  }
  return (
    <DataTable
      caption={`By ${label.toLowerCase()}, with corrections of closed months`}
      isCaptionHidden
      columns={[
        { key: 'name', label, sortBy: ({ name }) => name ?? '', cell: (line) => <Share line={line} /> },
        {
          key: 'so-far',
          label: isOpen ? 'So far' : 'Charged',
          isNumber: true,
          sortBy: ({ soFar }) => Number(soFar),
          cell: (line) => amount(line.soFar, line.currency),
        },
        ...(isOpen ? [forecastColumn] : []),
        ...(lines.some(({ against }) => against.length > 0) ? [againstColumn] : []),
        ...(isOpen ? [avoidedColumn] : []),
        ...(isNarrowedBeside(by, parties) ? [] : [sendColumn]),
      ]}
      rows={lines.filter((line) => currency === null || line.currency === currency)}
      rowKey={(line) => `${line.currency} ${line.name}`}
      empty={`Nothing${ofWhom(parties)} was charged in it.`}
      shown={15}
    />
  )
}

const forecastColumn = {
  key: 'forecast',
  label: 'Forecast, 8 times in 10',
  isNumber: true,
  cell: ({ forecast, currency }: ChargebackLine) =>
    forecast === null ? (
      NONE
    ) : (
      <>
        {amount(forecast.p50, currency)}
        <span class="under">
          {plainAmount(forecast.p10, currency)} to {plainAmount(forecast.p90, currency)}
        </span>
      </>
    ),
}

const againstColumn = {
  key: 'against',
  label: 'Of its budget or grant',
  cell: ({ against, currency }: ChargebackLine) =>
    against.length === 0
      ? NONE
      : against.map(({ kind, name, spent, amount: limit, sentence }) => (
          <span key={`${kind} ${name}`} class="price-line" title={sentence}>
            {plainAmount(spent, currency)} of {amount(limit, currency)}
            <span class="under">
              {kind === 'fund' ? 'grant' : 'budget'} {name}
            </span>
          </span>
        )),
}

const avoidedColumn = {
  key: 'avoided',
  label: 'Could be avoided a month',
  isNumber: true,
  cell: ({ couldBeAvoided, currency }: ChargebackLine) =>
    couldBeAvoided === null ? NONE : amount(couldBeAvoided.p50, currency),
}

/** What is sent is all of a name's, so a part of it is not sent. */
const isNarrowedBeside = (by: Key, parties: Parties) => KEYS.some(([key]) => key !== by && parties[key] !== null)

const STATUSES = { waiting: 'about to be sent', sent: 'delivered', failed: 'given up' } as const

/** When it was last written, and what became of it; the message itself is on the page Alerts. */
const Sent = ({
  sent: { at, times, to },
  zone,
  now,
}: {
  readonly sent: NonNullable<ChargebackLine['sent']>
  readonly zone: string
  readonly now: Instant
}) => (
  <span class="under">
    {times > 1 ? `${times} times, last ` : ''}
    {momentText(Date.parse(at), zone, now)}:{' '}
    {to.map(({ channel, status }) => `${channel}, ${STATUSES[status]}`).join('; ')}.{' '}
    <a href={hrefOf({ path: '/alerts', params: {} })}>Messages</a>
  </span>
)

/** The name, with what it was charged for. */
const Share = ({ line: { name, currency, resources } }: { readonly line: ChargebackLine }) => (
  <details class="share">
    <summary>{name ?? 'not assigned'}</summary>
    <ul class="open-items">
      {resources.slice(0, 12).map((each) => (
        <li key={each.resourceId}>
          {each.name} {amount(each.amount, currency)}
        </li>
      ))}
      {resources.length > 12 && <li>and {resources.length - 12} more</li>}
    </ul>
  </details>
)
