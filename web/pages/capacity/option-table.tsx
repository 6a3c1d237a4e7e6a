import type { DemandAnswer, DemandOption } from '../../api.ts'
import { AskButton } from '../../components/ask-button.tsx'
import { DataTable, type Column } from '../../components/data-table.tsx'
import { PersonInput, usePerson } from '../../components/person-input.tsx'
import { amount, momentText, NONE, plural } from '../../format.ts'
import { namedOf, type Parties } from '../../filters.ts'
import { planApi, type DemandStart, type Who } from '../../plan-api.ts'
import { chanceText } from '../../planning-words.ts'
import type { Instant } from '../../zone-time.ts'
import { checkColumns } from './check-columns.tsx'

interface Props {
  readonly answer: DemandAnswer
  readonly zone: string
  readonly now: Instant
  /** Whom a plan is for: one of them where somebody is named, else the account. */
  readonly parties: Parties
  readonly onPlanned: () => void
}

/** What can be had for a demand, with its chance, its price and the wallet, each to be kept as a plan. */
export function OptionTable({ answer, zone, now, parties, onPlanned }: Props) {
  const [person, setPerson] = usePerson()
  const isWork = answer.understood?.gpus === null
  const keep = async (option: DemandOption, currency: string, start: DemandStart) => {
    const { region, gpuModel, machines } = option
    const by = person || 'somebody'
    const { sentence } = await planApi.keepDemand({
      line: answer.line,
      who: whoOf(parties),
      region,
      gpuModel,
      machines,
      currency,
      start,
      by,
    })
    onPlanned()
    return `Proposed: ${sentence}. It counts once it is approved.`
  }
  const columns: readonly Column<DemandOption>[] = [
    {
      key: 'what',
      label: 'What',
      cell: (option) => (
        <>
          {option.machines} × {option.gpuModel}
          {option.gpusEach > 1 && `, ${option.gpusEach} GPUs each`}
          <small class="under">
            {option.region}
            {!option.isAsked && ', another GPU'}
          </small>
          {isWork && (
            <small class="under">
              {momentText(Date.parse(option.startsAt), zone, now)} to {momentText(Date.parse(option.endsAt), zone, now)}
            </small>
          )}
        </>
      ),
      sortBy: (option) => option.gpuModel,
    },
    ...checkColumns<DemandOption>((option) => option, { zone, now }),
    { key: 'otherwise', label: 'Or else', cell: (option) => <Otherwise option={option} zone={zone} now={now} /> },
    { key: 'keep', label: 'Keep as a plan', cell: (option) => <KeepButtons option={option} keep={keep} /> },
  ]
  return (
    <>
      <DataTable
        caption={`What can be had, likeliest first; feasible from ${Math.round(answer.wanted * 100)} % on`}
        columns={columns}
        rows={answer.options}
        rowKey={({ region, gpuModel, machines, startsAt }) => `${region} ${gpuModel} ${machines} ${startsAt}`}
        empty=""
        shown={8}
      />
      <div class="filters">
        <PersonInput name={person} onName={setPerson} />
      </div>
    </>
  )
}

/** Another hour, or take it early and hold it: nothing can be reserved. */
function Otherwise({
  option,
  zone,
  now,
}: {
  readonly option: DemandOption
  readonly zone: string
  readonly now: Instant
}) {
  const { betterStart, hold } = option
  if (!betterStart && !hold) return NONE
  return (
    <>
      {betterStart && (
        <span class="price-line">
          {momentText(Date.parse(betterStart.startsAt), zone, now)}: {chanceText(betterStart.p)}
        </span>
      )}
      {hold && (
        <small class="under">
          take it {momentText(Date.parse(hold.startsAt), zone, now)} ({chanceText(hold.p)}) and hold it{' '}
          {plural(hold.hours, 'hour')}:{' '}
          {hold.costs.map(({ currency, amount: cost }) => amount(cost, currency)).join(' or ')}
        </small>
      )}
    </>
  )
}

/** A button for each wallet that could pay, and for each other start that is likelier. */
function KeepButtons({
  option,
  keep,
}: {
  readonly option: DemandOption
  readonly keep: (option: DemandOption, currency: string, start: DemandStart) => Promise<string>
}) {
  const { prices, betterStart, hold, tier, region, gpuModel } = option
  if (prices.length === 0 || tier === null) return NONE
  const starts: readonly (readonly [DemandStart, string])[] = [
    ['asked', 'Plan it'],
    ...(betterStart ? [['better', 'Plan the likelier hour'] as const] : []),
    ...(hold ? [['early', 'Plan to take it early'] as const] : []),
  ]
  return starts.flatMap(([start, label]) =>
    prices.map(({ currency }) => (
      <span class="price-line" key={`${start} ${currency}`}>
        <AskButton isQuiet ask={() => keep(option, currency, start)}>
          {label}
          {prices.length > 1 && `, ${currency} pays`}
          <span class="visually-hidden">
            : {gpuModel} in {region}
          </span>
        </AskButton>
      </span>
    )),
  )
}

function whoOf(parties: Parties): Who {
  const { project, owner } = namedOf(parties)
  if (project !== undefined) return { kind: 'project', name: project }
  return owner === undefined ? { kind: 'account' } : { kind: 'owner', name: owner }
}
