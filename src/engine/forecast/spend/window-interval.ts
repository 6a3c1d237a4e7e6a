import { conformalQuantile } from '../statistics/conformal.ts'
import type { SpendForecast, SpendPart } from './forecast-spend.ts'
import { ERROR_QUANTILES, USUAL_DAY_ERROR, usualError } from './prior-error.ts'

/** Levels of the intervals in per cent. */
export const LEVELS = [50, 80, 95] as const
export type Level = (typeof LEVELS)[number]

/** Half the width of the interval of a window's total at each level, and how many past windows it was learned from. */
export type WindowHalves = { halves: { level: Level; half: number }[]; origins: number }

/** Steps [from, to) of a forecast; `hours` and `lead` where the window lies beyond its last step. */
export type StepWindow = { from: number; to: number; hours?: number; lead?: number }

/** Residuals in units of the level are cut here, so that an entity near nought cannot blow widths up. */
const CLIP = 2
/** Independent past windows that the usual error is worth against the own, and of them the share that is the tenant's day. */
const USUAL_WORTH = 6
const RESTLESSNESS = 0.5
/** Independent past windows with which half of what their quantile says is believed; four fifths at most. */
const QUANTILE_WORTH = 14
const OWN_AT_MOST = 0.8
/** What the usual error is multiplied by where nothing of the own is known. */
const UNKNOWN = 1.5

/**
 * Intervals of the total over steps of a part of a forecast, conformal: calibrated on how far off the totals of such
 * windows were at past origins, in units of the part's level.
 *
 * Windows of past origins overlap: n of them that begin a day apart are worth m = 1 + (n - 1) x 24 / hours. The mean
 * error is (m x own + 6 x usual) / (m + 6), where the usual one of the horizon comes half from generated tenants and half
 * from how restless this one is from day to day. A bound lies at the own quantile to m/(m + 14), 0.8 at most, and for the
 * rest at the mean error times the quantile that such errors have everywhere. Nothing has no width: the usual error is
 * always in it. Bounds of hours do not add up to these, nor are they to be added.
 */
export function windowHalves({ stepHours, total }: SpendForecast, part: SpendPart, window: StepWindow): WindowHalves {
  const { from, to } = window
  const ownHours = (to - from) * stepHours
  const { hours = ownHours, lead = from * stepHours } = window
  const own = residualsOf(part, from, to)
  const usual = usualError(hours, lead) * restlessness(total, stepHours) * (own.length === 0 ? UNKNOWN : 1)
  // Windows beyond the last step err as the last ones do, and as much more as is usual.
  const beyond = usualError(hours, lead) / usualError(ownHours, from * stepHours)
  const worth = own.length === 0 ? 0 : 1 + ((own.length - 1) * 24) / Math.max(24, ownHours)
  const mean = (worth * beyond * meanOf(own) + USUAL_WORTH * usual) / (worth + USUAL_WORTH)
  const sorted = Float64Array.from(own).sort()
  const share = Math.min(OWN_AT_MOST, worth / (worth + QUANTILE_WORTH))
  let widest = 0
  const halves = LEVELS.map((level) => {
    const p = level / 100
    const known = mean * ERROR_QUANTILES[level]!
    const quantile = worth * (1 - p) >= 1 ? conformalQuantile(sorted, p) : null
    widest = Math.max(widest, quantile === null ? known : share * beyond * quantile + (1 - share) * known)
    return { level, half: (widest * part.level * hours) / stepHours }
  })
  return { halves, origins: own.length }
}

/** Absolute errors of the window's total at the past origins that saw its end, in units of the part's level. */
function residualsOf({ pastErrors, level }: SpendPart, from: number, to: number): number[] {
  return pastErrors
    .filter(({ length }) => length >= to)
    .map((errors) => {
      let sum = 0
      for (let i = from; i < to; i++) sum += errors[i]!
      return level === 0 ? 0 : Math.min(CLIP, Math.abs(sum) / (level * (to - from)))
    })
}

/** How far off the forecasts of a wallet's next day are against those of others. */
function restlessness(total: SpendPart, stepHours: number): number {
  const days = residualsOf(total, 0, 24 / stepHours)
  return days.length === 0 ? 1 : 1 - RESTLESSNESS + (RESTLESSNESS * meanOf(days)) / USUAL_DAY_ERROR
}

const meanOf = (values: readonly number[]) => values.reduce((sum, v) => sum + v, 0) / Math.max(1, values.length)
