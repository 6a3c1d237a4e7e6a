import { useMemo, useState } from 'preact/hooks'
import { ApiError } from '../../api.ts'
import { paretoConfig } from '../../charts/pareto-config.ts'
import { Chart } from '../../components/chart.tsx'
import { DataTable, type Column } from '../../components/data-table.tsx'
import { ProblemNote } from '../../components/problem-note.tsx'
import { amount, count, momentText, plainAmount, plural, unitPrice } from '../../format.ts'
import { useLoad } from '../../load.ts'
import { theme } from '../../theme.ts'
import {
  whatIfApi,
  type Change,
  type Choices,
  type OptimiseAsked,
  type Optimised,
  type OptimisedWallet,
  type Option,
} from '../../what-if-api.ts'
import type { Instant } from '../../zone-time.ts'
import { chanceText } from './difference-words.ts'
import { WorkInput } from './work-input.tsx'

interface Props {
  readonly asked: OptimiseAsked | null
  readonly choices: Choices
  readonly currency: string | null
  readonly zone: string
  readonly now: Instant
  /** All that the answer depends on besides the question. */
  readonly version: string
  readonly onAsk: (asked: OptimiseAsked) => void
  /** Makes a scenario of one way of doing the work. */
  readonly onTake: (change: Change) => void
}

const CHANCES = [0, 0.5, 0.8, 0.9, 0.95]
const NIGHTS = { days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const, from: 20, to: 8 }

/** A piece of work and every way of doing it: the front of cost against time, and one click to take the cheapest. */
export function Optimiser({ asked, choices, currency, zone, now, version, onAsk, onTake }: Props) {
  const [draft, setDraft] = useState<OptimiseAsked>(asked ?? startOf(choices))
  const set = (change: Partial<OptimiseAsked>) => setDraft(cleaned({ ...draft, ...change }))
  return (
    <section class="card" aria-label="Optimise a piece of work">
      <h2>Cheapest way to do a piece of work</h2>
      <form
        class="optimise-form"
        onSubmit={(event) => {
          event.preventDefault()
          onAsk(draft)
        }}
      >
        <WorkInput value={draft.work} choices={choices} onValue={(work) => set({ work })} />
        <div class="inline-fields">
          <label>
            <span>Done by the end of</span>
            <input
              type="date"
              value={draft.deadline ?? ''}
              onChange={({ currentTarget }) => set({ deadline: currentTarget.value || undefined })}
            />
          </label>
          <label>
            <span>GPU memory of a machine, GB</span>
            <input
              type="number"
              min="0"
              value={draft.memoryGb ?? ''}
              placeholder="any"
              onChange={({ currentTarget }) =>
                set({ memoryGb: currentTarget.value === '' ? undefined : Number(currentTarget.value) })
              }
            />
          </label>
          <Pick
            label="Region"
            value={draft.regions?.[0]}
            options={[...new Set(choices.machines.flatMap(({ regions }) => regions))].sort()}
            onValue={(region) => set({ regions: region === undefined ? undefined : [region] })}
          />
          <Pick
            label="Tier"
            value={draft.tiers?.[0]}
            options={[...new Set(choices.machines.map(({ tier }) => tier))].sort()}
            onValue={(tier) => set({ tiers: tier === undefined ? undefined : [tier] })}
          />
          <label>
            <span>Machines, up to</span>
            <select
              value={String(Math.max(...(draft.machines ?? [8])))}
              onChange={({ currentTarget }) =>
                set({ machines: [1, 2, 4, 8, 16].filter((each) => each <= Number(currentTarget.value)) })
              }
            >
              {[1, 2, 4, 8, 16].map((each) => (
                <option key={each} value={String(each)}>
                  {each}
                </option>
              ))}
            </select>
          </label>
          <label>
            <span>GPUs have to be had</span>
            <select
              value={String(draft.leastChance ?? 0)}
              onChange={({ currentTarget }) => set({ leastChance: Number(currentTarget.value) })}
            >
              {CHANCES.map((chance) => (
                <option key={chance} value={String(chance)}>
                  {chance === 0 ? 'whatever the chance' : `${Math.round(chance * 100)} times in 100`}
                </option>
              ))}
            </select>
          </label>
          <label>
            <span>Hours</span>
            <select
              value={draft.hours ? 'nights' : 'always'}
              onChange={({ currentTarget }) =>
                set({
                  hours:
                    currentTarget.value === 'nights'
                      ? [
                          { week: null, off: 'hibernate' },
                          { week: [{ ...NIGHTS, days: [...NIGHTS.days] }], off: 'hibernate' },
                        ]
                      : undefined,
                })
              }
            >
              <option value="always">without a break</option>
              <option value="nights">or at night only</option>
            </select>
          </label>
          <button type="submit" class="button">
            Try all ways
          </button>
        </div>
      </form>
      {asked && <Ways {...{ asked, currency, zone, now, version, onTake }} />}
    </section>
  )
}

