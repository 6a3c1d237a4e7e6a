import type { InferRequestType, InferResponseType } from 'hono/client'
import { read, said, type Query } from './api.ts'
import { fileUrl, v1 } from './client.ts'

const plans = v1.plans

export type Plan = InferResponseType<typeof plans.$get, 200>['rows'][number]
export type PlanBody = InferRequestType<typeof plans.$post>['json']
export type Who = PlanBody['who']
export type PlanImport = InferResponseType<typeof plans.import.$post, 200>
export type PlannedDemand = InferResponseType<typeof v1.capacity.planned.$get, 200>['rows'][number]
export type DemandPlan = InferRequestType<(typeof v1.capacity.demand.plan)['$post']>['json']
export type DemandStart = NonNullable<DemandPlan['start']>
export type PlanningSettings = InferResponseType<(typeof v1)['planning-settings']['$get'], 200>
export type Token = InferResponseType<typeof v1.tokens.$get, 200>['rows'][number]
export type NewToken = InferResponseType<typeof v1.tokens.$post, 200>

const actions = v1['sleep-actions']

export type SleepAction = InferResponseType<typeof actions.$get, 200>['rows'][number]
export type Realised = InferResponseType<typeof v1.hibernation.realised.$get, 200>
export type Audit = InferResponseType<typeof v1.audit.$get, 200>['rows'][number]

type Actions = InferResponseType<typeof actions.$get, 200>

const ofNumber = (id: number) => ({ param: { id: String(id) }, query: {} })

export const planApi = {
  list: (query: Query & { state?: Plan['state'] }) =>
    read<{ zone: string; rows: Plan[] }>(plans.$get({ query: said(query) })),
  add: (json: PlanBody) => read<Plan>(plans.$post({ query: {}, json })),
  except: (json: { who: Who; line: string; by: string; reason?: string }) =>
    read<Plan>(plans.exceptions.$post({ query: {}, json })),
  approve: (id: number, by: string) => read<Plan>(plans[':id'].approve.$post({ ...ofNumber(id), json: { by } })),
  withdraw: (id: number, by: string) => read<Plan>(plans[':id'].withdraw.$post({ ...ofNumber(id), json: { by } })),
  take: (text: string, by: string) => read<PlanImport>(plans.import.$post({ query: {}, json: { text, by } })),
  /** Proposes the advised schedule of a machine. */
  adopt: (id: string, by: string, query: { caution?: string; risk?: string }) =>
    read<Plan>(v1.hibernation.machines[':id'].plan.$post({ param: { id }, query, json: { by } })),
  /** Keeps an option of a checked demand. */
  keepDemand: (json: DemandPlan) => read<Plan>(v1.capacity.demand.plan.$post({ query: {}, json })),
  plannedDemands: (query: Query) => read<{ rows: PlannedDemand[] }>(v1.capacity.planned.$get({ query: said(query) })),
  actions: () => read<Actions>(actions.$get({ query: {} })),
  dryRun: () => read<Actions>(actions['dry-run'].$post({ query: {} })),
  realised: (query: Query) => read<Realised>(v1.hibernation.realised.$get({ query: said(query) })),
  audit: async () => (await read<{ rows: Audit[] }>(v1.audit.$get({ query: {} }))).rows,
  settings: () => read<PlanningSettings>(v1['planning-settings'].$get({ query: {} })),
  putSettings: (json: PlanningSettings) => read<PlanningSettings>(v1['planning-settings'].$put({ query: {}, json })),
  tokens: async () => (await read<{ rows: Token[] }>(v1.tokens.$get({ query: {} }))).rows,
  addToken: (name: string, by: string) => read<NewToken>(v1.tokens.$post({ query: {}, json: { name, by } })),
  revokeToken: (id: number) => read<Token>(v1.tokens[':id'].$delete(ofNumber(id))),
}

export const plansCsvUrl = (query: Query): string => fileUrl('plans.csv', query)
export const realisedCsvUrl = (query: Query): string => fileUrl('realised.csv', query)
export const auditCsvUrl = (): string => fileUrl('audit.csv', { with: 'project,owner,cost_center' })
export const pushScriptUrl = (): string => fileUrl('push-utilisation.sh', {})
