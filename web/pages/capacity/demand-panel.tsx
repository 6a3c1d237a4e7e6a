import { useState } from 'preact/hooks'
import { api, type DemandAnswer, type DemandOption } from '../../api.ts'
import { DataTable, type Column } from '../../components/data-table.tsx'
import { ProblemNote } from '../../components/problem-note.tsx'
import { amount, count, momentText, NONE, plural, unitPrice } from '../../format.ts'
import { useLoad } from '../../load.ts'
import { chanceRange, chanceText } from '../../planning-words.ts'
import { address, setParams } from '../../router.ts'
import type { Instant } from '../../zone-time.ts'

interface Props {
  readonly zone: string
  readonly asOf: string
  readonly now: Instant
}

const EXAMPLE = '8 H100, Tuesday 09:00, 5 days'
const FORMS = `Such as ${EXAMPLE}; 8 H100, 1 Dec to 14 Dec; or 4000 GPU-hours of H100 by 12 Dec.`

/** One line of demand: what is wanted, when, for how long; checked against stock, prices and wallets. */
export function DemandPanel({ zone, asOf, now }: Props) {
  const line = address.value.params['line'] ?? ''
  const [text, setText] = useState(line)
  return (
    <section class="card planning" aria-labelledby="demand">
      <h2 id="demand">What do you need?</h2>
      <form
        class="demand-form"
        onSubmit={(event) => {
          event.preventDefault()
          setParams({ line: text.trim() })
        }}
      >
        <label class="line">
          <span>How many of which GPU, when, how long. Times of {zone}</span>
          <input
            type="text"
            value={text}
            placeholder={EXAMPLE}
            maxLength={200}
            onInput={({ currentTarget }) => setText(currentTarget.value)}
          />
        </label>
        <button type="submit" class="button">
          Check
        </button>
      </form>
      {line === '' && <p class="muted">{FORMS}</p>}
      {line !== '' && <Answer line={line} zone={zone} asOf={asOf} now={now} />}
    </section>
  )
}

function Answer({ line, zone, asOf, now }: Props & { readonly line: string }) {
  const { value, error, isLoading } = useLoad(`demand ${line} ${asOf}`, () => api.demand({ line }))
  if (error) return <ProblemNote error={error} />
  if (value?.line !== line) return <p role="status">{isLoading ? 'Checking' : ''}</p>
  const { understood, unclear, question, options, advice } = value
  return (
    <>
      {unclear && (
        <p class="note watch" role="status">
          Not understood: ‘{unclear.part}’. Write {unclear.hint}.
        </p>
      )}
      {understood && (
        <p role="status">
          {understood.gpus === null
            ? `${count(understood.gpuHours)} GPU-hours of ${understood.model}, by `
            : `${plural(understood.gpus, 'GPU')} of ${understood.model}, ${momentText(Date.parse(understood.startsAt), zone, now)} to `}
          {momentText(Date.parse(understood.endsAt), zone, now)}. {question}
        </p>
      )}
      {advice.length > 0 && (
        <ul class="advice" aria-label="What to try instead">
          {advice.map(({ kind, words }) => (
            <li key={`${kind} ${words}`}>
              <b>{kind}</b> {words}
            </li>
          ))}
        </ul>
      )}
      {options.length > 0 && <OptionTable answer={value} zone={zone} now={now} />}
    </>
  )
}

function OptionTable({
  answer,
  zone,
  now,
}: {
  readonly answer: DemandAnswer
  readonly zone: string
  readonly now: Instant
}) {
  const isWork = answer.understood?.gpus === null
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
    {
      key: 'chance',
      label: 'Chance at the start',
      cell: ({ chance, verdict, reasons, tried }) => (
        <>
          <b class={verdict === 'not likely' ? 'act' : verdict === 'feasible' ? undefined : 'watch'}>{verdict}</b>:{' '}
          {chanceText(chance.p)}
          <small class="under">
            {[chanceRange(chance), seenWords(chance.snapshots, tried), reasonWords(reasons)].filter(Boolean).join('; ')}
          </small>
        </>
      ),
      sortBy: ({ chance }) => chance.p ?? -1,
    },
    {
      key: 'price',
      label: 'Per machine-hour, and in all',
      cell: ({ prices }) =>
        prices.length === 0
          ? NONE
          : prices.map(({ currency, perMachineHour, total }) => (
              <span key={currency} class="price-line">
                {unitPrice(perMachineHour, currency)}
                <small class="under">{amount(total, currency)} in all</small>
              </span>
            )),
      sortBy: ({ prices }) => Number(prices.at(-1)?.total ?? 0),
      isNumber: true,
    },
    {
      key: 'wallet',
      label: 'Wallet at the start, to top up',
      cell: ({ prices }) =>
        prices.map(({ currency, atStart, topUp, topUpBy, canDeploy, minimum }) => (
          <span key={currency} class="price-line">
            {amount(atStart, currency)}
            <small class={topUp === '0' ? 'under' : 'under watch'}>
              {topUp === '0'
                ? 'enough'
                : `top up ${amount(topUp, currency)} by ${topUpBy === null ? 'then' : momentText(Date.parse(topUpBy), zone, now)}`}
              {!canDeploy && `; a deploy needs ${amount(minimum, currency)}`}
            </small>
          </span>
        )),
      isNumber: true,
    },
    { key: 'otherwise', label: 'Or else', cell: (option) => <Otherwise option={option} zone={zone} now={now} /> },
  ]
  return (
    <DataTable
      caption={`What can be had, likeliest first; feasible from ${Math.round(answer.wanted * 100)} % on`}
      columns={columns}
      rows={answer.options}
      rowKey={({ region, gpuModel, machines }) => `${region} ${gpuModel} ${machines}`}
      empty=""
      shown={8}
    />
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

/** '672 readings', with what deploys and restores came to where there were any. */
function seenWords(snapshots: number, { good, failed }: DemandOption['tried']): string {
  const tries =
    good + failed === 0
      ? ''
      : `, ${count(good)} of ${plural(good + failed, 'deploy or restore', 'deploys and restores')} good`
  return `${plural(snapshots, 'observation')}${tries}`
}

const REASONS: Readonly<Record<DemandOption['reasons'][number], string | null>> = {
  // The chance says these.
  stock: null,
  'too little seen': null,
  'no price': 'no price is known in your wallets',
  'balance under the minimum': 'no wallet will hold what a deploy needs',
  'top-up needed': 'every wallet has to be topped up',
}

const reasonWords = (reasons: DemandOption['reasons']): string =>
  reasons.flatMap((reason) => REASONS[reason] ?? []).join('; ')
