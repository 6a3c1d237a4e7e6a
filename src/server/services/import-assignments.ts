import { markAssignmentsChanged, saveUseHours } from '../../db/assignment-repository.ts'
import {
  areSameParts,
  parsePicos,
  WHOLE,
  type Assignable,
  type DimensionValues,
  type Part,
  type UseHours,
} from '../../engine/index.ts'
import type { AppContext } from '../context.ts'
import { ruleBody, type ImportedAssignmentsDto } from '../dto/assignments.ts'
import { ProblemException } from '../problem.ts'
import { accountOf } from './account.ts'
import { assignedOf, type Assigned } from './assigned.ts'
import { replaceAssignmentRules } from './assignment-rules.ts'
import { saveWords, type Word } from './assignments.ts'
import { readTable, type CsvLine } from './csv-table.ts'

/**
 * Takes one of three files, told apart by their header: whose resources are
 * (`resource,project,owner,cost_center,from_day,to_day,share`; lines of one resource and day share it; a line without any
 * of the three takes back), the ordered rules (`rule,name,id,region,currency,type,...`, in the place of those that there
 * are), or hours of use of shared machines (`day,resource,hours` and whose they were). Resources are named by id or name.
 * Throws a problem with every line that is wrong; then nothing is taken.
 */
export async function importAssignments(
  context: AppContext,
  { csv }: { csv: string },
  query: { account?: string | undefined },
): Promise<ImportedAssignmentsDto> {
  const account = await accountOf(context, query.account)
  const assigned = await assignedOf(context.store, account)
  const [header = ''] = csv.split(/\r?\n/, 1)
  const columns = header
    .toLowerCase()
    .split(',')
    .map((name) => name.trim().replace(/^\uFEFF|"/g, ''))
  if (columns.includes('rule')) {
    const bodies = ruleBodies(csv)
    await replaceAssignmentRules(context, account, bodies)
    return { form: 'rules', taken: bodies.length, unchanged: 0 }
  }
  const resourceOf = resourceFinder(assigned.resources)
  if (columns.includes('hours')) {
    const hours = added(readTable(csv, ['day', 'resource', 'hours'], (line) => useOf(line, resourceOf)))
    await context.store.db.transaction().execute(async (tx) => {
      await saveUseHours(tx, account.accountId, hours, context.clock())
      await markAssignmentsChanged(tx, [account.accountId], context.clock())
    })
    return { form: 'hours', taken: hours.length, unchanged: 0 }
  }
  const words = joined(readTable(csv, ['resource'], (line) => wordOf(line, resourceOf)))
  const fresh = words.filter((word) => !isSaid(assigned, resourceOf(word.resourceId), word))
  if (fresh.length > 0) await saveWords(context, account, fresh)
  return { form: 'resources', taken: fresh.length, unchanged: words.length - fresh.length }
}

type ResourceOf = (cell: string) => Assignable

function resourceFinder(resources: readonly Assignable[]): ResourceOf {
  const byId = new Map(resources.map((resource) => [resource.resourceId, resource]))
  const byName = Map.groupBy(resources, ({ facts }) => facts.at(-1)!.name)
  return (cell) => {
    if (cell === '') throw new RangeError('resource is empty: its id or its name')
    const named = byName.get(cell) ?? []
    const found = byId.get(cell) ?? named[0]
    if (!found) throw new RangeError(`there is no resource '${cell}'`)
    if (!byId.has(cell) && named.length > 1) {
      throw new RangeError(`${named.length} resources are named '${cell}': take an id, as ${found.resourceId}`)
    }
    return found
  }
}

const valuesOf = ({ cell }: CsvLine): DimensionValues => ({
  project: cell('project') || null,
  owner: cell('owner') || cell('user') || null,
  cost_center: cell('cost_center') || null,
})

const isAny = (values: DimensionValues) => Object.values(values).some((value) => value !== null)

function dayOf(line: CsvLine, name: string): string | null {
  const text = line.cell(name)
  if (text === '') return null
  if (Number.isNaN(Date.parse(text)) || new Date(text).toISOString().slice(0, 10) !== text) {
    throw new RangeError(`'${text}' is no day, as 2026-03-01`)
  }
  return text
}

function amountOf(line: CsvLine, name: string, fallback: string): bigint {
  const text = line.cell(name) || fallback
  if (!/^\d{1,12}(\.\d{1,6})?$/.test(text))
    throw new RangeError(`${name} is a number that is not negative, not '${text}'`)
  return parsePicos(text)
}

function useOf(line: CsvLine, resourceOf: ResourceOf): UseHours {
  const { resourceId } = resourceOf(line.cell('resource'))
  const day = dayOf(line, 'day')
  if (day === null) throw new RangeError('day is empty')
  const values = valuesOf(line)
  if (!isAny(values)) throw new RangeError('a project, an owner or a cost_center is needed')
  return { resourceId, day, values, hoursPicos: amountOf(line, 'hours', '') }
}

/** Lines of the same user, machine and day are added up. */
function added(hours: readonly UseHours[]): UseHours[] {
  const sums = new Map<string, UseHours>()
  for (const use of hours) {
    const key = JSON.stringify([use.resourceId, use.day, use.values])
    sums.set(key, { ...use, hoursPicos: use.hoursPicos + (sums.get(key)?.hoursPicos ?? 0n) })
  }
  return [...sums.values()]
}

function wordOf(line: CsvLine, resourceOf: ResourceOf): { word: Omit<Word, 'parts'>; part: Part } {
  const { resourceId } = resourceOf(line.cell('resource'))
  const [fromDay, toDay] = [dayOf(line, 'from_day'), dayOf(line, 'to_day')]
  if (fromDay !== null && toDay !== null && fromDay >= toDay) throw new RangeError('to_day must be after from_day')
  const part = { values: valuesOf(line), weight: amountOf(line, 'share', '1') }
  return { word: { resourceId, fromDay, toDay, source: 'file' }, part }
}

/** Lines of one resource and time are the parts of one word; a single line without values takes back. */
function joined(lines: readonly ReturnType<typeof wordOf>[]): Word[] {
  const groups = Map.groupBy(lines, ({ word }) => JSON.stringify([word.resourceId, word.fromDay, word.toDay]))
  return [...groups.values()].map((group) => {
    const parts = group.map(({ part }) => part)
    const [{ word }] = group as [ReturnType<typeof wordOf>]
    if (parts.length > 1) return { ...word, parts }
    return { ...word, parts: isAny(parts[0]!.values) ? [{ ...parts[0]!, weight: 1n }] : null }
  })
}

/** A list that was exported and comes back holds much that rules say as well: that stays theirs. */
function isSaid({ assignments, input }: Assigned, { key }: Assignable, word: Word): boolean {
  if (word.parts === null && !input.direct.some(({ resourceId }) => resourceId === word.resourceId)) return true
  const parts = word.parts ?? WHOLE
  const spans = assignments.get(key) ?? []
  return spans.some(
    (span) => span.fromDay === word.fromDay && span.toDay === word.toDay && areSameParts(span.parts, parts),
  )
}

function ruleBodies(csv: string) {
  const lines = readTable(csv, ['rule'], (line) => ({
    rule: line.cell('rule'),
    match: {
      ...(line.cell('name') && { name: line.cell('name') }),
      ...(line.cell('id') && { ids: line.cell('id').split(/[\s;]+/) }),
      ...(line.cell('region') && { region: line.cell('region') }),
      ...(line.cell('currency') && { currency: line.cell('currency').toUpperCase() }),
      ...(line.cell('type') && { type: line.cell('type') }),
    },
    from: dayOf(line, 'from_day'),
    to: dayOf(line, 'to_day'),
    part: { ...valuesOf(line), share: line.cell('share') || '1' },
    number: line.number,
  }))
  const groups = [...Map.groupBy(lines, ({ rule }) => rule).values()]
  return groups.map((group) => {
    const [{ match, from, to, number }] = group as [(typeof lines)[number]]
    const parsed = ruleBody.safeParse({ match, from, to, parts: group.map(({ part }) => part) })
    if (!parsed.success) throw wrongLine(number, parsed.error.issues[0]!.message)
    return parsed.data
  })
}

function wrongLine(number: number, message: string): ProblemException {
  const detail = `line ${number}: ${message}`
  return new ProblemException('invalid-request', detail, { errors: [{ pointer: `/csv/${number}`, detail }] })
}
