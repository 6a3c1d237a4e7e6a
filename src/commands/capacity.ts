import type { DemandDto, PlannedDemandsDto } from '../server/dto/capacity.ts'
import type { PlanDto } from '../server/dto/plan.ts'
import { tellPlan, userName, whoOf } from './plan.ts'
import { withApi } from './product.ts'
import { parametersOf, type Options } from './query.ts'
import { textTable } from './table.ts'
import { print, say } from './talk.ts'

type Option = DemandDto['options'][number]

/**
 * `qm capacity`: what can be had where. With a line of demand ('8 H100, Tuesday 09:00, 5 days') the check of it; with
 * `--planned` the check of every deployment that is planned.
 */
export function capacity(
  config: Parameters<typeof withApi>[0],
  line: string | undefined,
  { json, planned, ...query }: Options,
): Promise<number> {
  const asked = parametersOf({ ...query, line })
  return withApi(config, async (api) => {
    const answer = async (path: string) => api.get(`${path}?${asked}`)
    if (line === undefined && !planned) {
      const text = await (await answer(json ? '/api/v1/capacity' : '/api/v1/exports/capacity.csv')).text()
      await print(text.endsWith('\n') ? text : `${text}\n`)
      return 0
    }
    const given = await answer(planned ? '/api/v1/capacity/planned' : '/api/v1/capacity/demand')
    if (planned) {
      await print(json ? `${await given.text()}\n` : plannedText((await given.json()) as PlannedDemandsDto))
      return 0
    }
    const demand = (await given.json()) as DemandDto
    if (json) await print(`${JSON.stringify(demand)}\n`)
    else if (demand.understood) await print(demandText(demand.understood, demand))
    return notUnderstood(demand)
  })
}

/** `qm plan demand LINE`: keeps an option of a demand as a plan. */
export function planDemand(
  config: Parameters<typeof withApi>[0],
  line: string,
  {
    who,
    model,
    machines,
    wanted,
    by = userName(),
    approve,
    ...rest
  }: { who?: string; model?: string; machines?: number; wanted?: string; by?: string; approve?: true } & Record<
    string,
    unknown
  >,
): Promise<number> {
  const body = {
    line,
    ...rest,
    ...(who !== undefined && { who: whoOf(who) }),
    ...(model !== undefined && { gpuModel: model }),
    ...(machines !== undefined && { machines }),
    by,
    ...(approve && { approvedBy: by }),
  }
  const path = `/api/v1/capacity/demand/plan${wanted === undefined ? '' : `?wanted=${encodeURIComponent(wanted)}`}`
  return withApi(config, async (api) => {
    await tellPlan((await (await api.post(path, body)).json()) as PlanDto)
    return 0
  })
}

/** The exit code; says which part of the line is the reason where it is not 0. */
function notUnderstood({ understood, unclear }: DemandDto): number {
  if (unclear === null) return 0
  const { part, hint } = unclear
  say(understood ? `Nothing of '${part}' is known: write ${hint}.` : `Not understood: '${part}'. Write ${hint}.`)
  return 2
}

function demandText(
  { gpus, gpuHours, model, startsAt, endsAt }: NonNullable<DemandDto['understood']>,
  { question, wanted, options, advice }: DemandDto,
): string {
  const what =
    gpus === null
      ? `${gpuHours} GPU-hours of ${model} by ${minute(endsAt)}`
      : `${gpus} GPUs of ${model}, ${minute(startsAt)} to ${minute(endsAt)}`
  const lines = [
    `${what}. Feasible is a chance of ${percent(wanted)} and more.`,
    ...(question === null ? [] : [question]),
  ]
  const table =
    options.length === 0
      ? ''
      : textTable(
          ['what', 'where', 'from', 'verdict', 'chance', 'seen', 'a machine-hour', 'in all', 'at the start', 'top up'],
          options.flatMap((option) => rowsOf(option, countWords(option))),
        )
  const instead = advice.map(({ kind, words }) => `${kind}: ${words}\n`)
  return `${lines.join('\n')}\n${table}${instead.join('')}`
}

function plannedText({ rows }: PlannedDemandsDto): string {
  if (rows.length === 0) return 'No deployment is planned.\n'
  return textTable(
    [
      'plan',
      'state',
      'what',
      'where',
      'from',
      'verdict',
      'chance',
      'seen',
      'a machine-hour',
      'in all',
      'at the start',
    ].concat('top up'),
    rows.flatMap(({ plan, option }) => {
      const head = [String(plan.planId), plan.state]
      if (option) return rowsOf(option, countWords(option)).map((row) => [...head, ...row])
      return [[...head, plan.sentence, '', minute(plan.startsAt), 'never seen', '', '', '', '', '', '']]
    }),
  )
}

/** A row for each wallet that could pay, since those are never added up. */
function rowsOf(option: Option, what: string): string[][] {
  const { gpuModel, region, startsAt, verdict, reasons, chance, tried, prices } = option
  const tries = tried.good + tried.failed
  const head = [
    `${what} ${gpuModel}`,
    region,
    minute(startsAt),
    verdict,
    chance.p === null
      ? 'not known yet'
      : `${percent(chance.p)} (${percent(chance.low ?? 0)} to ${percent(chance.high ?? 1)})`,
    `${chance.snapshots}${tries === 0 ? '' : `, ${tried.good} of ${tries} tries good`}`,
  ]
  if (prices.length === 0) return [[...head, reasons.includes('no price') ? 'no price known' : '', '', '', '']]
  return prices.map(({ currency, perMachineHour, total, atStart, topUp, topUpBy }) => [
    ...head,
    `${perMachineHour} ${currency}`,
    money(total, currency),
    money(atStart, currency),
    topUp === '0' ? '-' : `${money(topUp, currency)}${topUpBy === null ? '' : ` by ${minute(topUpBy)}`}`,
  ])
}

const countWords = ({ machines, gpusEach }: Option) =>
  gpusEach === 1 ? `${machines} x` : `${machines} machine${machines === 1 ? '' : 's'} of ${gpusEach} x`

/** '2026-12-21T00:13Z' */
const minute = (at: string) => `${at.slice(0, 16)}Z`
const percent = (share: number) => `${Math.round(share * 100)} %`
const money = (value: string, currency: string) => `${Number(value).toFixed(2)} ${currency}`
