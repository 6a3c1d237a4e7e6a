import type { InferResponseType } from 'hono/client'
import { read } from './api.ts'
import { v1 } from './client.ts'

const route = v1['set-up']

export type SetUp = InferResponseType<typeof route.$get, 200>
export type Findings = NonNullable<SetUp['findings']>
export type ApiSource = Findings['sources'][number]
export type SampleFindings = InferResponseType<typeof route.sample.$post, 200>
export type ApiMap = SetUp['map']

type Imported = InferResponseType<(typeof v1)['billing-records']['import']['$post'], 200>

export const setUpApi = {
  setUp: () => read<SetUp>(route.$get({ query: {} })),
  look: () => read<Findings>(route.look.$post({ query: {} })),
  sample: (content: string) => read<SampleFindings>(route.sample.$post({ query: {}, json: { content } })),
  saveMap: (slug: string, map: ApiMap) =>
    read<{ note: string }>(v1.accounts[':slug'].$patch({ param: { slug }, json: { map } })),
  importBills: (content: string) =>
    read<Imported>(v1['billing-records'].import.$post({ query: {}, json: { content } })),
}
