import { writeAudit } from '../../db/audit-repository.ts'
import { findPlans, insertPlans, type NewPlan } from '../../db/plan-repository.ts'
import { movesMachines, parseHolidays, parseWeek } from '../../engine/plan/index.ts'
import type { AppContext } from '../context.ts'
import { planBody, type PlanBody, type PlanImportBody, type PlanImportDto, type WhoBody } from '../dto/plan.ts'
import { invalidParameter, ProblemException } from '../problem.ts'
import { accountOf } from './account.ts'
import { requireAdmin, type Caller } from './admin.ts'
import { readTable, type CsvLine } from './csv-table.ts'
import { newPlan } from './new-plan.ts'
import { priceCheck } from './price-check.ts'
import { deedsOf, machineNames, toPlanDto } from './plans.ts'

/**
 * Takes a CSV of plans (`who,what,from,to,...`, as the export writes it) or an iCalendar file of holidays. What stands
 * already is not taken twice. Throws a problem with every line that is wrong; then nothing is taken.
 */
export async function importPlans(
  context: AppContext,
  { text, by }: PlanImportBody,
  query: { account?: string | undefined },
  caller: Caller,
): Promise<PlanImportDto> {
  const account = await accountOf(context, query.account)
  const { accountId, zone } = account
  const speaking = { zone, names: await machineNames(context, account), now: context.clock() }
  const unpriced = await priceCheck(context, account)
  const isCalendar = /^\uFEFF?\s*BEGIN:VCALENDAR/i.test(text)
  const { bodies, leftOut } = isCalendar ? holidayBodies(text, by) : { bodies: null, leftOut: [] }
  const plans = bodies
    ? bodies.map((body) => newPlan(body, speaking))
    : readTable(text, ['who', 'what'], (line) => priced(planOfLine(line, by, speaking)))
  function priced(plan: NewPlan): NewPlan {
    const why = unpriced(plan.what)
    if (why !== null) throw new RangeError(`tier: ${why}`)
    return plan
  }
  return context.store.db.transaction().execute(async (tx) => {
    const standing = await findPlans(tx, accountId)
    const known = new Set(standing.filter(({ withdrawn }) => withdrawn === null).map(keyOf))
    const fresh = plans.filter((plan) => !known.has(keyOf(plan)) && known.add(keyOf(plan)))
    if (fresh.some(({ approved, what }) => approved !== null && movesMachines(what)))
      requireAdmin(context.config, caller)
    const made = await insertPlans(tx, accountId, fresh)
    const deeds = made.flatMap((plan) => deedsOf(toPlanDto(plan, speaking), plan))
    await writeAudit(tx, accountId, deeds)
    return { taken: fresh.length, unchanged: plans.length - fresh.length, leftOut: [...leftOut] }
  })
}

const keyOf = ({ who, what, startsAt, endsAt, week }: NewPlan): string =>
  JSON.stringify([who, Object.entries(what).map(String).sort(), startsAt, endsAt, week])

function holidayBodies(text: string, by: string) {
  const { holidays, leftOut } = calendarOf(text)
  const bodies = holidays.map(({ name, from, to }): PlanBody => ({
    who: { kind: 'account' },
    what: { kind: 'holiday', name: name.slice(0, 200) },
    startsAt: from,
    endsAt: to,
    source: 'typed',
    by,
  }))
  return { bodies, leftOut }
}

function calendarOf(text: string) {
  try {
    return parseHolidays(text)
  } catch (error) {
    if (error instanceof RangeError) throw invalidParameter('text', error.message)
    throw error
  }
}

function planOfLine({ cell }: CsvLine, by: string, speaking: Parameters<typeof newPlan>[1]): NewPlan {
  const said = (name: string) => (cell(name) === '' ? undefined : cell(name))
  const number = (name: string) => (cell(name) === '' ? undefined : Number(cell(name)))
  const kind = cell('what')
  const what = {
    kind,
    ...(kind === 'holiday' && { name: said('name') }),
    ...(kind === 'month' && { currency: said('currency'), amount: said('amount') }),
    ...(kind === 'deploy' && {
      name: said('name'),
      machines: number('machines') ?? 1,
      tier: said('tier'),
      gpuModel: said('gpu_model'),
      gpuCount: number('gpu_count'),
      region: said('region') ?? null,
      currency: said('currency'),
    }),
  }
  const startsAt = said('from')
  const approvedBy = said('approved_by')
  const read = planBody.safeParse({
    who: whoOf(cell('who')),
    what,
    ...(startsAt !== undefined && { startsAt }),
    endsAt: said('to') ?? null,
    week: cell('week') === '' ? null : parseWeek(cell('week')),
    source: said('source') ?? 'typed',
    reason: said('reason') ?? null,
    by: said('proposed_by') ?? by,
    ...(approvedBy !== undefined && { approvedBy }),
  })
  if (!read.success) {
    const [issue] = read.error.issues
    throw new RangeError(`${issue!.path.join('/') || 'plan'}: ${issue!.message}`)
  }
  try {
    return newPlan(read.data, speaking)
  } catch (error) {
    if (error instanceof ProblemException) throw new RangeError(error.message, { cause: error })
    throw error
  }
}

/** 'account', 'owner:anna', 'project:vision', 'machine:BRK-1D'; anything else is a machine. */
function whoOf(text: string): WhoBody {
  const match = /^(account|machine|owner|project)(?::\s*(.+))?$/.exec(text)
  const kind = (match?.[1] ?? 'machine') as WhoBody['kind']
  const name = match ? match[2] : text
  return { kind, ...(name && { name }) }
}
