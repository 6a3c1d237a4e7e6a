import { api, type LastStep, type LastUntil, type WalletRunway } from '../../api.ts'
import { AskButton } from '../../components/ask-button.tsx'
import { DataTable, type Column } from '../../components/data-table.tsx'
import { Icon } from '../../components/icon.tsx'
import { ProblemNote } from '../../components/problem-note.tsx'
import { compare } from '../../decimal.ts'
import { ofWhom, type Parties } from '../../filters.ts'
import { amount, dayText, momentText, NONE, plainAmount, plural } from '../../format.ts'
import { useLoad } from '../../load.ts'
import { address, setParams } from '../../router.ts'
import { addDays, dayAt, startOfMonth, type Instant } from '../../zone-time.ts'
import { percent } from './accuracy.ts'
import { movedUp } from './steps-order.ts'

interface Props {
  readonly wallet: WalletRunway
  readonly parties: Parties
  readonly zone: string
  readonly now: Instant
}

const SURE = ['50', '80', '90', '95', '99'] as const
const DEFAULT_SURE = '90'
const SHOWN = 6
/** In the address in place of machines that have to run on. */
const NOBODY = 'none'

/** How long a wallet lasts, what happens then, and what makes it last until a day: a top-up, or machines that stop. */
export function LastUntilPanel({ wallet, parties, zone, now }: Props) {
  const { currency, month, afterwards } = wallet
  const { params } = address.value
  const today = dayAt(now, zone)
  const until = params['until'] ?? addDays(startOfMonth(today, 2), -1)
  const sure = params['sure'] ?? DEFAULT_SURE
  const order = params['order'] ?? null
  const keep = params['keep'] ?? null
  const question = { currency, until, certainty: sure, order, keep: keep === NOBODY ? '' : keep, ...parties }
  const { value, error, isLoading } = useLoad(`last until ${JSON.stringify([question, wallet])}`, () =>
    api.lastUntil(question),
  )
  const isEnding = wallet.runway.kind !== 'beyond'
  return (
    <section aria-busy={isLoading} aria-label={`How long the ${currency} wallet lasts`}>
      <h3>How long does it last?</h3>
      <p>
        {amount(wallet.balance, currency)} left. This month costs {amount(month.ifToppedUp, currency)} if topped up
        {compare(month.ifToppedUp, month.ifNotToppedUp) === 0
          ? ' or not'
          : `, ${amount(month.ifNotToppedUp, currency)} if not`}
        .{' '}
        {isEnding &&
          `Once it is empty ${plural(afterwards.machines, 'machine')} sleep, and with volumes and snapshots it goes on at ${amount(afterwards.perDay, currency)} a day.`}
      </p>
      <form class="filters" aria-label="Last until" onSubmit={(event) => event.preventDefault()}>
        <label>
          <span>Last to the end of</span>
          <input
            type="date"
            value={until}
            min={today}
            max={addDays(today, 363)}
            onChange={({ currentTarget }) => setParams({ until: currentTarget.value })}
          />
        </label>
        <label>
          <span>How sure</span>
          <select value={sure} onChange={({ currentTarget }) => setParams({ sure: currentTarget.value })}>
            {SURE.map((each) => (
              <option key={each} value={each}>
                {each} %
              </option>
            ))}
          </select>
        </label>
      </form>
      {error && <ProblemNote error={error} />}
      {value && (
        <Answer answer={value} parties={parties} isChanged={order !== null || keep !== null} zone={zone} now={now} />
      )}
    </section>
  )
}

