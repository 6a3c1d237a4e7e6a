import type { StatementLine, StatementWallet } from '../../books-api.ts'
import { DataTable, type Column } from '../../components/data-table.tsx'
import { Icon } from '../../components/icon.tsx'
import { picosOf } from '../../decimal.ts'
import { amount, count, dayText, daysText, momentText, NONE, plainAmount } from '../../format.ts'
import type { Day, Instant } from '../../zone-time.ts'
import { CHARGE_KINDS, KIND_LABELS } from './kind-words.ts'

interface Props {
  readonly wallet: StatementWallet
  readonly isOpen: boolean
  readonly today: Day
  readonly by: 'day' | 'week'
  readonly zone: string
  readonly now: Instant
}

/** The statement of one wallet: the sum of the month, and its days. */
export function StatementCard({ wallet, isOpen, today, by, zone, now }: Props) {
  const { currency, total, lines, falls, closingReadAt, proposals } = wallet
  const readAt = closingReadAt === null ? null : momentText(Date.parse(closingReadAt), zone, now)
  return (
    <section class="card planning">
      <h2>{currency} wallet</h2>
      <dl class="sum">
        <Line
          label={`Opening balance, ${dayText(total.from, today)} 00:00`}
          value={total.opening}
          currency={currency}
        />
        <Line label="Top-ups" value={total.topUps} currency={currency} sign="+" />
        <Line label="Vouchers and adjustments" value={total.adjustments} currency={currency} sign="+" isOptional />
        {CHARGE_KINDS.map((kind) => (
          <Line
            key={kind}
            label={KIND_LABELS[kind]}
            value={total.charges[kind] ?? '0'}
            currency={currency}
            sign="-"
            isOptional
          />
        ))}
        <Line label="Corrections of closed months" value={total.corrections} currency={currency} sign="-" isOptional />
        <Line label="Bills put right in another month" value={total.restated} currency={currency} sign="+" isOptional />
        <Line
          label={`Unexplained${shareText(total)}`}
          value={total.unexplained}
          currency={currency}
          sign="+"
          class={falls.length > 0 ? 'watch' : undefined}
        />
        <Line
          label={isOpen ? `Balance so far${readAt === null ? '' : `, read ${readAt}`}` : 'Closing balance'}
          value={total.closing}
          currency={currency}
          class="total"
        />
      </dl>
      {total.opening === null && (
        <p class="muted">The balance was not read before these days: what is unexplained is not known.</p>
      )}
      {falls.length > 0 && (
        <p class="note watch">
          <Icon name="warning" />
          <span>
            You are charged for something that we do not see:{' '}
            {falls
              .map((fall) => `${amount(fall.unexplained, currency)} on ${daysText(fall.from, fall.to, today)}`)
              .join('; ')}
            .
          </span>
        </p>
      )}
      {proposals > 0 && (
        <p class="muted">
          What is unexplained holds {proposals === 1 ? 'a rise' : `${count(proposals)} rises`} that nobody has confirmed
          as a top-up yet; see below.
        </p>
      )}
      <details class="wide-table">
        <summary>{by === 'day' ? 'Day by day' : 'Week by week'}</summary>
        <DataTable
          caption={`${currency} by ${by}`}
          isCaptionHidden
          columns={columns(currency, today)}
          rows={lines}
          rowKey={({ from }) => from}
          empty="No day of it has begun."
        />
      </details>
    </section>
  )
}

interface LineProps {
  readonly label: string
  readonly value: string | null
  readonly currency: string
  /** How it enters the sum. */
  readonly sign?: '+' | '-'
  /** Left out where it is nothing. */
  readonly isOptional?: boolean
  readonly class?: string | undefined
}

function Line({ label, value, currency, sign, isOptional = false, class: name }: LineProps) {
  if (isOptional && (value === null || picosOf(value) === 0n)) return null
  return (
    <div class={name}>
      <dt>{label}</dt>
      <dd>{signed(value, currency, sign)}</dd>
    </div>
  )
}

/** '− 1,240.50': what lowers the balance has a minus of its own. */
function signed(value: string | null, currency: string, sign?: '+' | '-'): string {
  if (value === null) return NONE
  const isNegative = value.startsWith('-') !== (sign === '-')
  const size = plainAmount(value.replace(/^-/, ''), currency)
  if (sign === undefined) return `${value.startsWith('-') ? '− ' : ''}${size}`
  return picosOf(value) === 0n ? size : `${isNegative ? '−' : '+'} ${size}`
}

const shareText = ({ unexplainedShare }: StatementLine) =>
  unexplainedShare === null || Math.abs(unexplainedShare) < 0.00005
    ? ''
    : `, ${count(unexplainedShare * 100, 2)} % of the charges`

function columns(currency: string, today: Day): Column<StatementLine>[] {
  const money = (key: string, label: string, of: (line: StatementLine) => string | null): Column<StatementLine> => ({
    key,
    label,
    isNumber: true,
    cell: (line) => plainAmount(of(line), currency),
  })
  return [
    { key: 'day', label: 'Days', cell: ({ from, to }) => daysText(from, to, today) },
    money('opening', 'Opening', ({ opening }) => opening),
    money('topUps', 'Top-ups', ({ topUps }) => topUps),
    money('charged', 'Charged', ({ charged }) => charged),
    money('other', 'Put right', ({ restated }) => restated),
    money('unexplained', 'Unexplained', ({ unexplained }) => unexplained),
    money('closing', 'Closing', ({ closing }) => closing),
  ]
}
