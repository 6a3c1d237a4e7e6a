import type { HibernationAnswer, SleepMachine } from '../../api.ts'
import { DataTable, type Column } from '../../components/data-table.tsx'
import type { Parties } from '../../filters.ts'
import { amount, NONE, plural, unitPrice } from '../../format.ts'
import {
  boundsText,
  evidenceText,
  failureText,
  hoursText,
  rangeParts,
  rangeText,
  seenText,
} from '../../planning-words.ts'
import { stateText } from '../../words.ts'
import { AskTable } from './ask-table.tsx'
import { CautionTable } from './caution-table.tsx'
import { NAME, WHAT } from './machine-columns.tsx'
import { MadeTable } from './made-table.tsx'
import { SumsTable } from './sums-table.tsx'

interface Props {
  readonly currency: string
  readonly answer: HibernationAnswer
  readonly question: { readonly from: string; readonly to: string; readonly region: string | null } & Parties
  readonly days: string
  readonly isLoading: boolean
}

/** Under so much a month there is nothing left to avoid: the machine sleeps already. */
const WORTH_ASKING = 1

/** Prices are known from the first reading on, bills from long before. */
const unpricedText = (hours: number) => `without ${plural(hours, 'hour')} asleep of which no price is known`

/** What one wallet avoided, what it could avoid, and what it pays for machines that are shut off. */
export function SleepWallet({ currency, answer, question, days, isLoading }: Props) {
  const made = answer.made.wallets.find((wallet) => wallet.currency === currency)
  const machines = answer.machines.filter((machine) => machine.currency === currency)
  const planned = machines.filter(({ figures }) => figures !== null)
  const open = planned.filter(({ figures }) => Number(figures!.beyondNow.p50) >= WORTH_ASKING)
  const done = planned.filter((machine) => !open.includes(machine))
  const ask = machines.filter((machine) => machine.ask.length > 0)
  const rest = machines.filter((machine) => machine.kind === 'none' && machine.ask.length === 0)
  const month = answer.monthForecast.find((each) => each.currency === currency)
  const step = answer.curve.find((each) => each.currency === currency && each.step === answer.caution.step)
  const unpriced = made?.unpricedHours ?? 0
  const isUnpriced = unpriced > 0 && unpriced >= made!.asleepHours
  return (
    <section class={`card planning ${isLoading ? 'loading' : ''}`} aria-label={`${currency} wallet`}>
      <h2>{currency} wallet</h2>
      <dl class="planning-facts">
        <div>
          <dt>Avoided by hibernation, against staying on</dt>
          <dd>
            {isUnpriced ? 'not known' : amount(made?.avoided ?? '0', currency)}
            <small>
              {days}; {unpriced > 0 ? unpricedText(unpriced) : 'to the cent where the bills tell'}
            </small>
          </dd>
        </div>
        <div>
          <dt>Could still be avoided, a month</dt>
          <dd>
            {step ? rangeParts(step.beyondNow, currency).likely : amount('0', currency)}
            <small>
              forecast{step && `, ${rangeParts(step.beyondNow, currency).interval}`}; {plural(open.length, 'machine')},{' '}
              {hoursText(step?.missedHours ?? 0)} missed by all schedules
            </small>
          </dd>
        </div>
        {month && (
          <div>
            <dt>Likely by month’s end, with all schedules proposed here</dt>
            <dd>
              {rangeParts(month.withAdvice, currency).likely}
              <small>
                forecast, {rangeParts(month.withAdvice, currency).interval};{' '}
                {month.withoutSchedules.p50 === month.withSchedules.p50
                  ? `${rangeText(month.withSchedules, currency)} as it goes on now, no approved schedule changes it`
                  : `${rangeText(month.withSchedules, currency)} with the approved ones, ${rangeText(month.withoutSchedules, currency)} without any`}
              </small>
            </dd>
          </div>
        )}
        <div>
          <dt>Paid while shut off (GPUs held for you)</dt>
          <dd>
            {made ? boundsText(made.shutoffLow, made.shutoffHigh, currency) : amount('0', currency)}
            <small>{days}; a change lies between two looks, so it is a range</small>
          </dd>
        </div>
      </dl>
      <DataTable
        caption="Could sleep, most to avoid first"
        columns={columnsFor(currency)}
        rows={open}
        rowKey={({ resourceId }) => resourceId}
        empty="No machine of this wallet is paid for at hours at which it regularly idles, or waking it would be too risky."
        shown={12}
      />
      {step && <CautionTable currency={currency} answer={answer} />}
      {ask.length > 0 && <AskTable machines={ask} />}
      {done.length > 0 && (
        <DataTable
          caption="Sleep already: little is left to avoid"
          columns={columnsFor(currency).filter(({ key }) => key !== 'beyondNow')}
          rows={done}
          rowKey={({ resourceId }) => resourceId}
          empty=""
          shown={8}
        />
      )}
      {rest.length > 0 && (
        <DataTable
          caption="Without a schedule"
          columns={[
            NAME,
            WHAT,
            STATE,
            {
              key: 'why',
              label: 'Why',
              cell: ({ reason, instead }) => (
                <>
                  {reason ?? NONE}
                  {instead.map((words) => (
                    <small class="under" key={words}>
                      {words}
                    </small>
                  ))}
                </>
              ),
            },
          ]}
          rows={rest}
          rowKey={({ resourceId }) => resourceId}
          empty=""
          shown={8}
        />
      )}
      {made && <MadeTable currency={currency} question={question} asOf={answer.asOf} days={days} />}
      {answer.sums.some((sum) => sum.currency === currency) && <SumsTable currency={currency} answer={answer} />}
    </section>
  )
}