function Answer({
  answer,
  parties,
  isChanged,
  zone,
  now,
}: {
  readonly answer: LastUntil
  readonly parties: Parties
  /** Whether order or kept machines are others than those remembered. */
  readonly isChanged: boolean
  readonly zone: string
  readonly now: Instant
}) {
  const {
    currency,
    until,
    certainty,
    chance,
    allowedPerDay,
    likelyPerDay,
    topUp,
    rules,
    steps,
    keep,
    keepHere,
    reachedWith,
  } = answer
  const others = keep.filter((id) => !keepHere.includes(id))
  const day = dayText(until, dayAt(now, zone))
  const remember = async () => {
    const ids = idsOf(answer)
    // Machines of other wallets keep their places among themselves.
    const others = (await api.stopOrder()).first.filter((id) => !ids.includes(id))
    await api.putStopOrder({ first: [...ids, ...others], keep })
    setParams({ order: null, keep: null })
    return 'Remembered.'
  }
  return (
    <>
      <p>
        {answer.knownFrom === 'balance only' && 'From balance only. '}
        {answer.early && 'Early estimate. '}It lasts to the end of {day} with a chance of <b>{chanceText(chance)}</b>:{' '}
        {amount(allowedPerDay, currency)} a day would reach it, {amount(likelyPerDay, currency)} a day are likely.{' '}
        {topUp.buyBy === null ? (
          `No top-up is needed for ${certainty} %.`
        ) : (
          <>
            A top-up of <b>{amount(topUp.credit, currency)}</b>
            {compare(topUp.tax, '0') > 0 && ` (${amount(topUp.pay, currency)} with ${rules.taxPercent} % GST)`} by{' '}
            {momentText(Date.parse(topUp.buyBy), zone, now)} ({zone}) makes it {certainty} % sure.
          </>
        )}
      </p>
      <p class="muted">
        {amount(rules.minimumBalance, currency)} has to be left for a machine to be made;{' '}
        {amount(rules.minimumPurchase, currency)} is the least that can be bought.
      </p>
      <DataTable
        caption={stepsCaption(reachedWith, steps.length, day)}
        columns={columnsOf(answer, zone, now)}
        rows={steps}
        rowKey={({ resourceId }) => resourceId}
        empty={`No machine${ofWhom(parties)} runs that could be stopped.`}
        shown={Math.max(SHOWN, reachedWith ?? 0)}
      />
      <p class="actions">
        {keepHere.length > 0 && (
          <button type="button" class="button quiet" onClick={() => setParams({ keep: others.join(',') || NOBODY })}>
            {plural(keepHere.length, 'machine has', 'machines have')} to run on: take that back
          </button>
        )}
        {isChanged && (
          <>
            <AskButton ask={remember}>Remember this order</AskButton>
            <button type="button" class="button quiet" onClick={() => setParams({ order: null, keep: null })}>
              As it was
            </button>
          </>
        )}
      </p>
    </>
  )
}

function stepsCaption(reachedWith: number | null, all: number, day: string): string {
  if (reachedWith === null) return `Without a top-up: all of these do not reach ${day}`
  if (reachedWith === 0) return 'What would make it last longer'
  return `Without a top-up: the first ${reachedWith === 1 ? '' : `${reachedWith} `}of these ${plural(all, 'step')} ${reachedWith === 1 ? 'reaches' : 'reach'} ${day}`
}

const STEP: Readonly<Record<LastStep['kind'], string>> = {
  hibernate: 'Hibernate',
  end: 'End (it cannot hibernate)',
  smaller: 'Half the GPUs of',
}

function columnsOf(answer: LastUntil, zone: string, now: Instant): readonly Column<LastStep>[] {
  const moment = (at: string | undefined) => (at === undefined ? NONE : momentText(Date.parse(at), zone, now))
  const { currency, keep } = answer
  const ids = idsOf(answer)
  return [
    { key: 'step', label: 'Least important first', cell: ({ kind, name }) => `${STEP[kind]} ${name}` },
    {
      key: 'gpus',
      label: 'GPUs',
      cell: ({ gpuModel, gpuCount }) => (gpuModel === null ? NONE : `${gpuCount ?? 1} x ${gpuModel}`),
    },
    { key: 'saves', label: 'Not spent until then', cell: ({ saves }) => plainAmount(saves, currency), isNumber: true },
    {
      key: 'ends',
      label: `Then it lasts until (${zone})`,
      cell: ({ runway: { kind, p50, p10, horizonAt } }) =>
        kind === 'ends' ? `${moment(p50)}, early ${moment(p10)}` : `after ${moment(horizonAt)}`,
    },
    { key: 'chance', label: 'Chance', cell: ({ chance }) => chanceText(chance), isNumber: true },
    { key: 'topUp', label: 'Top-up left', cell: ({ topUp }) => plainAmount(topUp.credit, currency), isNumber: true },
    {
      key: 'change',
      label: 'Change',
      cell: ({ kind, resourceId, name }) =>
        kind === 'smaller' ? (
          'has to run on'
        ) : (
          <span class="nowrap">
            <button
              type="button"
              class="button quiet"
              aria-label={`${name} is less important`}
              disabled={ids[0] === resourceId}
              onClick={() => setParams({ order: movedUp(ids, resourceId).join(',') })}
            >
              <Icon name="up" />
            </button>
            <button
              type="button"
              class="button quiet"
              onClick={() => setParams({ keep: [...keep, resourceId].join(',') })}
            >
              Keep
            </button>
          </span>
        ),
    },
  ]
}

/** Those that may stop, in the order in which they would. */
const idsOf = ({ steps }: LastUntil): string[] =>
  steps.filter(({ kind }) => kind !== 'smaller').map(({ resourceId }) => resourceId)

/** Nothing that is to come is certain. */
const chanceText = (chance: number) => (chance < 0.01 ? 'under 1 %' : chance > 0.99 ? 'over 99 %' : percent(chance))
