import type { InferRequestType, InferResponseType } from 'hono/client'
import { read } from './api.ts'
import { v1 } from './client.ts'

const { channels, messages } = v1.notify

export type Channels = InferResponseType<typeof channels.$get, 200>
export type Channel = Channels['rows'][number]
export type NewChannel = InferRequestType<typeof channels.$post>['json']
export type CreatedChannel = InferResponseType<typeof channels.$post, 200>
export type Message = InferResponseType<typeof messages.$get, 200>['rows'][number]

const numbered = (id: number) => ({ param: { id: String(id) }, query: {} })

export const alertsApi = {
  channels: () => read<Channels>(channels.$get({ query: {} })),
  addChannel: (json: NewChannel) => read<CreatedChannel>(channels.$post({ query: {}, json })),
  changeChannel: (id: number, json: { paused: boolean }) =>
    read<Channel>(channels[':id'].$patch({ ...numbered(id), json })),
  removeChannel: (id: number) => read<{ channelId: number }>(channels[':id'].$delete(numbered(id))),
  testChannel: (id: number) => read<Message>(channels[':id'].test.$post(numbered(id))),
  messages: async () => (await read<{ rows: Message[] }>(messages.$get({ query: {} }))).rows,
  retry: (id: number) => read<Message>(messages[':id'].retry.$post(numbered(id))),
}
