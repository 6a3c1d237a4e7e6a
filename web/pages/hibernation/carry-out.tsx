import { useState } from 'preact/hooks'
import { AskButton } from '../../components/ask-button.tsx'
import { DataTable, type Column } from '../../components/data-table.tsx'
import { Icon } from '../../components/icon.tsx'
import { LazyDetails } from '../../components/lazy-details.tsx'
import { ProblemNote } from '../../components/problem-note.tsx'
import type { Parties } from '../../filters.ts'
import { amount, count, momentText, NONE, plural } from '../../format.ts'
import { useLoad } from '../../load.ts'
import { auditCsvUrl, planApi, realisedCsvUrl, type Audit, type Realised, type SleepAction } from '../../plan-api.ts'
import type { Instant } from '../../zone-time.ts'

interface Props {
  readonly zone: string
  readonly now: Instant
  readonly from: string
  readonly to: string
  readonly parties: Parties
  /** What the figures speak of: they are read anew when it moves. */
  readonly asOf: string
  readonly days: string
}

/** What approved plans want done next, what was done, and the saving that came of it beside the one planned. */
export function CarryOut({ zone, now, from, to, parties, asOf, days }: Props) {
  const [changes, setChanges] = useState(0)
  const actions = useLoad(`sleep actions ${asOf} ${changes}`, planApi.actions, 60_000)
  const realised = useLoad(`realised ${JSON.stringify([from, to, parties, asOf])}`, () =>
    planApi.realised({ from, to, ...parties }),
  )
  const rows = actions.value?.rows ?? []
  const error = actions.error ?? realised.error
  return (
    <section class="card planning" aria-labelledby="carry-out">
      <h2 id="carry-out">Carrying out approved plans</h2>
      <p class="muted">
        {actions.value?.isApplying
          ? 'Quartermaster carries these out through the API. Each is written down 30 minutes before at least; a machine that is busy, kept on, or would likely find no GPU is left on.'
          : 'Nothing is carried out: this is what would be done. Start with --apply and BARRACK_APPLY_KEY to have it done, or take the schedules along below.'}
      </p>
      {error && <ProblemNote error={error} />}
      <DataTable
        caption="Next"
        columns={actionColumns(zone, now)}
        rows={rows.filter(isOpen).reverse()}
        rowKey={({ actionId }) => String(actionId)}
        empty="No approved plan puts a machine to sleep or wakes one in the day ahead."
        shown={8}
      />
      <AskButton
        ask={async () => {
          const { rows: planned } = await planApi.dryRun()
          setChanges((before) => before + 1)
          const blocked = planned.filter(({ action, check }) => action === 'hibernate' && check?.may === false)
          return blocked.length === 0
            ? `${plural(planned.length, 'step')} in the day ahead; nothing stands in their way now.`
            : `${plural(planned.length, 'step')} in the day ahead; now ${blocked.map(({ name, check }) => `${name} would be left on: ${check!.because!}`).join('; ')}.`
        }}
      >
        Dry run
      </AskButton>
      {realised.value && realised.value.machines.length > 0 && <RealisedTable realised={realised.value} days={days} />}
      <LazyDetails key={changes} summary="What was done in the last two weeks" load={planApi.actions}>
        {(value) => (
          <DataTable
            caption="Done, or not"
            columns={actionColumns(zone, now)}
            rows={value.rows.filter((row) => !isOpen(row))}
            rowKey={({ actionId }) => String(actionId)}
            empty="Nothing yet."
            shown={20}
          />
        )}
      </LazyDetails>
      <LazyDetails summary="Audit log" load={planApi.audit}>
        {(entries) => <AuditTable entries={entries} zone={zone} now={now} />}
      </LazyDetails>
      <div class="actions">
        <a class="button quiet" href={realisedCsvUrl({ from, to, ...parties })} download>
          <Icon name="download" />
          Planned and realised as CSV
        </a>
        <a class="button quiet" href={auditCsvUrl()} download>
          <Icon name="download" />
          Audit log as CSV
        </a>
      </div>
    </section>
  )
}

const isOpen = ({ state }: SleepAction) => state === 'planned' || state === 'waiting' || state === 'asked'

const STATES: Readonly<Record<SleepAction['state'], string>> = {
  planned: 'planned',
  waiting: 'waits',
  asked: 'asked for',
  done: 'done',
  skipped: 'not done',
  failed: 'failed',
  cancelled: 'no longer planned',
}

