import type { InferRequestType, InferResponseType } from 'hono/client'
import { read, said } from './api.ts'
import { v1 } from './client.ts'
import type { Parties } from './filters.ts'

const { budgets, funds } = v1

export type Budget = InferResponseType<typeof budgets.$get, 200>['rows'][number]
export type BudgetText = InferRequestType<typeof budgets.$post>['json']
export type BudgetDay = InferResponseType<(typeof budgets)[':id']['days']['$get'], 200>['rows'][number]
export type Fund = InferResponseType<typeof funds.$get, 200>['rows'][number]
export type FundText = InferRequestType<typeof funds.$post>['json']

const numbered = (id: number) => ({ param: { id: String(id) }, query: {} })

export const budgetsApi = {
  budgets: async (of: Parties) => (await read<{ rows: Budget[] }>(budgets.$get({ query: said(of) }))).rows,
  days: async (id: number) => (await read<{ rows: BudgetDay[] }>(budgets[':id'].days.$get(numbered(id)))).rows,
  addBudget: (json: BudgetText) => read<Budget>(budgets.$post({ query: {}, json })),
  putBudget: (id: number, json: BudgetText) => read<Budget>(budgets[':id'].$put({ ...numbered(id), json })),
  removeBudget: (id: number) => read<{ budgetId: number }>(budgets[':id'].$delete(numbered(id))),
  importBudgets: async (csv: string) =>
    `${(await read<{ taken: number }>(budgets.import.$post({ query: {}, json: { csv } }))).taken} budgets taken.`,
  funds: async (of: Parties) => (await read<{ rows: Fund[] }>(funds.$get({ query: said(of) }))).rows,
  addFund: (json: FundText) => read<Fund>(funds.$post({ query: {}, json })),
  putFund: (id: number, json: FundText) => read<Fund>(funds[':id'].$put({ ...numbered(id), json })),
  removeFund: (id: number) => read<{ fundId: number }>(funds[':id'].$delete(numbered(id))),
  importFunds: async (csv: string) =>
    `${(await read<{ taken: number }>(funds.import.$post({ query: {}, json: { csv } }))).taken} grants taken.`,
}
