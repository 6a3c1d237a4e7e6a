import type { ComponentChildren } from 'preact'
import { DataTable, type Column } from '../../components/data-table.tsx'
import { momentText, plainAmount, plural, unitPrice } from '../../format.ts'
import { stateText } from '../../words.ts'
import type { Outcome, OutcomeLine, OutcomeWallet, PiecesOf } from '../../what-if-api.ts'
import type { Instant } from '../../zone-time.ts'
import { differenceText } from './difference-words.ts'
import { assetText, Pieces } from './pieces.tsx'
import { ChanceCell } from './chance-cell.tsx'
import { RunwayCell } from './runway-cell.tsx'

interface Props {
  readonly outcome: Outcome
  readonly piecesOf: PiecesOf
  /** Of this wallet alone, where one is chosen. */
  readonly currency: string | null
  readonly zone: string
  readonly now: Instant
  /** By whose it is. */
  readonly parties: ComponentChildren
}

type Stock = Outcome['stock'][number]

/** What makes the figures of a scenario: the GPUs that it has to get, and each resource that it touches. */
export function OutcomeDetail({ outcome, piecesOf, currency, zone, now, parties }: Props) {
  const { name, stock, accounts, notes } = outcome
  const lines = outcome.lines
    .filter((line) => line.changes.length > 0 && (currency === null || line.currency === currency))
    .toSorted((a, b) => Math.abs(Number(b.difference.total)) - Math.abs(Number(a.difference.total)))
  return (
    <section class="card" id="what-makes-it" aria-label={`What makes ${name}`}>
      <h2>What makes {name}</h2>
      {notes.map((note) => (
        <p class="muted" key={note}>
          {note}
        </p>
      ))}
      {stock.length > 0 && (
        <DataTable
          caption="GPUs to be got"
          columns={stockColumns(zone, now)}
          rows={stock}
          rowKey={(need) => JSON.stringify(need)}
          empty=""
        />
      )}
      {accounts.map((other) => (
        <DataTable
          key={other.account}
          caption={`What account ${other.account} takes over, at its prices`}
          columns={walletColumns(zone, now)}
          rows={other.wallets}
          rowKey={({ currency: wallet }) => wallet}
          empty=""
        />
      ))}
      <DataTable
        caption="Resources that change"
        columns={lineColumns(zone, (line) => () => piecesOf(outcome, line.id))}
        rows={lines}
        rowKey={({ id }) => id}
        empty="No resource of this wallet is touched."
        shown={20}
      />
      {parties}
    </section>
  )
}

/** Wallets of another account: never added to those of this one. */
function walletColumns(zone: string, now: Instant): readonly Column<OutcomeWallet>[] {
  return [
    { key: 'wallet', label: 'Wallet there', cell: ({ currency }) => currency },
    {
      key: 'likely',
      label: 'Likely with it',
      cell: ({ total, currency }) => (
        <>
          <b class="forecast">{plainAmount(total.p50, currency)}</b>
          <span class="under">
            {plainAmount(total.p10, currency)} to {plainAmount(total.p90, currency)}, 8 times in 10
          </span>
        </>
      ),
      isNumber: true,
    },
    {
      key: 'difference',
      label: 'Against its own plan',
      cell: ({ difference, currency }) => differenceText(difference.total, currency),
      isNumber: true,
    },
    { key: 'runway', label: 'Machines go to sleep', cell: (wallet) => <RunwayCell {...{ wallet, zone, now }} /> },
  ]
}

function stockColumns(zone: string, now: Instant): readonly Column<Stock>[] {
  return [
    {
      key: 'what',
      label: 'Machines',
      cell: ({ machines, gpuCount, gpuModel }) => `${plural(machines, 'machine')} of ${gpuCount} × ${gpuModel}`,
    },
    { key: 'region', label: 'Region', cell: ({ region }) => region ?? 'any' },
    { key: 'at', label: 'When', cell: ({ at }) => momentText(Date.parse(at), zone, now) },
    { key: 'chance', label: 'Chance to get them', cell: (need) => <ChanceCell {...need} />, isNumber: true },
  ]
}

function lineColumns(
  zone: string,
  loader: (line: OutcomeLine) => () => ReturnType<PiecesOf>,
): readonly Column<OutcomeLine>[] {
  const money = (key: 'baseline' | 'scenario', label: string) => ({
    key,
    label,
    cell: (line: OutcomeLine) => plainAmount(line[key], line.currency),
    sortBy: (line: OutcomeLine) => Number(line[key]),
    isNumber: true,
  })
  return [
    {
      key: 'name',
      label: 'Resource',
      cell: (line) => (
        <>
          {line.name} <span class="under">{nowText(line)}</span>
          <Pieces line={line} load={loader(line)} zone={zone} />
        </>
      ),
      sortBy: ({ name }) => name,
    },
    { key: 'wallet', label: 'Wallet', cell: ({ currency }) => currency },
    money('baseline', 'Still to come as it is'),
    money('scenario', 'In the scenario'),
    {
      key: 'difference',
      label: 'Difference',
      cell: ({ difference, currency }) => differenceText(difference.total, currency),
      sortBy: ({ difference }) => Number(difference.total),
      isNumber: true,
    },
  ]
}

function nowText({ now, currency }: OutcomeLine): string {
  if (now === null) return 'new'
  const rate = now.perHour === null ? 'rate not known' : `${unitPrice(now.perHour, currency)} an hour`
  return [assetText(now), stateText(now.state), rate].filter((part) => part !== '').join(', ')
}
