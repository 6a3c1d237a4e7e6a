import type { InferRequestType, InferResponseType } from 'hono/client'
import type { ProblemDto } from '../src/server/app.ts'
import { fileUrl, v1 } from './client.ts'

export type Meta = InferResponseType<typeof v1.meta.$get, 200>
export type Overview = InferResponseType<typeof v1.overview.$get, 200>
export type Wallet = Overview['wallets'][number]
export type Charges = InferResponseType<typeof v1.charges.$get, 200>
export type ChargesRow = Charges['rows'][number]
export type Forecast = InferResponseType<typeof v1.forecast.$get, 200>
export type ForecastRow = Forecast['rows'][number]
export type HorizonAccuracy = InferResponseType<typeof v1.forecast.accuracy.$get, 200>['horizons'][number]
export type WalletChange = InferResponseType<typeof v1.forecast.change.$get, 200>['wallets'][number]
export type WalletWays = InferResponseType<typeof v1.forecast.ways.$get, 200>['wallets'][number]
export type WalletRunway = InferResponseType<typeof v1.runway.$get, 200>['wallets'][number]
export type StopOrder = InferResponseType<(typeof v1.runway)['stop-order']['$get'], 200>
export type LastUntil = InferResponseType<(typeof v1.runway)['last-until']['$get'], 200>
export type LastStep = LastUntil['steps'][number]
export type Running = InferResponseType<typeof v1.running.$get, 200>
export type RunningRow = Running['rows'][number]
export type Changes = InferResponseType<typeof v1.changes.$get, 200>
export type WalletChanges = Changes['wallets'][number]
export type Recommendation = InferResponseType<typeof v1.recommendations.$get, 200>['rows'][number]
export type IngestRun = InferResponseType<(typeof v1)['ingest-runs']['$get'], 200>['rows'][number]
export type Readings = InferResponseType<typeof v1.readings.$get, 200>
export type Quarantined = InferResponseType<typeof v1.quarantine.$get, 200>['rows'][number]
export type Job = InferResponseType<(typeof v1.jobs)[':id']['$get'], 200>
export type HibernationAnswer = InferResponseType<typeof v1.hibernation.$get, 200>
export type SleepMade = InferResponseType<typeof v1.hibernation.made.$get, 200>
export type SleepRuleBody = InferRequestType<(typeof v1.hibernation.machines)[':id']['rule']['$put']>['json']
export type RestoreBacktest = InferResponseType<typeof v1.hibernation.backtest.$get, 200>
export type SleepMachine = HibernationAnswer['machines'][number]
export type CapacityAnswer = InferResponseType<typeof v1.capacity.$get, 200>
export type StockPool = CapacityAnswer['pools'][number]
export type DemandAnswer = InferResponseType<typeof v1.capacity.demand.$get, 200>
export type DemandOption = DemandAnswer['options'][number]
export type Health = InferResponseType<typeof v1.health.$get, 200>

/** An answer that is not the one asked for: a problem of the server, or no answer at all. */
export class ApiError extends Error {
  override readonly name = 'ApiError'
  /** Absent where the server could not be reached. */
  readonly problem: ProblemDto | undefined

  constructor(message: string, problem?: ProblemDto) {
    super(message)
    this.problem = problem
  }

  /** The store is there but the first ingest has not ended. */
  get isNotReady(): boolean {
    return this.problem?.status === 503
  }
}

export type Query = Readonly<Record<string, string | null | undefined>>

