import type { NewPlan } from '../../db/plan-repository.ts'
import { clockTime } from '../../engine/clock-words.ts'
import { calendarOf, parsePicos, type Instant } from '../../engine/index.ts'
import type { Plan, PlanWhat, PlanWho } from '../../engine/plan/index.ts'
import type { PlanBody, WhatBody, WhoBody } from '../dto/plan.ts'
import { invalidParameter } from '../problem.ts'

export type MachineNames = ReadonlyMap<string, { readonly name: string; readonly isGone: boolean }>

interface Speaking {
  readonly zone: string
  readonly names: MachineNames
  readonly now: Instant
}

/** What begins as a proposal: it costs or stops something, so a second look is asked for. */
const PROPOSED = new Set<PlanWhat['kind']>(['sleep', 'deploy'])

/** The plan that a body asks for. Throws a problem that names the field and what would be right. */
export function newPlan(body: PlanBody, { zone, names, now }: Speaking): NewPlan {
  const { by, source } = body
  const what = planWhat(body.what)
  const who = planWho(body.who, names)
  const time = timeOf(body, zone, now)
  requireFitting(what, who, { ...body, ...time })
  const deed = { by, at: now }
  const approver = PROPOSED.has(what.kind) ? body.approvedBy : by
  return {
    who,
    what,
    ...time,
    week: what.kind === 'month' || what.kind === 'holiday' ? null : (body.week ?? null),
    source,
    reason: body.reason ?? null,
    proposed: deed,
    approved: approver === undefined ? null : { by: approver, at: now },
  }
}

/** Whom a plan is about; a machine by its id or by its name, where one alone has it. */
export function planWho({ kind, name }: WhoBody, names: MachineNames): PlanWho {
  if (kind === 'account') {
    if (name !== undefined) throw invalidParameter('who/name', 'the account takes no name')
    return { kind }
  }
  if (name === undefined) throw invalidParameter('who/name', `which ${kind}?`)
  if (kind !== 'machine') return { kind, name }
  const found = machineNamed(name, names)
  if (found.resourceId === null) throw invalidParameter('who/name', found.why)
  return { kind, resourceId: found.resourceId }
}

/** A machine by its id, or by its name where one alone has it; else why not. */
export function machineNamed(
  said: string,
  names: MachineNames,
): { readonly resourceId: string } | { readonly resourceId: null; readonly why: string } {
  if (names.has(said)) return { resourceId: said }
  const called = [...names].filter(([, machine]) => machine.name === said && !machine.isGone)
  if (called.length === 1) return { resourceId: called[0]![0] }
  const why =
    called.length === 0
      ? `there is no machine '${said}'`
      : `${called.length} machines are called '${said}'; say the id: ${called.map(([id]) => id).join(', ')}`
  return { resourceId: null, why }
}

function planWhat(what: WhatBody): PlanWhat {
  if (what.kind !== 'month') return what
  return { kind: what.kind, currency: what.currency, amountPicos: parsePicos(what.amount) }
}

function timeOf({ what, startsAt, endsAt }: PlanBody, zone: string, now: Instant) {
  const from = startsAt === undefined ? now : momentOf(startsAt, 'startsAt', zone)
  const calendar = calendarOf(zone)
  if (what.kind === 'month') return calendar.monthInterval(from)
  const until = endsAt == null ? null : momentOf(endsAt, 'endsAt', zone)
  if (what.kind !== 'holiday') return { startsAt: from, endsAt: until }
  // Whole days: of a holiday that was typed with hours all of its days count.
  const last = until === null ? from : until - 1
  return { startsAt: calendar.startOf(calendar.dayOf(from)), endsAt: calendar.dayEndAfter(last) }
}

/** Reads '2026-12-20', '2026-12-20T18:00' by the clock of the zone, and instants with their own. */
export function momentOf(text: string, field: string, zone: string): Instant {
  const local = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}):(\d{2}))?$/.exec(text.trim())
  if (local) {
    const day = local[1]!
    const isDay = !Number.isNaN(Date.parse(day)) && new Date(day).toISOString().startsWith(day)
    const [hour, minute] = [Number(local[2] ?? 0), Number(local[3] ?? 0)]
    if (isDay && hour < 24 && minute < 60) return clockTime(day, hour * 60 + minute, zone)
  } else if (/^\d{4}-\d{2}-\d{2}T.*(Z|[+-]\d{2}:?\d{2})$/.test(text.trim())) {
    const at = Date.parse(text.trim())
    if (!Number.isNaN(at)) return at
  }
  throw invalidParameter(field, `'${text}' is no moment, as 2026-12-20, 2026-12-20T18:00 or 2026-12-20T17:00:00Z`)
}

/** Refuses what makes no sense of its kind, field by field. */
function requireFitting(
  what: PlanWhat,
  who: PlanWho,
  { startsAt, endsAt, week, reason }: Pick<Plan, 'startsAt' | 'endsAt'> & Pick<PlanBody, 'week' | 'reason'>,
): void {
  if (endsAt !== null && endsAt <= startsAt) throw invalidParameter('endsAt', 'it has to end after it begins')
  switch (what.kind) {
    case 'keep-on':
      if (endsAt === null && !week)
        throw invalidParameter('endsAt', 'until when? Always is an answer about the machine')
      return
    case 'away':
      if (endsAt === null) throw invalidParameter('endsAt', 'until when?')
      return
    case 'sleep':
      if (endsAt === null && !week) throw invalidParameter('week', 'in which hours of the week, or until when?')
      return
    case 'working-hours':
      if (!week) throw invalidParameter('week', 'in which hours of the week?')
      return
    case 'end':
      if (endsAt !== null || week) throw invalidParameter('endsAt', 'what is given up has no end and no week')
      return
    case 'holiday':
      if (who.kind !== 'account') throw invalidParameter('who', 'a holiday is of the whole account')
      return
    case 'month':
      if (!reason)
        throw invalidParameter('reason', 'a figure by hand needs its reason; it is shown wherever the figure is')
      return
    case 'deploy':
      if (who.kind === 'machine') throw invalidParameter('who', 'what is to be deployed is no machine yet')
  }
}
