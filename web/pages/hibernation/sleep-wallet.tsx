import type { HibernationAnswer, SleepMachine } from '../../api.ts'
import { DataTable, type Column } from '../../components/data-table.tsx'
import { minus, sum } from '../../decimal.ts'
import { amount, count, NONE, plural, unitPrice } from '../../format.ts'
import { boundsText, failureText, hoursText, rangeParts, rangeText, seenText } from '../../planning-words.ts'
import { stateText } from '../../words.ts'
import { AskTable } from './ask-table.tsx'
import { CautionTable } from './caution-table.tsx'
import { NAME, WHAT } from './machine-columns.tsx'
import { MadeTable } from './made-table.tsx'

interface Props {
  readonly currency: string
  /** Likely by the end of the month as things go on; null where there is no forecast. */
  readonly monthEnd: string | null
  readonly answer: HibernationAnswer
  readonly days: string
  readonly isLoading: boolean
}

/** Under so much a month there is nothing left to avoid: the machine sleeps already. */
const WORTH_ASKING = 1

/** What one wallet avoided, what it could avoid, and what it pays for machines that are shut off. */
export function SleepWallet({ currency, monthEnd, answer, days, isLoading }: Props) {
  const made = answer.made.wallets.find((wallet) => wallet.currency === currency)
  const machines = answer.machines.filter((machine) => machine.currency === currency)
  const planned = machines.filter(({ figures }) => figures !== null)
  const open = planned.filter(({ figures }) => Number(figures!.beyondNow.p50) >= WORTH_ASKING)
  const done = planned.filter((machine) => !open.includes(machine))
  const ask = machines.filter((machine) => machine.ask.length > 0)
  const rest = machines.filter((machine) => machine.kind === 'none' && machine.ask.length === 0)
  const step = answer.curve.find((each) => each.currency === currency && each.step === answer.caution.step)
  return (
    <section class={`card planning ${isLoading ? 'loading' : ''}`} aria-label={`${currency} wallet`}>
      <h2>{currency} wallet</h2>
      <dl class="planning-facts">
        <div>
          <dt>Avoided by hibernation, against staying on</dt>
          <dd>
            {made ? amount(made.avoided, currency) : amount('0', currency)}
            <small>{days}; to the cent where the bills tell</small>
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
        {monthEnd !== null && (
          <div>
            <dt>Likely by month’s end, with these schedules from now on</dt>
            <dd>
              {amount(minus(monthEnd, restOfMonth(answer, currency)), currency)}
              <small>forecast; {amount(monthEnd, currency)} as it goes on now</small>
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
          columns={[NAME, WHAT, STATE, { key: 'why', label: 'Why', cell: ({ reason }) => reason ?? NONE }]}
          rows={rest}
          rowKey={({ resourceId }) => resourceId}
          empty=""
          shown={8}
        />
      )}
      {made && <MadeTable currency={currency} rows={answer.made.machines} days={days} />}
      {answer.possible.some((row) => row.currency === currency) && (
        <PossibleTable currency={currency} answer={answer} />
      )}
    </section>
  )
}

/** What the schedules could avoid from now to the end of the month. */
function restOfMonth({ possible }: HibernationAnswer, currency: string): string {
  return sum(possible.filter((row) => row.currency === currency).map((row) => row.restOfMonth.p50))
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
      cell: ({ figures, snapshots }) => (
        <>
          {failureText(figures!.failedRestores)}
          <small class="under">{seenText(figures!) ?? `${count(snapshots)} readings of stock`}</small>
        </>
      ),
      sortBy: ({ figures }) => figures!.failedRestores ?? -1,
      isNumber: true,
    },
  ]
}

type Possible = HibernationAnswer['possible'][number]

/** The possible by region and model, for the rest of this month, the next and the quarter. */
function PossibleTable({ currency, answer }: { readonly currency: string; readonly answer: HibernationAnswer }) {
  const rows = answer.possible.filter((row) => row.currency === currency && Number(row.nextMonth.p90) >= WORTH_ASKING)
  const columns: readonly Column<Possible>[] = [
    { key: 'model', label: 'GPU', cell: ({ gpuModel }) => gpuModel ?? NONE, sortBy: ({ gpuModel }) => gpuModel ?? '' },
    { key: 'region', label: 'Region', cell: ({ region }) => region, sortBy: ({ region }) => region },
    { key: 'machines', label: 'Machines', cell: ({ machines }) => count(machines), isNumber: true },
    ...(['restOfMonth', 'nextMonth', 'nextQuarter'] as const).map((key) => ({
      key,
      label: { restOfMonth: 'Rest of this month', nextMonth: 'Next month', nextQuarter: 'The three months after' }[key],
      cell: (row: Possible) => <span class="forecast">{rangeText(row[key], currency)}</span>,
      sortBy: (row: Possible) => Number(row[key].p50),
      isNumber: true,
    })),
    {
      key: 'loss',
      label: 'Loss from failed restores, a month',
      cell: ({ restoreLossPerMonth }) => amount(restoreLossPerMonth, currency),
      isNumber: true,
    },
  ]
  return (
    <DataTable
      caption="Could still be avoided, by region and GPU"
      columns={columns}
      rows={rows}
      rowKey={({ region, gpuModel }) => `${region} ${gpuModel ?? ''}`}
      empty="Nothing is left to avoid by sleep."
    />
  )
}
