import { api, type Changes, type WalletChanges } from '../../api.ts'
import { DataTable, type Column } from '../../components/data-table.tsx'
import { ProblemNote } from '../../components/problem-note.tsx'
import { minus } from '../../decimal.ts'
import { differenceText, signed } from '../../difference-text.ts'
import { ofWhom, type Parties } from '../../filters.ts'
import { amount, momentText, plainAmount, plural, unitPrice } from '../../format.ts'
import { useLoad } from '../../load.ts'
import { gpuText } from '../../words.ts'
import type { Instant } from '../../zone-time.ts'

interface Props {
  readonly version: string
  readonly currency: string | null
  readonly parties: Parties
  readonly zone: string
  readonly now: Instant
}

type Row = WalletChanges['changes'][number]

const SHOWN = 5

const KINDS: Readonly<Record<Row['kind'], string>> = {
  began: 'started',
  ended: 'ended',
  hibernated: 'went to sleep',
  woke: 'woke',
  'shut off': 'shut off, still billed in full',
  'on again': 'running again',
  resized: 'other size',
  'price changed': 'other price',
  changing: 'on its way to another state, free meanwhile',
  'in error': 'in error, not billed',
}

/** Why a day costs more or less than it did a day before, wallet by wallet, and what else is new. */
export function ChangesCard({ version, currency, parties, zone, now }: Props) {
  const { value, error, isLoading } = useLoad(`changes ${JSON.stringify([version, parties])}`, () =>
    api.changes(parties),
  )
  if (error) return <ProblemNote error={error} />
  if (!value) return null
  const moment = (iso: string) => momentText(Date.parse(iso), zone, now)
  const wallets = value.wallets.filter((wallet) => currency === null || wallet.currency === currency)
  return (
    <section class="card" aria-busy={isLoading}>
      <h2>Changed since {moment(value.since)}</h2>
      {wallets.length === 0 && <p class="muted">Nothing{ofWhom(parties)} cost anything then or does now.</p>}
      {wallets.map((wallet) => (
        <WalletPart key={wallet.currency} wallet={wallet} moment={moment} />
      ))}
      <OtherNews news={value} currency={currency} moment={moment} />
    </section>
  )
}

interface PartProps {
  readonly wallet: WalletChanges
  readonly moment: (iso: string) => string
}

function WalletPart({ wallet: { currency, perDay, perDayBefore, changes, passed }, moment }: PartProps) {
  const columns: readonly Column<Row>[] = [
    {
      key: 'name',
      label: 'Name',
      cell: (row) => (
        <>
          {row.name}
          <small class="under">{whatText(row)}</small>
        </>
      ),
    },
    {
      key: 'kind',
      label: 'What',
      cell: (row) => (
        <>
          {KINDS[row.kind]}
          {row.at !== null && <small class="under">{moment(row.at)}</small>}
        </>
      ),
    },
    {
      key: 'perDay',
      label: `${currency} a day`,
      cell: (row) => signed(row.perDay, currency),
      sortBy: (row) => Number(row.perDay),
      isNumber: true,
    },
  ]
  return (
    <>
      <p>
        <strong>{amount(perDay, currency)}</strong> a day at the rate of now,{' '}
        {differenceText(minus(perDay, perDayBefore), currency)}
      </p>
      {changes.length > 0 && (
        <DataTable
          caption={`What changed in the ${currency} wallet`}
          isCaptionHidden
          columns={columns}
          rows={changes}
          rowKey={({ resourceId }) => resourceId}
          empty=""
          shown={SHOWN}
        />
      )}
      {passed.count > 0 && (
        <p class="muted">
          {plural(passed.count, 'resource')} began and ended in between, billed {amount(passed.billed, currency)}.
        </p>
      )}
    </>
  )
}

interface NewsProps {
  readonly news: Changes
  readonly currency: string | null
  readonly moment: (iso: string) => string
}

/** Prices that became others, and sizes that sold out or are back. */
function OtherNews({ news, currency: wallet, moment }: NewsProps) {
  const prices = news.prices.filter(({ currency }) => wallet === null || currency === wallet)
  if (prices.length + news.stock.length === 0) return null
  return (
    <ul>
      {prices.map(({ at, sku, currency, before, after }) => (
        <li key={`${sku} ${currency} ${at}`}>
          {sku}: {unitPrice(after, currency)} instead of {plainAmount(before, currency, 4)} since {moment(at)}
        </li>
      ))}
      {news.stock.map(({ kind, at, region, gpuModel, size }) => (
        <li key={`${region} ${gpuModel} ${size}`}>
          {size} × {gpuModel} in {region} {kind === 'out' ? 'sold out' : 'to be had again'} since {moment(at)}
        </li>
      ))}
    </ul>
  )
}

function whatText({ gpuModel, gpuCount, sizeGb, resourceType, region }: Row): string {
  const size = sizeGb === null ? resourceType : `${resourceType} of ${plainAmount(String(sizeGb), '', 0)} GB`
  return `${gpuText(gpuModel, gpuCount) ?? size}, ${region}`
}
