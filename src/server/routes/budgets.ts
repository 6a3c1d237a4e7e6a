import { Hono } from 'hono'
import { z } from 'zod'
import type { AppContext } from '../context.ts'
import { budgetBody, budgetDaysDto, budgetDto, importedDto } from '../dto/budgets.ts'
import { accountParameter } from '../dto/common.ts'
import { fileBody } from '../dto/prices.ts'
import { body, fileOperation, operation, path, query } from '../openapi.ts'
import { dayParameter, holderParameters, numberOfPath } from '../parameters.ts'
import { budgetsFile } from '../services/budget-files.ts'
import { budgetDays, createBudget, listBudgets, putBudget, removeBudget } from '../services/budgets.ts'
import { importBudgets } from '../services/import-budgets.ts'
import { sendFile } from './send-file.ts'

const ofAccount = query(z.strictObject({ account: accountParameter }))
const onDay = z.strictObject({
  account: accountParameter,
  on: dayParameter.optional().meta({ description: 'In the period of this day; without it of today' }),
})
const ofDay = query(onDay)
const ofParties = query(onDay.extend(holderParameters))
const ofNumber = path(numberOfPath)
const CHANGING = ['invalid-request', 'foreign-origin', 'not-ready'] as const

export const budgetsRoute = (context: AppContext) =>
  new Hono()
    .get(
      '/budgets',
      operation({
        id: 'listBudgets',
        summary: 'Budgets by name, with how each stands by what is billed and by the forecast',
        answer: z.object({ rows: z.array(budgetDto) }),
        problems: ['invalid-request', 'not-ready'],
      }),
      ofParties,
      async (c) => c.json(await listBudgets(context, c.req.valid('query'))),
    )
    .post(
      '/budgets',
      operation({ id: 'createBudget', summary: 'Takes a budget', answer: budgetDto, problems: CHANGING }),
      ofAccount,
      body(budgetBody),
      async (c) => c.json(await createBudget(context, c.req.valid('json'), c.req.valid('query'))),
    )
    .post(
      '/budgets/import',
      operation({
        id: 'importBudgets',
        summary: 'Takes a CSV of budgets; those of the same name are written anew',
        answer: importedDto,
        problems: CHANGING,
      }),
      ofAccount,
      body(fileBody),
      async (c) => c.json(await importBudgets(context, c.req.valid('json'), c.req.valid('query'))),
    )
    .get(
      '/budgets/:id/days',
      operation({
        id: 'listBudgetDays',
        summary: 'A budget day by day: planned, billed, likely, each as the sum so far',
        answer: budgetDaysDto,
        problems: ['invalid-request', 'not-found', 'not-ready'],
      }),
      ofNumber,
      ofDay,
      async (c) => c.json(await budgetDays(context, c.req.valid('param').id, c.req.valid('query'))),
    )
    .put(
      '/budgets/:id',
      operation({
        id: 'putBudget',
        summary: 'Writes a budget anew',
        answer: budgetDto,
        problems: [...CHANGING, 'not-found'],
      }),
      ofNumber,
      ofAccount,
      body(budgetBody),
      async (c) => c.json(await putBudget(context, c.req.valid('param').id, c.req.valid('json'), c.req.valid('query'))),
    )
    .delete(
      '/budgets/:id',
      operation({
        id: 'deleteBudget',
        summary: 'Takes a budget away',
        answer: z.object({ budgetId: z.int() }),
        problems: [...CHANGING, 'not-found'],
      }),
      ofNumber,
      ofAccount,
      async (c) => c.json(await removeBudget(context, c.req.valid('param').id, c.req.valid('query'))),
    )
    .get(
      '/exports/budgets.csv',
      fileOperation(
        'exportBudgets',
        'Budgets as CSV',
        'text/csv',
        'A line for each amount of a budget, with how it stands; the import takes the file again.',
      ),
      ofParties,
      async (c) => sendFile(c, await budgetsFile(context, c.req.valid('query'))),
    )