/** The typed reads of the API; each throws `ApiError` where it gets no proper answer. */
export const api = {
  meta: () => read<Meta>(v1.meta.$get({ query: {} })),
  overview: () => read<Overview>(v1.overview.$get({ query: {} })),
  health: () => read<Health>(v1.health.$get()),
  charges: (query: Query & { from: string; to: string }) => allCharges(query),
  forecast: (query: Query) => read<Forecast>(v1.forecast.$get({ query: said(query) })),
  forecastAccuracy: async (source: HorizonAccuracy['source']) =>
    (await read<{ horizons: HorizonAccuracy[] }>(v1.forecast.accuracy.$get({ query: { source } }))).horizons,
  forecastChange: async (horizon: 'month' | 'quarter') =>
    (await read<{ wallets: WalletChange[] }>(v1.forecast.change.$get({ query: { horizon } }))).wallets,
  forecastWays: async (query: { currency: string; ahead: 'week' | 'six-weeks' }) =>
    (await read<{ wallets: WalletWays[] }>(v1.forecast.ways.$get({ query }))).wallets,
  runways: async () => (await read<{ wallets: WalletRunway[] }>(v1.runway.$get({ query: {} }))).wallets,
  lastUntil: (query: Query & { currency: string; until: string }) =>
    read<LastUntil>(
      v1.runway['last-until'].$get({ query: { ...said(query), currency: query.currency, until: query.until } }),
    ),
  stopOrder: () => read<StopOrder>(v1.runway['stop-order'].$get({ query: {} })),
  putStopOrder: (order: StopOrder) => read<StopOrder>(v1.runway['stop-order'].$put({ query: {}, json: order })),
  running: (query: Query) => read<Running>(v1.running.$get({ query: said(query) })),
  changes: (query: Query) => read<Changes>(v1.changes.$get({ query: said(query) })),
  recommendations: async (query: Query) =>
    (await read<{ rows: Recommendation[] }>(v1.recommendations.$get({ query: said(query) }))).rows,
  dismissRecommendation: (said: { id: string; reason: string | null; by: string }) =>
    read<{ dismissed: boolean }>(v1.recommendations.dismissed.$put({ query: {}, json: said })),
  ingestRuns: async () => (await read<{ rows: IngestRun[] }>(v1['ingest-runs'].$get({ query: {} }))).rows,
  readings: () => read<Readings>(v1.readings.$get({ query: {} })),
  quarantine: async () => (await read<{ rows: Quarantined[] }>(v1.quarantine.$get({ query: {} }))).rows,
  job: (jobId: number) => read<Job>(v1.jobs[':id'].$get({ param: { id: String(jobId) }, query: {} })),
  hibernation: (query: Query) => read<HibernationAnswer>(v1.hibernation.$get({ query: said(query) })),
  restoreBacktest: (query: Query) => read<RestoreBacktest>(v1.hibernation.backtest.$get({ query: said(query) })),
  sleepMade: (query: Query) => read<SleepMade>(v1.hibernation.made.$get({ query: said(query) })),
  putSleepRule: (id: string, rule: SleepRuleBody) =>
    read<SleepMachine['rule']>(v1.hibernation.machines[':id'].rule.$put({ param: { id }, query: {}, json: rule })),
  capacity: (query: Query) => read<CapacityAnswer>(v1.capacity.$get({ query: said(query) })),
  demand: (query: Query & { line: string }) =>
    read<DemandAnswer>(v1.capacity.demand.$get({ query: { ...said(query), line: query.line } })),
  requestIngest: () => read<{ jobId: number }>(v1['ingest-runs'].$post({ query: {} })),
}

/** Where the charges of a period can be downloaded. */
export const chargesCsvUrl = (query: Query): string => fileUrl('charges.csv', query)

/** Where charges of UTC days can be downloaded in the columns of FOCUS. */
export const focusCsvUrl = (query: Query): string => fileUrl('focus.csv', query)

/** Where what is worth doing can be downloaded, with whose it is. */
export const recommendationsCsvUrl = (query: Query): string =>
  fileUrl('recommendations.csv', { ...query, with: 'project,owner,cost_center' })

/** Where a forecast can be downloaded. */
export const forecastCsvUrl = (query: Query): string => fileUrl('forecast.csv', query)

/** Where the advice can be downloaded. */
export const hibernationCsvUrl = (query: Query): string => fileUrl('hibernation.csv', query)

/** Where its sums can be downloaded. */
export const hibernationSumsUrl = (query: Query): string => fileUrl('hibernation-sums.csv', query)

/** Where the month with and without the schedules can be downloaded. */
export const hibernationMonthUrl = (query: Query): string => fileUrl('hibernation-month.csv', query)

/** Where what sleep avoided and shut off cost can be downloaded, by day and machine. */
export const sleepMadeCsvUrl = (query: Query): string => fileUrl('hibernation-made.csv', query)

/** Where stock and chances can be downloaded. */
export const capacityCsvUrl = (query: Query): string => fileUrl('capacity.csv', query)

/** Where the schedules can be downloaded, of all machines or of the one that the query names. */
export const scheduleUrl = (format: 'cron' | 'sh' | 'ics', query: Query): string =>
  fileUrl(`schedules/${format}`, query)

/** All pages of the rows; the answer of a period is a few hundred rows, seldom more than one page. */
async function allCharges(query: Query & { from: string; to: string }): Promise<ChargesRow[]> {
  const rows: ChargesRow[] = []
  let next: string | null = null
  do {
    const parameters = { ...said(query), from: query.from, to: query.to, ...(next !== null && { next }) }
    const page: Charges = await read<Charges>(v1.charges.$get({ query: parameters }))
    rows.push(...page.rows)
    next = page.next
  } while (next !== null)
  return rows
}

/** The JSON of an answer; throws `ApiError` where it is none. */
export async function read<T>(request: Promise<Response>): Promise<T> {
  const response = await request.catch(() => {
    throw new ApiError('Quartermaster does not answer. Is it still running?')
  })
  if (response.ok) return (await response.json()) as T
  const isProblem = response.headers.get('content-type')?.startsWith('application/problem+json') === true
  if (!isProblem) throw new ApiError(`The server answered ${response.status} ${response.statusText}`.trim())
  const problem = (await response.json()) as ProblemDto
  throw new ApiError(problem.detail || problem.title, problem)
}

/** A query without what is not said. */
export function said(query: Query): Record<string, string> {
  return Object.fromEntries(
    Object.entries(query).filter((entry): entry is [string, string] => entry[1] !== null && entry[1] !== undefined),
  )
}
