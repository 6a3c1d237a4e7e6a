import { userInfo } from 'node:os'
import type { Config } from '../config.ts'
import { parseWeek } from '../engine/plan/index.ts'
import type { PlanDto, PlanImportDto } from '../server/dto/plan.ts'
import { withApi } from './product.ts'
import { parametersOf, type Options } from './query.ts'
import { readText } from './read-text.ts'
import { CommandError, print, say } from './talk.ts'

/** `qm plan list`: what is planned. */
export function planList(config: Config, { json, ...query }: Options): Promise<number> {
  const path = json ? '/api/v1/plans' : '/api/v1/exports/plans.csv'
  return withApi(config, async (api) => {
    const answer = await (await api.get(`${path}?${parametersOf(query)}`)).text()
    await print(answer.endsWith('\n') ? answer : `${answer}\n`)
    return 0
  })
}

export interface PlanOptions {
  readonly from?: string
  readonly to?: string
  readonly week?: string
  readonly reason?: string
  readonly by?: string
  readonly approve?: true
  readonly name?: string
  readonly machines?: number
  readonly gpus?: number
  readonly model?: string
  readonly tier?: string
  readonly region?: string
  readonly currency?: string
  readonly amount?: string
}

/** `qm plan add WHO WHAT`: plans something. */
export function planAdd(config: Config, who: string, kind: string, options: PlanOptions): Promise<number> {
  const { from, to, week, reason, by = userName(), approve, name, machines, gpus, model, ...rest } = options
  const { tier, region, currency, amount } = rest
  const what = {
    kind,
    ...(kind === 'holiday' && { name }),
    ...(kind === 'month' && { currency, amount }),
    ...(kind === 'deploy' && {
      name: name ?? model,
      machines: machines ?? 1,
      tier,
      gpuModel: model,
      gpuCount: gpus,
      region: region ?? null,
      currency,
    }),
  }
  return tell(config, '/api/v1/plans', {
    who: whoOf(who),
    what,
    ...(from !== undefined && { startsAt: from }),
    ...(to !== undefined && { endsAt: to }),
    ...(week !== undefined && { week: weekOf(week) }),
    ...(reason !== undefined && { reason }),
    by,
    ...(approve && { approvedBy: by }),
  })
}

/** `qm keep WHO until Fri 18:00`, `qm keep WHO away 20 Dec to 7 Jan`, `qm keep WHO ends on 12 Dec`. */
export function keep(
  config: Config,
  who: string,
  words: readonly string[],
  { by = userName(), reason }: { by?: string; reason?: string },
): Promise<number> {
  const said = words.join(' ').trim()
  const line = /^(until|till|from)\b/i.test(said) ? `keep on ${said}` : said
  return tell(config, '/api/v1/plans/exceptions', {
    who: whoOf(who),
    line,
    ...(reason !== undefined && { reason }),
    by,
  })
}

/** `qm plan approve ID`, `qm plan remove ID`. */
export function planDeed(
  config: Config,
  deed: 'approve' | 'withdraw',
  planId: number,
  { by = userName() }: { by?: string },
): Promise<number> {
  return tell(config, `/api/v1/plans/${planId}/${deed}`, { by })
}

/** `qm plan adopt MACHINE`: proposes the schedule that is advised for it. */
export function planAdopt(
  config: Config,
  machine: string,
  { by = userName(), ...query }: { by?: string; caution?: string; risk?: string },
): Promise<number> {
  const asked = new URLSearchParams(Object.entries(query)).toString()
  return tell(config, `/api/v1/hibernation/machines/${encodeURIComponent(machine)}/plan?${asked}`, { by })
}

/** `qm plan import FILE`: a CSV of plans, or an iCalendar file of holidays. */
export async function planImport(config: Config, file: string, { by = userName() }: { by?: string }): Promise<number> {
  const body = { text: await readText(file), by }
  return withApi(config, async (api) => {
    const answer = (await (await api.post('/api/v1/plans/import', body)).json()) as PlanImportDto
    say(`${answer.taken} taken, ${answer.unchanged} stood already.`)
    for (const line of answer.leftOut) say(`Left out: ${line}`)
    return 0
  })
}

function tell(config: Config, path: string, body: unknown): Promise<number> {
  return withApi(config, async (api) => {
    await tellPlan((await (await api.post(path, body)).json()) as PlanDto)
    return 0
  })
}

/** Says a plan in words, and its number for programs. */
export async function tellPlan({ planId, state, sentence }: PlanDto): Promise<void> {
  say(`Plan ${planId}, ${state}: ${sentence}.`)
  await print(`${planId}\n`)
}

/** 'account', 'owner:anna', 'project:vision', 'machine:BRK-1D', or a machine's name or id alone. */
export function whoOf(text: string): { kind: string; name?: string } {
  const match = /^(machine|owner|project):(.+)$/.exec(text)
  if (match) return { kind: match[1]!, name: match[2]!.trim() }
  return text === 'account' ? { kind: 'account' } : { kind: 'machine', name: text }
}

function weekOf(text: string) {
  try {
    return parseWeek(text)
  } catch (error) {
    throw new CommandError((error as Error).message, 2)
  }
}

/** Who says so, where nobody else is named. */
export function userName(): string {
  try {
    return userInfo().username
  } catch {
    return 'somebody'
  }
}
