import type { InferRequestType, InferResponseType } from 'hono/client'
import { ApiError, read } from './api.ts'
import { v1 } from './client.ts'

const scenarios = v1.scenarios
const whatIf = v1['what-if']

export type WhatIfAsked = InferRequestType<typeof whatIf.$post>['json']
export type Scenario = WhatIfAsked['scenarios'][number]
export type Change = Scenario['changes'][number]
export type ChangeKind = Change['kind']
export type WhatIf = InferResponseType<typeof whatIf.$post, 200>
export type Outcome = WhatIf['baseline']
export type OutcomeWallet = Outcome['wallets'][number]
export type OutcomeParty = NonNullable<Outcome['parties']>[number]
export type Split = NonNullable<WhatIf['split']>
export type OutcomeLine = Outcome['lines'][number]
export type Piece = NonNullable<OutcomeLine['pieces']>[number]
export type OptimiseAsked = InferRequestType<typeof whatIf.optimise.$post>['json']
export type Optimised = InferResponseType<typeof whatIf.optimise.$post, 200>
export type OptimisedWallet = Optimised['wallets'][number]
export type Option = OptimisedWallet['front'][number]
export type Choices = InferResponseType<typeof whatIf.choices.$get, 200>
export type KeptScenario = InferResponseType<typeof scenarios.$get, 200>['rows'][number]

/** The hours and prices that a line of an outcome is made of. */
export type PiecesOf = (outcome: Outcome, lineId: string) => Promise<readonly Piece[]>

export interface Compared extends WhatIf {
  readonly piecesOf: PiecesOf
}

/** They are ten times as long as the answer without them: asked for at once, when somebody opens the first. */
function piecesReader(json: WhatIfAsked, answer: WhatIf): PiecesOf {
  const inOrder = ({ baseline, scenarios }: WhatIf) => [baseline, ...scenarios]
  let reading: Promise<WhatIf> | null = null
  return async (outcome, lineId) => {
    reading ??= read<WhatIf>(whatIf.$post({ query: { pieces: 'true' }, json }))
    try {
      const same = inOrder(await reading)[inOrder(answer).indexOf(outcome)]
      return same?.lines.find(({ id }) => id === lineId)?.pieces ?? []
    } catch (error) {
      reading = null
      throw error
    }
  }
}

export const whatIfApi = {
  compare: async (json: WhatIfAsked): Promise<Compared> => {
    const answer = await read<WhatIf>(whatIf.$post({ query: {}, json }))
    return { ...answer, piecesOf: piecesReader(json, answer) }
  },
  /** What each scenario comes to of each project, owner or cost center, in the order of the scenarios. */
  parties: async (json: WhatIfAsked, split: Split): Promise<readonly (readonly OutcomeParty[])[]> =>
    (await read<WhatIf>(whatIf.$post({ query: { split }, json }))).scenarios.map(({ parties }) => parties ?? []),
  optimise: (json: OptimiseAsked) => read<Optimised>(whatIf.optimise.$post({ query: {}, json })),
  choices: () => read<Choices>(whatIf.choices.$get({ query: {} })),
  kept: async () => (await read<{ rows: KeptScenario[] }>(scenarios.$get({ query: {} }))).rows,
  /** Keeps a scenario, over the one of that number where there is one. */
  keep: (json: Scenario, over: number | null) =>
    read<KeptScenario>(
      over === null
        ? scenarios.$post({ query: {}, json })
        : scenarios[':id'].$put({ param: { id: String(over) }, query: {}, json }),
    ),
  forget: (id: number) =>
    read<{ scenarioId: number }>(scenarios[':id'].$delete({ param: { id: String(id) }, query: {} })),
  csv: async (json: WhatIfAsked, by: 'month' | 'day', split?: Split): Promise<Blob> => {
    const query = split === undefined ? { by } : { by, split }
    const response: Response = await v1.exports['what-if.csv'].$post({ query, json })
    if (!response.ok) throw new ApiError(`The server answered ${response.status}`)
    return response.blob()
  },
}

/** What is wrong with each field of what was asked, by its JSON pointer. */
export function fieldErrors(error: ApiError | null): ReadonlyMap<string, string> {
  return new Map((error?.problem?.errors ?? []).map(({ pointer, detail }) => [pointer, detail]))
}
