import { ChoiceField } from '../../components/fields.tsx'
import { Icon } from '../../components/icon.tsx'
import { ProblemNote } from '../../components/problem-note.tsx'
import type { Days, Parties } from '../../filters.ts'
import { amount, dayText, daysText, plural, unitPrice } from '../../format.ts'
import { useLoad } from '../../load.ts'
import { pricesApi, reportUrl, type ShownSpend } from '../../prices-api.ts'
import { address, setParams } from '../../router.ts'
import { TypedRates } from './typed-rates.tsx'

const MODES = {
  wallet: { label: 'each wallet as it is', mode: 'wallet', choice: null },
  mean: { label: "the mean of each month's published rates", mode: 'month-fixed', choice: 'mean' },
  last: { label: 'the last published rate of each month', mode: 'month-fixed', choice: 'last' },
  typed: { label: 'the rate typed for each month', mode: 'month-fixed', choice: 'typed' },
  'as-of': { label: 'the rate of each day', mode: 'as-of', choice: null },
} as const

type Choice = keyof typeof MODES

interface Props {
  readonly currencies: readonly string[]
  readonly parties: Parties
  readonly period: Days
  readonly version: string
  readonly onTaken: () => void
}

/** The spend of all wallets in one currency, by a rate that is named: a way to look at it, not a wallet. */
export function ShownSpendPanel({ currencies, parties, period, version, onTaken }: Props) {
  const { params } = address.value
  const choice = (Object.keys(MODES) as Choice[]).find((each) => each === params['show']) ?? 'wallet'
  const display = currencies.find((each) => each === params['in']) ?? currencies[0] ?? 'USD'
  const { mode, choice: rule } = MODES[choice]
  const { value, error } = useLoad(`shown ${JSON.stringify([choice, display, parties, period, version])}`, () =>
    pricesApi.shownSpend({ ...period, ...parties, mode, choice: rule, in: mode === 'wallet' ? null : display }),
  )
  return (
    <section class="card planning" aria-labelledby="shown">
      <h2 id="shown">Billed, {daysText(period.from, period.to)}, in one currency</h2>
      <form class="rule-form" onSubmit={(event) => event.preventDefault()}>
        <ChoiceField
          label="Shown at"
          value={choice}
          options={(Object.keys(MODES) as Choice[]).map((each) => [each, MODES[each].label])}
          onValue={(show) => setParams({ show })}
        />
        {choice !== 'wallet' && (
          <ChoiceField
            label="In"
            value={display}
            options={currencies.map((each) => [each, each])}
            onValue={(chosen) => setParams({ in: chosen })}
          />
        )}
      </form>
      {error && <ProblemNote error={error} />}
      {value && <Shown spend={value} isTyped={choice === 'typed'} />}
      {choice === 'typed' && (
        <TypedRates currencies={currencies} display={display} version={version} onTaken={onTaken} />
      )}
      <div class="actions">
        <a
          class="button"
          href={reportUrl('shown-spend', {
            ...period,
            ...parties,
            mode,
            choice: rule,
            in: mode === 'wallet' ? null : display,
          })}
          download
        >
          <Icon name="download" />
          The same as CSV
        </a>
      </div>
    </section>
  )
}

function Shown({ spend: { wallets, inCurrency, total, missing }, isTyped }: { spend: ShownSpend; isTyped: boolean }) {
  const [first] = missing
  return (
    <>
      <dl class="planning-facts">
        {wallets.map(({ currency, billed, converted, rates }) => (
          <div key={currency}>
            <dt>{currency} wallet</dt>
            <dd>
              {amount(billed, currency)}
              {inCurrency !== null && converted !== null && currency !== inCurrency && (
                <small>
                  <em>converted {amount(converted, inCurrency)}</em>, {ratesText(rates)}
                </small>
              )}
            </dd>
          </div>
        ))}
        {inCurrency !== null && total !== null && (
          <div>
            <dt>All wallets, converted</dt>
            <dd>
              <em>{amount(total, inCurrency)}</em>
            </dd>
          </div>
        )}
      </dl>
      {first && (
        <p class="note watch">
          <Icon name="warning" />
          <span>
            No rate for {plural(missing.length, 'day')}, the first {dayText(first.day)} ({first.currency}
            {first.last === null ? '' : `, last published ${dayText(first.last)}`}).{' '}
            {isTyped ? 'Type one for its month below' : "Take the ECB's rates above"}, or choose another way.
          </span>
        </p>
      )}
    </>
  )
}

function ratesText(rates: ShownSpend['wallets'][number]['rates']): string {
  const [rate] = rates
  if (!rate) return ''
  if (rates.length > 1) return `at ${rates.length} rates`
  const days = rate.kind === 'typed' ? 'as typed' : `of ${dayText(rate.days.at(-1))}`
  return `at ${unitPrice(rate.rate, rate.to)} ${days}`
}
