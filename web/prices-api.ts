import type { InferRequestType, InferResponseType } from 'hono/client'
import { read } from './api.ts'
import { fileUrl, v1 } from './client.ts'

export type Prices = InferResponseType<typeof v1.prices.$get, 200>
export type Price = Prices['rows'][number]
export type Terms = Prices['terms'][number]
export type PriceChange = InferResponseType<(typeof v1)['price-changes']['$get'], 200>['rows'][number]
export type Parity = InferResponseType<typeof v1.parity.$get, 200>
export type Economics = InferResponseType<(typeof v1)['gpu-economics']['$get'], 200>
export type ShownSpend = InferResponseType<typeof v1.fx.spend.$get, 200>
export type Reconciliation = InferResponseType<typeof v1.reconciliation.$get, 200>
export type WalletVerdict = Reconciliation['wallets'][number]
export type Reading = Reconciliation['rules'][number]
export type ReconciledRecord = InferResponseType<typeof v1.reconciliation.records.$get, 200>['rows'][number]
export type TypedFacts = InferResponseType<(typeof v1)['typed-facts']['$get'], 200>
export type FactsRow = TypedFacts['rows'][number]
type FactsAsked = InferRequestType<(typeof v1)['typed-facts']['$put']>['json']
type PriceEntry = InferRequestType<typeof v1.prices.entries.$put>['json']
type PriceEntryKey = InferRequestType<typeof v1.prices.entries.$delete>['query']
type Throughput = Economics['throughputs'][number]
type TypedRate = InferRequestType<typeof v1.fx.typed.$post>['json']
export type Proof = InferResponseType<(typeof v1.proof)[':resource']['$get'], 200>

type Query = Readonly<Record<string, string | null>>
interface Period extends Query {
  readonly from: string
  readonly to: string
}

const said = (query: Query) =>
  Object.fromEntries(Object.entries(query).filter((entry): entry is [string, string] => Boolean(entry[1])))

export const pricesApi = {
  prices: (query: Query) => read<Prices>(v1.prices.$get({ query: said(query) })),
  changes: async (query: Query) =>
    (await read<{ rows: PriceChange[] }>(v1['price-changes'].$get({ query: said(query) }))).rows,
  parity: (query: Query) => read<Parity>(v1.parity.$get({ query: said(query) })),
  economics: (query: Query) => read<Economics>(v1['gpu-economics'].$get({ query: said(query) })),
  shownSpend: (query: Period) =>
    read<ShownSpend>(v1.fx.spend.$get({ query: { ...said(query), from: query.from, to: query.to } })),
  reconciliation: (query: Period) =>
    read<Reconciliation>(v1.reconciliation.$get({ query: { ...said(query), from: query.from, to: query.to } })),
  records: async (query: Period) =>
    (
      await read<{ rows: ReconciledRecord[] }>(
        v1.reconciliation.records.$get({ query: { ...said(query), from: query.from, to: query.to } }),
      )
    ).rows,
  typedFacts: () => read<TypedFacts>(v1['typed-facts'].$get({ query: {} })),
  putTypedFacts: (json: FactsAsked) => read<{ resources: number }>(v1['typed-facts'].$put({ query: {}, json })),
  importTypedFacts: (csv: string, by: string) =>
    read<{ resources: number }>(v1['typed-facts'].import.$post({ query: {}, json: { csv, by } })),
  proof: (resource: string) => read<Proof>(v1.proof[':resource'].$get({ param: { resource }, query: {} })),
  putPriceEntry: (json: PriceEntry) => read<{ note: string }>(v1.prices.entries.$put({ query: {}, json })),
  deletePriceEntry: (query: PriceEntryKey) => read<{ note: string }>(v1.prices.entries.$delete({ query })),
  putThroughput: (json: Throughput) => read<Throughput>(v1['gpu-economics'].throughput.$put({ query: {}, json })),
  deleteThroughput: ({ gpuCount, ...key }: Omit<Throughput, 'perSecond'>) =>
    read<{ deleted: boolean }>(
      v1['gpu-economics'].throughput.$delete({ query: { ...key, gpuCount: String(gpuCount) } }),
    ),
  fx: () => read<InferResponseType<typeof v1.fx.$get, 200>>(v1.fx.$get({ query: {} })),
  putTypedRate: (json: TypedRate) => read<TypedRate>(v1.fx.typed.$post({ query: {}, json })),
  deleteTypedRate: (query: Omit<TypedRate, 'rate'>) => read<{ deleted: boolean }>(v1.fx.typed.$delete({ query })),
  importPrices: (csv: string) => read<{ note: string }>(v1.prices.import.$post({ query: {}, json: { csv } })),
  importFx: (csv: string) => read<{ days: number; last: string }>(v1.fx.import.$post({ json: { csv } })),
  importThroughput: (csv: string) =>
    read<{ taken: number }>(v1['gpu-economics'].throughput.$post({ query: {}, json: { csv } })),
}

/** Where a report can be downloaded. */
export function reportUrl(
  name: 'prices' | 'gpu-prices' | 'gpu-use' | 'parity' | 'shown-spend' | 'reconciliation' | 'proof' | 'typed-facts',
  query: Query,
): string {
  return fileUrl(`${name}.csv`, query)
}