function actionColumns(zone: string, now: Instant): readonly Column<SleepAction>[] {
  return [
    { key: 'name', label: 'Machine', cell: ({ name }) => name, sortBy: ({ name }) => name },
    {
      key: 'what',
      label: 'What',
      cell: ({ action, until }) => (
        <>
          {action === 'hibernate' ? 'put to sleep' : 'wake'}
          {action === 'hibernate' && until !== null && (
            <small class="under">until {momentText(Date.parse(until), zone, now)}</small>
          )}
        </>
      ),
    },
    {
      key: 'at',
      label: 'At',
      cell: ({ at, dueAt, action, state }) => (
        <>
          {momentText(Date.parse(at), zone, now)}
          {state === 'planned' && action === 'hibernate' && dueAt > at && (
            <span class="under">not before {momentText(Date.parse(dueAt), zone, now)}: its owner is told first</span>
          )}
        </>
      ),
      sortBy: ({ at }) => at,
    },
    {
      key: 'state',
      label: 'State',
      cell: ({ state, detail, tries }) => (
        <>
          <span class={state === 'failed' ? 'act' : undefined}>{STATES[state]}</span>
          {detail !== null && <small class="under">{detail}</small>}
          {tries > 1 && <small class="under">{plural(tries, 'try', 'tries')}</small>}
        </>
      ),
      sortBy: ({ state }) => state,
    },
  ]
}

function RealisedTable({ realised, days }: { readonly realised: Realised; readonly days: string }) {
  type Row = Realised['machines'][number]
  const money = (value: string | null, currency: string) =>
    value === null ? 'no price known' : amount(value, currency)
  const columns: readonly Column<Row>[] = [
    { key: 'name', label: 'Machine', cell: ({ name }) => name, sortBy: ({ name }) => name },
    {
      key: 'hours',
      label: 'Hours asleep, of those planned',
      cell: ({ asleepHours, plannedHours }) => `${count(asleepHours, 1)} of ${count(plannedHours, 1)}`,
      sortBy: ({ asleepHours }) => asleepHours,
      isNumber: true,
    },
    {
      key: 'planned',
      label: 'Avoided by the plan',
      cell: ({ planned, currency }) => money(planned, currency),
      sortBy: ({ planned }) => Number(planned ?? 0),
      isNumber: true,
    },
    {
      key: 'realised',
      label: 'Avoided in fact',
      cell: ({ realised: came, currency }) => money(came, currency),
      sortBy: ({ realised: came }) => Number(came ?? 0),
      isNumber: true,
    },
    {
      key: 'why',
      label: 'Why not all of it',
      cell: ({ notDone, failedRestores, lateMinutes }) =>
        [
          ...notDone.map(({ because, times }) => `${because}${times > 1 ? ` (${times} times)` : ''}`),
          ...(failedRestores > 0 ? [`${plural(failedRestores, 'try', 'tries')} to wake it failed`] : []),
          ...(lateMinutes > 0 ? [`awake ${plural(lateMinutes, 'minute')} late`] : []),
        ].join('; ') || NONE,
    },
  ]
  return (
    <>
      <p>
        {realised.wallets
          .map(
            ({ currency, planned, realised: came }) =>
              `${amount(came, currency)} avoided of ${amount(planned, currency)} planned`,
          )
          .join('; ')}
        , {days}. Only sleep that a plan wanted counts here.
      </p>
      <DataTable
        caption="What came of the plans"
        columns={columns}
        rows={realised.machines}
        rowKey={({ resourceId, currency }) => `${resourceId} ${currency}`}
        empty=""
        shown={8}
      />
    </>
  )
}

function AuditTable({
  entries,
  zone,
  now,
}: {
  readonly entries: readonly Audit[]
  readonly zone: string
  readonly now: Instant
}) {
  return (
    <DataTable
      caption="The last 100 entries"
      columns={[
        { key: 'at', label: 'When', cell: ({ at }) => momentText(Date.parse(at), zone, now) },
        { key: 'who', label: 'Who', cell: ({ actor }) => actor },
        { key: 'what', label: 'What', cell: ({ event }) => event },
        { key: 'machine', label: 'Machine', cell: ({ name, resourceId }) => name ?? resourceId ?? NONE },
        { key: 'detail', label: 'Detail', cell: ({ detail }) => detail },
      ]}
      rows={entries}
      rowKey={({ auditId }) => String(auditId)}
      empty="Nothing was planned or done yet."
      shown={20}
    />
  )
}
