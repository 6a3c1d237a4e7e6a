import type { InferRequestType, InferResponseType } from 'hono/client'
import { read, said, type Query } from './api.ts'
import { v1 } from './client.ts'

const { channels, messages } = v1.notify
const rules = v1['alert-rules']
const when = v1['alert-setting']

export type Channels = InferResponseType<typeof channels.$get, 200>
export type Channel = Channels['rows'][number]
export type NewChannel = InferRequestType<typeof channels.$post>['json']
export type CreatedChannel = InferResponseType<typeof channels.$post, 200>
export type Alert = InferResponseType<typeof v1.alerts.$get, 200>['rows'][number]
export type Rule = InferResponseType<typeof rules.$get, 200>['rows'][number]
export type RuleText = InferRequestType<typeof rules.$post>['json']
export type Watch = RuleText['watch']
export type When = InferResponseType<typeof when.$get, 200>
export type Anomaly = InferResponseType<typeof v1.anomalies.$get, 200>['rows'][number]
export type Message = InferResponseType<typeof messages.$get, 200>['rows'][number]

const numbered = (id: number) => ({ param: { id: String(id) }, query: {} })

export const alertsApi = {
  anomalies: async (query: Query) => (await read<{ rows: Anomaly[] }>(v1.anomalies.$get({ query: said(query) }))).rows,
  sayExpected: (id: string, expected: boolean, by: string) =>
    read<{ id: string }>(v1.anomalies.expected.$put({ query: {}, json: { id, expected, by } })),
  alerts: async (state: 'open' | 'over', query: Query = {}) =>
    (await read<{ rows: Alert[] }>(v1.alerts.$get({ query: { ...said(query), state } }))).rows,
  acknowledge: (id: number, by: string) =>
    read<Alert>(v1.alerts[':id'].acknowledge.$post({ ...numbered(id), json: { by } })),
  rules: async () => (await read<{ rows: Rule[] }>(rules.$get({ query: {} }))).rows,
  addRule: (json: RuleText) => read<Rule>(rules.$post({ query: {}, json })),
  putRule: (id: number, json: RuleText) => read<Rule>(rules[':id'].$put({ ...numbered(id), json })),
  removeRule: (id: number) => read<{ ruleId: number }>(rules[':id'].$delete(numbered(id))),
  when: () => read<When>(when.$get({ query: {} })),
  putWhen: (json: When) => read<When>(when.$put({ query: {}, json })),
  channels: () => read<Channels>(channels.$get({ query: {} })),
  addChannel: (json: NewChannel) => read<CreatedChannel>(channels.$post({ query: {}, json })),
  changeChannel: (id: number, json: { paused: boolean }) =>
    read<Channel>(channels[':id'].$patch({ ...numbered(id), json })),
  removeChannel: (id: number) => read<{ channelId: number }>(channels[':id'].$delete(numbered(id))),
  testChannel: (id: number) => read<Message>(channels[':id'].test.$post(numbered(id))),
  messages: async () => (await read<{ rows: Message[] }>(messages.$get({ query: {} }))).rows,
  retry: (id: number) => read<Message>(messages[':id'].retry.$post(numbered(id))),
}
