import { findResources } from '../../db/resource-repository.ts'
import type { AppContext } from '../context.ts'
import { assignmentRulesCsv } from '../export/assignment-rules-csv.ts'
import { assignmentsCsv } from '../export/assignments-csv.ts'
import { accountOf } from './account.ts'
import { assignedOf } from './assigned.ts'
import { toAssignable } from './assignment-parts.ts'
import { viaText } from './assignment-words.ts'
import { reportFile, type ReportFile } from './report-file.ts'

interface Query {
  readonly account?: string | undefined
}

/** Whose every resource is over time, to be looked through, changed and imported again. */
export async function assignmentsFile(context: AppContext, query: Query): Promise<ReportFile> {
  const account = await accountOf(context, query.account)
  const { resources, rules, assignments } = await assignedOf(context.store, account)
  const known = await findResources(context.store.db, account.accountId)
  const names = new Map(known.map(({ resourceId, name }) => [resourceId, name]))
  const positions = new Map(rules.map(({ ruleId }, i) => [ruleId, i + 1]))
  const lines = resources.flatMap((resource) =>
    assignments.get(resource.key)!.map(({ via, ...span }) => ({
      ...toAssignable(resource),
      ...span,
      via: viaText(via, positions, names),
    })),
  )
  return reportFile(context, query, 'assignments.csv', assignmentsCsv(lines))
}

export async function assignmentRulesFile(context: AppContext, query: Query): Promise<ReportFile> {
  const { rules } = await assignedOf(context.store, await accountOf(context, query.account))
  return reportFile(context, query, 'assignment-rules.csv', assignmentRulesCsv(rules))
}