type WaysProps = Pick<Props, 'currency' | 'zone' | 'now' | 'version' | 'onTake'> & { readonly asked: OptimiseAsked }

function Ways({ asked, currency, zone, now, version, onTake }: WaysProps) {
  const question = { ...asked, ...(currency === null ? {} : { currencies: [currency] }) }
  const loaded = useLoad(`optimise ${JSON.stringify([question, version])}`, () => whatIfApi.optimise(question))
  const answer = loaded.value
  return (
    <div class={loaded.isLoading ? 'loading' : undefined}>
      {loaded.error instanceof ApiError && <ProblemNote error={loaded.error} />}
      {answer && (
        <>
          <p class="muted">
            {triedText(answer)} Each doubling of GPUs keeps {answer.scalingEfficiency} of its speed. Wallets have their
            own price lists and are not compared.
          </p>
          {answer.wallets.map((wallet) => (
            <WalletWays key={wallet.currency} {...{ wallet, answer, asked, zone, now, onTake }} />
          ))}
        </>
      )}
    </div>
  )
}

function triedText({ tried, leftOut }: Optimised): string {
  const reasons = Object.entries(leftOut).map(([reason, number]) => `${count(number)} ${reason}`)
  return `${plural(tried, 'way was', 'ways were')} tried${reasons.length > 0 ? `; left out: ${reasons.join(', ')}` : ''}.`
}

interface WalletProps {
  readonly wallet: OptimisedWallet
  readonly answer: Optimised
  readonly asked: OptimiseAsked
  readonly zone: string
  readonly now: Instant
  readonly onTake: (change: Change) => void
}

function WalletWays({ wallet, answer, asked, zone, now, onTake }: WalletProps) {
  const { currency, front, cheapest, others } = wallet
  const { unit, deadlineAt } = answer
  const config = useMemo(
    () =>
      paretoConfig(
        front.map(({ cost, finishAt, ...way }) => ({ cost, finishAt, label: wayText(way) })),
        others.map(({ cost, finishAt }) => ({ cost, finishAt, label: '' })),
        {
          currency,
          zone,
          now,
          theme: theme.value,
          deadlineAt: deadlineAt === null ? null : Date.parse(deadlineAt),
        },
      ),
    [front, others, theme.value],
  )
  const take = (option: Option) => onTake(jobOf(option, asked))
  if (front.length === 0) {
    return (
      <>
        <h3>{currency}</h3>
        <p class="muted">No way of doing it in this wallet is sure enough to get its GPUs.</p>
      </>
    )
  }
  return (
    <>
      <div class="card-head">
        <h3>{currency}</h3>
        {cheapest ? (
          <button type="button" class="button" onClick={() => take(cheapest)}>
            Take the cheapest{deadlineAt === null ? '' : ' that makes the deadline'}: {amount(cheapest.cost, currency)}
          </button>
        ) : (
          <span class="watch">No way makes the deadline.</span>
        )}
      </div>
      <Chart config={config} description={describeFront(wallet, zone, now)} height={260} />
      <DataTable
        caption={`Ways in ${currency} that no other beats, from the earliest on`}
        columns={wayColumns(currency, unit, zone, now, take)}
        rows={front}
        rowKey={(option) => `${option.cost} ${option.finishAt}`}
        empty=""
        shown={10}
      />
    </>
  )
}

