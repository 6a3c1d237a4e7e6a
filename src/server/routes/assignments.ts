import { Hono } from 'hono'
import { z } from 'zod'
import type { AppContext } from '../context.ts'
import { assignBody, assignedCountDto, assignmentsDto, importedAssignmentsDto } from '../dto/assignments.ts'
import { accountParameter } from '../dto/common.ts'
import { fileBody } from '../dto/prices.ts'
import { body, fileOperation, operation, query } from '../openapi.ts'
import { dayParameter } from '../parameters.ts'
import { assignmentRulesFile, assignmentsFile } from '../services/assignments-csv.ts'
import { assignments, putAssignments } from '../services/assignments.ts'
import { importAssignments } from '../services/import-assignments.ts'
import { sendFile } from './send-file.ts'

const ofAccount = query(z.strictObject({ account: accountParameter }))
const CHANGING = ['invalid-request', 'foreign-origin', 'not-ready'] as const

export const assignmentsRoute = (context: AppContext) =>
  new Hono()
    .get(
      '/assignments',
      operation({
        id: 'listAssignments',
        summary: 'Whose each resource is on a day, why, and what it cost of late',
        answer: assignmentsDto,
        problems: ['invalid-request', 'not-ready'],
      }),
      query(z.strictObject({ account: accountParameter, day: dayParameter.optional() })),
      async (c) => c.json(await assignments(context, c.req.valid('query'))),
    )
    .put(
      '/assignments',
      operation({
        id: 'putAssignments',
        summary: 'Says by hand whose some resources are, or takes back what was said',
        answer: assignedCountDto,
        problems: CHANGING,
      }),
      ofAccount,
      body(assignBody),
      async (c) => c.json(await putAssignments(context, c.req.valid('json'), c.req.valid('query'))),
    )
    .post(
      '/assignments/import',
      operation({
        id: 'importAssignments',
        summary: 'Takes a CSV of whose resources are, of ordered rules, or of hours of use of shared machines',
        answer: importedAssignmentsDto,
        problems: CHANGING,
      }),
      ofAccount,
      body(fileBody),
      async (c) => c.json(await importAssignments(context, c.req.valid('json'), c.req.valid('query'))),
    )
    .get(
      '/exports/assignments.csv',
      fileOperation(
        'exportAssignments',
        'Whose every resource is over time',
        'text/csv',
        'A line per resource, time and part, in the form that the import takes.',
      ),
      ofAccount,
      async (c) => sendFile(c, await assignmentsFile(context, c.req.valid('query'))),
    )
    .get(
      '/exports/assignment-rules.csv',
      fileOperation('exportAssignmentRules', 'The rules in their order', 'text/csv', 'In the form of the import.'),
      ofAccount,
      async (c) => sendFile(c, await assignmentRulesFile(context, c.req.valid('query'))),
    )
