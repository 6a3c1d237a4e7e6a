import { useMemo } from 'preact/hooks'
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
  type OptimiseAsked,
  type Optimised,
  type OptimisedWallet,
  type Option,
} from '../../what-if-api.ts'
import type { Instant } from '../../zone-time.ts'
import { ChanceCell } from './chance-cell.tsx'

interface Props {
  readonly asked: OptimiseAsked
  /** One wallet, where one is chosen. */
  readonly currency: string | null
  readonly zone: string
  readonly now: Instant
  /** All that the answer depends on besides the question. */
  readonly version: string
  readonly onTake: (change: Change) => void
}

/** The ways of doing a piece of work that no other beats, wallet by wallet. */
export function OptimisedWays({ asked, currency, zone, now, version, onTake }: Props) {
  const question = { ...asked, ...(currency === null ? {} : { currencies: [currency] }) }
  const loaded = useLoad(`optimise ${JSON.stringify([question, version])}`, () => whatIfApi.optimise(question))
  const answer = loaded.value
  return (
    <div class={loaded.isLoading ? 'loading' : undefined}>
      {loaded.error && <ProblemNote error={loaded.error} />}
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
      cell: (option) => (
        <>
          {plainAmount(option.cost, currency)}
          <span class="under">{hoursText(option)}</span>
        </>
      ),
      sortBy: ({ cost }) => Number(cost),
      isNumber: true,
    },
    { key: 'unit', label: `Per ${unit}`, cell: ({ perUnit }) => unitPrice(perUnit, currency), isNumber: true },
    {
      key: 'chance',
      label: 'Chance to get them now',
      cell: (option) => <ChanceCell {...option} />,
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

/** What makes the cost: '102.88 h × 8.24', and what it costs asleep. */
function hoursText({ onHours, onPerHour, asleepHours, asleepPerHour, currency }: Option): string {
  const on = `${count(onHours, 2)} h × ${unitPrice(onPerHour, currency)}`
  return asleepHours === 0 ? on : `${on} + ${count(asleepHours, 2)} h asleep × ${unitPrice(asleepPerHour, currency)}`
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