function wayColumns(
  currency: string,
  unit: string,
  zone: string,
  now: Instant,
  take: (option: Option) => void,
): readonly Column<Option>[] {
  return [
    {
      key: 'what',
      label: 'Machines',
      cell: (option) => (
        <>
          {wayText(option)}
          {option.hours !== 'always' && <span class="under">{option.hours}</span>}
        </>
      ),
    },
    {
      key: 'finish',
      label: 'Done',
      cell: ({ finishAt, makesDeadline }) =>
        `${momentText(Date.parse(finishAt), zone, now)}${makesDeadline ? '' : ', too late'}`,
      sortBy: ({ finishAt }) => finishAt,
    },
    {
      key: 'cost',
      label: 'Cost',
      cell: ({ cost }) => plainAmount(cost, currency),
      sortBy: ({ cost }) => Number(cost),
      isNumber: true,
    },
    { key: 'unit', label: `Per ${unit}`, cell: ({ perUnit }) => unitPrice(perUnit, currency), isNumber: true },
    {
      key: 'chance',
      label: 'Chance to get them now',
      cell: ({ chance }) => chanceText(chance),
      sortBy: ({ chance }) => chance ?? -1,
      isNumber: true,
    },
    {
      key: 'take',
      label: 'As a scenario',
      cell: (option) => (
        <button type="button" class="button quiet" onClick={() => take(option)}>
          Take
        </button>
      ),
    },
  ]
}

function wayText({
  machines,
  gpuCount,
  gpuModel,
  region,
}: Pick<Option, 'machines' | 'gpuCount' | 'gpuModel' | 'region'>) {
  const each = `${gpuCount} × ${gpuModel}`
  return `${machines === 1 ? each : `${machines} machines of ${each}`}${region === null ? '' : ` in ${region}`}`
}

function describeFront({ currency, front }: OptimisedWallet, zone: string, now: Instant): string {
  const [first, last] = [front[0]!, front.at(-1)!]
  const end = (option: Option) =>
    `${wayText(option)}, done ${momentText(Date.parse(option.finishAt), zone, now)} for ${amount(option.cost, currency)}`
  return `Cost against finish time in ${currency}: the earliest is ${end(first)}; the cheapest is ${end(last)}.`
}

function jobOf(option: Option, asked: OptimiseAsked): Change {
  const { gpuModel, tier, region, gpuCount, machines, currency, rhythm } = option
  const { week, off } = asked.hours?.[rhythm] ?? { week: null, off: 'hibernate' as const }
  return {
    kind: 'job',
    name: 'job',
    work: asked.work,
    machines,
    gpuModel,
    tier,
    gpuCount,
    currency,
    ...(region === null ? {} : { region }),
    ...(asked.from === undefined ? {} : { from: asked.from }),
    ...(asked.deadline === undefined ? {} : { deadline: asked.deadline }),
    ...(week === null ? {} : { week, off }),
  }
}

interface PickProps {
  readonly label: string
  readonly value: string | undefined
  readonly options: readonly string[]
  readonly onValue: (value: string | undefined) => void
}

function Pick({ label, value, options, onValue }: PickProps) {
  return (
    <label>
      <span>{label}</span>
      <select value={value ?? ''} onChange={({ currentTarget }) => onValue(currentTarget.value || undefined)}>
        <option value="">any</option>
        {options.map((option) => (
          <option key={option} value={option}>
            {option}
          </option>
        ))}
      </select>
    </label>
  )
}

function startOf({ machines }: Choices): OptimiseAsked {
  const referenceModel = machines[0]?.gpuModel ?? 'L40'
  return { work: { measure: 'gpu-hours', amount: 1000, referenceModel } }
}

/** Without what is not said. */
function cleaned(asked: OptimiseAsked): OptimiseAsked {
  return Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== undefined)) as OptimiseAsked
}