const STATE: Column<SleepMachine> = {
  key: 'state',
  label: 'Now',
  cell: ({ state, onPerHour, currency }) => (
    <>
      {stateText(state)}
      <small class="under">{unitPrice(onPerHour, currency)} per machine-hour on</small>
    </>
  ),
  sortBy: ({ state }) => state,
}

function columnsFor(currency: string): readonly Column<SleepMachine>[] {
  return [
    NAME,
    WHAT,
    STATE,
    {
      key: 'schedule',
      label: 'Proposed schedule',
      cell: ({ words, figures }) => (
        <>
          {words}
          <small class="under">
            idle then in {figures!.idleWeeks} of {plural(figures!.weeks, 'week')}
          </small>
        </>
      ),
    },
    {
      key: 'beyondNow',
      label: 'Could be avoided, a month',
      cell: ({ figures }) => <span class="forecast">{rangeText(figures!.beyondNow, currency)}</span>,
      sortBy: ({ figures }) => Number(figures!.beyondNow.p50),
      isNumber: true,
    },
    {
      key: 'avoided',
      label: 'Against staying on',
      cell: ({ figures, fixed }) => (
        <>
          <span class="forecast">{amount(figures!.avoided.p50, currency)}</span>
          <small class="under">nights and week-ends: {amount(fixed.avoided.p50, currency)}</small>
        </>
      ),
      sortBy: ({ figures }) => Number(figures!.avoided.p50),
      isNumber: true,
    },
    {
      key: 'missed',
      label: 'Needed but asleep',
      cell: ({ figures }) => hoursText(figures!.missedHours),
      sortBy: ({ figures }) => figures!.missedHours,
      isNumber: true,
    },
    {
      key: 'failed',
      label: 'No GPU at waking',
      cell: ({ figures, snapshots, riskFrom }) => (
        <>
          {failureText(figures!.failedRestores)}
          <small class="under">{seenText(figures!) ?? evidenceText({ snapshots, riskFrom })}</small>
        </>
      ),
      sortBy: ({ figures }) => figures!.failedRestores ?? -1,
      isNumber: true,
    },
  ]
}
