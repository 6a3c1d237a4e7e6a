import { WHOLE } from '../../allocation/parts.ts'
import { HOUR_MS, MINUTE_MS } from '../../time.ts'
import { checkSold } from '../catalog.ts'
import type { Job } from '../change.ts'
import { periodOf, requireCanHibernate, startOf, type ChangeContext, type Draft } from '../draft.ts'
import type { JobPlan } from '../job-plan.ts'
import { ON, ONE, type Line, type Mode } from '../line.ts'
import { rhythmOf } from '../plan-clock.ts'
import { refuse } from '../problem.ts'
import { weekSlots } from '../../plan/week-windows.ts'
import { workHours } from '../work.ts'

/** Machines that are there until the work is done, by whole minutes as they are billed. */
export function job(draft: Draft, change: Job, context: ChangeContext): Draft {
  const { baseline, index, figuresOf } = context
  const { clock, catalog } = baseline
  const { gpuModel, tier, gpuCount, machines, work, name, currency } = change
  const region = change.region ?? null
  checkSold(catalog, { gpuModel, tier, gpuCount, region })
  if (machines < 1) refuse('machines', `at least 1; ${machines} asked`)
  const { startsAt } = periodOf({ from: change.from }, context)
  const hours = workHours(work, gpuModel, machines * gpuCount, figuresOf)
  if (hours === null) refuse('gpuModel', `how fast ${gpuModel} is beside the reference is not known`)

  const awake = change.week ? weekSlots(change.week) : null
  if (awake && !awake.includes(1)) refuse('week', 'it has to run in some hour of the week')
  const rhythm = rhythmOf(clock, awake)
  const finish = (wanted: number) => rhythm.reachedAt(startsAt, Math.ceil((wanted * HOUR_MS) / MINUTE_MS) * MINUTE_MS)
  const finishAt = finish(hours.likely)
  if (finishAt === null) {
    refuse('work', `${Math.ceil(hours.likely)} hours of work do not end within the year that is planned`)
  }

  const off = change.off ?? 'hibernate'
  const mode: Mode = awake ? { kind: 'weekly', awake, off } : ON
  const asset = { kind: 'instance', tier, gpuModel, gpuCount, sizeGb: null, volumeType: null } as const
  const span = { startsAt, endsAt: finishAt, asset, region, machines, growth: ONE, mode, chosenBy: index }
  if (awake && off === 'hibernate') requireCanHibernate(catalog, span, name)
  const lineId = `job-${index + 1}`
  const line: Line = {
    lineId,
    name,
    currency,
    sharers: WHOLE,
    present: null,
    spans: [span],
    changes: [index],
    isJob: true,
  }
  const deadlineAt = change.deadline === undefined ? null : endOf(change.deadline, clock)
  if (deadlineAt !== null && deadlineAt <= startsAt) refuse('deadline', `${change.deadline} is over before it starts`)
  const plan: JobPlan = {
    change: index,
    lineId,
    name,
    work,
    startsAt,
    finish: { early: finish(hours.early) ?? finishAt, likely: finishAt, late: finish(hours.late) },
    deadlineAt,
    gpuHours: hours.likely * machines * gpuCount,
  }
  const need = { change: index, gpuModel, tier, region, gpuCount, machines, at: startsAt }
  return { ...draft, lines: [...draft.lines, line], jobs: [...draft.jobs, plan], needs: [...draft.needs, need] }
}

function endOf(day: string, { calendar }: ChangeContext['baseline']['clock']): number {
  startOf(day, 'deadline', calendar)
  return calendar.endOf(day)
}
