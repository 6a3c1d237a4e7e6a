import type { GpuSpec } from '../../db/gpu-spec-repository.ts'
import { slotName } from '../../engine/capacity/index.ts'
import { momentWords } from '../../engine/clock-words.ts'
import { formatPicos, type Instant } from '../../engine/index.ts'
import type { PlannedSpan } from '../../engine/plan/index.ts'
import {
  scheduleWords,
  wakesOf,
  type AskBecause,
  type PlanFigures,
  type Range,
  type Wake,
} from '../../engine/hibernation/index.ts'
import type { PlanFiguresDto, SleepMachineDto } from '../dto/hibernation.ts'
import { toIso } from '../iso.ts'
import { toPlanDto, type Telling } from './plans.ts'
import type { Advised } from './sleep-advice.ts'

/** One machine as the page and the CSV show it. */
export function toMachineDto(advised: Advised, telling: Telling): SleepMachineDto {
  const { resource, input, advice, instead, spec, rule, plans } = advised
  const plan = advice.kind === 'none' ? null : advice
  return {
    resourceId: resource.resourceId,
    name: resource.name,
    currency: resource.currency!,
    region: resource.region ?? 'unknown',
    tier: resource.tier,
    gpuModel: resource.gpuModel,
    gpuCount: resource.gpuCount,
    state: resource.status?.toLowerCase() ?? 'unknown',
    onPerHour: formatPicos(BigInt(Math.round(input.runPerHour * 1e6)) * 1_000_000n),
    kind: advice.kind,
    reason: advice.kind === 'none' ? reasonOf(advice.reason, advised, telling) : null,
    words: plan && scheduleWords(plan.windows),
    asleep: plan && [...plan.asleep],
    needed: [...advice.profile.needed].map(hundredth),
    idle: [...advice.profile.idle].map(hundredth),
    figures: plan && toFiguresDto(plan.figures),
    fixed: toFiguresDto(advice.fixed),
    breaks: breaksOf(spec),
    ask: askTexts(advised),
    instead: [...instead],
    snapshots: input.restore?.snapshots ?? 0,
    riskFrom: input.restore?.from ?? null,
    waitHours: input.restore && tenth(input.restore.waitHours),
    wakes: plan && input.restore ? wakesOf(plan.windows, input.restore).map(toWakeDto) : [],
    measuredHours: input.busy?.size ?? 0,
    rule,
    plans: plans.map((each) => toPlanDto(each, telling)),
    next: nextOf(advised.ahead, telling.now),
  }
}

function toWakeDto({ slot, failure, low, high, most, seen, none }: Wake): SleepMachineDto['wakes'][number] {
  return {
    at: slotName(slot),
    failure: hundredth(failure),
    low: hundredth(low),
    high: hundredth(high),
    most: hundredth(most),
    seen,
    without: none,
  }
}

/** The next moment at which a plan puts it to sleep, wakes it or gives it up. */
function nextOf(ahead: readonly PlannedSpan[], now: Instant): SleepMachineDto['next'] {
  for (const [i, { startsAt, state, plan }] of ahead.entries()) {
    const before = ahead[i - 1]
    const follows = before?.endsAt === startsAt ? before.state : null
    if (startsAt > now && state !== follows) return { at: toIso(startsAt), state, planId: plan.planId }
    const next = ahead[i + 1]
    // What slept by an exception wakes when it is over, though no plan speaks of the time after.
    if (state === 'asleep' && next?.startsAt !== ahead[i]!.endsAt && plan.endsAt === ahead[i]!.endsAt) {
      return { at: toIso(ahead[i]!.endsAt), state: 'on', planId: plan.planId }
    }
  }
  return null
}

function reasonOf(reason: string, { rule, ahead }: Advised, { zone, now }: Telling): string {
  if (rule.dismissed !== null) return `dismissed: ${rule.dismissed}`
  if (rule.needed === 'always') return 'its owner needs it always'
  const [span] = ahead
  if (span?.plan.what.kind === 'keep-on' && reason === 'not allowed') {
    return `kept on until ${momentWords(span.endsAt, zone, now)}`
  }
  return reason
}

function askTexts({ ask, advice, resource }: Advised): string[] {
  const cannot = advice.kind === 'none' && advice.reason === 'cannot hibernate'
  return [
    ...ask.map((because) => askText(because, resource.status?.toLowerCase() ?? null)),
    ...(ask.length > 0 && cannot ? ['it cannot hibernate: only ending it avoids a cost'] : []),
  ]
}

function askText(because: AskBecause, status: string | null): string {
  if (because.kind === 'name') return `its name says ${because.word}`
  return status === 'shutoff' ? `shut off, and billed in full for ${because.days} days` : `on for ${because.days} days`
}

function breaksOf(spec: GpuSpec | null): string[] {
  return [
    'the public IP may change',
    ...(spec?.ephemeralGb ? [`${spec.ephemeralGb} GB of ephemeral disk are lost`] : []),
  ]
}

function toFiguresDto(figures: PlanFigures): PlanFiguresDto {
  return {
    avoided: toRangeDto(figures.avoided),
    beyondNow: toRangeDto(figures.beyondNow),
    missedHours: tenth(figures.missedHours),
    missedShare: hundredth(figures.missedShare),
    wakes: tenth(figures.wakes),
    failedRestores: figures.failedRestores === null ? null : hundredth(figures.failedRestores),
    restoreLoss: figures.restoreLoss?.toFixed(2) ?? null,
    restoresSeen: figures.restoresSeen,
    restoresWithout: figures.restoresWithout,
    regular: hundredth(figures.regular),
    idleWeeks: figures.idleWeeks,
    weeks: figures.weeks,
  }
}

/** A forecast is rounded to cents once, here. */
export const toRangeDto = ({ p10, p50, p90 }: Range) => ({
  p10: p10.toFixed(2),
  p50: p50.toFixed(2),
  p90: p90.toFixed(2),
})
export const hundredth = (value: number) => Math.round(value * 100) / 100
export const tenth = (value: number) => Math.round(value * 10) / 10

/** '312.00 USD (290.10 to 330.20, 8 times in 10)'. */
export function rangeWords(range: Range, currency: string): string {
  const { p10, p50, p90 } = toRangeDto(range)
  return `${p50} ${currency} (${p10} to ${p90}, 8 times in 10)`
}
