import { useEffect, useRef } from 'preact/hooks'
import { scheduleUrl, type SleepMachine } from '../../api.ts'
import { AskButton } from '../../components/ask-button.tsx'
import { ExceptionForm } from '../../components/exception-form.tsx'
import { Icon } from '../../components/icon.tsx'
import { usePerson } from '../../components/person-input.tsx'
import { PlanTable } from '../../components/plan-table.tsx'
import { DataTable } from '../../components/data-table.tsx'
import { WeekHeat } from '../../components/week-heat.tsx'
import { amount, count, momentText, NONE, plural } from '../../format.ts'
import { planApi } from '../../plan-api.ts'
import { evidenceText, failureText, hoursText, rangeText, seenText } from '../../planning-words.ts'
import { address, setParams } from '../../router.ts'
import { gpuText, stateText } from '../../words.ts'
import type { Instant } from '../../zone-time.ts'
import { RuleForm } from './rule-form.tsx'

const NEXT = { on: 'wakes', asleep: 'goes to sleep', gone: 'ends' } as const

/** What was chosen in the address; the rest is as usual. */
function said({ caution, risk }: { caution: string | undefined; risk: string | undefined }) {
  return { ...(caution !== undefined && { caution }), ...(risk !== undefined && { risk }) }
}

interface Props {
  readonly machine: SleepMachine
  readonly zone: string
  readonly now: Instant
  readonly onSaved: () => void
}

/** One machine: its week, the schedule in it, what that saves, what it breaks, and its owner's word. */
export function MachineDetail({ machine, zone, now, onSaved }: Props) {
  const { name, currency, figures, fixed, words, reason } = machine
  const [person, setPerson] = usePerson()
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])
  const { params } = address.value
  const question = { caution: params['caution'], risk: params['risk'] }
  return (
    <section class="card" aria-labelledby="machine">
      <div class="card-head">
        <h2 id="machine" ref={heading} tabIndex={-1}>
          {name}{' '}
          <span class="muted">
            {gpuText(machine.gpuModel, machine.gpuCount)}, {machine.region}, {stateText(machine.state)}
          </span>
        </h2>
        <button type="button" class="button quiet" onClick={() => setParams({ machine: null })}>
          <Icon name="close" />
          Close
        </button>
      </div>
      <p>{figures ? `Advised: ${words!}.` : `No schedule: ${reason ?? 'nothing known'}.`}</p>
      {machine.next && (
        <p>
          By plan it {NEXT[machine.next.state]} {momentText(Date.parse(machine.next.at), zone, now)}.
        </p>
      )}
      <p class="muted">
        {machine.measuredHours > 0
          ? `By the use of its GPUs, measured in ${plural(machine.measuredHours, 'hour')}; else by when it ran.`
          : 'By when it ran: whether it was busy then is not measured.'}
      </p>
      <WeekHeat
        caption="How likely it is needed, by hour of the week"
        values={machine.needed}
        asleep={machine.asleep}
        full="always needed"
        word="needed"
      />
      {figures && (
        <ul>
          <li>
            {Number(figures.beyondNow.p90) < 0.005
              ? 'It sleeps at these hours already: nothing more to avoid'
              : `Could be avoided a month: ${rangeText(figures.beyondNow, currency)}`}
            . Against staying on all the time: {rangeText(figures.avoided, currency)}; fixed nights and week-ends:{' '}
            {amount(fixed.avoided.p50, currency)} with {hoursText(fixed.missedHours)} of needed hours missed.
          </li>
          <li>
            Needed hours asleep: {hoursText(figures.missedHours)}. Idle at these hours in {figures.idleWeeks} of{' '}
            {plural(figures.weeks, 'week')} ({Math.round(figures.regular * 100)} % of the time).
          </li>
          <li>
            No GPU at waking: {failureText(figures.failedRestores)}
            {seenText(figures) !== null && ` (${seenText(figures)!})`}
            {figures.restoreLoss !== null && `, an expected loss of ${amount(figures.restoreLoss, currency)} a month`}.
          </li>
          <li>What a sleep breaks: {machine.breaks.join('; ')}.</li>
          {machine.state === 'shutoff' && (
            <li>It is shut off: start it first, only a running machine can hibernate.</li>
          )}
        </ul>
      )}
      {machine.wakes.length > 0 && <WakeTable machine={machine} />}
      {figures && (
        <div class="actions">
          <AskButton
            ask={async () => {
              const { sentence } = await planApi.adopt(machine.resourceId, person || 'somebody', said(question))
              onSaved()
              return `Proposed: ${sentence}. It counts once it is approved below.`
            }}
          >
            Propose this schedule
          </AskButton>
          {(['cron', 'ics'] as const).map((format) => (
            <a
              key={format}
              class="button"
              href={scheduleUrl(format, { ...question, of: 'advice', machine: machine.resourceId })}
              download
            >
              <Icon name="download" />
              {format === 'cron' ? 'Its cron lines' : 'Its calendar'}
            </a>
          ))}
        </div>
      )}
      <h3>What is planned</h3>
      <PlanTable
        caption="Plans that speak of it"
        rows={machine.plans}
        empty="Nothing is planned for it."
        person={person}
        zone={zone}
        now={now}
        onChanged={onSaved}
      />
      <ExceptionForm
        who={{ kind: 'machine', name: machine.resourceId }}
        person={person}
        onPerson={setPerson}
        onChanged={onSaved}
      />
      <h3>When is it needed?</h3>
      <RuleForm machine={machine} person={person} onSaved={onSaved} />
    </section>
  )
}

/** Each waking of the advised week, and whether GPUs will be there. */
function WakeTable({ machine: { wakes, waitHours, snapshots, riskFrom } }: { readonly machine: SleepMachine }) {
  const percent = (share: number) => `${Math.round(share * 100)} %`
  return (
    <>
      <DataTable
        caption="Will it wake?"
        columns={[
          { key: 'at', label: 'Awake again', cell: ({ at }) => at },
          {
            key: 'chance',
            label: 'Chance of no GPU then',
            cell: ({ failure, low, high }) => (
              <>
                {percent(failure)}
                <small class="under">
                  {Math.round(low * 100)} to {percent(high)}, 8 times in 10
                </small>
              </>
            ),
            isNumber: true,
          },
          {
            key: 'most',
            label: 'Surely under (19 times in 20)',
            cell: ({ most }) => `${Math.ceil(most * 100)} %`,
            isNumber: true,
          },
          {
            key: 'seen',
            label: 'Seen at that hour',
            cell: ({ seen, without }) => (seen === 0 ? NONE : `${count(without)} of ${count(seen)} had none free`),
            isNumber: true,
          },
        ]}
        rows={wakes}
        rowKey={({ at }) => at}
        empty=""
      />
      <p class="muted">
        By {evidenceText({ snapshots, riskFrom })}, recent weeks first. Surely under: in that hour and the next,
        whichever is worse.{' '}
        {waitHours !== null && `Where none is free they are back after ${count(waitHours, 1)} h on average.`}
      </p>
    </>
  )
}
