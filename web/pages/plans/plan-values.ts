import type { PlanBody, Who } from '../../plan-api.ts'

export type Kind = 'sleep' | 'end' | 'deploy' | 'holiday' | 'working-hours' | 'month'

/** The kinds of the form, in the order of its choice, each with whom it can be about; an exception is said instead. */
export const KINDS: Readonly<Record<Kind, { readonly what: string; readonly who: readonly Who['kind'][] }>> = {
  sleep: { what: 'a weekly schedule of sleep', who: ['machine', 'owner', 'project', 'account'] },
  end: { what: 'the end of machines', who: ['machine', 'owner', 'project'] },
  deploy: { what: 'new machines', who: ['account', 'owner', 'project'] },
  holiday: { what: 'a holiday', who: ['account'] },
  'working-hours': { what: 'the working hours', who: ['account'] },
  month: { what: 'a month’s cost by hand', who: ['account', 'owner', 'project'] },
}

/** What the fields hold, as typed. */
export interface PlanValues {
  readonly kind: Kind
  readonly who: Who
  readonly name: string
  readonly machines: string
  readonly gpuModel: string
  readonly gpuCount: string
  readonly region: string
  readonly currency: string
  readonly amount: string
  readonly month: string
  readonly from: string
  readonly to: string
  readonly sleepWeek: NonNullable<PlanBody['week']>
  readonly workWeek: NonNullable<PlanBody['week']>
  readonly reason: string
}

export const startValues: PlanValues = {
  kind: 'sleep',
  who: { kind: 'machine', name: '' },
  name: '',
  machines: '1',
  gpuModel: '',
  gpuCount: '1',
  region: '',
  currency: '',
  amount: '',
  month: '',
  from: '',
  to: '',
  sleepWeek: [
    { days: ['mon', 'tue', 'wed', 'thu'], from: 20, to: 8 },
    { days: ['fri'], from: 20, to: 24 },
    { days: ['sat', 'sun'], from: 0, to: 24 },
    { days: ['mon'], from: 0, to: 8 },
  ],
  workWeek: [{ days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: 8, to: 18 }],
  reason: '',
}

/** Whom it is about, where the chosen one fits the kind; else the first that does. */
export function fittingWho({ kind, who }: PlanValues): Who {
  const [first] = KINDS[kind].who
  if (KINDS[kind].who.includes(who.kind)) return who
  return first === 'account' ? { kind: first } : { kind: first!, name: '' }
}

/** What is sent. The last day of a holiday belongs to it, while the API's end does not: the server takes whole days. */
export function bodyOf(values: PlanValues, tier: string, by: string): PlanBody {
  const { kind, from, to, reason, sleepWeek, workWeek } = values
  const isMonth = kind === 'month'
  return {
    who: fittingWho(values),
    what: whatOf(values, tier),
    ...(isMonth ? { startsAt: `${values.month}-01` } : from !== '' && { startsAt: from }),
    ...(!isMonth && kind !== 'end' && to !== '' && { endsAt: kind === 'holiday' ? dayAfter(to) : to }),
    ...(kind === 'sleep' && { week: sleepWeek }),
    ...(kind === 'working-hours' && { week: workWeek }),
    ...(reason.trim() !== '' && { reason: reason.trim() }),
    by,
  }
}

function whatOf(values: PlanValues, tier: string): PlanBody['what'] {
  const { kind, name, machines, gpuModel, gpuCount, region, currency, amount } = values
  switch (kind) {
    case 'sleep':
    case 'end':
    case 'working-hours':
      return { kind }
    case 'holiday':
      return { kind, name }
    case 'month':
      return { kind, currency, amount }
    case 'deploy':
      return {
        kind,
        name,
        machines: Number(machines),
        tier,
        gpuModel,
        gpuCount: Number(gpuCount),
        region: region === '' ? null : region,
        currency,
      }
  }
}

function dayAfter(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10)
}
